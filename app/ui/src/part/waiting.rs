//! The faces of a list that has nothing to show yet, or nothing at all.

use super::icon::{Glyph, Icon};
use crate::words::{Phrase, say};
use leptos::prelude::*;

/// Grey lines where text will be. They appear after 0.4 s, so that a quick answer does not flicker.
#[component]
pub fn Skeleton(
    /// How many rows.
    #[prop(default = 3)]
    rows: usize,
) -> impl IntoView {
    let row = || view! { <div class="skeleton-row" aria-hidden="true"><i></i><i></i></div> };
    view! {
        <div class="skeleton">
            <p class="unseen" role="status">{say::part::loading()}</p>
            {(0..rows).map(|_| row()).collect_view()}
        </div>
    }
    .into_any()
}

/// Nothing here, and what to do about it.
#[component]
pub fn EmptyState(
    /// Its icon.
    icon: Glyph,
    /// What is not there: 今天没有任务.
    #[prop(into)]
    title: Signal<Phrase>,
    /// A quieter line.
    #[prop(optional, into)]
    hint: Option<Signal<Phrase>>,
    /// The way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon of=icon/>
            <p class="empty-title">{title}</p>
            {hint.map(|hint| view! { <p class="meta">{hint}</p> })}
            {children.map(|children| view! { <div class="line">{children()}</div> })}
        </div>
    }
    .into_any()
}
