//! 本次记录了什么: time, place and how long each item was looked at. The inspector sees it before the reviewer does, and the same.

use crate::state::Visit;
use app_ui::words::{Phrase, clock, say, span};
use domain::position::Located;
use leptos::prelude::*;

const MS: u32 = 1_000;

/// What the record will say about the person who makes it, folded away.
#[component]
pub fn Recorded(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let revision = visit.open_draft().revision();
    let told = move || {
        revision.track();
        view! { <Told visit/> }
    };
    view! {
        <details class="card recorded" on:toggle=move |_| is_open.update(|open| *open = !*open)>
            <summary>{say::answer::recorded()}</summary>
            {move || is_open.get().then(&told)}
        </details>
    }
}

#[component]
fn Told(visit: Visit) -> impl IntoView {
    let walk = visit.walk();
    let draft = visit.draft();
    let place = match draft.position {
        Located::At(fix) => say::amount::accuracy(fix.accuracy_m),
        Located::Without(_) => say::photo::no_position(),
    };
    let items = draft.answers.values().filter_map(|answered| Some((walk.place_of(&answered.at)?, answered.dwell_ms)));
    let mut items: Vec<_> = items.filter(|(place, _)| walk.card(*place).is_shown.get_untracked()).collect();
    items.sort_unstable();
    let line = |(place, dwell_ms): (usize, u32)| {
        let no = Phrase::verbatim(walk.card(place).no.clone());
        view! { <li><span>{no}</span> " " <span>{say::answer::dwell(span(u64::from(dwell_ms / MS)))}</span></li> }
    };
    view! {
        <p>{say::answer::recorded_text()}</p>
        <p class="meta">{say::photo::info(clock(draft.begin.started_at.0), place)}</p>
        <ul class="plain recorded-items">{items.into_iter().map(line).collect_view()}</ul>
    }
}
