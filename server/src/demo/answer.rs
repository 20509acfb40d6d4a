//! Goes through the checklists of a visit as an inspector would: facts as the ledger knows them, the rest as it usually is.

use super::random::Random;
use domain::checklist::{AnswerKind, Checklist, DatePass, Item, NumberPass, PhotoRule, Verdict};
use domain::decimal::Decimal;
use domain::inspection::{Answer, ItemRef, NotCheckedReason};
use domain::premises::{FieldValue, Premises};
use domain::time::Day;
use domain::walk::{Step, steps};
use std::collections::BTreeMap;

/// Answering shows further items, which show further ones; no list nests deeper.
const PASSES_MAX: usize = 12;
/// So many passes and nothing else look like haste (`Flag::AllPass`); some item never applies.
const ALL_PASS_MAX: usize = 24;
/// Millionths.
const ONE: i64 = 1_000_000;
/// Units that only come whole.
const COUNTED: [&str; 16] = ["人", "个", "具", "辆", "层", "处", "樘", "间", "户", "家", "台", "部", "天", "条", "学时", "min"];

/// A walk through lists.
pub(super) struct Walk<'a> {
    lists: Vec<&'static Checklist>,
    premises: &'a Premises,
    day: Day,
    random: Random,
    answers: BTreeMap<ItemRef, Answer>,
    /// The answers to questions that several lists share.
    same: BTreeMap<&'static str, Answer>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(lists: Vec<&'static Checklist>, premises: &'a Premises, day: Day, random: Random) -> Self {
        let mut walk = Self { lists, premises, day, random, answers: BTreeMap::new(), same: BTreeMap::new() };
        walk.complete();
        walk
    }

    pub(super) fn steps(&self) -> Vec<Step<'_>> {
        steps(&self.lists, &self.answers.iter().collect())
    }

    /// Answers whatever is asked and open, the good way.
    fn complete(&mut self) {
        for _ in 0..PASSES_MAX {
            let open: Vec<(ItemRef, &'static Item)> = self.lists_steps().filter(|(at, _)| !self.answers.contains_key(at)).collect();
            if open.is_empty() {
                return;
            }
            for (at, item) in open {
                let shared =
                    item.same.as_deref().and_then(|word| self.same.get(word)).filter(|answer| domain::walk::fits(item, answer)).cloned();
                let answer = shared.unwrap_or_else(|| self.good(item));
                if let Some(word) = item.same.as_deref() {
                    self.same.insert(word, answer.clone());
                }
                self.answers.insert(at, answer);
            }
        }
    }

    /// The visible items, as the library owns them.
    fn lists_steps(&self) -> impl Iterator<Item = (ItemRef, &'static Item)> + use<> {
        let visible: Vec<ItemRef> = self.steps().iter().map(Step::at).collect();
        let lists = self.lists.clone();
        visible.into_iter().filter_map(move |at| {
            let item = lists.iter().find(|list| list.id == at.list)?.item(&at.item)?;
            Some((at, item))
        })
    }

    /// Items that are answered well and could fail alone: no other list asks the same, and a picture would show it.
    pub(super) fn could_fail(&self) -> Vec<(ItemRef, &'static Item)> {
        let passed: Vec<ItemRef> = self.steps().iter().filter(|step| step.verdict(self.day) == Some(Verdict::Pass)).map(Step::at).collect();
        let alone = |item: &Item| item.same.is_none() && item.photo != PhotoRule::Never;
        self.lists_steps().filter(|(at, item)| alone(item) && passed.contains(at)).collect()
    }

    /// Answers an item so that it fails, and whatever that makes visible.
    pub(super) fn fail(&mut self, at: &ItemRef) {
        let Some((_, item)) = self.lists_steps().find(|(known, _)| known == at) else { return };
        let answer = self.bad(item);
        self.answers.insert(at.clone(), answer);
        self.complete();
    }

    /// Some items do not apply here, and now and then one can't be checked.
    pub(super) fn leave_some(&mut self, not_checked: bool) {
        let passes = |walk: &Self| {
            let steps = walk.steps();
            steps.iter().filter(|step| step.verdict(walk.day) == Some(Verdict::Pass)).count()
        };
        let mut some: Vec<(ItemRef, &'static Item)> = self
            .could_fail()
            .into_iter()
            .filter(|(_, item)| item.answer == AnswerKind::Check && !item.lifeline && item.photo != PhotoRule::Always)
            .collect();
        let spare = passes(self).saturating_sub(ALL_PASS_MAX).min(1);
        for _ in 0..self.random.below(4).max(spare) {
            if some.is_empty() {
                return;
            }
            let (at, _) = some.swap_remove(self.random.below(some.len()));
            self.answers.insert(at, Answer::NotApplicable);
        }
        if let (true, Some((at, _))) = (not_checked, some.pop()) {
            let (reason, text) = match self.random.below(5) {
                0 => (NotCheckedReason::Locked, String::new()),
                1 => (NotCheckedReason::NobodyToAsk, String::new()),
                2 => (NotCheckedReason::Unreadable, String::new()),
                3 => (NotCheckedReason::Unsure, String::new()),
                _ => (NotCheckedReason::Other, "后厨正在出餐高峰，约好下次再看".to_owned()),
            };
            self.answers.insert(at, Answer::NotChecked { reason, text });
        }
        self.complete();
    }

    fn good(&mut self, item: &Item) -> Answer {
        match &item.answer {
            AnswerKind::Check => Answer::Pass,
            AnswerKind::Photo => Answer::Photo,
            AnswerKind::Text => Answer::Text(self.text(item)),
            AnswerKind::YesNo => Answer::YesNo(self.yes(item)),
            AnswerKind::Number { unit, pass } => Answer::Number(match pass {
                Some(pass) => self.within(*pass, COUNTED.contains(&unit.as_str())),
                None => self.measured(item, unit),
            }),
            AnswerKind::Choice { options } => {
                let known = self.field(item).and_then(|value| match value {
                    FieldValue::Text(id) => options.iter().find(|option| option.id == *id && !option.fails),
                    _ => None,
                });
                let fine: Vec<_> = options.iter().filter(|option| !option.fails).collect();
                let chosen = known.or_else(|| self.random.pick(&fine).copied()).or(options.first());
                Answer::Choice(chosen.map(|option| option.id.clone()).unwrap_or_default())
            }
            AnswerKind::Date { pass } => Answer::Date(match pass {
                Some(DatePass::NotBeforeToday) => self.day.plus(self.random.within(30..=420)),
                Some(DatePass::WithinDays(days)) => self.day.plus(-self.random.within(1..=i64::from(*days).max(2) * 4 / 5)),
                None => self.day.plus(-self.random.within(40..=900)),
            }),
        }
    }

    fn bad(&mut self, item: &Item) -> Answer {
        match &item.answer {
            AnswerKind::Number { unit, pass: Some(pass) } => Answer::Number(self.without(*pass, COUNTED.contains(&unit.as_str()))),
            AnswerKind::Choice { options } => {
                let failing = options.iter().find(|option| option.fails);
                failing.map_or(Answer::Fail, |option| Answer::Choice(option.id.clone()))
            }
            AnswerKind::Date { pass: Some(DatePass::NotBeforeToday) } => Answer::Date(self.day.plus(-self.random.within(5..=60))),
            AnswerKind::Date { pass: Some(DatePass::WithinDays(days)) } => {
                Answer::Date(self.day.plus(-i64::from(*days) - self.random.within(20..=120)))
            }
            _ => Answer::Fail,
        }
    }

    /// What the ledger says to a fact.
    fn field(&self, item: &Item) -> Option<&'a FieldValue> {
        let by_word = match item.same.as_deref() {
            Some("sleepers") => Some("sleepers"),
            _ => None,
        };
        let field = item.fact.as_deref().or(by_word)?;
        self.premises.fields.get(field)
    }

    fn yes(&mut self, item: &Item) -> bool {
        if item.same.as_deref() == Some("overnight") {
            return matches!(self.premises.fields.get("sleepers"), Some(FieldValue::Int(1..)));
        }
        match self.field(item) {
            Some(FieldValue::Text(word)) => word == "yes",
            Some(FieldValue::Int(bit)) => *bit > 0,
            _ => self.random.chance(35),
        }
    }

    fn text(&mut self, item: &Item) -> String {
        if item.id.as_str().contains("code") {
            return format!("梯11蒙K{:05}({})", self.random.below(90_000) + 10_000, 15 + self.random.below(11));
        }
        "现场查看，未发现".to_owned()
    }

    /// A figure that nobody judges.
    fn measured(&mut self, item: &Item, unit: &str) -> Decimal {
        let of_ledger = |field: &str| match self.premises.fields.get(field) {
            Some(FieldValue::Int(whole)) => Decimal::try_from(*whole).ok(),
            Some(FieldValue::Decimal(size)) => Some(*size),
            _ => None,
        };
        let known = match self.field(item) {
            Some(FieldValue::Int(whole)) => Decimal::try_from(*whole).ok(),
            Some(FieldValue::Decimal(size)) => Some(*size),
            _ if matches!(unit, "m²" | "㎡" | "平方米") && item.text.contains("面积") => of_ledger("area_m2"),
            _ => None,
        };
        let range = match unit {
            "人" => 2..=16,
            "m²" | "㎡" | "平方米" => 35..=260,
            "kg" => 15..=60,
            "辆" => 6..=60,
            "万元" => 8..=60,
            "户" | "家" | "间" => 3..=24,
            "厘米" => 0..=6,
            _ => 1..=4,
        };
        known.unwrap_or_else(|| Decimal::from_millionths(self.random.within(range) * ONE))
    }

    fn within(&mut self, pass: NumberPass, is_counted: bool) -> Decimal {
        let step = if is_counted { ONE } else { ONE / 100 };
        let (low, high) = match (pass.min.map(Decimal::millionths), pass.max.map(Decimal::millionths)) {
            (Some(low), Some(high)) => (low, high),
            (Some(low), None) => (low, low + (low / 3).max(2 * step)),
            (None, Some(high)) => (high * 2 / 5, high),
            (None, None) => (ONE, 3 * ONE),
        };
        let steps = ((high - low) / step).max(0);
        // Upwards from a bound that passes by steps, so that no rounding falls out of it.
        let value =
            if pass.min.is_some() { low + self.random.within(0..=steps) * step } else { high - self.random.within(0..=steps) * step };
        Decimal::from_millionths(value)
    }

    fn without(&mut self, pass: NumberPass, is_counted: bool) -> Decimal {
        let step = if is_counted { ONE } else { ONE / 100 };
        let value = match (pass.min.map(Decimal::millionths), pass.max.map(Decimal::millionths)) {
            (Some(low), _) if low > 0 => (low * self.random.within(60..=88) / 100 / step * step).min(low - step).max(0),
            (_, Some(high)) => (high * self.random.within(120..=170) / 100 / step + 1) * step,
            (low, None) => low.unwrap_or(0) - step,
        };
        Decimal::from_millionths(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::library::Library;
    use domain::premises_kind::KindId;

    fn shop(kind: &str) -> Premises {
        serde_json::from_value(serde_json::json!({
            "id": "0190a000-0000-7000-8000-000000000001", "name": "恒达", "kind": kind, "address": "样例路8号",
            "community": "0190a000-0000-7000-8000-000000000002",
            "fields": {"sleepers": {"int": 1}, "gas": {"text": "bottle"}, "area_m2": {"decimal": "66.5"}}
        }))
        .unwrap()
    }

    #[test]
    fn every_list_can_be_gone_through_without_a_fault() {
        let day = "2026-11-20".parse().unwrap();
        for published in Library::builtin().checklists.values() {
            let list = &published.checklist;
            let premises = shop(list.applies_to.first().unwrap_or(&KindId::from("small-shop")).as_str());
            for n in 0..20 {
                let mut walk = Walk::new(vec![list], &premises, day, Random::of(n, "test", 0));
                walk.leave_some(n % 2 == 0);
                for step in walk.steps() {
                    assert!(step.is_answered(), "{} {}: {:?}", list.id, step.item.id, step.answer);
                    assert_ne!(step.verdict(day), Some(Verdict::Fail), "{} {}: {:?}", list.id, step.item.id, step.answer);
                }
            }
        }
    }

    #[test]
    fn what_can_fail_fails_when_asked_to() {
        let day = "2026-11-20".parse().unwrap();
        for published in Library::builtin().checklists.values() {
            let list = &published.checklist;
            let premises = shop(list.applies_to.first().unwrap_or(&KindId::from("small-shop")).as_str());
            let walk = Walk::new(vec![list], &premises, day, Random::of(7, "test", 0));
            for (at, item) in walk.could_fail() {
                let mut walk = Walk::new(vec![list], &premises, day, Random::of(7, "test", 0));
                walk.fail(&at);
                let fails = walk.steps().iter().any(|step| step.is_at(&at) && step.verdict(day) == Some(Verdict::Fail));
                assert!(fails, "{} {}: {:?}", list.id, item.id, item.answer);
            }
        }
    }
}
