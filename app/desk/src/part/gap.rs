//! A list's other faces: not there yet, and did not come.

use crate::call::DeskError;
use app_ui::part::{Notice, Tone};
use app_ui::words::{Phrase, code, say};
use leptos::prelude::*;

/// What stands in place of a list for the moment it takes to load.
#[component]
pub(crate) fn Skeleton() -> impl IntoView {
    view! { <div class="desk-skeleton" aria-hidden="true"><i></i><i></i><i></i></div> }
}

/// The sentence of an error.
pub(crate) fn words_of(error: &DeskError) -> Phrase {
    match error {
        DeskError::SignedOut => say::problem::unauthenticated(),
        DeskError::NotFound => say::problem::not_found(),
        DeskError::Refused { refusal } => say::refusal::of(&code(refusal)),
        DeskError::Trouble => say::problem::unknown(),
    }
}

/// What happened, and the way on.
#[component]
pub(crate) fn Trouble(
    /// What happened.
    error: DeskError,
) -> impl IntoView {
    let signed_out = error == DeskError::SignedOut;
    view! {
        <Notice tone=Tone::Error text=words_of(&error)/>
        {signed_out.then(|| view! { <p><a href="/sign-in" rel="external">{say::sign_in::title()}</a></p> })}
    }
}
