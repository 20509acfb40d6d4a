//! 中文 | English, each in its own language.

use crate::words::{Locale, say, use_locale};
use leptos::prelude::*;

/// The switch; it speaks the other language at once.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let switch = use_locale();
    let button = move |locale: Locale| {
        let word = match locale {
            Locale::ZhCn => say::language::zh(),
            Locale::En => say::language::en(),
        };
        view! {
            <button
                type="button"
                class="btn"
                lang=locale.tag()
                aria-pressed=move || if switch.get() == locale { "true" } else { "false" }
                on:click=move |_| switch.set(locale)
            >
                {word}
            </button>
        }
    };
    view! { <div class="language line" role="group" aria-label=say::language::label()>{Locale::ALL.map(button).into_iter().collect_view()}</div> }.into_any()
}
