//! The two small sheets of a card: why it could not be checked, and a remark.

use super::options::{Options, Pick};
use crate::state::{SheetOpen, Visit};
use app_ui::part::{Button, Field, Kind, Sheet, Weight};
use app_ui::words::{code, say};
use domain::inspection::{Answer, NotCheckedReason};
use leptos::prelude::*;

const REASONS: [NotCheckedReason; 6] = [
    NotCheckedReason::Locked,
    NotCheckedReason::NobodyToAsk,
    NotCheckedReason::Dangerous,
    NotCheckedReason::Unreadable,
    NotCheckedReason::Unsure,
    NotCheckedReason::Other,
];

/// 查不了: one tap on a reason settles the item; only 其他 asks for words.
#[component]
pub fn NotCheckedSheet(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let place = Memo::new(move |_| match visit.sheet().get() {
        Some(SheetOpen::NotChecked(place)) => Some(place),
        _ => None,
    });
    let text = RwSignal::new(String::new());
    let is_other = RwSignal::new(false);
    let preset = move || {
        let place = place.get()?;
        let walk = visit.walk();
        let because = walk.card(place).preset.get();
        [Some(place), because].into_iter().flatten().find_map(|place| match walk.card(place).answer.get() {
            Some(Answer::NotChecked { reason, text }) => Some((reason, text)),
            _ => None,
        })
    };
    Effect::new(move |_| {
        if place.get().is_some() {
            let (reason, words) = preset().unwrap_or((NotCheckedReason::Unsure, String::new()));
            is_other.set(reason == NotCheckedReason::Other);
            text.set(words);
        }
    });
    let value = Signal::derive(move || if is_other.get() { Some("other".to_owned()) } else { preset().map(|(reason, _)| code(&reason)) });
    let choose = move |name: String| {
        let reason = REASONS.into_iter().find(|reason| code(reason) == name);
        match (place.get_untracked(), reason) {
            (Some(_), Some(NotCheckedReason::Other)) => is_other.set(true),
            (Some(place), Some(reason)) => visit.not_checked(place, reason, String::new()),
            _ => {}
        }
    };
    let keep = move |()| {
        let words = text.get_untracked();
        if let (Some(place), false) = (place.get_untracked(), words.trim().is_empty()) {
            visit.not_checked(place, NotCheckedReason::Other, words.trim().to_owned());
        }
    };
    let reasons = || REASONS.iter().map(code).map(|name| Pick::new(name.clone(), say::not_checked::of(&name))).collect::<Vec<_>>();
    let missing = Signal::derive(move || text.with(|text| text.trim().is_empty()).then(say::not_checked::text_missing));
    view! {
        <Sheet id="not-checked" title=say::not_checked::title() open=Signal::derive(move || place.get().is_some()) on_close=move |()| visit.sheet().set(None)>
            <p class="meta">{say::not_checked::hint()}</p>
            <Options
                name=say::not_checked::title()
                options=reasons()
                value
                on_choose=choose
            />
            {move || is_other.get().then(|| view! {
                <Field id="not-checked-text" label=say::not_checked::text() value=text on_input=move |words| text.set(words) error=missing/>
                <Button label=say::not_checked::go() weight=Weight::Primary wide=true disabled=Signal::derive(move || missing.get().is_some()) on_press=keep/>
            })}
        </Sheet>
    }
}

/// A remark; each letter is in the journal at once.
#[component]
pub fn NoteSheet(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let place = Memo::new(move |_| match visit.sheet().get() {
        Some(SheetOpen::Note(place)) => Some(place),
        _ => None,
    });
    let value = Signal::derive(move || place.get().map(|place| visit.walk().card(place).note.get()).unwrap_or_default());
    let write = move |text: String| {
        if let Some(place) = place.get_untracked() {
            visit.walk().note(place, &text);
        }
    };
    view! {
        <Sheet
            id="note"
            title=say::answer::note()
            open=Signal::derive(move || place.get().is_some())
            on_close=move |()| visit.sheet().set(None)
            foot=move || view! { <Button label=say::answer::note_go() weight=Weight::Primary wide=true on_press=move |()| visit.sheet().set(None)/> }
        >
            <Field id="note-text" label=say::answer::note_label() kind=Kind::Lines value on_input=write/>
        </Sheet>
    }
}
