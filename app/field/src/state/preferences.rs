//! What this phone remembers of how its person likes it.

use app_ui::words::Locale;
use gloo_storage::{LocalStorage, Storage as _};
use leptos::prelude::*;

const LOCALE: &str = "field.locale";

/// The language chosen on this phone, else the browser's.
#[must_use]
pub fn kept_locale() -> Locale {
    let kept = LocalStorage::get::<Locale>(LOCALE).ok();
    kept.or_else(|| window().navigator().language().as_deref().and_then(Locale::from_tags)).unwrap_or_default()
}

/// Speaks this language from now on, in the page's `lang` too.
pub fn keep_locale(locale: Locale) {
    let _ = LocalStorage::set(LOCALE, locale); // without room for it the choice holds until the page is closed
    tell_page(locale);
}

/// Screen readers choose their voice by it.
pub fn tell_page(locale: Locale) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", locale.tag());
    }
}
