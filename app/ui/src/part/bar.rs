//! The bars of the phone: where one is and the state of sending on top, the way on at the bottom, in reach of the thumb.

use super::icon::{Glyph, Icon, glyph};
use crate::words::{Phrase, say};
use leptos::prelude::*;

/// Where back goes.
#[derive(Debug, Clone)]
pub enum Back {
    /// To a page.
    To(String),
    /// Whatever the callback does, closing something for instance.
    By(Callback<()>),
}

/// The bar on top: back, the page's title, and at its end the sync chip or what the page puts there.
#[component]
pub fn TopBar(
    /// The title, the page's `h1`: the premises' name where there is one.
    #[prop(into)]
    title: Signal<Phrase>,
    /// A few words beside the title: the date, a count.
    #[prop(optional, into)]
    aside: Option<Signal<Phrase>>,
    /// Where back goes; none on the four tabs.
    #[prop(optional, into)]
    back: Option<Back>,
    /// Shown as a cross: closes what it stands on.
    #[prop(optional)]
    closes: bool,
    /// How far one is, 0 to 100, as a line under the bar.
    #[prop(optional, into)]
    progress: Option<Signal<u8>>,
    /// Sync chip, danger button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (sign, name) = if closes { (glyph::X, say::action::close()) } else { (glyph::CHEVRON_LEFT, say::action::back()) };
    let has_back = back.is_some();
    let back = back.map(|back| match back {
        Back::To(href) => {
            view! { <a class="btn" data-weight="quiet" data-icon-only="" href=href aria-label=name><Icon of=sign/></a> }.into_any()
        }
        Back::By(act) => view! {
            <button type="button" class="btn" data-weight="quiet" data-icon-only="" aria-label=name on:click=move |_| act.run(())>
                <Icon of=sign/>
            </button>
        }
        .into_any(),
    });
    view! {
        <header class="top-bar">
            <div class="top-bar-row" data-back=has_back.then_some("")>
                {back}
                <div class="top-bar-title">
                    <h1 tabindex="-1">{title}</h1>
                    {aside.map(|aside| view! { <span class="meta">{aside}</span> })}
                </div>
                {children.map(|children| children())}
            </div>
            {progress.map(|share| view! { <super::progress::Progress share name=say::part::progress() slim=true/> })}
        </header>
    }
    .into_any()
}

/// What the sync chip says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncState {
    /// 已同步
    Synced,
    /// 待发送 n
    Waiting(u32),
    /// 正在发送 n
    Sending(u32),
    /// 需处理 n
    Attention(u32),
    /// 离线
    Offline,
    /// 需登录
    SignIn,
    /// The phone could not read what it holds: no number is known.
    Unread,
}

/// The chip at the end of every top bar: a link to what is sent.
#[component]
pub fn SyncChip(
    /// The state now.
    #[prop(into)]
    state: Signal<SyncState>,
    /// The page of the queue.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    let shown = move || match state.get() {
        SyncState::Synced => (glyph::CLOUD_CHECK, "done", say::sync::synced()),
        SyncState::Waiting(n) => (glyph::CLOUD_UPLOAD, "waiting", say::sync::waiting(n)),
        SyncState::Sending(n) => (glyph::CLOUD_UPLOAD, "waiting", say::sync::sending(n)),
        SyncState::Attention(n) => (glyph::CLOUD_ALERT, "attention", say::sync::attention(n)),
        SyncState::Offline => (glyph::CLOUD_OFF, "quiet", say::sync::offline()),
        SyncState::SignIn => (glyph::LOCK, "waiting", say::sync::sign_in()),
        SyncState::Unread => (glyph::CLOUD_ALERT, "attention", say::sync::unread()),
    };
    view! {
        <a class="sync-chip" href=href data-state=move || shown().1>
            {move || view! { <Icon of=shown().0/> }}
            <span>{move || shown().2}</span>
            <span class="unseen">{say::sync::open()}</span>
        </a>
    }
    .into_any()
}

/// The bar at the bottom: the way on, and beside it that the work is saved.
#[component]
pub fn BottomBar(
    /// 已存本机 or what else is true of the work now.
    #[prop(optional, into)]
    saved: Option<ViewFn>,
    /// The primary button, last.
    children: Children,
) -> impl IntoView {
    view! {
        <footer class="bottom-bar">
            {saved.map(|saved| view! { <div class="bottom-bar-saved">{saved.run()}</div> })}
            {children()}
        </footer>
    }
    .into_any()
}

/// One tab of the bar.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Where it leads.
    pub href: &'static str,
    /// Its icon.
    pub icon: Glyph,
    /// Its word.
    pub label: Phrase,
    /// How many wait there; shown and read after the word.
    pub count: Signal<u32>,
}

/// The four tabs of the phone.
#[component]
pub fn TabBar(
    /// The tabs.
    tabs: Vec<Tab>,
    /// The path shown now; the tab with the longest fitting `href` is current.
    #[prop(into)]
    path: Signal<String>,
) -> impl IntoView {
    let hrefs: Vec<_> = tabs.iter().map(|tab| tab.href).collect();
    let current = Memo::new(move |_| {
        let path = path.get();
        hrefs.iter().copied().filter(|href| path.starts_with(href)).max_by_key(|href| href.len())
    });
    let tabs = tabs.into_iter().map(|Tab { href, icon, label, count }| {
        view! {
            <li>
                <a href=href aria-current=move || (current.get() == Some(href)).then_some("page")>
                    <Icon of=icon/>
                    <span>{label} {move || (count.get() > 0).then(|| format!(" {}", count.get()))}</span>
                </a>
            </li>
        }
    });
    view! { <nav class="tab-bar" aria-label=say::nav::main()><ul>{tabs.collect_view()}</ul></nav> }.into_any()
}
