//! The checklists a visit goes through: those of the kind and the facts, as the phone preselects them.

use domain::checklist::{AnswerKind, Checklist, PhotoRule, PublishedChecklist};
use domain::condition::{FactValue, Facts};
use domain::library::Library;
use domain::premises::{FieldValue, Premises};
use domain::premises_kind::KindId;
use domain::time::Day;

/// Lists of one visit at most, and their items: nobody goes through more in half an hour.
const LISTS_MAX: usize = 2;
const MINUTES_MAX: u32 = 65;

/// The preselected lists that ask for no more than so many pictures whatever is found, or the one that asks for the fewest.
pub(super) fn choose(premises: &Premises, today: Day, pictures_max: usize) -> Vec<&'static PublishedChecklist> {
    let library = Library::builtin();
    let kind = KindId::from(premises.kind.as_str());
    let facts = library.premises.complete(&facts(premises), today);
    let preselected = library.premises.preselected_checklists(&kind, &facts);
    let all: Vec<&PublishedChecklist> = preselected.iter().filter_map(|id| library.checklists.get(id)).collect();
    let (mut chosen, mut left, mut minutes) = (vec![], pictures_max, 0);
    for list in &all {
        let (asks, takes) = (pictures(&list.checklist), list.checklist.minutes);
        if chosen.len() < LISTS_MAX && asks <= left && minutes + takes <= MINUTES_MAX {
            chosen.push(*list);
            (left, minutes) = (left - asks, minutes + takes);
        }
    }
    if chosen.is_empty() {
        chosen.extend(all.into_iter().min_by_key(|list| pictures(&list.checklist)));
    }
    chosen
}

/// Pictures that a list asks for even if all is well.
fn pictures(list: &Checklist) -> usize {
    list.items().filter(|item| item.photo == PhotoRule::Always || item.answer == AnswerKind::Photo).count()
}

fn facts(premises: &Premises) -> Facts {
    let value = |value: &FieldValue| match value {
        FieldValue::Text(word) => Some(FactValue::Text(word.clone())),
        FieldValue::Int(whole) => domain::decimal::Decimal::try_from(*whole).ok().map(FactValue::Number),
        FieldValue::Decimal(size) => Some(FactValue::Number(*size)),
        FieldValue::Day(day) => Some(FactValue::Text(day.to_string())),
        FieldValue::List(entries) => Some(FactValue::List(entries.clone())),
    };
    let mut facts: Facts = premises.fields.iter().filter_map(|(id, field)| Some((id.clone(), value(field)?))).collect();
    facts.insert("kind".to_owned(), FactValue::Text(premises.kind.clone()));
    facts
}
