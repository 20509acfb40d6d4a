//! The inbox: what needs eyes, the most urgent first, and beside it the record that is open. `?open=` names it, `?all=` shows every
//! record and not only what needs eyes.

use super::frame::MeResource;
use super::record::RecordPane;
use crate::call::inspection::inspections;
use crate::live::Live;
use crate::part::{CommunityFilter, Empty, FilterSelect, Filters, Skeleton, Tag, Trouble, WhyTags, address_with, is_filtered, now};
use app_ui::part::{Icon, Risk, RiskBadge, glyph};
use app_ui::words::{moment, say};
use domain::ids::InspectionId;
use domain::inspection::InspectionState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use sync::desk::Page;
use sync::desk::inbox::{InspectionFilter, InspectionLine};

type Lines = Resource<Result<Page<InspectionLine>, crate::call::DeskError>>;

/// The list, and the open record.
#[component]
pub(crate) fn InboxPage() -> impl IntoView {
    let query = use_query_map();
    let live = expect_context::<Live>();
    let filter = Memo::new(move |_| query.with(filter_of));
    let after = Memo::new(move |_| query.with(|query| query.get("after")));
    let open = Memo::new(move |_| query.with(|query| query.get("open")).and_then(|id| id.parse().ok()));
    let lines: Lines = live.resource(move || (filter.get(), after.get()), |(filter, after)| inspections(filter, after));
    let back = move || query.with(|query| address_with("/desk/inbox", query, &["revision"], "open", ""));
    let me = expect_context::<MeResource>();
    view! {
        <Title text=move || say::desk::inbox::title().get()/>
        <div class="desk-split" data-open=move || open.get().map(|_| "")>
            <section class="desk-list" aria-label=say::desk::inbox::list()>
                <header>
                    <h1>{say::desk::inbox::title()} <Suspense>{move || Suspend::new(async move {
                        lines.await.ok().and_then(|page| page.total).map(|total| view! { <span class="meta">{say::desk::inbox::count(total)}</span> })
                    })}</Suspense></h1>
                    <Filters path="/desk/inbox">
                        <FilterSelect name="show" label=say::desk::inbox::show() options=vec![
                            (String::new(), say::desk::inbox::needs_eyes()),
                            ("all".to_owned(), say::desk::hazards::all()),
                            ("submitted".to_owned(), say::inspection_state::submitted()),
                            ("returned".to_owned(), say::inspection_state::returned()),
                            ("accepted".to_owned(), say::inspection_state::accepted()),
                        ]/>
                        <Suspense>{move || Suspend::new(async move { me.await.ok().map(|me| view! { <CommunityFilter me/> }) })}</Suspense>
                    </Filters>
                </header>
                <Transition fallback=Skeleton>
                    {move || Suspend::new(async move {
                        match lines.await {
                            Ok(page) if page.rows.is_empty() => view! { <NoLines/> }.into_any(),
                            Ok(page) => view! { <Lines page open/> }.into_any(),
                            Err(error) => view! { <Trouble error/> }.into_any(),
                        }
                    })}
                </Transition>
            </section>
            <div class="desk-pane">
                <p class="desk-back"><a class="btn" href=back><Icon of=glyph::ARROW_LEFT/> <span>{say::desk::inbox::back()}</span></a></p>
                <RecordPane id=open/>
            </div>
        </div>
    }
    .into_any()
}

fn filter_of(query: &leptos_router::params::ParamsMap) -> InspectionFilter {
    let state = match query.get("show").as_deref() {
        Some("submitted") => Some(InspectionState::Submitted),
        Some("returned") => Some(InspectionState::Returned),
        Some("accepted") => Some(InspectionState::Accepted),
        _ => None,
    };
    InspectionFilter {
        inbox_only: query.get("show").is_none_or(|show| show.is_empty()),
        state,
        community: query.get("community").and_then(|id| id.parse().ok()),
        premises: query.get("premises").and_then(|id| id.parse().ok()),
    }
}

/// Nothing to review, or nothing that fits the filters.
#[component]
fn NoLines() -> impl IntoView {
    if use_query_map().with_untracked(is_filtered) {
        view! { <Empty icon=glyph::FILTER title=say::desk::inbox::none_match() go=say::desk::clear_filters() href="/desk/inbox"/> }
            .into_any()
    } else {
        view! { <Empty icon=glyph::CIRCLE_CHECK title=say::desk::inbox::none() go=say::desk::inbox::see_all() href="/desk/inbox?show=all"/> }.into_any()
    }
}

#[component]
fn Lines(page: Page<InspectionLine>, open: Memo<Option<InspectionId>>) -> impl IntoView {
    let query = use_query_map();
    let href = move |key: &'static str, value: &str| query.with(|query| address_with("/desk/inbox", query, &["revision"], key, value));
    let row = move |line: InspectionLine| {
        let id = line.id;
        view! {
            <li aria-current=move || (open.get() == Some(id)).then_some("true")>
                <RiskBadge risk=Risk::from_code(&line.risk)/>
                <a href=move || href("open", &id.to_string())><b>{line.premises_name.clone()}</b></a>
                <span class="meta">{moment(line.received_at.0, now().0)}</span>
                <span class="why">
                    <WhyTags line=line.clone()/>
                    {(line.missing > 0).then(|| view! { <Tag text=say::desk::inbox::photos_missing(line.missing) tone="warn"/> })}
                    " " <span class="meta">{if line.failed > 0 {
                        say::desk::inbox::line(line.failed, line.inspector.clone(), line.community.clone())
                    } else {
                        say::desk::inbox::clean(line.inspector.clone(), line.community.clone())
                    }}</span>
                </span>
            </li>
        }
    };
    let next = page.next;
    view! {
        <ol class="desk-lines">{page.rows.into_iter().map(row).collect_view()}</ol>
        {next.map(|after| view! { <p class="desk-next"><a class="btn" href=move || href("after", &after)>{say::action::next_page()}</a></p> })}
    }
}
