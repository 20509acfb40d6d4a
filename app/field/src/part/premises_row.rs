//! One premises in a list: risk, name with the matched part bold, address, last visit, open hazards.

use crate::phone::ledger;
use crate::state::use_clock;
use app_ui::part::{Badge, Icon, Risk, RiskBadge, Shade, glyph};
use app_ui::words::{Phrase, day, say};
use domain::time::Day;
use leptos::prelude::*;
use std::sync::Arc;
use sync::feed::PremisesRow as Row;

/// A row that leads to the premises' card.
#[component]
pub fn PremisesRow(
    /// The premises.
    row: Arc<Row>,
    /// Which bytes of the name were looked for.
    #[prop(optional)]
    bold: Vec<(usize, usize)>,
) -> impl IntoView {
    let premises = &row.premises;
    let hazards = ledger::open_hazards(premises.id).len();
    let last = row.visits.first().map(|visit| visit.on);
    let clock = use_clock();
    view! {
        <a class="row" href=format!("/field/premises/{}", premises.id)>
            <span class="row-lead"><RiskBadge risk=Risk::from_code(&row.risk)/></span>
            <span class="row-text">
                <b class="row-title">{marked(&premises.name, &bold)}</b>
                <span class="row-more meta">
                    <span class="row-line">{premises.address.clone()}</span>
                    <span class="row-line">
                        {move || last_visit(last, clock.today())}
                        {(hazards > 0).then(|| view! { <b class="late">{say::premises::hazards(hazards)}</b> })}
                        {premises.to_verify.then(|| view! { <Badge label=say::premises::to_verify() shade=Shade::Warn/> })}
                    </span>
                </span>
            </span>
            <span class="row-tail meta"><Icon of=glyph::CHEVRON_RIGHT/></span>
        </a>
    }
}

/// 11月16日查过, 首次检查
pub(crate) fn last_visit(last: Option<Day>, today: Day) -> Phrase {
    last.map_or_else(say::premises::never, |on| say::premises::last_visit(day(&on.to_string(), &today.to_string())))
}

/// The name with the parts that were looked for marked.
fn marked(name: &str, bold: &[(usize, usize)]) -> impl IntoView + use<> {
    let mut pieces = vec![];
    let mut done = 0;
    for (from, to) in bold {
        if let (Some(before), Some(hit)) = (name.get(done..*from), name.get(*from..*to)) {
            pieces.push(view! { <span>{before.to_owned()}</span> }.into_any());
            pieces.push(view! { <mark>{hit.to_owned()}</mark> }.into_any());
            done = *to;
        }
    }
    pieces.push(view! { <span>{name.get(done..).unwrap_or_default().to_owned()}</span> }.into_any());
    pieces
}
