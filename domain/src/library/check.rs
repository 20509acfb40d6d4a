//! What must agree between the files of a library.

mod cadences;
mod checklists;
mod conditions;
mod kinds;
mod pages;
mod plan;
mod risk;
mod same;

use super::read::Parts;
use super::{Fault, Files, Flaw, Library};

/// Everything that is wrong with these files; nothing, if a [`Library`] can be read from them.
#[must_use]
pub fn check(files: &Files) -> Vec<Fault> {
    Library::read(files).err().unwrap_or_default()
}

/// The faults that no file shows by itself.
pub(super) fn across(parts: &Parts, files: &Files, faults: &mut Vec<Fault>) {
    let mut faults = Faults(faults);
    let pages = pages::Pages::read(files);
    checklists::check(parts, &mut faults);
    same::check(parts, &mut faults);
    kinds::check(parts, &pages, &mut faults);
    risk::check(parts, &mut faults);
    cadences::check(parts, &pages, &mut faults);
    plan::check(parts, &pages, &mut faults);
}

/// Where faults are put.
struct Faults<'a>(&'a mut Vec<Fault>);

impl Faults<'_> {
    fn add(&mut self, file: &str, at: impl Into<Option<String>>, flaw: Flaw) {
        self.0.push(Fault { file: file.to_owned(), at: at.into(), flaw });
    }

    fn not_known(&mut self, file: &str, at: &str, what: &str, id: &str) {
        let flaw = Flaw::NotKnown { what: what.to_owned(), id: id.to_owned() };
        self.add(file, Some(at.to_owned()), flaw);
    }

    /// Each id stands once.
    fn unique<'i>(&mut self, file: &str, ids: impl IntoIterator<Item = &'i str>) {
        let mut seen = std::collections::BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.add(file, None, Flaw::UsedTwice { id: id.to_owned() });
            }
        }
    }
}
