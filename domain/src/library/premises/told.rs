//! What a field of the ledger holds, as a person is told it: never by the code under which it is kept.

use super::PremisesReference;
use crate::ledger_field::{Field, FieldType};
use crate::premises::FieldValue;
use crate::premises_kind::KindId;
use serde::{Deserialize, Serialize};

/// A value in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nobody knows.
    Unknown,
    /// What was chosen, each in Chinese and English.
    Chosen(Vec<(String, String)>),
    /// As it was written.
    Written(String),
}

impl PremisesReference {
    /// What is told of the field `id` of premises of this kind. A value that is none of its options (one that was taken although it is
    /// doubtful) is told as it was written.
    #[must_use]
    pub fn told(&self, kind: &KindId, id: &str, value: &FieldValue) -> Told {
        let field = self.field(kind, id);
        let is_a = |kind| field.is_some_and(|field| field.kind == kind);
        match value {
            FieldValue::Text(word) if is_a(FieldType::Tri) => match word.as_str() {
                "yes" => Told::Yes,
                "no" => Told::No,
                crate::condition::UNKNOWN => Told::Unknown,
                other => Told::Written(other.to_owned()),
            },
            FieldValue::Text(word) => {
                let words = field.and_then(|field| self.chosen(field, word));
                words.map_or_else(|| Told::Written(word.clone()), |words| Told::Chosen(vec![words]))
            }
            FieldValue::Int(0) if is_a(FieldType::Bool) => Told::No,
            FieldValue::Int(_) if is_a(FieldType::Bool) => Told::Yes,
            FieldValue::Int(number) => Told::Written(number.to_string()),
            FieldValue::Decimal(number) => Told::Written(number.to_string()),
            FieldValue::Day(day) => Told::Written(day.to_string()),
            FieldValue::List(entries) => {
                let words = |entry: &String| field.and_then(|field| self.chosen(field, entry)).unwrap_or((entry.clone(), entry.clone()));
                Told::Chosen(entries.iter().map(words).collect())
            }
        }
    }

    /// The words of an option, from the field or from the table that it takes its options from.
    fn chosen(&self, field: &Field, id: &str) -> Option<(String, String)> {
        let (zh, en) = match field.id.as_str() {
            "kind" | "also_kinds" => self.kind(&KindId::from(id)).map(|kind| (&kind.zh, &kind.en))?,
            "group" => self.groups.iter().find(|group| group.id == id).map(|group| (&group.zh, &group.en))?,
            _ => field.option(id).map(|option| (&option.zh, &option.en))?,
        };
        Some((zh.clone(), en.clone()))
    }
}
