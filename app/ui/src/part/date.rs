//! A date read off something: the phone's own picker, and a year or month more or less by one tap, because labels are years away.

use super::button::{Button, Weight};
use super::field::{Field, Kind};
use crate::words::{Phrase, say};
use leptos::prelude::*;

/// `date` moved by whole months; a day that the month lacks becomes its last. Empty if it is no date.
fn step(date: &str, months: i32) -> String {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let (Some(Some(year)), Some(Some(month)), Some(Some(day))) = (parts.next(), parts.next(), parts.next()) else {
        return String::new();
    };
    let index = year * 12 + month - 1 + months;
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    format!("{year:04}-{month:02}-{:02}", day.min(last))
}

/// A date field with its steps.
#[component]
pub fn DateField(
    /// The input's id.
    #[prop(into)]
    id: String,
    /// Which date.
    #[prop(into)]
    label: Signal<Phrase>,
    /// `YYYY-MM-DD`, or empty.
    #[prop(into)]
    value: Signal<String>,
    /// It changed.
    #[prop(into)]
    on_input: Callback<String>,
    /// The day from which the steps start while it is empty.
    #[prop(into)]
    today: String,
    /// 看不清: where the date may be unreadable.
    #[prop(optional, into)]
    on_unreadable: Option<Callback<()>>,
    /// 还有 20 天到期.
    #[prop(optional, into)]
    hint: Option<Signal<Phrase>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<Phrase>>,
) -> impl IntoView {
    let steps = [
        (-12, say::answer::date::year_back()),
        (12, say::answer::date::year_forward()),
        (-1, say::answer::date::month_back()),
        (1, say::answer::date::month_forward()),
    ]
    .map(|(months, label)| {
        let today = today.clone();
        let act = move |()| {
            let now = value.get_untracked();
            on_input.run(step(if now.is_empty() { &today } else { &now }, months));
        };
        view! { <Button label on_press=act/> }
    });
    let field = match hint {
        Some(hint) => view! { <Field id label value on_input kind=Kind::Day hint error/> }.into_any(),
        None => view! { <Field id label value on_input kind=Kind::Day error/> }.into_any(),
    };
    view! {
        <div class="date-field">
            {field} <div class="date-steps">{steps.into_iter().collect_view()}</div>
            {on_unreadable.map(|act| view! { <Button label=say::answer::date::unreadable() weight=Weight::Quiet on_press=act/> })}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_lands_on_a_day_that_exists() {
        assert_eq!(step("2026-03-31", -1), "2026-02-28");
        assert_eq!(step("2024-02-29", 12), "2025-02-28");
        assert_eq!(step("2024-01-31", 1), "2024-02-29");
        assert_eq!(step("2026-12-15", 1), "2027-01-15");
        assert_eq!(step("看不清", 1), "");
    }
}
