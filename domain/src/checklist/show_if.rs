//! When an item is asked at all. It depends on earlier items only, so one pass from top to bottom decides all of them.

use super::{ItemId, Seen};
use crate::decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A condition on the answers of earlier items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum ShowIf {
    /// A yes-or-no fact is `yes` or `no`, or a choice is this option.
    Is {
        /// The earlier item.
        item: ItemId,
        /// `yes`, `no` or the option's id.
        value: String,
    },
    /// A figure is more than this.
    Gt {
        /// The earlier item.
        item: ItemId,
        /// The bound.
        than: Decimal,
    },
    /// A figure is less than this.
    Lt {
        /// The earlier item.
        item: ItemId,
        /// The bound.
        than: Decimal,
    },
    /// All of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
}

/// Whether an item is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// It is.
    Yes,
    /// It is not: neither answered nor judged.
    No,
    /// It is, because this earlier item could not be checked; the same reason is preset.
    BecauseNotChecked(ItemId),
}

impl ShowIf {
    /// Whether the item is asked. An unanswered or hidden target is false; one that could not be checked leaves it open, and what
    /// is open is asked unless the other conditions settle it.
    pub fn shown(&self, seen: &impl Fn(&ItemId) -> Seen) -> Shown {
        match self {
            Self::Is { item, value } => compare(item, seen, |answer| match answer {
                Seen::YesNo(yes) => value == if *yes { "yes" } else { "no" },
                Seen::Choice(option) => value == option,
                _ => false,
            }),
            Self::Gt { item, than } => compare(item, seen, |answer| matches!(answer, Seen::Number(figure) if figure > than)),
            Self::Lt { item, than } => compare(item, seen, |answer| matches!(answer, Seen::Number(figure) if figure < than)),
            Self::All(parts) => settle(parts, seen, Shown::No, Shown::Yes),
            Self::Any(parts) => settle(parts, seen, Shown::Yes, Shown::No),
        }
    }

    /// The comparisons in it.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::leaves).collect(),
            leaf => vec![leaf],
        }
    }
}

fn compare(item: &ItemId, seen: &impl Fn(&ItemId) -> Seen, matches: impl Fn(&Seen) -> bool) -> Shown {
    match seen(item) {
        Seen::NotChecked => Shown::BecauseNotChecked(item.clone()),
        answer if matches(&answer) => Shown::Yes,
        _ => Shown::No,
    }
}

/// `settles` as soon as one part is that; else open if one is open; else `otherwise`.
fn settle(parts: &[ShowIf], seen: &impl Fn(&ItemId) -> Seen, settles: Shown, otherwise: Shown) -> Shown {
    let mut open = None;
    for part in parts {
        match part.shown(seen) {
            shown if shown == settles => return settles,
            Shown::BecauseNotChecked(item) => open = open.or(Some(item)),
            _ => {}
        }
    }
    open.map_or(otherwise, Shown::BecauseNotChecked)
}

/// The form in YAML and JSON.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gt: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lt: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Vec<ShowIf>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Vec<ShowIf>>,
}

/// A map that is no such condition, or two at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("show_if is an item with one of is, gt, lt, or one of all, any with at least one part")]
pub struct NoShowIf;

impl TryFrom<Written> for ShowIf {
    type Error = NoShowIf;

    fn try_from(written: Written) -> Result<Self, NoShowIf> {
        match written {
            Written { item: Some(item), is: Some(value), gt: None, lt: None, all: None, any: None } => Ok(Self::Is { item, value }),
            Written { item: Some(item), is: None, gt: Some(than), lt: None, all: None, any: None } => Ok(Self::Gt { item, than }),
            Written { item: Some(item), is: None, gt: None, lt: Some(than), all: None, any: None } => Ok(Self::Lt { item, than }),
            Written { item: None, is: None, gt: None, lt: None, all: Some(parts), any: None } if !parts.is_empty() => Ok(Self::All(parts)),
            Written { item: None, is: None, gt: None, lt: None, all: None, any: Some(parts) } if !parts.is_empty() => Ok(Self::Any(parts)),
            _ => Err(NoShowIf),
        }
    }
}

impl From<ShowIf> for Written {
    fn from(show_if: ShowIf) -> Self {
        let none = Self::default();
        match show_if {
            ShowIf::Is { item, value } => Self { item: Some(item), is: Some(value), ..none },
            ShowIf::Gt { item, than } => Self { item: Some(item), gt: Some(than), ..none },
            ShowIf::Lt { item, than } => Self { item: Some(item), lt: Some(than), ..none },
            ShowIf::All(parts) => Self { all: Some(parts), ..none },
            ShowIf::Any(parts) => Self { any: Some(parts), ..none },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn shown(json: &str, answers: &[(&str, Seen)]) -> Shown {
        let answers: BTreeMap<ItemId, Seen> = answers.iter().map(|(id, seen)| (ItemId::from(*id), seen.clone())).collect();
        let show_if: ShowIf = serde_json::from_str(json).unwrap();
        show_if.shown(&|id| answers.get(id).cloned().unwrap_or(Seen::Unanswered))
    }

    fn open(id: &str) -> Shown {
        Shown::BecauseNotChecked(ItemId::from(id))
    }

    #[test]
    fn yes_and_no_are_words() {
        assert!(serde_json::from_str::<ShowIf>(r#"{"item":"gas","is":true}"#).is_err());
        let gas = r#"{"item":"gas","is":"yes"}"#;
        assert_eq!(shown(gas, &[("gas", Seen::YesNo(true))]), Shown::Yes);
        assert_eq!(shown(gas, &[("gas", Seen::YesNo(false))]), Shown::No);
    }

    #[test]
    fn what_is_unanswered_or_hidden_shows_nothing() {
        for json in [r#"{"item":"gas","is":"no"}"#, r#"{"item":"gas","lt":"5"}"#, r#"{"any":[{"item":"gas","is":"no"}]}"#] {
            for seen in [Seen::Unanswered, Seen::Hidden, Seen::NotApplicable, Seen::Text] {
                assert_eq!(shown(json, &[("gas", seen)]), Shown::No);
            }
        }
    }

    #[test]
    fn what_could_not_be_checked_shows_what_hangs_on_it() {
        let both = r#"{"all":[{"item":"gas","is":"yes"},{"item":"people","gt":"20"}]}"#;
        let few = ("people", Seen::Number(Decimal::from(20)));
        let many = ("people", Seen::Number(Decimal::from(21)));
        assert_eq!(shown(both, &[("gas", Seen::NotChecked), many.clone()]), open("gas"));
        assert_eq!(shown(both, &[("gas", Seen::NotChecked), few.clone()]), Shown::No);
        let either = r#"{"any":[{"item":"gas","is":"yes"},{"item":"people","gt":"20"}]}"#;
        assert_eq!(shown(either, &[("gas", Seen::NotChecked), many]), Shown::Yes);
        assert_eq!(shown(either, &[("gas", Seen::NotChecked), few]), open("gas"));
    }

    #[test]
    fn it_is_written_as_it_is_read() {
        let json = r#"{"any":[{"item":"kind","is":"steam"},{"all":[{"item":"height","lt":"15.1"}]}]}"#;
        let show_if: ShowIf = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&show_if).unwrap(), json);
        assert_eq!(show_if.leaves().len(), 2);
        for json in ["{}", r#"{"item":"a"}"#, r#"{"all":[]}"#, r#"{"item":"a","gt":1,"lt":2}"#, r#"{"item":"a","is":"x","all":[]}"#] {
            assert!(serde_json::from_str::<ShowIf>(json).is_err(), "{json}");
        }
    }
}
