//! Until when: the item's default and what is shorter as chips; a later day with its reason, within what the rule allows.

use super::options::{Options, Pick};
use crate::phone::clock;
use app_ui::part::{Field, Kind, Notice, Tone};
use app_ui::words::{Phrase, say};
use domain::decide::submit::DEADLINE_REASON_MIN;
use domain::parameter::GENERAL_DEADLINE_MAX_DAYS;
use domain::time::Day;
use leptos::prelude::*;

/// What is offered besides the default.
const DAYS_OFFERED: [u32; 6] = [0, 1, 3, 7, 15, 30];

/// The deadline of an ordered rectification.
#[component]
pub fn DueChoice(
    /// The item's own.
    default_days: u32,
    /// On a lifeline nothing beyond the default is possible.
    lifeline: bool,
    /// The last day.
    due_on: Signal<Option<Day>>,
    /// The day of the visit: a draft may be finished after midnight.
    begun_on: Day,
    /// What the revision that came back had ordered: it stands, however late it is by now.
    ordered: Option<Day>,
    /// Why later than the default.
    reason: Signal<String>,
    /// Another last day.
    #[prop(into)]
    on_due: Callback<Day>,
    /// Another reason.
    #[prop(into)]
    on_reason: Callback<String>,
) -> impl IntoView {
    let today = clock::now().day();
    let by_date = RwSignal::new(false);
    let longest = if lifeline { i64::from(default_days) } else { GENERAL_DEADLINE_MAX_DAYS.max(i64::from(default_days)) };
    let mut days: Vec<u32> =
        DAYS_OFFERED.into_iter().filter(|days| *days < default_days || (!lifeline && i64::from(*days) <= longest)).collect();
    days.push(default_days);
    days.sort_unstable();
    days.dedup();
    let left = Memo::new(move |_| due_on.get().map(|due| due.days_since(today)));
    let is_later = Memo::new(move |_| left.get().is_some_and(|left| left > i64::from(default_days)));
    let offered = days.clone();
    let value = Signal::derive(move || {
        let left = left.get()?;
        let is_offered = offered.iter().any(|days| i64::from(*days) == left);
        Some(if by_date.get() || !is_offered { "date".to_owned() } else { left.to_string() })
    });
    let chip = |days: u32| Pick::new(days.to_string(), if days == 0 { say::fail::due_today() } else { say::fail::due_days(days) });
    let mut options: Vec<Pick> = days.into_iter().map(chip).collect();
    if !lifeline {
        options.push(Pick::new("date", say::fail::due_other()));
    }
    let choose = move |name: String| match name.parse::<i64>() {
        Ok(days) => {
            by_date.set(false);
            on_due.run(today.plus(days));
        }
        Err(_) => by_date.set(true),
    };
    let pick = move |text: String| {
        if let Ok(day) = text.parse::<Day>() {
            on_due.run(day);
        }
    };
    let date = Signal::derive(move || due_on.get().map(|due| due.to_string()).unwrap_or_default());
    let shows_date = Memo::new(move |_| value.get().as_deref() == Some("date"));
    let rule = Rule { today, begun_on, longest, ordered };
    let word = move || due_on.get().and_then(|due| rule.judge(due));
    let reason_missing = Signal::derive(move || {
        reason.with(|reason| reason.trim().chars().count() < DEADLINE_REASON_MIN).then(say::fail::due_reason_missing)
    });
    view! {
        <Options name=say::fail::due() options value on_choose=choose/>
        {(lifeline && default_days == 1).then(|| view! { <p class="meta">{say::fail::due_limit()}</p> })}
        {move || shows_date.get().then(|| view! { <Field id="due-date" label=say::fail::due_other() kind=Kind::Day value=date on_input=pick/> })}
        {move || word().map(|word| match word {
            Judged::Kept => view! { <Notice tone=Tone::Info text=say::fail::due_kept()/> },
            Judged::Beyond => view! { <Notice tone=Tone::Error text=due_fault(lifeline, longest)/> },
        })}
        {move || is_later.get().then(|| view! { <Field id="due-reason" label=say::fail::due_reason() value=reason on_input=on_reason error=reason_missing/> })}
    }
}

/// Between which days a deadline lies, as `domain::decide::submit` holds it against the record.
#[derive(Debug, Clone, Copy)]
struct Rule {
    today: Day,
    begun_on: Day,
    /// Days from today.
    longest: i64,
    ordered: Option<Day>,
}

/// What there is to say about a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judged {
    /// The first revision's, which a return does not move.
    Kept,
    /// Earlier than the visit or later than the rule allows.
    Beyond,
}

impl Rule {
    fn judge(self, due: Day) -> Option<Judged> {
        if self.ordered == Some(due) {
            return Some(Judged::Kept);
        }
        let is_within = due >= self.begun_on.min(self.today) && due.days_since(self.today) <= self.longest;
        (!is_within).then_some(Judged::Beyond)
    }
}

fn due_fault(lifeline: bool, longest: i64) -> Phrase {
    if lifeline { say::fail::due_limit() } else { say::fail::due_longest(longest) }
}

#[cfg(test)]
mod tests {
    use super::{Judged, Rule};
    use domain::time::Timestamp;

    #[test]
    fn a_deadline_is_held_against_the_days_it_was_named_on() {
        let today = Timestamp::from_millis(1_795_396_800_000).day();
        let first = Rule { today, begun_on: today.plus(-1), longest: 30, ordered: None };
        assert_eq!(first.judge(today.plus(-1)), None, "named before midnight");
        assert_eq!(first.judge(today.plus(-2)), Some(Judged::Beyond));
        assert_eq!(first.judge(today.plus(30)), None);
        assert_eq!(first.judge(today.plus(31)), Some(Judged::Beyond));
        let returned = Rule { begun_on: today.plus(-9), ordered: Some(today.plus(-4)), ..first };
        assert_eq!(returned.judge(today.plus(-4)), Some(Judged::Kept), "past by now, and it stands");
        assert_eq!(returned.judge(today.plus(31)), Some(Judged::Beyond));
    }
}
