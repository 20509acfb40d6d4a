//! Answering by keys: 1 2 3 answer, j k move, p takes a picture. They are dead only where they would be text.

use crate::state::Visit;
use domain::checklist::AnswerKind;
use domain::inspection::Answer;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Inputs that take no text: the two buttons for pictures are inputs too.
const WITHOUT_TEXT: [&str; 9] = ["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"];

/// Listens while the page is there.
pub(super) fn listen_to_keys(visit: Visit) {
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if is_meant_otherwise(&event) || is_sheet_up() {
            return;
        }
        let walk = visit.walk();
        let place = walk.current().get_untracked();
        // A key that is held down must not answer one item after the other.
        let is_check = matches!(walk.item(place).answer, AnswerKind::Check) && !event.repeat();
        match event.key().as_str() {
            "1" if is_check => visit.answer(place, Answer::Pass),
            "2" if is_check => visit.answer(place, Answer::Fail),
            "3" if is_check => visit.answer(place, Answer::NotApplicable),
            "j" => walk.beside(place, true).into_iter().for_each(|place| visit.open_card(place)),
            "k" => walk.beside(place, false).into_iter().for_each(|place| visit.open_card(place)),
            "p" => visit.take_photo(place),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
}

/// A sheet of the page, or an enlarged picture: what lies behind it is not to be answered.
fn is_sheet_up() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// A shortcut of the browser's, a step of an input method (some name the key `Process` only), or text.
fn is_meant_otherwise(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_text = target.is_some_and(|target| {
        target.closest("[contenteditable]").ok().flatten().is_some()
            || takes_text(&target.tag_name(), target.get_attribute("type").as_deref())
    });
    event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() || event.key() == "Process" || is_text
}

/// Whether an element of this name and type takes what is typed as its text or choice.
fn takes_text(tag: &str, kind: Option<&str>) -> bool {
    match tag {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !kind.is_some_and(|kind| WITHOUT_TEXT.contains(&kind)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::takes_text;

    #[test]
    fn keys_are_text_in_text_fields_only() {
        for (tag, kind, is_text) in [
            ("INPUT", None, true),
            ("INPUT", Some("text"), true),
            ("INPUT", Some("date"), true),
            ("INPUT", Some("search"), true),
            ("TEXTAREA", None, true),
            ("SELECT", None, true),
            ("INPUT", Some("file"), false), // 拍照 and 相册
            ("INPUT", Some("checkbox"), false),
            ("BUTTON", None, false),
            ("BODY", None, false),
        ] {
            assert_eq!(takes_text(tag, kind), is_text, "{tag} {kind:?}");
        }
    }
}
