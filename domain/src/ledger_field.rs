//! The fields of the ledger (一企一档): what is recorded of every premises, and what more of some kinds.

use crate::checklist::AnswerKind;
use serde::{Deserialize, Serialize};

/// One field of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The key under which the value is kept.
    pub id: String,
    /// Its label.
    pub zh: String,
    /// Its label in English; fields of single kinds have none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// When it has to be there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub req: Requirement,
    /// Whether risk grading reads it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub risk: bool,
    /// Personal data: masked in copies, reading it is logged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pd: bool,
    /// Reckoned from others, never entered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub derived: bool,
    /// What can be chosen, for an enum that does not take it from a table; of a list the kinds of its rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// What a person who fills it in should know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub validation: String,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOption {
    /// The value that is kept.
    pub id: String,
    /// Its words.
    pub zh: String,
    /// Its words in English.
    pub en: String,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Words.
    Text,
    /// One option.
    Enum,
    /// Several options.
    Multi,
    /// yes, no, unknown.
    Tri,
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// A decimal.
    Decimal,
    /// A day.
    Date,
    /// A telephone number.
    Phone,
    /// A unified social credit code.
    Uscc,
    /// An identity number; no field holds one whole.
    Idcode,
    /// A position.
    Point,
    /// Pictures.
    Photos,
    /// Documents.
    Files,
    /// A row of another table.
    Ref,
    /// Rows or numbers.
    List,
}

/// When a field has to be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Requirement {
    /// From the first entry on.
    Always,
    /// May wait until the first visit.
    Field,
    /// Never.
    #[default]
    Optional,
}

impl Field {
    /// The option of this id.
    #[must_use]
    pub fn option(&self, id: &str) -> Option<&FieldOption> {
        self.options.iter().find(|option| option.id == id)
    }

    /// Whether the answer to such a question can fill this field. For a choice, all its options must be options of the field.
    #[must_use]
    pub fn is_filled_by(&self, answer: &AnswerKind) -> bool {
        use FieldType as T;
        !self.derived
            && match answer {
                AnswerKind::YesNo => matches!(self.kind, T::Tri | T::Bool),
                AnswerKind::Number { .. } => matches!(self.kind, T::Int | T::Decimal),
                AnswerKind::Choice { .. } => self.kind == T::Enum,
                AnswerKind::Date { .. } => self.kind == T::Date,
                AnswerKind::Text => self.kind == T::Text,
                AnswerKind::Check | AnswerKind::Photo => false,
            }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
