//! Hazards: a table by deadline, filters in the address. Read-only in this step.

use super::frame::MeResource;
use crate::call::hazard::hazards;
use crate::live::Live;
use crate::part::{CommunityFilter, Empty, FilterSelect, Filters, NoRows, Skeleton, Tag, Trouble, address_with, is_filtered, today};
use app_ui::part::glyph;
use app_ui::words::{code, day, say};
use domain::hazard::HazardState;
use domain::inspection::Severity;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use leptos_router::params::ParamsMap;
use sync::desk::Page;
use sync::desk::hazard::{HazardFilter, HazardLine};

/// The table.
#[component]
pub(crate) fn HazardListPage() -> impl IntoView {
    let query = use_location().query;
    let live = expect_context::<Live>();
    let filter = Memo::new(move |_| query.with(filter_of));
    let after = Memo::new(move |_| query.with(|query| query.get("after")));
    let lines = live.resource(move || (filter.get(), after.get()), |(filter, after)| hazards(filter, after));
    let me = expect_context::<MeResource>();
    view! {
        <Title text=move || say::desk::hazards::title().get()/>
        <div class="desk-page">
        <header class="desk-head">
            <h1>{say::desk::hazards::title()} <Suspense>{move || Suspend::new(async move {
                lines.await.ok().and_then(|page| page.total).map(|total| view! { <span class="meta">{say::desk::hazards::count(total)}</span> })
            })}</Suspense></h1>
            <Filters path="/desk/hazards">
                <FilterSelect name="show" label=say::desk::hazards::state() options=vec![
                    (String::new(), say::desk::hazards::open()),
                    ("overdue".to_owned(), say::desk::hazards::overdue()),
                    ("major".to_owned(), say::desk::hazards::major()),
                    ("closed".to_owned(), say::hazard_state::closed()),
                    ("all".to_owned(), say::desk::hazards::all()),
                ]/>
                <Suspense>{move || Suspend::new(async move { me.await.ok().map(|me| view! { <CommunityFilter me/> }) })}</Suspense>
            </Filters>
        </header>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match lines.await {
                    Ok(page) if page.rows.is_empty() => view! { <NoRows path="/desk/hazards"><NoHazards/></NoRows> }.into_any(),
                    Ok(page) => view! { <HazardTable page/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Transition>
        </div>
    }
    .into_any()
}

fn filter_of(query: &ParamsMap) -> HazardFilter {
    let show = query.get("show").unwrap_or_default();
    HazardFilter {
        state: (show == "closed").then_some(HazardState::Closed),
        with_closed: show == "all" || show == "closed",
        severity: (show == "major").then_some(Severity::Major),
        community: query.get("community").and_then(|id| id.parse().ok()),
        overdue: show == "overdue",
    }
}

/// No hazards at all, or none that fit the filters.
#[component]
fn NoHazards() -> impl IntoView {
    if use_location().query.with_untracked(is_filtered) {
        view! { <Empty icon=glyph::FILTER title=say::desk::hazards::none() go=say::desk::clear_filters() href="/desk/hazards"/> }.into_any()
    } else {
        view! { <Empty icon=glyph::CIRCLE_CHECK title=say::desk::hazards::none_open() go=say::desk::inbox::see_all() href="/desk/inbox?show=all"/> }.into_any()
    }
}

#[component]
fn HazardTable(page: Page<HazardLine>) -> impl IntoView {
    let query = use_location().query;
    let next = page.next.map(|after| {
        let href = move || query.with(|query| address_with("/desk/hazards", query, &[], "after", &after));
        view! { <p class="desk-next"><a class="btn" href=href>{say::action::next_page()}</a></p> }
    });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=say::desk::hazards::title()>
            <table class="table">
                <thead><tr>
                    <th scope="col">{say::desk::hazards::number()}</th>
                    <th scope="col">{say::desk::hazards::violation()}</th>
                    <th scope="col">{say::desk::hazards::premises()}</th>
                    <th scope="col">{say::desk::hazards::community()}</th>
                    <th scope="col">{say::desk::hazards::state()}</th>
                    <th scope="col">{say::desk::hazards::due()}</th>
                    <th scope="col">{say::desk::hazards::owes()}</th>
                </tr></thead>
                <tbody>{page.rows.into_iter().map(|line| view! { <HazardRow line/> }).collect_view()}</tbody>
            </table>
        </div>
        {next}
    }
}

#[component]
fn HazardRow(line: HazardLine) -> impl IntoView {
    let HazardLine { hazard, premises_name, community, is_overdue, .. } = line;
    let state = say::hazard_state::of(&code(&hazard.state));
    let tone = match hazard.state {
        HazardState::Suspected => "fail",
        HazardState::Closed => "pass",
        _ => "",
    };
    let owes = hazard.debtor().map(|debtor| say::debtor::of(&code(&debtor)));
    let due = hazard.due_on.map(|due| day(&due.to_string(), &today()));
    view! {
        <tr>
            <td class="figures"><a href=format!("/desk/hazards/{}", hazard.id)>{hazard.number.clone()}</a></td>
            <td>
                {hazard.violation.clone()} " "
                {(hazard.severity == Severity::Major).then(|| view! { <Tag text=say::desk::hazards::major() tone="fail"/> })}
                {hazard.lifeline.then(|| view! { <Tag text=say::desk::hazards::lifeline() tone="warn"/> })}
                {hazard.recurrence_of.is_some().then(|| view! { <Tag text=say::desk::hazards::recurrence() tone="warn"/> })}
            </td>
            <td><a href=format!("/desk/premises/{}", hazard.premises)>{premises_name}</a></td>
            <td>{community}</td>
            <td><Tag text=state tone/></td>
            <td class="figures">{due} {is_overdue.then(|| view! { " " <Tag text=say::desk::hazards::overdue() tone="fail"/> })}</td>
            <td>{owes}</td>
        </tr>
    }
}
