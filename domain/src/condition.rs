//! Conditions over the facts of a premises: which checklists it gets, what its risk is, which cadences hold for it.
//! Written in the reference data as `{field: gas, in: [pipe, bottle]}`, `{all: […]}`, `{any: […]}`, `{not: …}`, `{set: name}`.

mod fact;
mod written;

pub use fact::FactValue;
pub use written::NoCondition;

use crate::decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use written::Written;

/// The word of a three-valued field that stands for "nobody has looked".
pub const UNKNOWN: &str = "unknown";

/// What is known, by field id or name of a derived fact. What is not known is absent.
pub type Facts = BTreeMap<String, FactValue>;

/// Conditions that others name with `{set: name}`.
pub type Sets = BTreeMap<String, Condition>;

/// Sets may name sets, so deep; the library's check refuses circles, this keeps even an unchecked one from hanging.
const SET_DEPTH_MAX: u8 = 8;

/// A condition over [`Facts`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Condition {
    /// Holds for all.
    Always,
    /// Every one holds.
    All(Vec<Self>),
    /// At least one holds.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// The named condition holds.
    Set(String),
    /// One fact compared with a value.
    Field {
        /// A ledger field or a derived fact.
        field: String,
        /// With what.
        test: Test,
    },
}

/// How a fact is compared. With an absent fact, or one of another type, each of these is false, `Ne` too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Equal.
    Eq(FactValue),
    /// Known and other.
    Ne(FactValue),
    /// More than.
    Gt(Decimal),
    /// At least.
    Gte(Decimal),
    /// Less than.
    Lt(Decimal),
    /// At most.
    Lte(Decimal),
    /// One of these.
    In(Vec<FactValue>),
    /// The list contains it.
    Has(String),
}

/// What a condition is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// The named conditions, if the condition may name some.
    pub sets: Option<&'a Sets>,
    /// Fields whose absence, or whose word `unknown`, counts as the worst: any comparison with them holds.
    pub unknown_is_worst: &'a [String],
}

impl<'a> From<&'a Facts> for Asked<'a> {
    fn from(facts: &'a Facts) -> Self {
        Self { facts, sets: None, unknown_is_worst: &[] }
    }
}

impl Condition {
    /// Whether the condition holds.
    #[must_use]
    pub fn holds<'a>(&self, asked: impl Into<Asked<'a>>) -> bool {
        self.holds_within(asked.into(), SET_DEPTH_MAX)
    }

    fn holds_within(&self, asked: Asked<'_>, depth: u8) -> bool {
        match self {
            Self::Always => true,
            Self::All(parts) => parts.iter().all(|part| part.holds_within(asked, depth)),
            Self::Any(parts) => parts.iter().any(|part| part.holds_within(asked, depth)),
            Self::Not(part) => !part.holds_within(asked, depth),
            Self::Set(name) => match (asked.sets.and_then(|sets| sets.get(name)), depth.checked_sub(1)) {
                (Some(named), Some(depth)) => named.holds_within(asked, depth),
                _ => false,
            },
            Self::Field { field, test } => {
                let fact = asked.facts.get(field);
                let nobody_looked = fact.is_none_or(|fact| matches!(fact, FactValue::Text(word) if word == UNKNOWN));
                (nobody_looked && asked.unknown_is_worst.contains(field)) || fact.is_some_and(|fact| test.holds(fact))
            }
        }
    }

    /// Every comparison in it, without those of the sets that it names.
    #[must_use]
    pub fn comparisons(&self) -> Vec<(&str, &Test)> {
        match self {
            Self::Always | Self::Set(_) => vec![],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::comparisons).collect(),
            Self::Not(part) => part.comparisons(),
            Self::Field { field, test } => vec![(field, test)],
        }
    }

    /// The sets it names.
    #[must_use]
    pub fn sets(&self) -> Vec<&str> {
        match self {
            Self::Always | Self::Field { .. } => vec![],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::sets).collect(),
            Self::Not(part) => part.sets(),
            Self::Set(name) => vec![name],
        }
    }
}

