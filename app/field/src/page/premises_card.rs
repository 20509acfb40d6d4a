//! The card of premises: know before you knock.

use crate::part::nothing::Nothing;
use crate::part::page::Page;
use crate::phone::ledger;
use crate::state::{kind_name, preselected, tongue, use_app, use_clock};
use app_ui::part::{Back, Badge, BottomBar, ButtonLink, Card, Icon, Mark, Notice, Risk, RiskBadge, Row, Shade, Tone, Weight, glyph};
use app_ui::words::{Phrase, code, day, due, say};
use domain::hazard::Hazard;
use domain::ids::PremisesId;
use domain::inspection::Severity;
use domain::premises::{FieldMark, FieldValue, Premises};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;
use sync::feed::{FollowUp, PremisesRow as LedgerRow, VisitLine};

/// One premises.
#[component]
pub fn PremisesCardPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<PremisesId>().ok()));
    let state = ledger::state();
    let row = Memo::new(move |_| {
        let _ = state.get().revision;
        id.get().and_then(ledger::premises)
    });
    move || match row.get() {
        Some(row) => view! { <Shown row/> }.into_any(),
        None => view! {
            <Page title=say::premises::title() back=Back::To("/field/premises".to_owned())>
                <Nothing icon=glyph::STORE title=say::premises::card::gone()/>
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn Shown(row: Arc<LedgerRow>) -> impl IntoView {
    let app = use_app();
    let premises = row.premises.clone();
    let id = premises.id;
    let draft = Memo::new(move |_| app.drafts().into_iter().find(|draft| draft.premises == id));
    let place = |id| ledger::place(id).map(|place| place.name.clone()).unwrap_or_default();
    let community = place(premises.community);
    let grid = premises.grid.map(place).unwrap_or_default();
    let clock = use_clock();
    let state = ledger::state();
    let old = move || {
        let as_of = state.get().as_of?;
        let days = clock.today().days_since(as_of.day());
        (days > 3).then(|| say::data::stale(days))
    };
    let (known, visits, risk) = (premises.clone(), row.visits.clone(), Risk::from_code(&row.risk));
    let follow_ups = row.follow_ups.clone();
    let foot = move || {
        view! {
            <BottomBar>
                {move || match draft.get() {
                    Some(draft) => view! { <ButtonLink label=say::premises::card::resume() href=format!("/field/i/{}", draft.id) weight=Weight::Primary wide=true/> }.into_any(),
                    None => view! { <ButtonLink label=say::premises::card::start() href=format!("/field/start/{id}") weight=Weight::Primary wide=true/> }.into_any(),
                }}
            </BottomBar>
        }
    };
    view! {
        <Page title=Phrase::verbatim(known.name.clone()) back=Back::To("/field/premises".to_owned()) foot=foot>
            {move || draft.get().map(|_| view! { <Notice tone=Tone::Info text=say::premises::card::draft_here()/> })}
            {move || old().map(|words| view! { <Notice tone=Tone::Warn text=words/> })}
            <Card>
                <p class="line">
                    <RiskBadge risk word=true/> <span>{kind_name(&known.kind)}</span>
                    {number(&known, "storeys").map(say::premises::card::storeys)}
                    {known.to_verify.then(|| view! { <Badge label=say::premises::to_verify() shade=Shade::Warn/> })}
                </p>
                <p class="place-line"><Icon of=glyph::MAP_PIN/> <span>{known.address.clone()}</span></p>
                <p class="meta">{community} " " {grid}</p>
                <Contacts premises=known/>
            </Card>
            <Hazards of=id/>
            <FollowUps follow_ups/>
            <Lists premises=premises.clone()/>
            <Visits visits/>
            <Codes premises/>
        </Page>
    }
}

fn text(premises: &Premises, field: &str) -> Option<String> {
    match premises.fields.get(field)? {
        FieldValue::Text(text) if !text.trim().is_empty() => Some(text.clone()),
        _ => None,
    }
}

fn number(premises: &Premises, field: &str) -> Option<i64> {
    match premises.fields.get(field)? {
        FieldValue::Int(number) => Some(*number),
        _ => None,
    }
}

/// Who to ask, one tap from a call.
#[component]
fn Contacts(premises: Premises) -> impl IntoView {
    let people = [("head_name", "head_phone"), ("safety_name", "safety_phone")];
    let lines: Vec<_> = people
        .into_iter()
        .filter_map(|(name, phone)| {
            let (number, name) = (text(&premises, phone), text(&premises, name));
            let is_doubtful = premises.marks.get(phone) == Some(&FieldMark::Invalid);
            if name.is_none() && number.is_none() {
                return None;
            }
            Some(view! {
                <div class="contact">
                    <span>{name.unwrap_or_default()} {is_doubtful.then(|| view! { " " <span class="meta">{say::premises::card::invalid_mark()}</span> })}</span>
                    {match number {
                        Some(number) => view! { <Call number/> }.into_any(),
                        None => view! { <span class="meta">{say::premises::card::no_phone()}</span> }.into_any(),
                    }}
                </div>
            })
        })
        .collect();
    if lines.is_empty() { view! { <p class="meta">{say::premises::card::no_phone()}</p> }.into_any() } else { lines.into_any() }
}

#[component]
fn Call(number: String) -> impl IntoView {
    let href = format!("tel:{}", number.replace(' ', ""));
    view! { <a class="btn" href=href><Icon of=glyph::PHONE/> <span>{number}</span> <span class="unseen">{say::action::call()}</span></a> }
}

#[component]
fn Hazards(of: PremisesId) -> impl IntoView {
    let state = ledger::state();
    let hazards = Memo::new(move |_| {
        let _ = state.get().revision;
        ledger::open_hazards(of)
    });
    view! {
        <Card title=say::premises::card::hazards()>
            {move || {
                let hazards = hazards.get();
                if hazards.is_empty() {
                    view! { <p class="meta">{say::premises::card::no_hazards()}</p> }.into_any()
                } else {
                    hazards.into_iter().map(|hazard| view! { <HazardRow hazard/> }).collect_view().into_any()
                }
            }}
        </Card>
    }
}

/// ✗ 二层疏散门上锁 逾期 5 天
#[component]
pub fn HazardRow(
    /// The hazard.
    hazard: Arc<Hazard>,
) -> impl IntoView {
    let clock = use_clock();
    let is_overdue = {
        let hazard = hazard.clone();
        Memo::new(move |_| hazard.is_overdue(clock.today()))
    };
    let due_on = hazard.due_on.map(|due| due.to_string());
    let is_major = hazard.severity == Severity::Major;
    let state = say::hazard_state::of(&app_ui::words::code(&hazard.state));
    view! {
        <Row
            title=Phrase::verbatim(hazard.violation.clone())
            href=format!("/field/hazards/{}", hazard.id)
            lead=|| view! { <Mark icon=glyph::X shade=Shade::Fail/> }
        >
            <span>{hazard.spot.clone()}</span> " " <span>{state}</span> " "
            {due_on.map(|due_on| view! { <span class:late=move || is_overdue.get()>{move || due(&due_on, &clock.today().to_string())}</span> })}
            {is_major.then(|| view! { " " <Badge label=say::severity::major() shade=Shade::Fail/> })}
        </Row>
    }
}

/// What earlier visits could not check and nobody has since: to be looked at this time.
#[component]
fn FollowUps(follow_ups: Vec<FollowUp>) -> impl IntoView {
    let clock = use_clock();
    let lists = ledger::current_checklists();
    let line = move |open: FollowUp| {
        let list = lists.iter().find(|list| list.checklist.id == open.at.list);
        let item = list.and_then(|list| list.checklist.item(&open.at.item));
        // A list that is not in use any more has taken its words along.
        let what = item.map_or_else(|| Signal::stored(say::premises::card::unchecked_gone()), |item| tongue(&item.text, &item.text_en));
        let (due_on, reason) = (open.due_on, say::not_checked::of(&code(&open.reason)));
        let is_late = move || clock.today() > due_on;
        view! {
            <li>
                <span>{what}</span>
                <span class="meta">{say::premises::card::unchecked_why(reason)}</span>
                <span class="meta" class:late=is_late>{move || due(&due_on.to_string(), &clock.today().to_string())}</span>
            </li>
        }
    };
    (!follow_ups.is_empty()).then(|| view! {
        <Card title=say::premises::card::unchecked(follow_ups.len())><ul class="plain">{follow_ups.into_iter().map(line).collect_view()}</ul></Card>
    })
}

/// The lists with which a visit starts.
#[component]
fn Lists(premises: Premises) -> impl IntoView {
    let clock = use_clock();
    let ids = preselected(&premises, untrack(|| clock.today()));
    let lists = ledger::current_checklists();
    let lines: Vec<_> = ids.into_iter().filter_map(|id| {
        let list = &lists.iter().find(|list| list.checklist.id == id)?.checklist;
        let count = list.items().count();
        Some(view! { <li><span>{tongue(&list.title, &list.title_en)}</span> <span class="meta">{say::start::list(count, list.minutes)}</span></li> })
    }).collect();
    view! { <Card title=say::premises::card::due_lists()><ul class="plain">{lines}</ul></Card> }
}

#[component]
fn Visits(visits: Vec<VisitLine>) -> impl IntoView {
    let clock = use_clock();
    if visits.is_empty() {
        return view! { <Card title=say::premises::card::history()><p class="meta">{say::premises::card::first()}</p></Card> }.into_any();
    }
    let line = move |visit: VisitLine| {
        let on = visit.on.to_string();
        let result = if visit.failed == 0 { say::premises::card::all_pass() } else { say::premises::card::fails(visit.failed) };
        view! { <li><span>{move || day(&on, &clock.today().to_string())}</span> " " <span>{result}</span> " " <span class="meta">{visit.by}</span></li> }
    };
    view! { <Card title=say::premises::card::history()><ul class="plain">{visits.into_iter().map(line).collect_view()}</ul></Card> }
        .into_any()
}

#[component]
fn Codes(premises: Premises) -> impl IntoView {
    let uscc = text(&premises, "uscc");
    let is_doubtful = premises.marks.get("uscc") == Some(&FieldMark::Invalid);
    (premises.code.is_some() || uscc.is_some()).then(|| view! {
        <Card>
            <dl class="terms">
                {premises.code.clone().map(|code| view! { <dt>{say::premises::card::code()}</dt> <dd>{code}</dd> })}
                {uscc.map(|uscc| view! { <dt>{say::premises::card::uscc()}</dt> <dd>{uscc} {is_doubtful.then(|| view! { " " <span class="meta">{say::premises::card::invalid_mark()}</span> })}</dd> })}
            </dl>
        </Card>
    })
}
