//! The reference data that the app brings along: kinds of premises, the lists that go with them, the titles of laws.

use super::tongue::tongue;
use app_ui::words::Phrase;
use domain::checklist::ChecklistId;
use domain::condition::{FactValue, Facts};
use domain::decimal::Decimal;
use domain::library::PremisesReference;
use domain::premises::{FieldValue, Premises};
use domain::premises_kind::{Kind, KindId};
use domain::source::Basis;
use domain::time::Day;
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Reference {
    premises: PremisesReference,
    titles: BTreeMap<String, String>,
}

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| {
    serde_json::from_slice(include_bytes!(concat!(env!("OUT_DIR"), "/reference.json"))).expect("the build wrote it from the same types")
});

/// Every kind of premises.
#[must_use]
pub fn kinds() -> &'static [Kind] {
    &REFERENCE.premises.kinds
}

/// A kind's name; what this version does not know is said as it stands.
#[must_use]
pub fn kind_name(id: &str) -> Signal<Phrase> {
    match REFERENCE.premises.kind(&KindId::from(id)) {
        Some(kind) => tongue(&kind.zh, &kind.en),
        None => Signal::stored(Phrase::verbatim(id)),
    }
}

/// The lists with which a visit of these premises starts: those of its kind and those that its facts add.
#[must_use]
pub fn preselected(premises: &Premises, today: Day) -> Vec<ChecklistId> {
    let facts = REFERENCE.premises.complete(&facts(premises), today);
    REFERENCE.premises.preselected_checklists(&KindId::from(premises.kind.as_str()), &facts)
}

/// What the ledger knows, as conditions read it.
fn facts(premises: &Premises) -> Facts {
    let value = |value: &FieldValue| match value {
        FieldValue::Text(text) => Some(FactValue::Text(text.clone())),
        FieldValue::Int(whole) => Decimal::try_from(*whole).ok().map(FactValue::Number),
        FieldValue::Decimal(number) => Some(FactValue::Number(*number)),
        FieldValue::Day(day) => Some(FactValue::Text(day.to_string())),
        FieldValue::List(list) => Some(FactValue::List(list.clone())),
    };
    let mut facts: Facts = premises.fields.iter().filter_map(|(id, field)| Some((id.clone(), value(field)?))).collect();
    facts.insert("kind".to_owned(), FactValue::Text(premises.kind.clone()));
    facts
}

/// 《中华人民共和国消防法》第二十八条
#[must_use]
pub fn basis_line(basis: &Basis) -> String {
    let title = REFERENCE.titles.get(&basis.doc).map_or(basis.doc.as_str(), String::as_str);
    if title.starts_with('《') { format!("{title}{}", basis.clause) } else { format!("《{title}》{}", basis.clause) }
}
