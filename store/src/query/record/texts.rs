//! What a page prints beside an answer: the texts of the very versions that were gone through.

use crate::session::Scope;
use domain::checklist::{AnswerKind, Checklist, Item};
use domain::inspection::{Inspection, ItemRef};
use domain::library::Library;
use domain::walk;
use std::collections::BTreeMap;
use sync::desk::record::{ItemText, ListText};

/// The texts of the record's lists; of a list that the server has never seen there are none.
pub(in crate::query) fn lists(scope: &Scope, inspection: &Inspection) -> Vec<ListText> {
    let known = inspection.checklists.iter().filter_map(|pin| scope.house().checklist(&pin.sha256));
    let lists: Vec<&Checklist> = known.map(|published| &published.checklist).collect();
    let numbers = walk::numbers(lists.iter().copied());
    lists.into_iter().map(|list| list_text(list, &numbers)).collect()
}

fn list_text(checklist: &Checklist, numbers: &BTreeMap<ItemRef, String>) -> ListText {
    let number = |item: &Item| numbers.get(&ItemRef { list: checklist.id.clone(), item: item.id.clone() }).cloned().unwrap_or_default();
    let items = checklist.items().map(|item| item_text(item, number(item)));
    ListText {
        id: checklist.id.clone(),
        title: checklist.title.clone(),
        title_en: checklist.title_en.clone(),
        version: checklist.version,
        items: items.collect(),
    }
}

fn item_text(item: &Item, number: String) -> ItemText {
    let (unit, options) = match &item.answer {
        AnswerKind::Number { unit, .. } => (Some(unit.clone()), vec![]),
        AnswerKind::Choice { options } => {
            (None, options.iter().map(|option| (option.id.clone(), option.text.clone(), option.text_en.clone())).collect())
        }
        AnswerKind::Check | AnswerKind::YesNo | AnswerKind::Date { .. } | AnswerKind::Text | AnswerKind::Photo => (None, vec![]),
    };
    let sources = &Library::builtin().sources;
    let basis = item.demand.iter().flat_map(|demand| demand.major_basis.iter().chain(&demand.basis));
    let cited = basis.map(|basis| {
        let title = sources.get(&basis.doc).map_or(basis.doc.as_str(), |source| source.title.as_str());
        format!("{title} {}", basis.clause)
    });
    ItemText {
        id: item.id.clone(),
        number,
        text: item.text.clone(),
        text_en: item.text_en.clone(),
        lifeline: item.lifeline,
        unit,
        options,
        basis: cited.collect(),
    }
}
