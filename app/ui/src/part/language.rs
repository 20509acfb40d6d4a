//! 中文 | English, each in its own language.

use crate::words::{Locale, Phrase, say, use_locale};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// Where the form of a [`LanguageForm`] goes: `lang` and `back`.
pub const LANGUAGE_PATH: &str = "/language";

/// The switch; it speaks the other language at once. For pages that live in the browser alone.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    view! { <Choices/> }.into_any()
}

/// The switch of a page that the server renders: a form, so that it works before the page is alive. Afterwards it is as quick as the
/// other one and nothing is sent.
#[component]
pub fn LanguageForm(
    /// The address of this very page, to which the server leads back.
    #[prop(into)]
    back: Signal<String>,
) -> impl IntoView {
    view! {
        <form method="post" action=LANGUAGE_PATH>
            <input type="hidden" name="back" value=back/>
            <Choices submit=true/>
        </form>
    }
    .into_any()
}

/// A button a language.
#[component]
fn Choices(#[prop(optional)] submit: bool) -> impl IntoView {
    view! {
        <div class="language line" role="group" aria-label=say::language::label()>
            {Locale::ALL.map(|locale| view! { <Choice locale submit/> }).into_iter().collect_view()}
        </div>
    }
}

/// The button of one language.
#[component]
fn Choice(locale: Locale, submit: bool) -> impl IntoView {
    let switch = use_locale();
    let word: Phrase = match locale {
        Locale::ZhCn => say::language::zh(),
        Locale::En => say::language::en(),
    };
    let press = move |event: MouseEvent| {
        event.prevent_default();
        switch.set(locale);
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class="btn"
            name=submit.then_some("lang")
            value=submit.then_some(locale.tag())
            lang=locale.tag()
            aria-pressed=move || if switch.get() == locale { "true" } else { "false" }
            on:click=press
        >
            {word}
        </button>
    }
}
