//! Our own number pad: phones' keyboards differ, cover the card and move it. The system keyboard is one tap away.

use super::button::Button;
use super::icon::{Icon, glyph};
use super::notice::Tone;
use crate::words::{Phrase, say};
use leptos::prelude::*;

/// More digits than any figure of a checklist has.
const LENGTH_MAX: usize = 12;

/// A key of the pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Digit(char),
    Point,
    Sign,
    Erase,
}

/// The text after a key: digits only, one point, no zeros in front, the minus turned over.
fn press(text: &str, key: Key) -> String {
    let (minus, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let is_full = digits.len() >= LENGTH_MAX;
    match key {
        Key::Digit(_) | Key::Point if is_full => text.to_owned(),
        Key::Digit(digit) if digits == "0" => format!("{minus}{digit}"),
        Key::Digit(digit) => format!("{text}{digit}"),
        Key::Point if digits.contains('.') => text.to_owned(),
        Key::Point if digits.is_empty() => format!("{minus}0."),
        Key::Point => format!("{text}."),
        Key::Sign if minus.is_empty() => format!("-{digits}"),
        Key::Sign => digits.to_owned(),
        Key::Erase => {
            let mut left = text.to_owned();
            left.pop();
            if left == "-" { String::new() } else { left }
        }
    }
}

/// The pad with its display. The verdict stands under the figure while typing.
#[component]
pub fn NumberPad(
    /// Names the field; unique in the page.
    #[prop(into)]
    id: String,
    /// What is measured.
    #[prop(into)]
    label: Signal<Phrase>,
    /// The unit, fixed.
    #[prop(into)]
    unit: String,
    /// What is typed, as it stands: `0.`, `-3`.
    #[prop(into)]
    value: Signal<String>,
    /// It changed.
    #[prop(into)]
    on_input: Callback<String>,
    /// Keep it.
    #[prop(into)]
    on_keep: Callback<()>,
    /// The verdict in words: 差 0.1，判为不符合.
    #[prop(optional, into)]
    verdict: Signal<Option<(Tone, Phrase)>>,
    /// What is asked for: 要求不小于 0.8.
    #[prop(optional, into)]
    limit: Option<Phrase>,
    /// May be below zero.
    #[prop(optional)]
    signed: bool,
    /// Whole numbers only.
    #[prop(optional)]
    whole: bool,
) -> impl IntoView {
    let by_keyboard = RwSignal::new(false);
    let tap = move |key| on_input.run(press(&value.get_untracked(), key));
    let digit = move |digit: char| view! { <button type="button" class="key" on:click=move |_| tap(Key::Digit(digit))>{digit}</button> };
    let corner = if signed {
        view! { <button type="button" class="key" aria-label=say::answer::number::sign() on:click=move |_| tap(Key::Sign)>"±"</button> }
            .into_any()
    } else if whole {
        view! { <span></span> }.into_any()
    } else {
        view! { <button type="button" class="key" aria-label=say::answer::number::point() on:click=move |_| tap(Key::Point)>"."</button> }
            .into_any()
    };
    let point_too = (signed && !whole).then(|| {
        view! { <button type="button" class="key" aria-label=say::answer::number::point() on:click=move |_| tap(Key::Point)>"."</button> }
    });
    let (label_id, typed_id) = (format!("{id}-label"), format!("{id}-typed"));
    let labelled_by = label_id.clone();
    let shown = {
        let unit = unit.clone();
        move || {
            let text = value.get();
            if text.is_empty() { say::answer::number::empty() } else { Phrase::verbatim(format!("{text} {unit}")) }
        }
    };
    view! {
        <div class="number-pad" role="group" aria-labelledby=labelled_by>
            <div class="number-head">
                <span class="meta" id=label_id>{label}</span>
                <output class="figure" id=id data-empty=move || value.get().is_empty().then_some("")>{shown}</output>
                {limit.map(|limit| view! { <span class="meta">{limit}</span> })}
                {move || verdict.get().map(|(tone, words)| view! { <span class="number-verdict" data-tone=tone.name() role="status">{words}</span> })}
            </div>
            <div class="keys" role="group" aria-label=say::part::digits()>
                {('1'..='9').map(digit).collect_view()} {corner} {digit('0')}
                <button type="button" class="key" aria-label=say::answer::number::erase() on:click=move |_| tap(Key::Erase)><Icon of=glyph::DELETE/></button>
                {point_too}
            </div>
            {move || {
                by_keyboard
                    .get()
                    .then(|| view! { <super::field::Field id=typed_id.clone() label kind=super::field::Kind::Figure value on_input/> })
            }}
            <div class="line">
                <Button label=say::answer::number::keep() on_press=on_keep wide=true/>
                <Button
                    label=say::answer::number::keyboard()
                    icon=glyph::KEYBOARD
                    icon_only=true
                    pressed=by_keyboard
                    on_press=move |()| by_keyboard.update(|on| *on = !*on)
                />
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> String {
        keys.chars().fold(String::new(), |text, key| {
            press(
                &text,
                match key {
                    '.' => Key::Point,
                    '-' => Key::Sign,
                    '<' => Key::Erase,
                    digit => Key::Digit(digit),
                },
            )
        })
    }

    #[test]
    fn whatever_is_pressed_reads_as_a_number_or_the_start_of_one() {
        for (keys, text) in [
            ("0.7", "0.7"),
            (".5", "0.5"),
            ("007", "7"),
            ("1..2.3", "1.23"),
            ("12<", "1"),
            ("3-", "-3"),
            ("3--", "3"),
            ("-<", ""),
            ("-.", "-0."),
        ] {
            assert_eq!(typed(keys), text, "after {keys}");
        }
    }

    #[test]
    fn a_stuck_key_does_not_fill_the_screen() {
        assert_eq!(typed(&"9".repeat(40)).len(), LENGTH_MAX);
    }
}
