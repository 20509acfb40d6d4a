//! The laws, rules and standards that checklist items cite.

use serde::{Deserialize, Serialize};

/// One of them, by the key that a basis names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The short name that items use.
    pub key: String,
    /// Its full title, as a notice quotes it.
    pub title: String,
    /// Its number, where it has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// In force since: a day, or a month or year where no more is known.
    pub since: String,
    /// Whether it is in force.
    pub status: SourceStatus,
    /// What to mind about versions and clauses.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Whether a source is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceStatus {
    /// It may be cited.
    InForce,
    /// Replaced by another; old records still cite it.
    Superseded,
}

/// Where an item's demand comes from: a source and the clause in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Key of a [`Source`].
    pub doc: String,
    /// The clause, as it is written there, or its subject where the number is not certain.
    #[serde(rename = "ref")]
    pub clause: String,
}
