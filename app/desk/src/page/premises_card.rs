//! A premises' card: what it is, whom to call, open hazards, the last visits, its history.

use super::frame::Live;
use crate::call::premises::{ConfirmPremises, open_premises};
use crate::call::{DeskError, Opened};
use crate::part::{Skeleton, Tag, TimeLine, Trouble, now, today};
use app_ui::part::{Button, Notice, Risk, RiskBadge, Tone};
use app_ui::words::{Phrase, code, day, moment, say};
use domain::ids::{CommandId, PremisesId};
use domain::premises::{FieldMark, FieldValue};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use sync::desk::premises::PremisesCard;

pub(crate) struct PremisesOnePage;

/// What the page shows, loaded inside the frame whose context it needs.
struct Loaded {
    card: Resource<Result<Opened<PremisesCard>, DeskError>>,
    confirm: ServerAction<ConfirmPremises>,
}

#[lazy_route]
impl LazyRoute for PremisesOnePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let this = load();
        let Loaded { card, confirm } = this;
        view! {
            <Transition fallback=Skeleton>
                {move || Suspend::new(async move {
                    match card.await {
                        Ok(Opened { shown, command }) => view! { <Card card=shown command confirm/> }.into_any(),
                        Err(DeskError::NotFound) => view! { <p class="desk-empty">{say::desk::premises::gone()}</p> }.into_any(),
                        Err(error) => view! { <Trouble error/> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

fn load() -> Loaded {
    let params = use_params_map();
    let live = expect_context::<Live>();
    let confirm = ServerAction::<ConfirmPremises>::new();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<PremisesId>().ok()));
    let load = |(id, _, _): (Option<PremisesId>, usize, u32)| async move {
        match id {
            Some(id) => open_premises(id).await,
            None => Err(DeskError::NotFound),
        }
    };
    Loaded { card: Resource::new(move || (id.get(), confirm.version().get(), live.0.get()), load), confirm }
}

#[component]
fn Card(card: PremisesCard, command: CommandId, confirm: ServerAction<ConfirmPremises>) -> impl IntoView {
    let PremisesCard { line, premises, version, labels, hazards, visits, time_line } = card;
    let field = |(id, zh, en): (String, String, String)| {
        let value = premises.fields.get(&id)?;
        let mark = premises.marks.get(&id).map(|mark| match mark {
            FieldMark::Invalid => say::desk::premises::invalid(),
            FieldMark::Estimated => say::desk::premises::estimated(),
        });
        let label = Phrase::either(zh, en);
        Some(view! { <div><dt>{label}</dt><dd>{value_words(value)} " " {mark.map(|text| view! { <Tag text tone="warn"/> })}</dd></div> })
    };
    let fields = labels.into_iter().filter_map(field).collect_view();
    let today = today();
    let open = hazards.into_iter().map(|hazard| {
        let due = hazard.due_on.map(|due| day(&due.to_string(), &today));
        view! { <li><a href=format!("/desk/hazards/{}", hazard.id)>{hazard.violation}</a> " " <Tag text=say::hazard_state::of(&code(&hazard.state))/> " " <span class="meta">{due}</span></li> }
    });
    let visits = visits.into_iter().map(|visit| {
        view! { <li><a href=format!("/desk/inspections/{}", visit.id)>{moment(visit.received_at.0, now().0)}</a> " " <span class="meta">{say::desk::inbox::line(visit.failed, visit.inspector, visit.number)}</span> " " <Tag text=say::inspection_state::of(&code(&visit.state))/></li> }
    });
    let (open, visits) = (open.collect_view(), visits.collect_view());
    view! {
        <Title text=line.name.clone()/>
        <article class="desk-page">
            <header class="desk-head">
                <div class="record-title"><RiskBadge risk=Risk::from_code(&line.risk)/><h1>{line.name.clone()}</h1><Tag text=Phrase::either(line.kind_text.0.clone(), line.kind_text.1.clone())/></div>
                <p class="meta">{line.code.clone()} " · " {line.address.clone()} " · " {line.community.clone()} " " {line.grid.clone()}</p>
                {line.to_verify.then(|| view! { <Confirm id=line.id version command confirm/> })}
            </header>
            <div class="desk-columns">
                <section><h2>{say::desk::premises::hazards()}</h2><ul class="plain">{if open.is_empty() { view! { <li class="meta">{say::desk::hazards::none()}</li> }.into_any() } else { open.into_any() }}</ul></section>
                <section><h2>{say::desk::premises::visits()}</h2><ul class="plain">{if visits.is_empty() { view! { <li class="meta">{say::desk::premises::never()}</li> }.into_any() } else { visits.into_any() }}</ul></section>
            </div>
            <h2>{say::desk::premises::facts()}</h2>
            <dl class="facts">{fields}</dl>
            <h2>{say::desk::record::history()}</h2>
            <TimeLine rows=time_line/>
        </article>
    }
}

/// A field's value as the ledger writes it.
fn value_words(value: &FieldValue) -> Phrase {
    match value {
        FieldValue::Text(text) => match text.as_str() {
            "yes" => say::answer::yes(),
            "no" => say::answer::no(),
            other => Phrase::verbatim(other),
        },
        FieldValue::Int(number) => Phrase::verbatim(number.to_string()),
        FieldValue::Decimal(number) => Phrase::verbatim(number.to_string()),
        FieldValue::Day(day) => Phrase::verbatim(day.to_string()),
        FieldValue::List(words) => Phrase::verbatim(words.join(", ")),
    }
}

/// Premises that an inspector added wait for this.
#[component]
fn Confirm(id: PremisesId, version: u32, command: CommandId, confirm: ServerAction<ConfirmPremises>) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn text=say::desk::premises::to_verify_why()/>
        <ActionForm action=confirm>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="command" value=command.to_string()/>
            <Button label=say::desk::premises::confirm() submit=true/>
        </ActionForm>
        {move || confirm.value().get().and_then(Result::err).map(|error| view! { <Trouble error/> })}
    }
}
