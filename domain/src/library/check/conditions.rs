//! Conditions name facts that exist, and compare them with words that these can hold.

use super::Faults;
use crate::condition::{Condition, Test};
use crate::ledger_field::{Field, FieldType};
use crate::library::{Flaw, PremisesReference};

/// `further` are facts that exist besides those of the ledger.
pub(super) fn check(premises: &PremisesReference, file: &str, at: &str, condition: &Condition, further: &[&str], faults: &mut Faults<'_>) {
    for (name, test) in condition.comparisons() {
        let mut fields = premises.fields.iter().chain(premises.fields_by_kind.values().flatten());
        match fields.find(|field| field.id == name) {
            Some(field) => words(premises, field, test, file, at, faults),
            None if premises.derived.contains_key(name) || further.contains(&name) => {}
            None => faults.not_known(file, at, "field", name),
        }
    }
}

fn words(premises: &PremisesReference, field: &Field, test: &Test, file: &str, at: &str, faults: &mut Faults<'_>) {
    for word in test.words() {
        let known = match (field.id.as_str(), field.kind) {
            ("kind" | "also_kinds", _) => premises.kinds.iter().any(|kind| kind.id.as_str() == word),
            ("group", _) => premises.groups.iter().any(|group| group.id == word),
            (_, FieldType::Tri) => ["yes", "no", crate::condition::UNKNOWN].contains(&word),
            (_, FieldType::Enum | FieldType::List) => field.option(word).is_some(),
            _ => true,
        };
        if !known {
            let flaw = Flaw::UnknownWord { key: field.id.clone(), word: word.to_owned() };
            faults.add(file, Some(at.to_owned()), flaw);
        }
    }
}
