//! The phone in other hands: back does not lead into the inspector's pages, it asks for the phone to be given back.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The state of the history's entry that back meets first.
const HELD: &str = "held";

/// Calls `on_back` instead of going back, as long as whoever calls this is there.
pub(crate) fn hold(on_back: impl Fn() + 'static) {
    let put = || {
        if let Ok(history) = window().history() {
            let _ = history.push_state(&JsValue::from_str(HELD), "");
        }
    };
    put();
    let back = window_event_listener(leptos::ev::popstate, move |_| {
        if !is_on_top() {
            put();
            on_back();
        }
    });
    on_cleanup(move || {
        back.remove();
        if is_on_top()
            && let Ok(history) = window().history()
        {
            let _ = history.back();
        }
    });
}

fn is_on_top() -> bool {
    let state = window().history().and_then(|history| history.state());
    state.is_ok_and(|state| state.as_string().as_deref() == Some(HELD))
}
