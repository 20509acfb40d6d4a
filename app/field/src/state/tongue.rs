//! Texts of the trade that come in two languages (items, sections, options, kinds), said in the reader's.

use app_ui::words::{Locale, Phrase, use_locale};
use leptos::prelude::*;

/// The text in the reader's language; Chinese where there is no English.
#[must_use]
pub fn tongue(zh: &str, en: &str) -> Signal<Phrase> {
    let (zh, en) = (zh.to_owned(), if en.is_empty() { zh.to_owned() } else { en.to_owned() });
    let locale = use_locale();
    Signal::derive(move || Phrase::verbatim(if locale.get() == Locale::En { en.clone() } else { zh.clone() }))
}

/// The same once, for names that are given when a part is made.
#[must_use]
pub fn tongue_now(zh: &str, en: &str) -> String {
    let is_english = untrack(|| use_locale().get()) == Locale::En;
    if is_english && !en.is_empty() { en.to_owned() } else { zh.to_owned() }
}