impl Test {
    fn holds(&self, fact: &FactValue) -> bool {
        let number = |holds: fn(&Decimal, &Decimal) -> bool, bound| matches!(fact, FactValue::Number(fact) if holds(fact, bound));
        match self {
            Self::Eq(value) => fact == value,
            Self::Ne(value) => fact != value,
            Self::Gt(bound) => number(Decimal::gt, bound),
            Self::Gte(bound) => number(Decimal::ge, bound),
            Self::Lt(bound) => number(Decimal::lt, bound),
            Self::Lte(bound) => number(Decimal::le, bound),
            Self::In(values) => values.contains(fact),
            Self::Has(value) => matches!(fact, FactValue::List(list) if list.contains(value)),
        }
    }

    /// The words it compares with, to see whether they are options of the field.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Eq(value) | Self::Ne(value) => value.word().into_iter().collect(),
            Self::In(values) => values.iter().filter_map(FactValue::word).collect(),
            Self::Has(value) => vec![value],
            Self::Gt(_) | Self::Gte(_) | Self::Lt(_) | Self::Lte(_) => vec![],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(json: &str) -> Condition {
        serde_json::from_str(json).unwrap()
    }

    fn facts(json: &str) -> Facts {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn two_conditions_in_one_map_are_none() {
        for json in [
            "{}",
            r#"{"field":"gas"}"#,
            r#"{"eq":"pipe"}"#,
            r#"{"field":"people","gte":1,"lte":5}"#,
            r#"{"all":[],"any":[]}"#,
            r#"{"set":"x","field":"people","gte":1}"#,
            r#"{"always":false}"#,
            r#"{"field":"people","between":[1,5]}"#,
        ] {
            assert!(serde_json::from_str::<Condition>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn what_is_not_known_compares_as_false() {
        let none = Facts::new();
        for json in [
            r#"{"field":"people","gte":0}"#,
            r#"{"field":"people","lt":10}"#,
            r#"{"field":"gas","ne":"pipe"}"#,
            r#"{"field":"is_dwelling","eq":false}"#,
            r#"{"field":"special_equipment","has":"boiler"}"#,
        ] {
            assert!(!condition(json).holds(&none), "{json}");
        }
        assert!(condition(r#"{"not":{"field":"gas","eq":"pipe"}}"#).holds(&none));
    }

    #[test]
    fn where_unknown_is_the_worst_it_counts() {
        let rule = condition(r#"{"all":[{"field":"people","gte":10},{"field":"smoke_alarm","in":["none","faulty"]}]}"#);
        let worst = ["smoke_alarm".to_owned()];
        let holds = |json: &str| rule.holds(Asked { facts: &facts(json), sets: None, unknown_is_worst: &worst });
        assert!(holds(r#"{"people":10}"#));
        assert!(holds(r#"{"people":10,"smoke_alarm":"unknown"}"#));
        assert!(!holds(r#"{"people":10,"smoke_alarm":"system"}"#));
        assert!(!holds("{}"), "of the people nothing was said, and theirs is no worst case");
    }

    #[test]
    fn types_are_not_mixed() {
        let known = facts(r#"{"people":5,"code":"5","open":true,"floors":[-1,2]}"#);
        assert!(condition(r#"{"field":"people","eq":5}"#).holds(&known));
        assert!(!condition(r#"{"field":"people","eq":"5"}"#).holds(&known));
        assert!(!condition(r#"{"field":"code","gte":1}"#).holds(&known));
        assert!(condition(r#"{"field":"open","eq":true}"#).holds(&known));
        assert!(condition(r#"{"field":"floors","has":"-1"}"#).holds(&known));
    }

    #[test]
    fn a_circle_of_sets_ends() {
        let sets: Sets = serde_json::from_str(r#"{"a":{"set":"b"},"b":{"set":"a"},"c":{"field":"x","eq":1}}"#).unwrap();
        let known = facts(r#"{"x":1}"#);
        let holds = |name: &str| {
            let asked = Asked { facts: &known, sets: Some(&sets), unknown_is_worst: &[] };
            Condition::Set(name.to_owned()).holds(asked)
        };
        assert!(holds("c"));
        assert!(!holds("a"));
        assert!(!holds("nowhere"));
    }

    #[test]
    fn it_is_written_as_it_is_read() {
        for json in [
            r#"{"all":[{"field":"gas","in":["pipe","bottle"]},{"field":"is_dwelling","eq":false}]}"#,
            r#"{"not":{"any":[{"field":"density","gte":"0.5"},{"set":"care"}]}}"#,
            r#"{"always":true}"#,
            r#"{"field":"share","eq":0.25}"#,
        ] {
            assert_eq!(serde_json::to_string(&condition(json)).unwrap(), json);
        }
    }
}
