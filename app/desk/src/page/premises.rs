//! The ledger: a table with search and filters in the address.

use super::frame::MeResource;
use crate::call::premises::premises;
use crate::live::Live;
use crate::part::{CommunityFilter, Empty, FilterSelect, Filters, NoRows, Skeleton, Tag, Trouble, address_with, is_filtered, today};
use app_ui::part::{EmptyState, Risk, RiskBadge, glyph};
use app_ui::words::{Phrase, day, say};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use leptos_router::params::ParamsMap;
use sync::desk::Page;
use sync::desk::premises::{PremisesFilter, PremisesLine};

/// The ledger.
#[component]
pub(crate) fn PremisesListPage() -> impl IntoView {
    let query = use_location().query;
    let live = expect_context::<Live>();
    let filter = Memo::new(move |_| query.with(filter_of));
    let after = Memo::new(move |_| query.with(|query| query.get("after")));
    let lines = live.resource(move || (filter.get(), after.get()), |(filter, after)| premises(filter, after));
    let me = expect_context::<MeResource>();
    view! {
        <Title text=move || say::desk::premises::title().get()/>
        <div class="desk-page">
        <header class="desk-head">
            <h1>{say::desk::premises::title()} <Suspense>{move || Suspend::new(async move {
                lines.await.ok().and_then(|page| page.total).map(|total| view! { <span class="meta">{say::desk::premises::count(total)}</span> })
            })}</Suspense></h1>
            <Filters path="/desk/premises" search=say::desk::premises::search()>
                <FilterSelect name="risk" label=say::desk::premises::risk() options=vec![
                    (String::new(), say::desk::hazards::all()),
                    ("red".to_owned(), say::risk::red()),
                    ("orange".to_owned(), say::risk::orange()),
                    ("yellow".to_owned(), say::risk::yellow()),
                    ("blue".to_owned(), say::risk::blue()),
                ]/>
                <FilterSelect name="verify" label=say::desk::premises::to_verify() options=vec![
                    (String::new(), say::desk::hazards::all()),
                    ("1".to_owned(), say::desk::premises::to_verify_only()),
                ]/>
                <Suspense>{move || Suspend::new(async move { me.await.ok().map(|me| view! { <KindFilter kinds=me.kinds.clone()/> <CommunityFilter me/> }) })}</Suspense>
            </Filters>
        </header>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match lines.await {
                    Ok(page) if page.rows.is_empty() => view! { <NoRows path="/desk/premises"><NoPremises/></NoRows> }.into_any(),
                    Ok(page) => view! { <PremisesTable page/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Transition>
        </div>
    }
    .into_any()
}

fn filter_of(query: &ParamsMap) -> PremisesFilter {
    PremisesFilter {
        search: query.get("q").unwrap_or_default(),
        community: query.get("community").and_then(|id| id.parse().ok()),
        kind: query.get("kind").filter(|kind| !kind.is_empty()),
        risk: query.get("risk").filter(|risk| !risk.is_empty()),
        to_verify: query.get("verify").is_some_and(|verify| verify == "1"),
    }
}

#[component]
fn KindFilter(kinds: Vec<(String, String, String)>) -> impl IntoView {
    let kinds = kinds.into_iter().map(|(id, zh, en)| (id, Phrase::either(zh, en)));
    let options = std::iter::once((String::new(), say::desk::hazards::all())).chain(kinds).collect();
    view! { <FilterSelect name="kind" label=say::desk::premises::kind() options/> }
}

/// An empty ledger, or nothing that fits the filters.
#[component]
fn NoPremises() -> impl IntoView {
    if use_location().query.with_untracked(is_filtered) {
        view! { <Empty icon=glyph::FILTER title=say::desk::premises::none() go=say::desk::clear_filters() href="/desk/premises"/> }
            .into_any()
    } else {
        view! { <EmptyState icon=glyph::STORE title=say::desk::premises::none_yet() hint=Signal::stored(say::desk::premises::none_yet_why())/> }.into_any()
    }
}

#[component]
fn PremisesTable(page: Page<PremisesLine>) -> impl IntoView {
    let query = use_location().query;
    let next = page.next.map(|after| {
        let href = move || query.with(|query| address_with("/desk/premises", query, &[], "after", &after));
        view! { <p class="desk-next"><a class="btn" href=href>{say::action::next_page()}</a></p> }
    });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=say::desk::premises::title()>
            <table class="table">
                <thead><tr>
                    <th scope="col">{say::desk::premises::risk()}</th>
                    <th scope="col">{say::desk::premises::name()}</th>
                    <th scope="col">{say::desk::premises::kind()}</th>
                    <th scope="col">{say::desk::premises::address()}</th>
                    <th scope="col">{say::desk::premises::community()}</th>
                    <th scope="col">{say::desk::premises::hazards()}</th>
                    <th scope="col">{say::desk::premises::last()}</th>
                </tr></thead>
                <tbody>{page.rows.into_iter().map(|line| view! { <PremisesRow line/> }).collect_view()}</tbody>
            </table>
        </div>
        {next}
    }
}

#[component]
fn PremisesRow(line: PremisesLine) -> impl IntoView {
    let last = line.last_visit.map(|on| day(&on.to_string(), &today()));
    view! {
        <tr>
            <td><RiskBadge risk=Risk::from_code(&line.risk)/></td>
            <td>
                <a href=format!("/desk/premises/{}", line.id)><b>{line.name}</b></a> " "
                {line.to_verify.then(|| view! { <Tag text=say::desk::premises::to_verify() tone="warn"/> })}
                {line.is_marked.then(|| view! { <Tag text=say::desk::premises::marked() tone="warn"/> })}
                <div class="meta figures">{line.code}</div>
            </td>
            <td>{Phrase::either(line.kind_text.0, line.kind_text.1)}</td>
            <td>{line.address}</td>
            <td>{line.community} <div class="meta">{line.grid}</div></td>
            <td class="figures">{(line.open_hazards > 0).then(|| Phrase::verbatim(line.open_hazards.to_string()))}</td>
            <td class="figures">{last}</td>
        </tr>
    }
}
