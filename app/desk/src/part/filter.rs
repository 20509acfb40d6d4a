//! Filters that live in the address: a form with `method="get"`, so that they work before the page is alive and a link carries them.

use super::Empty;
use app_ui::part::{Button, glyph};
use app_ui::words::{Phrase, say};
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;
use sync::desk::people::Me;

/// The place in a list and what is open there: forgotten with another filter, which begins at its start.
pub(crate) const PLACE: [&str; 3] = ["after", "open", "revision"];

/// The address of this page with one value changed (an empty one is left out) and some forgotten.
pub(crate) fn address_with(path: &str, query: &ParamsMap, forget: &[&'static str], key: &'static str, value: &str) -> String {
    let mut query = query.clone();
    for forgotten in forget {
        query.remove(forgotten);
    }
    query.remove(key);
    if !value.is_empty() {
        // The map takes what an address holds, and words may have a % in them.
        query.insert(key, Url::escape(value));
    }
    format!("{path}{}", query.to_query_string())
}

/// Whether anything but the place in the list is chosen.
pub(crate) fn is_filtered(query: &ParamsMap) -> bool {
    query.clone().into_iter().any(|(key, value)| !value.is_empty() && !PLACE.contains(&key.as_ref()))
}

/// The form around a page's filters, with a field for words where the page has a search. Sent before the page is alive it carries
/// every choice; afterwards each choice goes there at once and the words keep the others.
#[component]
pub(crate) fn Filters(
    /// The page.
    path: &'static str,
    /// What the words are compared with; no search without.
    #[prop(optional, into)]
    search: Option<Phrase>,
    children: Children,
) -> impl IntoView {
    let query = use_location().query;
    let navigate = use_navigate();
    let words = move || query.with(|query| query.get("q").unwrap_or_default());
    let field = NodeRef::<Input>::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        navigate(&query.with_untracked(|query| address_with(path, query, &PLACE, "q", words.trim())), Default::default());
    };
    let has_search = search.is_some();
    view! {
        <form method="get" action=path class="filters" role=has_search.then_some("search") on:submit=submit>
            {search.map(|label| view! {
                <div class="search">
                    <input type="search" name="q" aria-label=label.clone() placeholder=label value=words prop:value=words node_ref=field/>
                    <Button label=say::action::search() icon=glyph::SEARCH submit=true/>
                </div>
            })}
            {children()}
            {(!has_search).then(|| view! { <noscript><button class="btn" type="submit">{say::action::filter()}</button></noscript> })}
        </form>
    }
    .into_any()
}

/// One choice of a filter; choosing goes there at once.
#[component]
pub(crate) fn FilterSelect(
    /// The query's key.
    name: &'static str,
    /// What it filters by.
    label: Phrase,
    /// The choices: (value, words); an empty value stands for all.
    options: Vec<(String, Phrase)>,
) -> impl IntoView {
    let location = use_location();
    let navigate = use_navigate();
    let chosen = {
        let query = location.query;
        // Counted: it is read as long as its select is shown, also where the page that made it is loading again.
        ArcMemo::new(move |_| query.with(|query| query.get(name).unwrap_or_default()))
    };
    let choose = move |event| {
        let value = event_target_value(&event);
        let address = location.query.with_untracked(|query| address_with(&location.pathname.get_untracked(), query, &PLACE, name, &value));
        navigate(&address, Default::default());
    };
    let (is_chosen, is_any) = (chosen.clone(), chosen.clone());
    let option = move |(value, words): (String, Phrase)| {
        let is_chosen = {
            let (value, chosen) = (value.clone(), is_chosen.clone());
            move || chosen.get() == value
        };
        view! { <option value=value selected=is_chosen>{words}</option> }
    };
    view! {
        <label class="filter" data-chosen=move || (!is_any.with(String::is_empty)).then_some("")>
            <span>{label}</span>
            <select name=name on:change=choose prop:value=chosen>{options.into_iter().map(option).collect_view()}</select>
        </label>
    }
}

/// The communities of the scope.
#[component]
pub(crate) fn CommunityFilter(
    /// Who is signed in.
    me: Me,
) -> impl IntoView {
    let communities = me.communities.into_iter().map(|place| (place.id.to_string(), Phrase::verbatim(place.name)));
    let options = std::iter::once((String::new(), say::desk::hazards::all())).chain(communities).collect();
    view! { <FilterSelect name="community" label=say::desk::premises::community() options/> }
}

/// No rows: those of a later page have gone since its address was made, which says nothing of the pages before it, or there are none at
/// all, which the page says itself.
#[component]
pub(crate) fn NoRows(
    /// The list's page.
    path: &'static str,
    /// There are none at all.
    children: ChildrenFn,
) -> impl IntoView {
    let query = use_location().query;
    if query.with_untracked(|query| query.get("after")).is_none() {
        return children().into_any();
    }
    let first = query.with_untracked(|query| address_with(path, query, &[], "after", ""));
    view! { <Empty icon=glyph::ARROW_LEFT title=say::desk::page_empty() go=say::desk::first_page() href=first/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&'static str, &str)]) -> ParamsMap {
        pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()
    }

    #[test]
    fn a_search_keeps_the_other_filters_and_begins_at_the_start_of_the_list() {
        let before = query(&[("risk", "red"), ("after", "x"), ("open", "y"), ("revision", "1")]);
        assert_eq!(address_with("/desk/premises", &before, &PLACE, "q", "a b"), "/desk/premises?risk=red&q=a%20b");
        assert_eq!(address_with("/desk/premises", &before, &PLACE, "risk", ""), "/desk/premises");
        assert_eq!(address_with("/desk/premises", &query(&[]), &PLACE, "q", "100%25"), "/desk/premises?q=100%2525");
    }

    #[test]
    fn a_place_in_the_list_is_no_filter() {
        assert!(!is_filtered(&query(&[("after", "x"), ("open", "y"), ("q", "")])));
        assert!(is_filtered(&query(&[("after", "x"), ("show", "all")])));
    }
}
