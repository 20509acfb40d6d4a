//! People of the premises are shown whole only to those who may see them: 王*, 138****5678.

use crate::session::Scope;
use domain::library::Library;
use domain::phone_number::PhoneNumber;
use domain::premises::{FieldValue, Premises};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Ids of the fields that hold personal data (`pd` of the reference data).
static PERSONAL: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let reference = &Library::builtin().premises;
    let all = reference.fields.iter().chain(reference.fields_by_kind.values().flatten());
    all.filter(|field| field.pd).map(|field| field.id.as_str()).collect()
});

/// The premises as this person may see it.
pub(in crate::query) fn seen_by(scope: &Scope, mut premises: Premises) -> Premises {
    if !scope.reads_contacts_of(premises.community) {
        let personal = premises.fields.iter_mut().filter(|(id, _)| PERSONAL.contains(id.as_str()));
        personal.for_each(|(_, value)| mask(value));
    }
    premises
}

fn mask(value: &mut FieldValue) {
    match value {
        FieldValue::Text(text) => *text = masked(text),
        FieldValue::List(all) => all.iter_mut().for_each(|text| *text = masked(text)),
        FieldValue::Int(_) | FieldValue::Decimal(_) | FieldValue::Day(_) => *value = FieldValue::Text("*".to_owned()),
    }
}

fn masked(text: &str) -> String {
    if let Ok(number) = text.parse::<PhoneNumber>() {
        return number.masked();
    }
    let has_digits = text.chars().any(|c| c.is_numeric());
    let first = text.chars().next().filter(|_| !has_digits);
    first.into_iter().chain("*".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_a_number_or_a_whole_name() {
        assert_eq!(masked("王建国"), "王*");
        assert_eq!(masked("13812345678"), "138****5678");
        assert_eq!(masked("1381234567"), "*");
        assert_eq!(masked(""), "*");
    }

    #[test]
    fn the_ledger_says_which_fields_are_people() {
        for id in ["head_name", "head_phone"] {
            assert!(PERSONAL.contains(id), "{id}");
        }
        assert!(!PERSONAL.contains("uscc"));
    }
}
