//! 隐患: what is open in the scope, by deadline.

use super::premises_card::HazardRow;
use crate::part::nothing::Nothing;
use crate::part::page::Page;
use crate::phone::ledger;
use crate::state::use_clock;
use app_ui::part::glyph;
use app_ui::words::{Phrase, say};
use domain::hazard::Hazard;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows shown at once.
const SHOWN_MAX: usize = 100;

/// The list of open hazards.
#[component]
pub fn HazardsPage() -> impl IntoView {
    let state = ledger::state();
    let hazards = Memo::new(move |_| {
        let _ = state.get().revision;
        let mut hazards = ledger::all_open_hazards();
        hazards.sort_by_key(|hazard| (hazard.due_on.is_none(), hazard.due_on, hazard.found_at));
        hazards
    });
    view! {
        <Page title=say::nav::hazards() aside=Signal::derive(move || say::premises::hazards(hazards.with(Vec::len)))>
            {move || {
                let all = hazards.get();
                if all.is_empty() {
                    return view! { <Nothing icon=glyph::CIRCLE_CHECK title=say::premises::card::no_hazards()/> }.into_any();
                }
                let rest = all.len().saturating_sub(SHOWN_MAX);
                view! {
                    {all.into_iter().take(SHOWN_MAX).map(|hazard| view! { <Line hazard/> }).collect_view()}
                    {(rest > 0).then(|| view! { <p class="meta">{say::hazards::more(rest)}</p> })}
                }
                .into_any()
            }}
        </Page>
    }
}

#[component]
fn Line(hazard: Arc<Hazard>) -> impl IntoView {
    let name = ledger::premises(hazard.premises).map(|row| row.premises.name.clone()).unwrap_or_default();
    let clock = use_clock();
    let is_overdue = {
        let hazard = hazard.clone();
        move || hazard.is_overdue(clock.today())
    };
    view! {
        <section class="hazard-line" data-late=move || is_overdue().then_some("")>
            <p class="meta">{Phrase::verbatim(name)}</p>
            <HazardRow hazard/>
        </section>
    }
}
