//! Questions that stand in several lists: they can be asked once only if they are answered alike.

use super::Faults;
use crate::checklist::Item;
use crate::checklist::id::is_kebab_case;
use crate::library::Flaw;
use crate::library::read::Parts;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(parts: &Parts, faults: &mut Faults<'_>) {
    let mut uses: BTreeMap<&str, Vec<(&str, &Item)>> = BTreeMap::new();
    for (path, checklist) in parts.lists() {
        for item in checklist.items() {
            if let Some(word) = &item.same {
                uses.entry(word).or_default().push((path, item));
            }
        }
    }
    for (word, uses) in uses {
        for flaw in flaws(word, &uses) {
            faults.add(uses[0].0, Some(uses[0].1.id.to_string()), flaw);
        }
    }
}

fn flaws(word: &str, uses: &[(&str, &Item)]) -> Vec<Flaw> {
    let own = || word.to_owned();
    let mut flaws = vec![];
    if !is_kebab_case(word) {
        flaws.push(Flaw::NotKebabCase { word: own() });
    }
    let lists: BTreeSet<&str> = uses.iter().map(|(path, _)| *path).collect();
    if lists.len() < 2 {
        flaws.push(Flaw::SameInOneList { word: own() });
    }
    if lists.len() < uses.len() {
        flaws.push(Flaw::SameTwiceInList { word: own() });
    }
    let items = || uses.iter().map(|(_, item)| *item);
    let differing = [
        ("answers", several(items().map(|item| item.answer.name()))),
        ("units", several(items().map(|item| item.answer.unit()))),
        ("options", several(items().map(|item| item.answer.options().iter().map(|option| &option.id).collect::<BTreeSet<_>>()))),
        ("facts", several(items().filter_map(|item| item.fact.as_ref()))),
    ];
    for (what, _) in differing.into_iter().filter(|(_, several)| *several) {
        flaws.push(Flaw::SameDiffers { word: own(), what: what.to_owned() });
    }
    flaws
}

fn several<T: Ord>(values: impl Iterator<Item = T>) -> bool {
    values.collect::<BTreeSet<_>>().len() > 1
}
