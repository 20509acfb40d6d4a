//! Kinds of premises: their words are theirs alone, and the checklists they name apply to them.

use super::pages::Pages;
use super::{Faults, conditions};
use crate::checklist::{Checklist, ChecklistId};
use crate::half_width::plain;
use crate::ledger_field::{Field, FieldOption, FieldType};
use crate::library::files::PREMISES;
use crate::library::read::Parts;
use crate::library::{Derived, Flaw, PremisesReference};
use crate::premises_kind::Kind;
use crate::uscc::Uscc;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(parts: &Parts, pages: &Pages, faults: &mut Faults<'_>) {
    let Some(premises) = &parts.premises else {
        return;
    };
    faults.unique(PREMISES, premises.kinds.iter().map(|kind| kind.id.as_str()));
    faults.unique(PREMISES, premises.groups.iter().map(|group| group.id.as_str()));
    faults.unique(PREMISES, premises.sectors.iter().map(|sector| sector.id.as_str()));
    if let Some(listed) = &pages.kinds {
        let here: BTreeSet<String> = premises.kinds.iter().map(|kind| kind.id.to_string()).collect();
        for kind in here.symmetric_difference(listed) {
            faults.add(PREMISES, None, Flaw::KindNotInBoth { kind: kind.clone() });
        }
    }
    words(&premises.kinds, faults);
    let lists: BTreeMap<&ChecklistId, &Checklist> = parts.lists().map(|(_, list)| (&list.id, list)).collect();
    for kind in &premises.kinds {
        names(premises, kind, &lists, faults);
    }
    for rule in &premises.checklist_rules {
        for id in rule.add.iter().filter(|id| !lists.contains_key(id)) {
            faults.not_known(PREMISES, "checklist_rules", "checklist", id.as_str());
        }
        conditions::check(premises, PREMISES, "checklist_rules", &rule.when, &[], faults);
    }
    fields(premises, faults);
    for code in premises.uscc.examples_valid.iter().filter(|code| code.parse::<Uscc>().is_err()) {
        faults.add(PREMISES, Some("uscc".to_owned()), Flaw::ExampleDiffers { found: format!("{code} is wrong") });
    }
    for example in premises.uscc.examples_invalid.iter().filter(|example| example.code.parse::<Uscc>().is_ok()) {
        let found = format!("{} is right", example.code);
        faults.add(PREMISES, Some("uscc".to_owned()), Flaw::ExampleDiffers { found });
    }
}

/// A word stands for one kind only; a kind has words, none twice.
fn words(kinds: &[Kind], faults: &mut Faults<'_>) {
    let mut owner: BTreeMap<String, &Kind> = BTreeMap::new();
    for kind in kinds {
        let aliases: BTreeSet<String> = kind.aliases.iter().map(|alias| plain(alias)).collect();
        if aliases.is_empty() || aliases.len() < kind.aliases.len() {
            faults.add(PREMISES, Some(kind.id.to_string()), Flaw::Aliases);
        }
        for word in kind.words().collect::<BTreeSet<_>>() {
            let first = *owner.entry(word.clone()).or_insert(kind);
            if first.id != kind.id {
                let (one, other) = (first.id.to_string(), kind.id.to_string());
                faults.add(PREMISES, Some(kind.id.to_string()), Flaw::WordOfTwoKinds { word, one, other });
            }
        }
    }
}

fn names(premises: &PremisesReference, kind: &Kind, lists: &BTreeMap<&ChecklistId, &Checklist>, faults: &mut Faults<'_>) {
    let at = kind.id.as_str();
    if !premises.groups.iter().any(|group| group.id == kind.group) {
        faults.not_known(PREMISES, at, "group", &kind.group);
    }
    for sector in &kind.sector {
        if !premises.sectors.iter().any(|known| known.id == *sector) {
            faults.not_known(PREMISES, at, "sector", sector);
        }
    }
    for id in &kind.checklists {
        if !lists.get(id).is_some_and(|list| list.applies_to.contains(&kind.id)) {
            faults.add(PREMISES, Some(at.to_owned()), Flaw::ChecklistDoesNotApply { checklist: id.to_string() });
        }
    }
}

/// Options have ids of their own, and words in both languages by which a person tells them apart.
fn options(field: &Field, faults: &mut Faults<'_>) {
    let of = |part: fn(&FieldOption) -> &String| field.options.iter().map(move |option| part(option).as_str());
    for words in [of(|option| &option.id), of(|option| &option.zh), of(|option| &option.en)] {
        faults.unique(PREMISES, words);
    }
    for (key, mut words) in [("zh", of(|option| &option.zh)), ("en", of(|option| &option.en))] {
        if words.any(|words| words.trim().is_empty()) {
            faults.add(PREMISES, Some(field.id.clone()), Flaw::Lacks { key: key.to_owned() });
        }
    }
    let from_a_table = ["kind", "also_kinds", "group"].contains(&field.id.as_str());
    if matches!(field.kind, FieldType::Enum | FieldType::Multi) && field.options.is_empty() && !from_a_table {
        faults.add(PREMISES, Some(field.id.clone()), Flaw::Lacks { key: "options".to_owned() });
    }
}

fn fields(premises: &PremisesReference, faults: &mut Faults<'_>) {
    faults.unique(PREMISES, premises.fields.iter().map(|field| field.id.as_str()));
    for (kind, fields) in &premises.fields_by_kind {
        if premises.kind(kind).is_none() {
            faults.not_known(PREMISES, "fields_by_kind", "kind", kind.as_str());
        }
        faults.unique(PREMISES, premises.fields.iter().chain(fields).map(|field| field.id.as_str()));
    }
    for field in premises.fields.iter().chain(premises.fields_by_kind.values().flatten()) {
        options(field, faults);
    }
    for (name, derived) in &premises.derived {
        if let Derived::Rule { when } = derived {
            conditions::check(premises, PREMISES, name, when, &[], faults);
        }
    }
}
