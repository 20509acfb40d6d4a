//! A premises' card: what it is, whom to call, open hazards, the last visits, its history.

use crate::call::premises::{ConfirmPremises, ToldCard, open_premises};
use crate::call::{DeskError, Opened};
use crate::live::Live;
use crate::part::{Empty, Skeleton, Tag, TimeLine, Trouble, now, today};
use app_ui::part::{Button, Notice, Risk, RiskBadge, Tone, glyph};
use app_ui::words::{Phrase, code, day, due, moment, say};
use domain::ids::{CommandId, PremisesId};
use domain::library::Told;
use domain::premises::FieldMark;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sync::desk::premises::{FollowUpLine, PremisesCard};

/// One premises.
#[component]
pub(crate) fn PremisesOnePage() -> impl IntoView {
    let params = use_params_map();
    let live = expect_context::<Live>();
    let confirm = ServerAction::<ConfirmPremises>::new();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<PremisesId>().ok()));
    let load = |(id, _): (Option<PremisesId>, usize)| async move {
        match id {
            Some(id) => open_premises(id).await,
            None => Err(DeskError::NotFound),
        }
    };
    let card = live.resource(move || (id.get(), confirm.version().get()), load);
    // What was said about one shop must not stand over another.
    Effect::new(move |before: Option<Option<PremisesId>>| {
        let now = id.get();
        if before.is_some_and(|before| before != now) {
            confirm.clear();
        }
        now
    });
    view! {
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match card.await {
                    Ok(Opened { shown, command }) => view! { <Card told=shown command confirm/> }.into_any(),
                    Err(DeskError::NotFound) => view! { <Empty icon=glyph::STORE title=say::desk::premises::gone() go=say::desk::premises::see_all() href="/desk/premises"/> }.into_any(),
                    Err(error) => view! { <div class="desk-page"><Trouble error/></div> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Card(told: ToldCard, command: CommandId, confirm: ServerAction<ConfirmPremises>) -> impl IntoView {
    let ToldCard { card, told } = told;
    let PremisesCard { line, premises, version, labels, hazards, follow_ups, visits, time_line } = card;
    let field = |(id, zh, en): (String, String, String)| {
        let value = told.get(&id)?;
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
                <div role="status">{move || matches!(confirm.value().get(), Some(Ok(()))).then(|| view! { <Notice tone=Tone::Ok text=say::desk::premises::confirmed()/> })}</div>
            </header>
            <div class="desk-columns">
                <section><h2>{say::desk::premises::hazards()}</h2><ul class="plain">{if open.is_empty() { view! { <li class="meta">{say::desk::hazards::none_open()}</li> }.into_any() } else { open.into_any() }}</ul></section>
                <section><h2>{say::desk::premises::visits()}</h2><ul class="plain">{if visits.is_empty() { view! { <li class="meta">{say::desk::premises::never()}</li> }.into_any() } else { visits.into_any() }}</ul></section>
            </div>
            <FollowUps lines=follow_ups/>
            <h2>{say::desk::premises::facts()}</h2>
            <dl class="facts">{fields}</dl>
            <h2>{say::desk::record::history()}</h2>
            <TimeLine rows=time_line/>
        </article>
    }
}

/// What could not be checked and still waits for it.
#[component]
fn FollowUps(lines: Vec<FollowUpLine>) -> impl IntoView {
    let today = today();
    let one = move |FollowUpLine { follow_up, text, list }: FollowUpLine| {
        view! {
            <li>
                <b>{Phrase::either(text.0, text.1)}</b> " "
                <Tag text=say::not_checked::of(&code(&follow_up.reason)) tone="warn"/> " "
                <span class="meta">{Phrase::either(list.0, list.1)} " · " {due(&follow_up.due_on.to_string(), &today)}</span> " "
                <a href=format!("/desk/inspections/{}", follow_up.inspection)>{say::desk::hazards::inspection()}</a>
            </li>
        }
    };
    (!lines.is_empty()).then(|| {
        view! {
            <div class="desk-columns"><section>
                <h2>{say::desk::premises::follow_ups()}</h2>
                <ul class="plain">{lines.into_iter().map(one).collect_view()}</ul>
            </section></div>
        }
    })
}

/// What a field holds.
fn value_words(told: &Told) -> Phrase {
    match told {
        Told::Yes => say::answer::yes(),
        Told::No => say::answer::no(),
        Told::Unknown => say::desk::premises::not_known(),
        Told::Chosen(words) if words.is_empty() => say::desk::premises::nothing(),
        Told::Chosen(words) => {
            let (zh, en): (Vec<&str>, Vec<&str>) = words.iter().map(|(zh, en)| (zh.as_str(), en.as_str())).unzip();
            Phrase::either(zh.join("、"), en.join(", "))
        }
        Told::Written(text) => Phrase::verbatim(text),
    }
}

/// Premises that an inspector added wait for this.
#[component]
fn Confirm(id: PremisesId, version: u32, command: CommandId, confirm: ServerAction<ConfirmPremises>) -> impl IntoView {
    let words = Signal::derive(move || if confirm.pending().get() { say::desk::record::sending() } else { say::desk::premises::confirm() });
    view! {
        <Notice tone=Tone::Warn text=say::desk::premises::to_verify_why()/>
        <ActionForm action=confirm>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="command" value=command.to_string()/>
            <Button label=words submit=true disabled=Signal::from(confirm.pending())/>
        </ActionForm>
        {move || confirm.value().get().and_then(Result::err).map(|error| view! { <Trouble error/> })}
    }
}
