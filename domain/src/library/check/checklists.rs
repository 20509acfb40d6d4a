//! What checklists name: kinds, sources, fields of the ledger.

use super::Faults;
use crate::checklist::{Checklist, Item};
use crate::library::read::Parts;
use crate::library::{Flaw, PremisesReference};

pub(super) fn check(parts: &Parts, faults: &mut Faults<'_>) {
    for (path, checklist) in parts.lists() {
        if let Some(premises) = &parts.premises {
            for kind in &checklist.applies_to {
                if premises.kind(kind).is_none() {
                    faults.not_known(path, "applies_to", "kind", kind.as_str());
                }
            }
        }
        for item in checklist.items() {
            let bases = item.demand.iter().flat_map(|demand| demand.basis.iter().chain(&demand.major_basis));
            for basis in bases.filter(|basis| !parts.sources.contains_key(&basis.doc)) {
                faults.not_known(path, item.id.as_str(), "source", &basis.doc);
            }
            if let (Some(fact), Some(premises)) = (&item.fact, &parts.premises)
                && let Some(flaw) = fact_flaw(premises, checklist, item, fact)
            {
                faults.add(path, Some(item.id.to_string()), flaw);
            }
        }
    }
}

/// A fact fits a field that all premises have, or that one of the checklist's kinds has.
fn fact_flaw(premises: &PremisesReference, checklist: &Checklist, item: &Item, fact: &str) -> Option<Flaw> {
    let of_kinds = checklist.applies_to.iter().filter_map(|kind| premises.fields_by_kind.get(kind)).flatten();
    let Some(field) = premises.fields.iter().chain(of_kinds).find(|field| field.id == fact) else {
        return Some(Flaw::FactIsNoField { fact: fact.to_owned() });
    };
    if !field.is_filled_by(&item.answer) {
        return Some(Flaw::FactDoesNotFit { fact: fact.to_owned(), answer: item.answer.name().to_owned() });
    }
    let all_known = item.answer.options().iter().all(|option| field.option(&option.id).is_some());
    (!all_known).then(|| Flaw::FactOption { fact: fact.to_owned() })
}
