//! What happened, oldest first, as a person reads it.

use super::clock::now;
use app_ui::words::{moment, say};
use leptos::prelude::*;
use sync::desk::record::TimeLineRow;

/// The time line of a record, a hazard or premises.
#[component]
pub(crate) fn TimeLine(
    /// Its rows.
    rows: Vec<TimeLineRow>,
) -> impl IntoView {
    let now = now();
    let row = move |row: TimeLineRow| {
        view! {
            <li>
                <span class="meta">{moment(row.at.0, now.0)}</span>
                <span>{say::event::of(&row.kind)}</span>
                {row.revision.filter(|&revision| revision > 1).map(|revision| view! { <span class="meta">{say::desk::record::revision(revision)}</span> })}
                <span class="meta">{row.by}</span>
            </li>
        }
    };
    view! { <ol class="time-line">{rows.into_iter().map(row).collect_view()}</ol> }
}
