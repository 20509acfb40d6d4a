//! What an answer means: a pass, a finding, or a fact.

use super::{AnswerKind, DatePass, Item, NumberPass};
use crate::decimal::Decimal;
use crate::inspection::Answer;
use crate::time::Day;

/// The answer of an item as rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// None yet.
    Unanswered,
    /// Not asked.
    Hidden,
    /// 查不了
    NotChecked,
    /// 不涉及
    NotApplicable,
    /// 符合
    Pass,
    /// 不符合
    Fail,
    /// Yes or no.
    YesNo(bool),
    /// A figure in the item's unit.
    Number(Decimal),
    /// Id of an option.
    Choice(String),
    /// A date.
    Date(Day),
    /// Some text.
    Text,
    /// A picture.
    Photo,
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 符合
    Pass,
    /// 不符合: a finding.
    Fail,
    /// Not judged.
    Fact,
}

/// Judges an answer; `today` is the day the visit began. `None` for what is no answer: unanswered, hidden, not checked, not
/// applicable, or an answer of another kind than the item's.
///
/// A number, date or choice is always judged by its own rule. Only a `check` is what the inspector says.
#[must_use]
pub fn judge(item: &Item, seen: &Seen, today: Day) -> Option<Verdict> {
    let verdict = |passes: bool| if passes { Verdict::Pass } else { Verdict::Fail };
    match (&item.answer, seen) {
        (AnswerKind::Check, Seen::Pass) => Some(Verdict::Pass),
        (AnswerKind::Check, Seen::Fail) => Some(Verdict::Fail),
        (AnswerKind::Number { pass: Some(pass), .. }, Seen::Number(figure)) => Some(verdict(pass.passes(*figure))),
        (AnswerKind::Date { pass: Some(pass) }, Seen::Date(day)) => Some(verdict(pass.passes(*day, today))),
        (AnswerKind::Choice { options }, Seen::Choice(id)) => {
            let chosen = options.iter().find(|option| option.id == *id)?;
            Some(if item.is_judged() { verdict(!chosen.fails) } else { Verdict::Fact })
        }
        (AnswerKind::YesNo, Seen::YesNo(_))
        | (AnswerKind::Number { .. }, Seen::Number(_))
        | (AnswerKind::Date { .. }, Seen::Date(_))
        | (AnswerKind::Text, Seen::Text)
        | (AnswerKind::Photo, Seen::Photo) => Some(Verdict::Fact),
        _ => None,
    }
}

impl NumberPass {
    /// Whether the figure lies within the bounds.
    #[must_use]
    pub fn passes(&self, figure: Decimal) -> bool {
        self.min.is_none_or(|min| figure >= min) && self.max.is_none_or(|max| figure <= max)
    }
}

impl DatePass {
    /// Whether the date passes on a visit that began on `today`. The last time of something cannot lie in the future.
    #[must_use]
    pub fn passes(self, day: Day, today: Day) -> bool {
        match self {
            Self::NotBeforeToday => day >= today,
            Self::WithinDays(days) => (0..=i64::from(days)).contains(&today.days_since(day)),
        }
    }
}

impl From<&Answer> for Seen {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Pass => Self::Pass,
            Answer::Fail => Self::Fail,
            Answer::NotApplicable => Self::NotApplicable,
            Answer::NotChecked { .. } => Self::NotChecked,
            Answer::YesNo(yes) => Self::YesNo(*yes),
            Answer::Number(figure) => Self::Number(*figure),
            Answer::Choice(option) => Self::Choice(option.clone()),
            Answer::Date(day) => Self::Date(*day),
            Answer::Text(_) => Self::Text,
            Answer::Photo => Self::Photo,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(answer: &str) -> Item {
        let json = format!(
            r#"{{"id":"x","text":"x","text_en":"x","answer":{answer},"demand":{{"violation":"x","severity":"general","basis":[],"rectify":"x","deadline_days":0}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    const TODAY: &str = "2026-11-24";

    fn verdict(item: &Item, seen: &Seen) -> Option<Verdict> {
        judge(item, seen, day(TODAY))
    }

    #[test]
    fn what_is_no_answer_has_no_verdict() {
        let item = judged(r#"{"number":{"unit":"m","pass":{"min":"0.9"}}}"#);
        for seen in [Seen::Unanswered, Seen::Hidden, Seen::NotChecked, Seen::NotApplicable, Seen::Pass, Seen::YesNo(true)] {
            assert_eq!(verdict(&item, &seen), None, "{seen:?}");
        }
        assert_eq!(verdict(&judged(r#"{"choice":{"options":[]}}"#), &Seen::Choice("gone".into())), None);
    }

    #[test]
    fn the_bounds_themselves_pass() {
        let item = judged(r#"{"number":{"unit":"m","pass":{"min":"0.9","max":"1.1"}}}"#);
        for (figure, expected) in [("0.899999", Verdict::Fail), ("0.9", Verdict::Pass), ("1.1", Verdict::Pass), ("1.11", Verdict::Fail)] {
            assert_eq!(verdict(&item, &Seen::Number(figure.parse().unwrap())), Some(expected), "{figure}");
        }
    }

    #[test]
    fn something_valid_until_today_is_still_valid() {
        let item = judged(r#"{"date":{"pass":"not_before_today"}}"#);
        assert_eq!(verdict(&item, &Seen::Date(day("2026-11-23"))), Some(Verdict::Fail));
        assert_eq!(verdict(&item, &Seen::Date(day(TODAY))), Some(Verdict::Pass));
    }

    #[test]
    fn a_service_within_a_year_is_365_days_ago_at_most() {
        let item = judged(r#"{"date":{"pass":{"within_days":365}}}"#);
        for (date, expected) in
            [("2025-11-23", Verdict::Fail), ("2025-11-24", Verdict::Pass), (TODAY, Verdict::Pass), ("2026-11-25", Verdict::Fail)]
        {
            assert_eq!(verdict(&item, &Seen::Date(day(date))), Some(expected), "{date}");
        }
    }

    #[test]
    fn a_choice_fails_by_its_option_and_a_fact_is_never_judged() {
        let options =
            r#"{"choice":{"options":[{"id":"all","text":"全","text_en":"all"},{"id":"none","text":"无","text_en":"none","fails":true}]}}"#;
        let item = judged(options);
        assert_eq!(verdict(&item, &Seen::Choice("all".into())), Some(Verdict::Pass));
        assert_eq!(verdict(&item, &Seen::Choice("none".into())), Some(Verdict::Fail));
        let fact = Item { demand: None, ..item };
        assert_eq!(verdict(&fact, &Seen::Choice("all".into())), Some(Verdict::Fact));
    }
}
