//! How a premises gets its points and its colour.

use super::{Colour, Pick, RiskRules, Rule, RuleGroup};
use crate::condition::{Asked, FactValue, Facts};
use crate::premises_kind::Kind;
use serde::{Deserialize, Serialize};

/// A further kind adds this much to the highest base.
const FURTHER_KIND_POINTS: i32 = 3;
/// All further kinds together add at most this much.
const FURTHER_KINDS_MAX: i32 = 6;
const SCORE_MAX: i32 = 100;

/// The grade of a premises with all its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// 0 to 100.
    pub score: i32,
    /// Where the points come from, in the order of the rules. They may add up to more than 100.
    pub parts: Vec<Part>,
    /// The colour by points alone.
    pub by_score: Colour,
    /// Ids of the overrides that hold.
    pub overrides: Vec<String>,
    /// The colour that floors and overrides demand at least; no person may go below it.
    pub at_least: Colour,
    /// The colour.
    pub colour: Colour,
}

/// Points of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// `base`, the rule's id, or `<group>-cap` for what a cap took off.
    pub id: String,
    /// The points.
    pub points: i32,
}

impl RiskRules {
    /// Grades a premises of `kind` that is also of `also_kinds`. The facts have to be complete with the derived ones.
    #[must_use]
    pub fn grade(&self, kind: &Kind, also_kinds: &[&Kind], facts: &Facts) -> Grade {
        let mut parts = vec![Part { id: "base".to_owned(), points: base(kind, also_kinds) }];
        parts.extend(self.groups.iter().flat_map(|group| group.parts(facts)));
        let score = parts.iter().map(|part| part.points).sum::<i32>().clamp(0, SCORE_MAX);
        let reached = self.colours.iter().filter(|colour| score >= colour.min);
        let by_score = reached.map(|colour| colour.id).max().unwrap_or(Colour::Blue);
        let holding = || self.overrides.iter().filter(|one| one.when.holds(facts));
        let floors = also_kinds.iter().map(|kind| kind.floor).chain([kind.floor]);
        let at_least = floors.chain(holding().map(|one| one.at_least)).max().unwrap_or(Colour::Blue);
        Grade { score, parts, by_score, overrides: holding().map(|one| one.id.clone()).collect(), at_least, colour: by_score.max(at_least) }
    }

    /// Whether a person may set this colour instead: upwards any, downwards so many steps, never below what floors and overrides demand.
    #[must_use]
    pub fn may_be_set(&self, grade: &Grade, wanted: Colour) -> bool {
        let lowest = (0..self.manual.step).fold(grade.colour, |colour, _| colour.milder());
        wanted >= lowest.max(grade.at_least)
    }
}

fn base(kind: &Kind, also_kinds: &[&Kind]) -> i32 {
    let highest = also_kinds.iter().fold(kind.base, |highest, also| highest.max(also.base));
    let further = i32::try_from(also_kinds.len()).unwrap_or(i32::MAX).saturating_mul(FURTHER_KIND_POINTS);
    highest + further.min(FURTHER_KINDS_MAX)
}

impl RuleGroup {
    fn parts(&self, facts: &Facts) -> Vec<Part> {
        let counting = self.rules.iter().filter_map(|rule| {
            let points = rule.points_for(facts);
            (points != 0).then(|| Part { id: rule.id.clone(), points })
        });
        match self.pick {
            // Of equals the first: `max_by_key` alone would name the last.
            Pick::Max => counting.rev().max_by_key(|part| part.points).into_iter().collect(),
            Pick::Sum => {
                let mut parts: Vec<Part> = counting.collect();
                let over = self.over_cap(parts.iter().map(|part| part.points).sum());
                if over != 0 {
                    parts.push(Part { id: format!("{}-cap", self.id), points: -over });
                }
                parts
            }
        }
    }

    fn over_cap(&self, sum: i32) -> i32 {
        match self.cap {
            Some(cap) if cap < 0 => (sum - cap).min(0),
            Some(cap) => (sum - cap).max(0),
            None => 0,
        }
    }
}

impl Rule {
    fn points_for(&self, facts: &Facts) -> i32 {
        if let Some(per) = &self.per {
            let count = match facts.get(&per.field) {
                Some(FactValue::Number(count)) => count.whole().unwrap_or(0),
                _ => 0,
            };
            let count = i32::try_from(count.max(0)).unwrap_or(i32::MAX);
            return per.points.saturating_mul(count).min(per.max);
        }
        let asked = Asked { facts, sets: None, unknown_is_worst: &self.unknown };
        let holds = self.when.as_ref().is_some_and(|when| when.holds(asked));
        if holds { self.points.unwrap_or(0) } else { 0 }
    }
}
