//! A list's other faces: not there yet, nothing in it, and did not come. Each with a way on.

use crate::call::DeskError;
use crate::live::Live;
use app_ui::part::{Button, ButtonLink, EmptyState, Glyph, Notice, Tone};
use app_ui::words::{Phrase, code, say};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

/// What stands in place of a list for the moment it takes to load.
#[component]
pub(crate) fn Skeleton() -> impl IntoView {
    view! { <div class="desk-skeleton"><p class="unseen" role="status">{say::part::loading()}</p><i></i><i></i><i></i></div> }
}

/// Nothing here, and where to go instead.
#[component]
pub(crate) fn Empty(
    /// Its icon.
    icon: Glyph,
    /// What is not there.
    title: Phrase,
    /// The words of the way on.
    go: Phrase,
    /// Where it leads.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    view! { <EmptyState icon title><ButtonLink label=go href/></EmptyState> }
}

/// The sentence of an error.
pub(crate) fn words_of(error: &DeskError) -> Phrase {
    match error {
        DeskError::SignedOut => say::problem::unauthenticated(),
        DeskError::NotFound => say::problem::not_found(),
        DeskError::Refused { refusal } => say::refusal::of(&code(refusal)),
        DeskError::Unreached => say::net::server(),
        DeskError::Trouble => say::problem::unknown(),
    }
}

/// What happened, and the way on.
#[component]
pub(crate) fn Trouble(
    /// What happened.
    error: DeskError,
) -> impl IntoView {
    let way_on = match error {
        DeskError::SignedOut => {
            let address = sign_in_address();
            Some(view! { <a class="btn" href=address rel="external">{say::desk::sign_in_again()}</a> }.into_any())
        }
        DeskError::Unreached | DeskError::Trouble => use_context::<Live>()
            .map(|live| view! { <Button label=say::action::retry() on_press=Callback::new(move |()| live.again())/> }.into_any()),
        // The page beside it shows how things stand; there is nothing to try again.
        DeskError::NotFound | DeskError::Refused { .. } => None,
    };
    let text = words_of(&error);
    match way_on {
        Some(way_on) => view! { <Notice tone=Tone::Error text>{way_on}</Notice> }.into_any(),
        None => view! { <Notice tone=Tone::Error text/> }.into_any(),
    }
}

/// The address of this very page, with everything that is chosen in it.
pub(crate) fn this_page() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || format!("{}{}", location.pathname.get(), location.query.with(ParamsMap::to_query_string)))
}

/// The sign-in that leads back to this very page.
pub(crate) fn sign_in_address() -> Signal<String> {
    let here = this_page();
    Signal::derive(move || format!("/sign-in?next={}", Url::escape(&here.get())))
}
