//! The reference data about premises: their kinds, the fields of the ledger, the rules of risk and of choosing checklists.

mod told;

pub use told::Told;

use crate::checklist::{Checklist, ChecklistId};
use crate::condition::{Condition, FactValue, Facts};
use crate::decimal::Decimal;
use crate::ledger_field::{Field, Requirement};
use crate::premises_kind::{Group, Kind, KindId, Sector};
use crate::risk::{Grade, RiskRules};
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremisesReference {
    /// Counts changes of this file.
    pub version: u32,
    /// Groups of kinds.
    pub groups: Vec<Group>,
    /// Authorities.
    pub sectors: Vec<Sector>,
    /// The kinds.
    pub kinds: Vec<Kind>,
    /// Checklists that facts add to those of the kind.
    pub checklist_rules: Vec<ChecklistRule>,
    /// The fields of every premises.
    pub fields: Vec<Field>,
    /// Further fields of some kinds.
    pub fields_by_kind: BTreeMap<KindId, Vec<Field>>,
    /// Facts that are reckoned from others or come from the case files.
    pub derived: BTreeMap<String, Derived>,
    /// How coordinates are kept, in words.
    pub coordinates: CoordinateReference,
    /// The credit code's standard, with examples.
    pub uscc: UsccReference,
    /// Risk grading.
    pub risk: RiskRules,
}

/// Checklists that a fact adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistRule {
    /// When.
    pub when: Condition,
    /// Which.
    pub add: Vec<ChecklistId>,
}

/// A derived fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Derived {
    /// True exactly when the condition holds.
    Rule {
        /// The condition.
        when: Condition,
    },
    /// Reckoned in code, or counted by the caller from the case files; said in words.
    Words(String),
}

/// How coordinates are kept, in words; the code is `coordinates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoordinateReference {
    /// The datum that is stored.
    pub store: crate::coordinates::Datum,
    /// What is kept beside it.
    pub also_keep: Vec<String>,
    /// Where each datum comes from.
    pub datums: BTreeMap<crate::coordinates::Datum, String>,
    /// Where a point comes from.
    pub sources: Vec<crate::premises::PositionSource>,
    /// The rule.
    pub rule: String,
    /// The checks.
    pub checks: Vec<String>,
}

/// The credit code's standard, in numbers and words; the code is `uscc`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsccReference {
    /// Its number.
    pub standard: String,
    /// Characters of a code.
    pub length: usize,
    /// The characters.
    pub alphabet: String,
    /// The weights of the first 17.
    pub weights: Vec<usize>,
    /// The rule.
    pub rule: String,
    /// What is put right silently.
    pub normalise: String,
    /// Codes that are right.
    pub examples_valid: Vec<String>,
    /// Codes that are wrong.
    pub examples_invalid: Vec<UsccExample>,
}

/// A code that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsccExample {
    /// The code.
    pub code: String,
    /// Why.
    pub why: String,
}

