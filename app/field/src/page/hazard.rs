//! One hazard, to be read: what, where, until when, who owes the next step.

use crate::part::nothing::Nothing;
use crate::part::page::Page;
use crate::phone::ledger;
use crate::state::{kind_name, use_clock};
use app_ui::part::{Back, Badge, ButtonLink, Card, Shade, glyph};
use app_ui::words::{Phrase, code, day, due, moment, say};
use domain::hazard::Hazard;
use domain::ids::HazardId;
use domain::inspection::Severity;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The page of a hazard.
#[component]
pub fn HazardPage() -> impl IntoView {
    let params = use_params_map();
    let state = ledger::state();
    let hazard = Memo::new(move |_| {
        let _ = state.get().revision;
        let id = params.with(|params| params.get("id")).and_then(|id| id.parse::<HazardId>().ok())?;
        ledger::all_open_hazards().into_iter().find(|hazard| hazard.id == id)
    });
    view! {
        <Page title=say::nav::hazards() back=Back::To("/field/hazards".to_owned())>
            {move || match hazard.get() {
                Some(hazard) => view! { <Shown hazard/> }.into_any(),
                None => view! { <Nothing icon=glyph::CIRCLE_CHECK title=say::hazards::gone()/> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Shown(hazard: Arc<Hazard>) -> impl IntoView {
    let clock = use_clock();
    let premises = ledger::premises(hazard.premises);
    let due_on = hazard.due_on.map(|due| due.to_string());
    let found_at = hazard.found_at;
    let (for_date, is_late) = (due_on.clone(), {
        let hazard = hazard.clone();
        Memo::new(move |_| hazard.is_overdue(clock.today()))
    });
    view! {
        <Card title=Phrase::verbatim(hazard.violation.clone()) over=Signal::stored(Phrase::verbatim(hazard.number.clone()))>
            <p class="line">
                <Badge label=say::hazard_state::of(&code(&hazard.state)) shade=Shade::Info/>
                {(hazard.severity == Severity::Major).then(|| view! { <Badge label=say::severity::major() shade=Shade::Fail/> })}
                {hazard.lifeline.then(|| view! { <Badge label=say::summary::lifeline() shade=Shade::Warn/> })}
                {due_on.map(|due_on| view! { <span class:late=move || is_late.get()>{move || due(&due_on, &clock.today().to_string())}</span> })}
            </p>
            <dl class="terms">
                {(!hazard.spot.is_empty()).then(|| view! { <dt>{say::fail::spot()}</dt> <dd>{hazard.spot.clone()}</dd> })}
                <dt>{say::fail::demand()}</dt> <dd lang="zh-CN">{hazard.demand.clone()}</dd>
                {for_date.map(|due_on| view! { <dt>{say::fail::due()}</dt> <dd>{move || day(&due_on, &clock.today().to_string())}</dd> })}
                <dt>{say::hazards::found()}</dt> <dd>{move || moment(found_at.0, clock.now().0)}</dd>
                {hazard.debtor().map(|debtor| view! { <dt>{say::hazards::owes()}</dt> <dd>{say::debtor::of(&code(&debtor))}</dd> })}
            </dl>
        </Card>
        {premises.map(|row| view! {
            <Card title=Phrase::verbatim(row.premises.name.clone())>
                <p>{kind_name(&row.premises.kind)} " " {row.premises.address.clone()}</p>
                <ButtonLink label=say::hazards::premises() href=format!("/field/premises/{}", row.premises.id)/>
            </Card>
        })}
    }
}
