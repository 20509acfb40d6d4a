//! Where the page stands under the finger: the current card's answers rest above the bottom bar, in reach of the thumb.

use super::item_card::anchor;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{ScrollBehavior, ScrollToOptions};

/// Between the card and the bars.
const MARGIN_PX: f64 = 8.0;

/// Brings a card to rest: its foot above the bottom bar, or, if it is higher than the room, its head under the top bar. Smoothly only
/// for short ways, and never where the person asked for less motion.
pub(crate) fn bring(place: usize, smooth: bool) {
    let Some(card) = document().get_element_by_id(&anchor(place)) else { return };
    let Some(height) = window().inner_height().ok().and_then(|height| height.as_f64()) else { return };
    let card = card.get_bounding_client_rect();
    let (top, bottom) = (height_of(".phone-head") + MARGIN_PX, height - height_of(".bottom-bar") - MARGIN_PX);
    let way = if card.height() <= bottom - top { card.bottom() - bottom } else { card.top() - top };
    let options = ScrollToOptions::new();
    options.set_top(way);
    options.set_behavior(if smooth && !less_motion() { ScrollBehavior::Smooth } else { ScrollBehavior::Instant });
    window().scroll_by_with_scroll_to_options(&options);
}

fn height_of(selector: &str) -> f64 {
    document().query_selector(selector).ok().flatten().map_or(0.0, |bar| bar.get_bounding_client_rect().height())
}

fn less_motion() -> bool {
    window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches())
}

/// A short buzz, where the phone can: milliseconds on, off, on.
pub(crate) fn buzz(pattern: &[u8]) {
    let pattern: js_sys::Array = pattern.iter().map(|ms| JsValue::from_f64(f64::from(*ms))).collect();
    let _ = window().navigator().vibrate_with_pattern(&pattern); // a phone that cannot stays still
}

/// Takes the focus along to a card, if it stood in another one or its place is gone: who works by keys or ears is where the eyes are.
pub(crate) fn focus_card(place: usize) {
    use wasm_bindgen::JsCast as _;
    let Some(card) = document().get_element_by_id(&anchor(place)) else { return };
    let focused = document().active_element();
    let stays =
        focused.is_some_and(|focused| card.contains(Some(&focused)) || focused.closest("dialog, .phone-foot").ok().flatten().is_some());
    let heading = card.query_selector(".item-text").ok().flatten().and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok());
    if let (false, Some(heading)) = (stays, heading) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = heading.focus_with_options(&options); // fails only for what is not shown
    }
}

/// Whether a card stands in the page.
pub(crate) fn is_here(place: usize) -> bool {
    document().get_element_by_id(&anchor(place)).is_some()
}

/// Brings a card to rest and takes the focus along, if it stands in the page.
pub(crate) fn go_to(place: usize) {
    request_animation_frame(move || {
        bring(place, true);
        focus_card(place);
    });
}

/// Moves the focus to an element of the page.
pub(crate) fn focus(id: &str) {
    use wasm_bindgen::JsCast as _;
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus(); // fails only for what is not shown
        }
    });
}

/// Presses an element of the page once it stands: the camera's input has to be pressed, it cannot be opened otherwise.
pub(crate) fn click(id: &str) {
    use wasm_bindgen::JsCast as _;
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            element.click();
        }
    });
}
