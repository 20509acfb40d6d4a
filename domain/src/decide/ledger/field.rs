//! Whether a value can stand in a field of the ledger.

use crate::ledger_field::{Field, FieldType};
use crate::phone_number::PhoneNumber;
use crate::premises::FieldValue;
use crate::uscc::Uscc;

/// Characters of a text field at most.
pub const FIELD_TEXT_MAX: usize = 500;
/// Entries of a list field at most.
pub const FIELD_LIST_MAX: usize = 50;

/// Whether the value is one of the field's type and passes its check. Fields that are reckoned, and those that live in columns or
/// tables of their own (positions, pictures, documents), hold no value here.
#[must_use]
pub fn is_fitting(field: &Field, value: &FieldValue) -> bool {
    let is_option = |id: &String| field.options.is_empty() || field.option(id).is_some();
    let is_text = |text: &str| !text.trim().is_empty() && text.chars().count() <= FIELD_TEXT_MAX;
    !field.derived
        && match (field.kind, value) {
            (FieldType::Text | FieldType::Ref, FieldValue::Text(text)) => is_text(text),
            (FieldType::Enum, FieldValue::Text(option)) => is_text(option) && is_option(option),
            (FieldType::Tri, FieldValue::Text(word)) => matches!(word.as_str(), "yes" | "no" | "unknown"),
            (FieldType::Phone, FieldValue::Text(number)) => number.parse::<PhoneNumber>().is_ok(),
            (FieldType::Uscc, FieldValue::Text(code)) => code.parse::<Uscc>().is_ok(),
            (FieldType::Bool, FieldValue::Int(bit)) => matches!(bit, 0 | 1),
            (FieldType::Int | FieldType::Decimal, FieldValue::Int(number)) => *number >= 0,
            (FieldType::Decimal, FieldValue::Decimal(number)) => number.millionths() >= 0,
            (FieldType::Date, FieldValue::Day(_)) => true,
            (FieldType::Multi, FieldValue::List(options)) => {
                options.len() <= FIELD_LIST_MAX && options.iter().all(|id| is_text(id) && is_option(id))
            }
            (FieldType::List, FieldValue::List(entries)) => entries.len() <= FIELD_LIST_MAX && entries.iter().all(|entry| is_text(entry)),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(kind: &str, value: &str) -> bool {
        let field = format!(
            r#"{{"id":"x","zh":"x","type":"{kind}","options":[{{"id":"pipe","zh":"x","en":"x"}},{{"id":"bottle","zh":"x","en":"x"}}]}}"#
        );
        is_fitting(&serde_json::from_str(&field).unwrap(), &serde_json::from_str(value).unwrap())
    }

    #[test]
    fn a_value_is_of_its_fields_type() {
        for (kind, good, bad) in [
            ("text", r#"{"text":"兴旺旅馆"}"#, r#"{"text":"  "}"#),
            ("enum", r#"{"text":"pipe"}"#, r#"{"text":"coal"}"#),
            ("tri", r#"{"text":"unknown"}"#, r#"{"text":"maybe"}"#),
            ("phone", r#"{"text":"13800001234"}"#, r#"{"text":"1380000123"}"#),
            ("uscc", r#"{"text":"91350100M000100Y43"}"#, r#"{"text":"91350100M000100Y44"}"#),
            ("bool", r#"{"int":1}"#, r#"{"int":2}"#),
            ("int", r#"{"int":0}"#, r#"{"int":-1}"#),
            ("decimal", r#"{"decimal":"120.5"}"#, r#"{"decimal":"-0.5"}"#),
            ("date", r#"{"day":"2026-11-24"}"#, r#"{"text":"2026-11-24"}"#),
            ("multi", r#"{"list":["pipe"]}"#, r#"{"list":["coal"]}"#),
            ("list", r#"{"list":["-1","2"]}"#, r#"{"list":[""]}"#),
        ] {
            assert!(fits(kind, good), "{kind} {good}");
            assert!(!fits(kind, bad), "{kind} {bad}");
        }
        assert!(!fits("point", r#"{"text":"39.8,109.9"}"#));
    }
}
