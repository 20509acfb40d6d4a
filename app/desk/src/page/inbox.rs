//! The inbox: what needs eyes, the most urgent first, and beside it the record that is open. `?open=` names it, `?all=` shows every
//! record and not only what needs eyes.

use super::frame::{Live, MeResource};
use super::record::RecordPane;
use crate::call::inspection::inspections;
use crate::part::{CommunityFilter, FilterSelect, Skeleton, Tag, Trouble, WhyTags, now};
use app_ui::part::{Risk, RiskBadge};
use app_ui::words::{moment, say};
use domain::ids::InspectionId;
use domain::inspection::InspectionState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use sync::desk::Page;
use sync::desk::inbox::{InspectionFilter, InspectionLine};

type Lines = Resource<Result<Page<InspectionLine>, crate::call::DeskError>>;

pub(crate) struct InboxPage;

/// What the page shows, loaded inside the frame whose context it needs.
struct Loaded {
    open: Memo<Option<InspectionId>>,
    lines: Lines,
}

#[lazy_route]
impl LazyRoute for InboxPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let this = load();
        let Loaded { open, lines } = this;
        let me = expect_context::<MeResource>();
        view! {
            <Title text=move || say::desk::inbox::title().get()/>
            <div class="desk-split" data-open=move || open.get().map(|_| "")>
                <section class="desk-list" aria-label=say::desk::inbox::list()>
                    <header>
                        <h1>{say::desk::inbox::title()} <Suspense>{move || Suspend::new(async move {
                            lines.await.ok().and_then(|page| page.total).map(|total| view! { <span class="meta">{say::desk::inbox::count(total)}</span> })
                        })}</Suspense></h1>
                        <div class="filters">
                            <FilterSelect name="show" label=say::desk::inbox::show() options=vec![
                                (String::new(), say::desk::inbox::needs_eyes()),
                                ("all".to_owned(), say::desk::hazards::all()),
                                ("submitted".to_owned(), say::inspection_state::submitted()),
                                ("returned".to_owned(), say::inspection_state::returned()),
                                ("accepted".to_owned(), say::inspection_state::accepted()),
                            ]/>
                            <Suspense>{move || Suspend::new(async move { me.await.ok().map(|me| view! { <CommunityFilter me/> }) })}</Suspense>
                        </div>
                    </header>
                    <Transition fallback=Skeleton>
                        {move || Suspend::new(async move {
                            match lines.await {
                                Ok(page) if page.rows.is_empty() => view! { <p class="desk-empty">{say::desk::inbox::none()}</p> }.into_any(),
                                Ok(page) => view! { <Lines page open/> }.into_any(),
                                Err(error) => view! { <Trouble error/> }.into_any(),
                            }
                        })}
                    </Transition>
                </section>
                <RecordPane id=open/>
            </div>
        }
        .into_any()
    }
}

fn load() -> Loaded {
    let query = use_query_map();
    let live = expect_context::<Live>();
    let filter = Memo::new(move |_| query.with(filter_of));
    let after = Memo::new(move |_| query.with(|query| query.get("after")));
    Loaded {
        open: Memo::new(move |_| query.with(|query| query.get("open")).and_then(|id| id.parse().ok())),
        lines: Resource::new(move || (filter.get(), after.get(), live.0.get()), |(filter, after, _)| inspections(filter, after)),
    }
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

#[component]
fn Lines(page: Page<InspectionLine>, open: Memo<Option<InspectionId>>) -> impl IntoView {
    let query = use_query_map();
    let href = move |key: &'static str, value: String| {
        let mut query = query.get();
        query.remove(key);
        query.insert(key, value);
        format!("/desk/inbox{}", query.to_query_string())
    };
    let row = move |line: InspectionLine| {
        let id = line.id;
        view! {
            <li aria-current=move || (open.get() == Some(id)).then_some("true")>
                <RiskBadge risk=Risk::from_code(&line.risk)/>
                <a href=move || href("open", id.to_string())><b>{line.premises_name.clone()}</b></a>
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
        {next.map(|after| view! { <p class="desk-next"><a class="btn" href=move || href("after", after.clone())>{say::action::next_page()}</a></p> })}
    }
}