impl PremisesReference {
    /// The kind of this id.
    #[must_use]
    pub fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == *id)
    }

    /// The fields of premises of this kind, the common ones first.
    pub fn fields_of(&self, kind: &KindId) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.fields_by_kind.get(kind).into_iter().flatten())
    }

    /// The field of this id: the kind's own meaning first. Premises that changed their kind keep the fields of the old one.
    #[must_use]
    pub fn field(&self, kind: &KindId, id: &str) -> Option<&Field> {
        let others = self.fields_by_kind.values().flatten();
        self.fields_of(kind).chain(others).find(|field| field.id == id)
    }

    /// The facts with those that follow from them: group, `is_dwelling`, density, floors, days since drill and training. A fact given
    /// directly stays. What is counted from the case files (open hazards, visits, missed tasks) and the season is the caller's.
    #[must_use]
    pub fn complete(&self, facts: &Facts, today: Day) -> Facts {
        let mut all = facts.clone();
        let mut add = |name: &str, value: Option<FactValue>| {
            if let (Some(value), false) = (value, all.contains_key(name)) {
                all.insert(name.to_owned(), value);
            }
        };
        add("group", self.kind_of(facts).map(|kind| FactValue::Text(kind.group.clone())));
        for (name, derived) in &self.derived {
            if let Derived::Rule { when } = derived {
                add(name, Some(FactValue::Flag(when.holds(facts))));
            }
        }
        add("density", density(facts).map(FactValue::Number));
        add("basement_used", any_floor(facts, |floor| floor < 0).map(FactValue::Flag));
        add("business_upstairs", business_upstairs(facts).map(FactValue::Flag));
        add("days_since_drill", days_since(facts, "last_drill", today).map(FactValue::Number));
        add("days_since_training", days_since(facts, "last_training", today).map(FactValue::Number));
        all
    }

    /// The grade of premises with these facts, `None` if the kind is not known. The facts are completed first.
    #[must_use]
    pub fn grade(&self, facts: &Facts, today: Day) -> Option<Grade> {
        let also: Vec<&Kind> = self.also_kinds_of(facts).collect();
        Some(self.risk.grade(self.kind_of(facts)?, &also, &self.complete(facts, today)))
    }

    /// Required risk facts that nobody has entered: until then the kind's `default_risk` is shown.
    #[must_use]
    pub fn missing_risk_facts(&self, facts: &Facts) -> Vec<&Field> {
        let asked = self.fields.iter().filter(|field| field.risk && field.req != Requirement::Optional);
        asked.filter(|field| !facts.contains_key(&field.id)).collect()
    }

    /// The checklists a visit starts with, in the order in which they are shown: those of the kind, of the kinds it is also, and
    /// those that facts add; none twice. The facts have to be complete.
    #[must_use]
    pub fn preselected_checklists(&self, kind: &KindId, facts: &Facts) -> Vec<ChecklistId> {
        let kinds = self.kind(kind).into_iter().chain(self.also_kinds_of(facts));
        let of_kinds = kinds.flat_map(|kind| &kind.checklists);
        let rules = self.checklist_rules.iter().filter(|rule| rule.when.holds(facts));
        let mut chosen: Vec<ChecklistId> = vec![];
        for id in of_kinds.chain(rules.flat_map(|rule| &rule.add)) {
            if !chosen.contains(id) {
                chosen.push(id.clone());
            }
        }
        chosen
    }

    /// Whether a visit to premises of one of these kinds may start with the list: as one of its kind's, by a fact if the list is for
    /// such premises, or because the office made it for them. What an unusual fact adds beyond that is not foreseen.
    #[must_use]
    pub fn may_preselect(&self, kinds: &BTreeSet<KindId>, list: &Checklist) -> bool {
        if kinds.iter().filter_map(|id| self.kind(id)).any(|kind| kind.checklists.contains(&list.id)) {
            return true;
        }
        let by_fact = self.checklist_rules.iter().any(|rule| rule.add.contains(&list.id));
        let by_kind = self.kinds.iter().any(|kind| kind.checklists.contains(&list.id));
        (by_fact || !by_kind) && list.applies_to.iter().any(|kind| kinds.contains(kind))
    }

    fn kind_of(&self, facts: &Facts) -> Option<&Kind> {
        match facts.get("kind") {
            Some(FactValue::Text(id)) => self.kind(&KindId::from(id.as_str())),
            _ => None,
        }
    }

    fn also_kinds_of(&self, facts: &Facts) -> impl Iterator<Item = &Kind> {
        let ids: &[String] = match facts.get("also_kinds") {
            Some(FactValue::List(ids)) => ids,
            _ => &[],
        };
        ids.iter().filter_map(|id| self.kind(&KindId::from(id.as_str())))
    }
}

/// People at the busiest hour per square metre.
fn density(facts: &Facts) -> Option<Decimal> {
    match (facts.get("people_peak")?, facts.get("area_m2")?) {
        (FactValue::Number(people), FactValue::Number(area)) => people.checked_div(*area),
        _ => None,
    }
}

/// `None` while the floors are not known.
fn any_floor(facts: &Facts, matches: impl Fn(i32) -> bool) -> Option<bool> {
    match facts.get("floors_used")? {
        FactValue::List(floors) => Some(floors.iter().filter_map(|floor| floor.parse().ok()).any(matches)),
        _ => None,
    }
}

fn business_upstairs(facts: &Facts) -> Option<bool> {
    let self_built = matches!(facts.get("self_built")?, FactValue::Text(word) if word == "yes");
    any_floor(facts, |floor| floor >= 2).map(|upstairs| self_built && upstairs)
}

fn days_since(facts: &Facts, field: &str, today: Day) -> Option<Decimal> {
    match facts.get(field)? {
        FactValue::Text(day) => Decimal::try_from(today.days_since(day.parse().ok()?)).ok(),
        _ => None,
    }
}
