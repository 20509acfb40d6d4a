//! 场所: search over the ledger on the phone by name, pinyin initials, road and number, tails of code and phone; without words the recent ones.

use crate::part::nothing::Nothing;
use crate::part::page::Page;
use crate::part::premises_row::PremisesRow;
use crate::phone::ledger;
use crate::state::use_app;
use app_ui::part::{ButtonLink, EmptyState, Field, Kind, Notice, Tone, glyph};
use app_ui::words::say;
use domain::permission::Action;
use domain::premises::FieldValue;
use domain::search::{Match, Query, SearchRow, search};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;
use std::sync::Arc;
use sync::feed::PremisesRow as Row;

/// Rows shown at once; more words find the rest.
const SHOWN_MAX: usize = 40;
/// Rows looked for, so that the number of the rest can be said.
const FOUND_MAX: usize = 2_000;

/// The list of premises.
#[component]
pub fn PremisesPage() -> impl IntoView {
    let state = ledger::state();
    // In the address, so that coming back from a card finds the same list.
    let (typed, set_typed) =
        query_signal_with_options::<String>("q", NavigateOptions { replace: true, scroll: false, ..Default::default() });
    let words = Signal::derive(move || typed.get().unwrap_or_default());
    let all = Memo::new(move |_| {
        let _ = state.get().revision;
        Rows(ledger::all_premises())
    });
    let query = Memo::new(move |_| Query::new(&words.get()));
    let found = Memo::new(move |_| match query.get() {
        Some(query) => all.with(|all| find(&all.0, &query)),
        None => all.with(|all| recent(&all.0)),
    });
    let is_searching = Memo::new(move |_| query.get().is_some());
    let loading = {
        let state = ledger::state();
        move || state.get().of
    };
    let may_add = use_app().may(Action::PremisesEdit);
    view! {
        <Page title=say::premises::title() aside=Signal::derive(move || say::amount::places(all.with(|all| all.0.len())))>
            <form role="search" on:submit=|event| event.prevent_default()>
                <Field id="search" kind=Kind::Search label=say::premises::search_label() hint=say::premises::search() value=words on_input=move |text: String| set_typed.set(Some(text).filter(|text| !text.is_empty()))/>
            </form>
            {move || loading().map(|_| view! { <Notice tone=Tone::Info text=say::data::part(all.with(|all| all.0.len()))/> })}
            <div class="eyebrow">
                <h2 role="status">{move || if is_searching.get() { say::premises::found(found.with(Vec::len)) } else { say::premises::recent() }}</h2>
            </div>
            {move || found.with(|found| {
                if found.is_empty() && !is_searching.get() {
                    return view! { <Nothing icon=glyph::STORE title=say::data::none()/> }.into_any();
                }
                let rest = found.len().saturating_sub(SHOWN_MAX);
                if found.is_empty() && is_searching.get() {
                    return view! { <EmptyState icon=glyph::SEARCH title=say::premises::none() hint=if may_add { say::premises::none_hint() } else { say::premises::none_words() }/> }.into_any();
                }
                let rows = found.iter().take(SHOWN_MAX).cloned().map(|(row, hit)| view! { <PremisesRow row bold=hit/> }).collect_view();
                view! { {rows} {(rest > 0).then(|| view! { <p class="meta">{say::premises::more(rest)}</p> })} }.into_any()
            })}
            {may_add.then(|| view! { <ButtonLink label=say::premises::add::title() href="/field/premises/new".to_owned() icon=glyph::PLUS/> })}
        </Page>
    }
}

/// The ledger's rows; the same as long as they are the same list.
#[derive(Clone)]
struct Rows(Arc<[Arc<Row>]>);

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

type Found = Vec<(Arc<Row>, Vec<(usize, usize)>)>;

fn find(all: &[Arc<Row>], query: &Query) -> Found {
    let texts: Vec<Texts<'_>> = all.iter().map(|row| Texts::of(row)).collect();
    let rows = texts.iter().map(|texts| SearchRow {
        name: &texts.row.premises.name,
        pinyin: &texts.row.pinyin,
        address: &texts.row.premises.address,
        codes: &texts.codes,
        phones: &texts.phones,
    });
    search(rows, query, FOUND_MAX).into_iter().map(|(place, Match { in_name, .. })| (all[place].clone(), in_name)).collect()
}

/// The codes and phones of a row, borrowed.
struct Texts<'a> {
    row: &'a Row,
    codes: Vec<&'a str>,
    phones: Vec<&'a str>,
}

impl<'a> Texts<'a> {
    fn of(row: &'a Row) -> Self {
        let field = |name: &str| match row.premises.fields.get(name) {
            Some(FieldValue::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let codes = row.premises.code.as_deref().into_iter().chain(field("uscc")).collect();
        let phones = ["head_phone", "safety_phone", "phone"].into_iter().filter_map(field).collect();
        Self { row, codes, phones }
    }
}

/// The last visited first.
fn recent(all: &[Arc<Row>]) -> Found {
    let mut visited: Vec<_> = all.iter().filter(|row| !row.visits.is_empty()).cloned().collect();
    visited.sort_by_key(|row| std::cmp::Reverse(row.visits.first().map(|visit| visit.on)));
    if visited.is_empty() {
        visited = all.iter().take(SHOWN_MAX).cloned().collect();
    }
    visited.into_iter().take(SHOWN_MAX).map(|row| (row, vec![])).collect()
}
