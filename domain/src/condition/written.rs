//! How a condition is written: a map with exactly one kind of condition.

use super::{Condition, FactValue, Test};
use crate::decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The form in YAML and JSON: exactly one kind of condition in a map.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    always: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not: Option<Box<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eq: Option<FactValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ne: Option<FactValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gt: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gte: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lt: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lte: Option<Decimal>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    one_of: Option<Vec<FactValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has: Option<String>,
}

/// A map that is no condition, or two at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a condition is one of always: true, all, any, not, set, or a field with exactly one of eq ne gt gte lt lte in has")]
pub struct NoCondition;

impl TryFrom<Written> for Condition {
    type Error = NoCondition;

    fn try_from(written: Written) -> Result<Self, NoCondition> {
        let tests = [
            written.eq.map(Test::Eq),
            written.ne.map(Test::Ne),
            written.gt.map(Test::Gt),
            written.gte.map(Test::Gte),
            written.lt.map(Test::Lt),
            written.lte.map(Test::Lte),
            written.one_of.map(Test::In),
            written.has.map(Test::Has),
        ];
        let mut tests = tests.into_iter().flatten();
        let test = tests.next();
        if tests.next().is_some() || test.is_some() != written.field.is_some() || written.always == Some(false) {
            return Err(NoCondition);
        }
        let forms = [
            written.always.map(|_| Self::Always),
            written.all.map(Self::All),
            written.any.map(Self::Any),
            written.not.map(Self::Not),
            written.set.map(Self::Set),
            written.field.zip(test).map(|(field, test)| Self::Field { field, test }),
        ];
        let mut forms = forms.into_iter().flatten();
        match (forms.next(), forms.next()) {
            (Some(condition), None) => Ok(condition),
            _ => Err(NoCondition),
        }
    }
}

impl From<Condition> for Written {
    fn from(condition: Condition) -> Self {
        let none = Self::default();
        match condition {
            Condition::Always => Self { always: Some(true), ..none },
            Condition::All(parts) => Self { all: Some(parts), ..none },
            Condition::Any(parts) => Self { any: Some(parts), ..none },
            Condition::Not(part) => Self { not: Some(part), ..none },
            Condition::Set(name) => Self { set: Some(name), ..none },
            Condition::Field { field, test } => {
                let none = Self { field: Some(field), ..none };
                match test {
                    Test::Eq(value) => Self { eq: Some(value), ..none },
                    Test::Ne(value) => Self { ne: Some(value), ..none },
                    Test::Gt(bound) => Self { gt: Some(bound), ..none },
                    Test::Gte(bound) => Self { gte: Some(bound), ..none },
                    Test::Lt(bound) => Self { lt: Some(bound), ..none },
                    Test::Lte(bound) => Self { lte: Some(bound), ..none },
                    Test::In(values) => Self { one_of: Some(values), ..none },
                    Test::Has(value) => Self { has: Some(value), ..none },
                }
            }
        }
    }
}
