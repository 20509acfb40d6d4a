//! The inbox: what needs eyes and why, a section a reason, the most urgent first, and beside it the record that is open. `?show=` names
//! one section, a state, or `all`; without it everything that needs eyes is shown. `?open=` names the record.

mod lines;

use super::frame::MeResource;
use super::record::RecordPane;
use crate::call::inspection::{inbox_sections, inspections};
use crate::live::Live;
use crate::part::{CommunityFilter, Empty, FilterSelect, Filters, NoRows, Skeleton, Trouble, address_with, is_filtered};
use app_ui::part::{Icon, glyph};
use app_ui::words::{Phrase, code, say};
use domain::decide::inbox::Why;
use domain::inspection::InspectionState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use leptos_router::params::ParamsMap;
use lines::{Lines, Sections, SilentPhones};
use sync::desk::inbox::InspectionFilter;

/// What a list of records shows, as its address says.
#[derive(Debug, Clone, PartialEq, Default)]
struct Wanted {
    filter: InspectionFilter,
    section: Option<Why>,
}

impl Wanted {
    fn of(query: &ParamsMap) -> Self {
        let show = query.get("show").unwrap_or_default();
        let section = Why::BY_URGENCY.into_iter().find(|why| code(why) == show);
        let state = match show.as_str() {
            "submitted" => Some(InspectionState::Submitted),
            "returned" => Some(InspectionState::Returned),
            "accepted" => Some(InspectionState::Accepted),
            _ => None,
        };
        let filter = InspectionFilter {
            inbox_only: show.is_empty() || section.is_some(),
            state,
            community: query.get("community").and_then(|id| id.parse().ok()),
            premises: query.get("premises").and_then(|id| id.parse().ok()),
        };
        Self { filter, section }
    }
}

/// The list, and the open record.
#[component]
pub(crate) fn InboxPage() -> impl IntoView {
    let query = use_location().query;
    let live = expect_context::<Live>();
    let wanted = Memo::new(move |_| query.with(Wanted::of));
    let after = Memo::new(move |_| query.with(|query| query.get("after")));
    let open = Memo::new(move |_| query.with(|query| query.get("open")).and_then(|id| id.parse().ok()));
    let lines =
        live.resource(move || (wanted.get(), after.get()), |(Wanted { filter, section }, after)| inspections(filter, section, after));
    // The sections are those of the whole inbox, whichever of them is shown.
    let sections = live.resource(
        move || wanted.with(|wanted| wanted.filter.clone()),
        |filter| async move { if filter.inbox_only { inbox_sections(filter).await } else { Ok(vec![]) } },
    );
    let section = Memo::new(move |_| wanted.with(|wanted| wanted.section));
    let total = move || {
        let Wanted { filter, section } = wanted.get();
        Suspend::new(async move {
            let words = if filter.inbox_only {
                say::desk::inbox::count(count(&sections.await.ok()?, section))
            } else {
                say::desk::inbox::count_newest(lines.await.ok()?.total?)
            };
            Some(view! { <span class="meta">{words}</span> })
        })
    };
    let back = move || query.with(|query| address_with("/desk/inbox", query, &["revision"], "open", ""));
    let me = expect_context::<MeResource>();
    view! {
        <Title text=move || say::desk::inbox::title().get()/>
        <div class="desk-split" data-open=move || open.get().map(|_| "")>
            <section class="desk-list" aria-label=say::desk::inbox::list()>
                <header>
                    <h1>{say::desk::inbox::title()} <Suspense>{total}</Suspense></h1>
                    <Filters path="/desk/inbox">
                        <FilterSelect name="show" label=say::desk::inbox::show() options=show_options()/>
                        <Suspense>{move || Suspend::new(async move { me.await.ok().map(|me| view! { <CommunityFilter me/> }) })}</Suspense>
                    </Filters>
                    <Transition>{move || Suspend::new(async move {
                        sections.await.ok().map(|sections| view! { <Sections sections chosen=section/> })
                    })}</Transition>
                </header>
                <Transition fallback=Skeleton>
                    {move || Suspend::new(async move {
                        match (lines.await, sections.await) {
                            (Ok(page), _) if page.rows.is_empty() => view! { <NoRows path="/desk/inbox"><NoLines/></NoRows> }.into_any(),
                            (Ok(page), Ok(sections)) => view! { <Lines page sections open/> }.into_any(),
                            (Err(error), _) | (_, Err(error)) => view! { <Trouble error/> }.into_any(),
                        }
                    })}
                </Transition>
                <Transition>{move || Suspend::new(async move { me.await.ok().map(|me| view! { <SilentPhones phones=me.counts.phones/> }) })}</Transition>
            </section>
            <div class="desk-pane">
                <p class="desk-back"><a class="btn" href=back><Icon of=glyph::ARROW_LEFT/> <span>{say::desk::inbox::back()}</span></a></p>
                <RecordPane id=open/>
            </div>
        </div>
    }
    .into_any()
}

