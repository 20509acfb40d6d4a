//! What happened, oldest first: one line for people, timers and the shop.

use crate::words::Phrase;
use leptos::prelude::*;

/// The line; its children are [`TimelineRow`]s.
#[component]
pub fn Timeline(
    /// Its name.
    #[prop(into)]
    label: Signal<Phrase>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline" aria-label=label>{children()}</ol> }.into_any()
}

/// One thing that happened, or is waited for.
#[component]
pub fn TimelineRow(
    /// When.
    #[prop(into)]
    at: Signal<Phrase>,
    /// What, and by whom.
    #[prop(into)]
    what: Signal<Phrase>,
    /// This is where it stands now.
    #[prop(optional)]
    now: bool,
    /// More about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li aria-current=now.then_some("step")>
            <span class="meta">{at}</span>
            <span class="timeline-what">{what}</span>
            {children.map(|children| view! { <div class="timeline-more">{children()}</div> })}
        </li>
    }
    .into_any()
}
