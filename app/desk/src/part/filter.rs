//! Filters that live in the address: a form with `method="get"`, so that they work before the page is alive and a link carries them.

use app_ui::words::{Phrase, say};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::params::ParamsMap;
use sync::desk::people::Me;

/// The address of this page with one filter changed. The place in the list is forgotten: another filter begins at its start.
fn address_with(path: &str, query: &ParamsMap, key: &'static str, value: &str) -> String {
    let mut query = query.clone();
    query.remove("after");
    query.remove("open");
    query.remove(key);
    if !value.is_empty() {
        query.insert(key, value.to_owned());
    }
    format!("{path}{}", query.to_query_string())
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
        Memo::new(move |_| query.with(|query| query.get(name).unwrap_or_default()))
    };
    let choose = move |event| {
        let value = event_target_value(&event);
        let address = location.query.with_untracked(|query| address_with(&location.pathname.get_untracked(), query, name, &value));
        navigate(&address, Default::default());
    };
    let option = move |(value, words): (String, Phrase)| {
        let is_chosen = {
            let value = value.clone();
            move || chosen.get() == value
        };
        view! { <option value=value selected=is_chosen>{words}</option> }
    };
    view! {
        <label class="filter">
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
