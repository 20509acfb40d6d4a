//! 开始检查: the lists of the kind and of the facts are chosen already; or nobody lets us in, which is an honest end too.

use crate::part::nothing::Nothing;
use crate::part::options::{Options, Pick};
use crate::part::page::Page;
use crate::phone::draft_store::{self, Start};
use crate::phone::{ledger, position};
use crate::state::{preselected, tongue_now, use_app, use_clock};
use app_ui::part::{Back, BottomBar, Button, Card, Choice, ChoiceGroup, EmptyState, Look, Notice, Tone, Weight, glyph};
use app_ui::words::{Phrase, say};
use domain::checklist::{Checklist, PublishedChecklist};
use domain::ids::PremisesId;
use domain::inspection::{Access, ChecklistPin, Nature, VisitKind};
use domain::permission::Action;
use domain::premises_kind::KindId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_params_map};
use std::sync::Arc;
use sync::feed::PremisesRow;
use sync::journal::Edit;

/// The outcomes of a visit on which nobody entered.
const OUTCOMES: [(&str, Access); 4] =
    [("closed", Access::Closed), ("vacant", Access::Vacant), ("refused", Access::Refused), ("not_found", Access::NotFound)];

/// What a visit of these premises begins with.
#[component]
pub fn StartPage() -> impl IntoView {
    let params = use_params_map();
    let row =
        params.with_untracked(|params| params.get("premises")).and_then(|id| id.parse::<PremisesId>().ok()).and_then(ledger::premises);
    match row {
        Some(row) => view! { <Choosing row/> }.into_any(),
        None => view! {
            <Page title=say::start::title() back=Back::To("/field/premises".to_owned())>
                <Nothing icon=glyph::STORE title=say::premises::card::gone()/>
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn Choosing(row: Arc<PremisesRow>) -> impl IntoView {
    let clock = use_clock();
    let today = untrack(|| clock.today());
    let premises = row.premises.clone();
    let all = ledger::current_checklists();
    let wanted = preselected(&premises, today);
    let kind = KindId::from(premises.kind.as_str());
    let mut first: Vec<Arc<PublishedChecklist>> =
        wanted.iter().filter_map(|id| all.iter().find(|list| list.checklist.id == *id).cloned()).collect();
    let is_generic = first.is_empty();
    let (mut fitting, mut rest): (Vec<_>, Vec<_>) =
        all.into_iter().filter(|list| !wanted.contains(&list.checklist.id)).partition(|list| list.checklist.applies_to.contains(&kind));
    if is_generic {
        first.append(&mut fitting);
    }
    fitting.append(&mut rest);
    let chosen =
        RwSignal::new(if is_generic { vec![] } else { first.iter().map(|list| list.checklist.id.to_string()).collect::<Vec<_>>() });
    let lists = StoredValue::new(first.iter().chain(&fitting).cloned().collect::<Vec<_>>());
    let picked = move || {
        let chosen = chosen.get();
        lists.with_value(|lists| lists.iter().filter(|list| chosen.contains(&list.checklist.id.to_string())).cloned().collect::<Vec<_>>())
    };
    let sums = Memo::new(move |_| {
        let picked = picked();
        (
            picked.iter().map(|list| list.checklist.items().count()).sum::<usize>(),
            picked.iter().map(|list| list.checklist.minutes).sum::<u32>(),
        )
    });
    let is_busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<Phrase>);
    let (app, navigate) = (use_app(), use_navigate());
    let place = premises.grid.unwrap_or(premises.community);
    let ledger_row = StoredValue::new(PremisesRow::clone(&row));
    let begin = Callback::new(move |access: Access| {
        if is_busy.get_untracked() {
            return;
        }
        let checklists = if access == Access::Entered { untrack(picked).iter().map(|list| pin(list)).collect::<Vec<_>>() } else { vec![] };
        if access == Access::Entered && checklists.is_empty() {
            return fault.set(Some(say::start::none_chosen()));
        }
        is_busy.set(true);
        let start = Start {
            premises: ledger_row.get_value(),
            checklists,
            nature: Nature::Patrol,
            kind: VisitKind::Routine,
            access,
            companions: vec![],
            role: app.role_in(Action::InspectionPatrol, place),
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            match draft_store::begin(start).await {
                Ok(draft) => {
                    app.reload_drafts();
                    // The fix comes when it comes; nobody waits for it.
                    spawn_local(async move { draft.edit(Edit::Position { position: position::here().await }) });
                    navigate(&format!("/field/i/{}", draft.id()), Default::default());
                }
                Err(_) => {
                    is_busy.try_set(false);
                    fault.try_set(Some(say::draft::unsaved()));
                }
            }
        });
    });
    let label = Signal::derive(move || {
        let (count, minutes) = sums.get();
        if count == 0 { say::start::none_chosen() } else { say::start::go(count, minutes) }
    });
    let toggle = move |id: String| {
        fault.set(None);
        chosen.update(|chosen| match chosen.iter().position(|known| *known == id) {
            Some(place) => {
                chosen.remove(place);
            }
            None => chosen.push(id),
        });
    };
    let is_mine = app.is_mine(&premises);
    let back = format!("/field/premises/{}", premises.id);
    let group = move |name: &'static str, legend: Phrase, lists: Vec<Arc<PublishedChecklist>>| {
        let options: Vec<Choice> = lists.iter().map(|list| option(&list.checklist)).collect();
        view! { <ChoiceGroup name legend options=Signal::stored(options) value=chosen on_choose=toggle several=true look=Look::Rows/> }
    };
    let legend = if is_generic { say::start::no_list() } else { say::start::lists() };
    let has_more = !fitting.is_empty();
    view! {
        <Page
            title=say::start::title()
            aside=Signal::stored(Phrase::verbatim(premises.name.clone()))
            back=Back::To(back)
            foot=move || view! { <BottomBar><Button label weight=Weight::Primary wide=true on_press=move |()| begin.run(Access::Entered)/></BottomBar> }
        >
            {move || fault.get().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
            {(!is_mine).then(|| view! { <Notice tone=Tone::Warn text=say::start::elsewhere()/> })}
            {if first.is_empty() && has_more {
                ().into_any()
            } else if first.is_empty() {
                view! { <EmptyState icon=glyph::LIST_CHECKS title=say::start::lists_missing() hint=say::data::not_yet_hint()/> }.into_any()
            } else {
                view! { <Card>{group("lists", legend, first)}</Card> }.into_any()
            }}
            {has_more.then(|| view! {
                <details class="card more-lists"><summary>{say::start::more_lists()}</summary> {group("more-lists", say::start::more_lists(), fitting)}</details>
            })}
            <Card title=say::start::not_in()>
                <p class="meta">{say::start::not_in_hint()}</p>
                <Outcomes begin/>
            </Card>
        </Page>
    }
}

/// One tap begins the visit that ends at the door.
#[component]
fn Outcomes(begin: Callback<Access>) -> impl IntoView {
    let options = OUTCOMES.iter().map(|(name, _)| Pick::new(*name, say::access::of(name))).collect::<Vec<_>>();
    let choose = move |name: String| {
        if let Some((_, access)) = OUTCOMES.into_iter().find(|(known, _)| *known == name) {
            begin.run(access);
        }
    };
    let none = Signal::<Option<String>>::stored(None);
    view! { <Options name=say::start::not_in() options value=none on_choose=choose/> }
}

fn option(list: &Checklist) -> Choice {
    let name = Phrase::verbatim(tongue_now(&list.title, &list.title_en));
    Choice::new(list.id.to_string(), name).with_hint(say::start::list_hint(list.items().count(), list.minutes, list.version))
}

fn pin(list: &PublishedChecklist) -> ChecklistPin {
    ChecklistPin { id: list.checklist.id.clone(), sha256: list.sha256, version: list.checklist.version }
}
