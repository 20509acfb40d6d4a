//! How an item is answered, by its kind: three buttons, yes or no, a figure with its verdict while typing, options, a date, text, a
//! picture.

use super::options::{Options, Pick, Stand};
use crate::state::{Visit, tongue};
use app_ui::part::{AnswerGroup, Button, DateField, Field, Kind, NumberPad, Tone, Verdict as Shown, Weight};
use app_ui::words::{Phrase, say};
use domain::checklist::{AnswerKind, ChoiceOption, DatePass, NumberPass, Verdict};
use domain::decimal::Decimal;
use domain::inspection::{Answer, NotCheckedReason};
use domain::time::Day;
use leptos::prelude::*;

/// A figure so many times beyond the bound is asked about.
const SLIP: i64 = 10;

/// The input of one item.
#[component]
pub fn AnswerInput(
    /// The visit.
    visit: Visit,
    /// Which card.
    place: usize,
    /// The item's number and words: names the groups.
    name: String,
) -> impl IntoView {
    let item = visit.walk().item(place).clone();
    let is_judged = item.is_judged();
    let input = match item.answer {
        AnswerKind::Check => view! { <Check visit place name/> }.into_any(),
        AnswerKind::YesNo => view! { <YesNo visit place name/> }.into_any(),
        AnswerKind::Number { unit, pass } => view! { <Number visit place name unit pass/> }.into_any(),
        AnswerKind::Choice { options } => view! { <OneOf visit place name options/> }.into_any(),
        AnswerKind::Date { pass } => view! { <Date visit place name pass/> }.into_any(),
        AnswerKind::Text => view! { <Text visit place name/> }.into_any(),
        AnswerKind::Photo => ().into_any(),
    };
    let has_na_button = is_judged && !matches!(visit.walk().item(place).answer, AnswerKind::Check);
    view! {
        {input}
        {has_na_button.then(|| view! {
            <Button label=say::answer::na() weight=Weight::Quiet on_press=move |()| visit.answer(place, Answer::NotApplicable)/>
        })}
    }
}

#[component]
fn Check(visit: Visit, place: usize, name: String) -> impl IntoView {
    let answer = visit.walk().card(place).answer;
    let value = Signal::derive(move || match answer.get() {
        Some(Answer::Pass) => Some(Shown::Pass),
        Some(Answer::Fail) => Some(Shown::Fail),
        Some(Answer::NotApplicable) => Some(Shown::NotApplicable),
        _ => None,
    });
    let give = move |chosen| {
        visit.answer(
            place,
            match chosen {
                Shown::Pass => Answer::Pass,
                Shown::Fail => Answer::Fail,
                Shown::NotApplicable => Answer::NotApplicable,
            },
        );
    };
    view! { <AnswerGroup item=name value on_answer=give/> }
}

#[component]
fn YesNo(visit: Visit, place: usize, name: String) -> impl IntoView {
    let answer = visit.walk().card(place).answer;
    let value = Signal::derive(move || match answer.get() {
        Some(Answer::YesNo(yes)) => Some(if yes { "yes" } else { "no" }.to_owned()),
        _ => None,
    });
    let options = vec![Pick::new("yes", say::answer::yes()), Pick::new("no", say::answer::no())];
    let give = move |chosen: String| visit.answer(place, Answer::YesNo(chosen == "yes"));
    view! { <Options name=say::answer::label(name) options value on_choose=give stand=Stand::Pair/> }
}

#[component]
fn OneOf(visit: Visit, place: usize, name: String, options: Vec<ChoiceOption>) -> impl IntoView {
    let answer = visit.walk().card(place).answer;
    let value = Signal::derive(move || match answer.get() {
        Some(Answer::Choice(id)) => Some(id),
        _ => None,
    });
    let options = options.into_iter().map(|option| Pick::new(option.id, tongue(&option.text, &option.text_en))).collect();
    let give = move |chosen: String| visit.answer(place, Answer::Choice(chosen));
    view! { <Options name=say::answer::label(name) options value on_choose=give stand=Stand::Rows/> }
}

#[component]
fn Number(visit: Visit, place: usize, name: String, unit: String, pass: Option<NumberPass>) -> impl IntoView {
    let answer = visit.walk().card(place).answer;
    let kept = answer.with_untracked(|answer| match answer {
        Some(Answer::Number(figure)) => figure.to_string(),
        _ => String::new(),
    });
    let typed = RwSignal::new(kept);
    let figure = Memo::new(move |_| typed.with(|typed| typed.trim_end_matches('.').parse::<Decimal>().ok()));
    let verdict = {
        let unit = unit.clone();
        Signal::derive(move || {
            if typed.with(String::is_empty) {
                return None;
            }
            let Some(figure) = figure.get() else { return Some((Tone::Error, say::answer::number::invalid())) };
            let pass = pass?;
            Some(judged(figure, pass, &unit))
        })
    };
    let keep = move |()| {
        if let Some(figure) = figure.get_untracked() {
            visit.answer(place, Answer::Number(figure));
        }
    };
    let can_be_negative = unit.contains('℃');
    let id = format!("figure-{place}");
    let label = Signal::stored(Phrase::verbatim(name));
    let on_input = move |text| typed.set(text);
    match pass.map(limit) {
        Some(limit) => {
            view! { <NumberPad id label unit value=typed on_input on_keep=keep verdict limit signed=can_be_negative/> }.into_any()
        }
        None => view! { <NumberPad id label unit value=typed on_input on_keep=keep verdict signed=can_be_negative/> }.into_any(),
    }
}

