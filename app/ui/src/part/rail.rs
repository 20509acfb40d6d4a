//! The desk's rail: where one may go, and how much waits there.

use super::bar::Tab;
use super::icon::{Icon, glyph};
use crate::words::say;
use leptos::prelude::*;

/// The rail at the left of every desk page.
#[component]
pub fn Rail(
    /// The places, as for the phone's tabs.
    tabs: Vec<Tab>,
    /// The path shown now; the longest fitting `href` is current.
    #[prop(into)]
    path: Signal<String>,
    /// At its foot: who is signed in, the language, signing out.
    #[prop(optional)]
    children: Option<Children>,
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
                    <span>{label}</span>
                    {move || (count.get() > 0).then(|| view! { <span class="rail-count">{count.get()}</span> })}
                </a>
            </li>
        }
    });
    view! {
        <nav class="rail" aria-label=say::nav::desk::rail()>
            <p class="brand"><Icon of=glyph::SHIELD_CHECK/> <span>{say::app::name()}</span></p>
            <ul>{tabs.collect_view()}</ul>
            {children.map(|children| view! { <div class="rail-foot">{children()}</div> })}
        </nav>
    }
    .into_any()
}
