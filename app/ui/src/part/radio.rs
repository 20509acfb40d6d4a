//! Keys of our radio groups: arrows, Home and End move the focus among the radios, Space and Enter choose (the button's own work).
//! Unlike native radios the arrows do not choose: an answer is evidence and must not change by passing over it.

use leptos::ev::KeyboardEvent;

/// Handles `keydown` of a `radiogroup` whose radios are buttons with `role="radio"`.
#[cfg(feature = "hydrate")]
pub(super) fn move_focus(event: KeyboardEvent) {
    use wasm_bindgen::JsCast as _;
    let step = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => 1,
        "ArrowLeft" | "ArrowUp" => -1,
        "Home" => isize::MIN,
        "End" => isize::MAX,
        _ => return,
    };
    let (Some(group), Some(focused)) = (
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()),
        leptos::prelude::document().active_element(),
    ) else {
        return;
    };
    let Ok(radios) = group.query_selector_all("[role=radio]") else {
        return;
    };
    let count = radios.length() as isize;
    let at = (0..radios.length()).find(|place| radios.get(*place).is_some_and(|radio| radio.is_same_node(Some(&focused))));
    let Some(at) = at else { return };
    let to = match step {
        isize::MIN => 0,
        isize::MAX => count - 1,
        step => (at as isize + step).rem_euclid(count),
    };
    event.prevent_default();
    if let Some(radio) = radios.get(to as u32).and_then(|radio| radio.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = radio.focus(); // focus fails only for what is not shown
    }
}

/// On the server nobody presses keys.
#[cfg(not(feature = "hydrate"))]
pub(super) fn move_focus(_event: KeyboardEvent) {}
