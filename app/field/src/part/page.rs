//! The frame of every page: the bar with the sync chip, the body, and at the bottom the tabs or the way on. It names the page in the
//! browser's title and moves the focus to its heading, so that a screen reader knows that something new is there.

use crate::state::use_app;
use app_ui::part::{Back, SyncChip, Tab, TabBar, TopBar, UndoBar, glyph};
use app_ui::words::{Phrase, say};
use leptos::html::Div;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast as _;

/// A page.
#[component]
pub fn Page(
    /// Its title; the premises' name where there is one.
    #[prop(into)]
    title: Signal<Phrase>,
    /// A few words beside the title.
    #[prop(optional, into)]
    aside: Option<Signal<Phrase>>,
    /// Where back goes; none on the four tabs.
    #[prop(optional, into)]
    back: Option<Back>,
    /// How far one is.
    #[prop(optional, into)]
    progress: Option<Signal<u8>>,
    /// A line that stays under the bar.
    #[prop(optional, into)]
    under_bar: Option<ViewFn>,
    /// The way on, at the bottom. Without one the tabs stand there.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    name_document(title);
    arrive_at(frame);
    let app = use_app();
    let bar = match back {
        Some(back) => view! { <Bar title aside progress back=Some(back)/> }.into_any(),
        None => view! { <Bar title aside progress back=None/> }.into_any(),
    };
    let bottom = match foot {
        Some(foot) => foot.run().into_any(),
        None => view! { <Tabs open_hazards=app.open_hazards()/> }.into_any(),
    };
    view! {
        <div class="phone" node_ref=frame>
            <div class="phone-head">{bar} {under_bar.map(|line| line.run())}</div>
            <main class="phone-body" id="main">{children()}</main>
            <div class="phone-foot"><Undone/> {bottom}</div>
        </div>
    }
}

/// A page from which nothing leads away, for hands that are not the inspector's.
#[component]
pub fn Bare(
    /// Its title.
    #[prop(into)]
    title: Signal<Phrase>,
    /// The way on.
    #[prop(into)]
    foot: ViewFn,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    name_document(title);
    arrive_at(frame);
    view! {
        <div class="phone" node_ref=frame>
            <div class="phone-head"><TopBar title/></div>
            <main class="phone-body" id="main">{children()}</main>
            <div class="phone-foot">{foot.run()}</div>
        </div>
    }
}

/// What can be taken back just now; while a sheet lies over the page, in the sheet.
#[component]
pub(super) fn Undone(
    /// This one stands in the sheet.
    #[prop(optional)]
    in_sheet: bool,
) -> impl IntoView {
    let app = use_app();
    move || {
        let undo = app.undo().filter(|_| app.is_sheet_up().get() == in_sheet);
        undo.map(|undo| {
            view! {
                <UndoBar
                    text=undo.text
                    on_undo=move |()| {
                        app.forget_undo();
                        (undo.act)();
                    }
                    on_gone=move |()| app.forget_undo()
                />
            }
        })
    }
}

#[component]
fn Bar(title: Signal<Phrase>, aside: Option<Signal<Phrase>>, progress: Option<Signal<u8>>, back: Option<Back>) -> impl IntoView {
    let app = use_app();
    let chip = move || view! { <SyncChip state=app.sync_state() href="/field/queue"/> };
    // Optional props take a value or are left out: each kind of bar is spelt out.
    match (aside, back, progress) {
        (Some(aside), Some(back), Some(progress)) => view! { <TopBar title aside back progress>{chip()}</TopBar> }.into_any(),
        (Some(aside), Some(back), None) => view! { <TopBar title aside back>{chip()}</TopBar> }.into_any(),
        (Some(aside), None, _) => view! { <TopBar title aside>{chip()}</TopBar> }.into_any(),
        (None, Some(back), _) => view! { <TopBar title back>{chip()}</TopBar> }.into_any(),
        (None, None, _) => view! { <TopBar title>{chip()}</TopBar> }.into_any(),
    }
}

#[component]
fn Tabs(open_hazards: Signal<u32>) -> impl IntoView {
    let none = Signal::stored(0);
    let tab = |href, icon, label, count| Tab { href, icon, label, count };
    let tabs = vec![
        tab("/field/today", glyph::CALENDAR_CHECK, say::nav::today(), none),
        tab("/field/premises", glyph::STORE, say::nav::premises(), none),
        tab("/field/hazards", glyph::TRIANGLE_ALERT, say::nav::hazards(), open_hazards),
        tab("/field/settings", glyph::SETTINGS, say::nav::mine(), none),
    ];
    let location = use_location();
    view! { <TabBar tabs path=location.pathname/> }
}

/// 兴旺旅馆 – 巡安
pub(crate) fn name_document(title: Signal<Phrase>) {
    Effect::new(move |_| document().set_title(&format!("{} – {}", title.get().get(), say::app::name().get())));
}

/// Moves the focus to the heading once the page stands.
fn arrive_at(frame: NodeRef<Div>) {
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            request_animation_frame(move || {
                let heading = frame.query_selector("h1").ok().flatten().and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok());
                if let Some(heading) = heading {
                    let options = web_sys::FocusOptions::new();
                    options.set_prevent_scroll(true);
                    let _ = heading.focus_with_options(&options); // fails only for what is not shown
                }
            });
        }
    });
}
