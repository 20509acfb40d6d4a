//! One hazard: what is wrong, what is asked for, until when, the pictures, and what happened.

use crate::call::DeskError;
use crate::call::hazard::hazard;
use crate::live::Live;
use crate::part::{Empty, Pictures, Shown, Skeleton, Tag, TimeLine, Trouble, now, today};
use app_ui::part::glyph;
use app_ui::words::{Phrase, code, day, moment, say};
use domain::ids::HazardId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sync::desk::hazard::HazardPage;

/// One hazard and its way so far.
#[component]
pub(crate) fn HazardOnePage() -> impl IntoView {
    let params = use_params_map();
    let live = expect_context::<Live>();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<HazardId>().ok()));
    let load = |id: Option<HazardId>| async move {
        match id {
            Some(id) => hazard(id).await,
            None => Err(DeskError::NotFound),
        }
    };
    let page = live.resource(move || id.get(), load);
    view! {
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <OneHazard page/> }.into_any(),
                    Err(DeskError::NotFound) => view! { <Empty icon=glyph::TRIANGLE_ALERT title=say::desk::hazards::gone() go=say::desk::hazards::see_all() href="/desk/hazards"/> }.into_any(),
                    Err(error) => view! { <div class="desk-page"><Trouble error/></div> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn OneHazard(page: HazardPage) -> impl IntoView {
    let HazardPage { line, item, list, pictures, time_line } = page;
    let hazard = line.hazard;
    let found = say::desk::hazards::found_by(line.found_by, moment(hazard.found_at.0, now().0));
    let due = hazard.due_on.map(|due| day(&due.to_string(), &today()));
    let owes = hazard.debtor().map(|debtor| say::debtor::of(&code(&debtor)));
    let title = Phrase::either(list.0, list.1);
    let text = Phrase::either(item.text, item.text_en);
    let number = hazard.number.clone();
    let pictures = pictures
        .into_iter()
        .map(|picture| Shown {
            n: picture.n,
            is_here: picture.is_here,
            is_undecodable: false,
            file: format!("photo-{}", picture.n),
            caption: say::desk::hazards::evidence(),
            place: None,
            mark: None,
        })
        .collect::<Vec<_>>();
    view! {
        <Title text=number.clone()/>
        <article class="desk-page">
            <header class="desk-head">
                <h1>{hazard.violation.clone()}</h1>
                <p class="tags">
                    <Tag text=Phrase::verbatim(number)/>
                    <Tag text=say::severity::of(&code(&hazard.severity))/>
                    <Tag text=say::hazard_state::of(&code(&hazard.state))/>
                    {hazard.closure.map(|closure| view! { <Tag text=say::closure::of(&code(&closure)) tone="pass"/> })}
                    {line.is_overdue.then(|| view! { <Tag text=say::desk::hazards::overdue() tone="fail"/> })}
                    {hazard.lifeline.then(|| view! { <Tag text=say::desk::hazards::lifeline() tone="warn"/> })}
                </p>
            </header>
            <dl class="facts">
                <div><dt>{say::desk::hazards::premises()}</dt><dd><a href=format!("/desk/premises/{}", hazard.premises)>{line.premises_name}</a> ", " {line.community}</dd></div>
                {(!hazard.spot.is_empty()).then(|| view! { <div><dt>{say::desk::record::spot()}</dt><dd>{hazard.spot.clone()}</dd></div> })}
                <div><dt>{say::desk::record::demand()}</dt><dd>{hazard.demand.clone()}</dd></div>
                {due.map(|due| view! { <div><dt>{say::desk::hazards::due()}</dt><dd>{due}</dd></div> })}
                {owes.map(|owes| view! { <div><dt>{say::desk::hazards::owes()}</dt><dd>{owes}</dd></div> })}
                <div><dt>{say::desk::hazards::demand_kind()}</dt><dd>{say::demand_kind::of(&code(&hazard.demand_kind))}</dd></div>
                <div><dt>{title} " " {item.number}</dt><dd>{text}</dd></div>
                {(!item.basis.is_empty()).then(|| view! { <div><dt>{say::desk::record::basis()}</dt><dd>{item.basis.join("；")}</dd></div> })}
                <div><dt>{say::desk::hazards::found()}</dt><dd>{found}" · "<a href=format!("/desk/inspections/{}", hazard.inspection)>{say::desk::hazards::inspection()}</a></dd></div>
                {hazard.recurrence_of.map(|earlier| view! { <div><dt>{say::desk::hazards::recurrence()}</dt><dd><a href=format!("/desk/hazards/{earlier}")>{say::desk::hazards::earlier()}</a></dd></div> })}
            </dl>
            {(!pictures.is_empty()).then(|| view! { <h2>{say::desk::hazards::evidence()}</h2> <Pictures of=hazard.inspection pictures is_first=true/> })}
            <h2>{say::desk::hazards::timeline()}</h2>
            <TimeLine rows=time_line/>
        </article>
    }
}