/// 要求不小于 0.8
fn limit(pass: NumberPass) -> Phrase {
    match (pass.min, pass.max) {
        (Some(min), Some(max)) => say::answer::number::between(min.to_string(), max.to_string()),
        (Some(min), None) => say::answer::number::at_least(min.to_string()),
        (None, Some(max)) => say::answer::number::at_most(max.to_string()),
        (None, None) => say::answer::number::ok(),
    }
}

/// 差 0.1，判为不符合
fn judged(figure: Decimal, pass: NumberPass, unit: &str) -> (Tone, Phrase) {
    let bound = pass.max.or(pass.min).map_or(0, Decimal::millionths);
    if bound > 0 && figure.millionths() >= bound.saturating_mul(SLIP) {
        return (Tone::Warn, say::answer::number::slip(figure.to_string(), unit));
    }
    let between = |high: Decimal, low: Decimal| Decimal::from_millionths(high.millionths() - low.millionths()).to_string();
    match (pass.min, pass.max) {
        (Some(min), _) if figure < min => (Tone::Error, say::answer::number::short(between(min, figure))),
        (_, Some(max)) if figure > max => (Tone::Error, say::answer::number::over(between(figure, max))),
        _ => (Tone::Ok, say::answer::number::ok()),
    }
}

#[component]
fn Date(visit: Visit, place: usize, name: String, pass: Option<DatePass>) -> impl IntoView {
    let walk = visit.walk();
    let kept = walk.card(place).answer.with_untracked(|answer| match answer {
        Some(Answer::Date(day)) => day.to_string(),
        _ => String::new(),
    });
    let typed = RwSignal::new(kept);
    let day = Memo::new(move |_| typed.with(|typed| typed.parse::<Day>().ok()));
    let today = walk.today();
    let verdict = move || {
        let day = day.get()?;
        let is_fail = visit.walk().judge(place, Some(&Answer::Date(day))) == Some(Verdict::Fail);
        pass.map(|pass| {
            let left = day.days_since(today);
            match (pass, is_fail) {
                (DatePass::NotBeforeToday, true) => (Tone::Error, say::answer::date::expired(-left)),
                (DatePass::NotBeforeToday, false) => (Tone::Ok, say::answer::date::valid(left)),
                (DatePass::WithinDays(_), true) => (Tone::Error, say::answer::verdict::fail()),
                (DatePass::WithinDays(_), false) => (Tone::Ok, say::answer::verdict::pass()),
            }
        })
    };
    let keep = move |()| {
        if let Some(day) = day.get_untracked() {
            visit.answer(place, Answer::Date(day));
        }
    };
    view! {
        <DateField
            id=format!("date-{place}")
            label=Signal::stored(Phrase::verbatim(name))
            value=typed
            on_input=move |text| typed.set(text)
            today=today.to_string()
            on_unreadable=move |()| visit.not_checked(place, NotCheckedReason::Unreadable, String::new())
        />
        {move || verdict().map(|(tone, words)| view! { <p class="date-verdict" data-tone=tone.name() role="status">{words}</p> })}
        <Button label=say::answer::date::keep() disabled=Signal::derive(move || day.get().is_none()) on_press=keep/>
    }
}

#[component]
fn Text(visit: Visit, place: usize, name: String) -> impl IntoView {
    let answer = visit.walk().card(place).answer;
    let value = Signal::derive(move || match answer.get() {
        Some(Answer::Text(text)) => text,
        _ => String::new(),
    });
    // Each letter goes into the journal: what was typed must not be lost with the page.
    let write = move |text: String| {
        // Erased is not answered.
        if text.trim().is_empty() { visit.take_answer_back(place) } else { visit.put(place, Answer::Text(text)) }
    };
    let keep = move |()| {
        if !value.get_untracked().trim().is_empty() {
            visit.advance(place);
        }
    };
    view! {
        <div class="item-text-field">
            <Field id=format!("text-{place}") label=Signal::stored(Phrase::verbatim(name)) kind=Kind::Lines value on_input=write/>
            <Button label=say::answer::text::keep() on_press=keep/>
        </div>
    }
}