/// How many the inbox shows: all, or those of the one section that is shown alone.
fn count(sections: &[(Why, u64)], only: Option<Why>) -> u64 {
    sections.iter().filter(|(why, _)| only.is_none_or(|only| only == *why)).map(|(_, count)| count).sum()
}

/// What the list may show, and then each section by itself.
fn show_options() -> Vec<(String, Phrase)> {
    let lists = [
        (String::new(), say::desk::inbox::needs_eyes()),
        ("all".to_owned(), say::desk::hazards::all()),
        ("submitted".to_owned(), say::inspection_state::submitted()),
        ("returned".to_owned(), say::inspection_state::returned()),
        ("accepted".to_owned(), say::inspection_state::accepted()),
    ];
    let section = |why: Why| (code(&why), say::desk::inbox::section::of(&code(&why)));
    lists.into_iter().chain(Why::BY_URGENCY.map(section)).collect()
}

/// Nothing to review, or nothing that fits the filters.
#[component]
fn NoLines() -> impl IntoView {
    if use_location().query.with_untracked(is_filtered) {
        view! { <Empty icon=glyph::FILTER title=say::desk::inbox::none_match() go=say::desk::clear_filters() href="/desk/inbox"/> }
            .into_any()
    } else {
        view! { <Empty icon=glyph::CIRCLE_CHECK title=say::desk::inbox::none() go=say::desk::inbox::see_all() href="/desk/inbox?show=all"/> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(show: &'static str) -> Wanted {
        Wanted::of(&[("show", show.to_owned())].into_iter().collect())
    }

    #[test]
    fn an_address_names_a_section_a_state_or_all_and_anything_else_is_no_filter_of_ours() {
        let everything = Wanted::of(&ParamsMap::new());
        assert_eq!((everything.filter.inbox_only, everything.section), (true, None));
        for why in Why::BY_URGENCY {
            let Wanted { filter, section } = Wanted::of(&[("show", code(&why))].into_iter().collect());
            assert_eq!((filter.inbox_only, section, filter.state), (true, Some(why), None));
        }
        let returned = wanted("returned");
        assert_eq!((returned.filter.inbox_only, returned.section, returned.filter.state), (false, None, Some(InspectionState::Returned)));
        for show in ["all", "urgent"] {
            let Wanted { filter, section } = wanted(show);
            assert_eq!((filter, section), (InspectionFilter::default(), None), "{show}");
        }
    }

    #[test]
    fn every_section_can_be_chosen_and_no_two_choices_are_one() {
        let mut values: Vec<String> = show_options().into_iter().map(|(value, _)| value).collect();
        assert!(Why::BY_URGENCY.iter().all(|why| values.contains(&code(why))));
        let all = values.len();
        values.sort();
        values.dedup();
        assert_eq!(values.len(), all);
    }
}
