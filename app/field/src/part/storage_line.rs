//! What there is to say about the phone's storage.

use crate::phone::{Health, health, offline};
use app_ui::part::{Button, Notice, Tone, glyph};
use app_ui::words::say;
use leptos::prelude::*;

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Good,
    /// It works, but the browser has not promised to keep what is in it.
    AtRisk,
    Full,
    /// It does not open or answer just now. That is no reason to leave this browser: what was kept lies in it.
    Closed,
    /// This browser has none.
    NoStorage,
}

const fn says(health: Health, is_persisted: Option<bool>) -> Says {
    match (health, is_persisted) {
        (Health::Missing, _) => Says::NoStorage,
        (Health::Broken, _) => Says::Closed,
        (Health::Full, _) => Says::Full,
        (Health::Good | Health::Unknown, Some(false)) => Says::AtRisk,
        (Health::Good | Health::Unknown, _) => Says::Good,
    }
}

/// How the storage does, in one line.
#[component]
pub fn StorageLine() -> impl IntoView {
    let (health, is_persisted) = (health(), offline::is_persisted());
    let says = Memo::new(move |_| says(health.get(), is_persisted.get()));
    move || match says.get() {
        Says::Good => view! { <Notice tone=Tone::Ok text=say::st::good()/> }.into_any(),
        Says::AtRisk => view! { <Notice tone=Tone::Warn text=say::st::risk()/> }.into_any(),
        Says::Full => view! { <Notice tone=Tone::Warn text=say::st::full()/> }.into_any(),
        Says::Closed => view! { <StorageClosed/> }.into_any(),
        Says::NoStorage => view! { <Notice tone=Tone::Error text=say::app::noff()/> }.into_any(),
    }
}

/// Says it where nothing can be kept; else nothing.
#[component]
pub fn StorageTrouble() -> impl IntoView {
    let health = health();
    let says = Memo::new(move |_| says(health.get(), None));
    move || match says.get() {
        Says::Closed => Some(view! { <StorageClosed/> }.into_any()),
        Says::NoStorage => Some(view! { <Notice tone=Tone::Error text=say::app::noff()/> }.into_any()),
        Says::Good | Says::AtRisk | Says::Full => None,
    }
}

/// The database does not open or answer. Another try needs another page: some browsers hang once after an update and never again.
#[component]
pub fn StorageClosed() -> impl IntoView {
    view! {
        <Notice tone=Tone::Error text=say::draft::closed()>
            <Button label=say::app::reopen() icon=glyph::REFRESH_CW on_press=move |()| drop(window().location().reload())/>
        </Notice>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_browser_because_storage_hung_once() {
        for is_persisted in [None, Some(false), Some(true)] {
            assert_eq!(says(Health::Broken, is_persisted), Says::Closed);
            assert_eq!(says(Health::Missing, is_persisted), Says::NoStorage);
        }
    }

    #[test]
    fn storage_without_a_promise_is_not_called_good() {
        let of = |is_persisted| says(Health::Good, is_persisted);
        assert_eq!([of(Some(false)), of(Some(true)), of(None)], [Says::AtRisk, Says::Good, Says::Good]);
        assert_eq!(says(Health::Full, Some(false)), Says::Full, "what stops the work comes first");
    }
}
