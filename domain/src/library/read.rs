//! From files to a library, or to everything that is wrong with them.

use super::check::across;
use super::files::{CADENCES, PLAN, PREMISES};
use super::{Fault, Files, Flaw, Library, PremisesReference};
use crate::cadence::Cadences;
use crate::checklist::read::{parse, read as read_checklist};
use crate::checklist::{Checklist, PublishedChecklist};
use crate::digest::Sha256;
use crate::plan::Plan;
use crate::source::Source;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// What could be parsed; the rest is among the faults.
pub(super) struct Parts {
    /// By path.
    pub(super) checklists: Vec<(String, PublishedChecklist)>,
    pub(super) sources: BTreeMap<String, Source>,
    pub(super) premises: Option<PremisesReference>,
    pub(super) cadences: Option<Cadences>,
    pub(super) plan: Option<Plan>,
}

impl Parts {
    pub(super) fn lists(&self) -> impl Iterator<Item = (&str, &Checklist)> {
        self.checklists.iter().map(|(path, published)| (path.as_str(), &published.checklist))
    }
}

impl Library {
    /// Parses and checks all files.
    ///
    /// # Errors
    /// Everything that is wrong, file by file.
    pub fn read(files: &Files) -> Result<Self, Vec<Fault>> {
        let mut faults = vec![];
        let parts = parts(files, &mut faults);
        across(&parts, files, &mut faults);
        match parts {
            Parts { checklists, sources, premises: Some(premises), cadences: Some(cadences), plan: Some(plan) } if faults.is_empty() => {
                let by_id = |(_, one): (String, PublishedChecklist)| (one.checklist.id.clone(), one);
                let checklists = checklists.into_iter().map(by_id).collect();
                Ok(Self { checklists, sources, premises, cadences, plan })
            }
            _ => Err(faults),
        }
    }
}

fn parts(files: &Files, faults: &mut Vec<Fault>) -> Parts {
    let mut checklists = vec![];
    for (path, name, text) in files.checklists() {
        if let Some(checklist) = read_checklist(path, name, text, faults) {
            checklists.push((path.to_owned(), PublishedChecklist { sha256: Sha256::of(text.as_bytes()), checklist }));
        }
    }
    Parts {
        checklists,
        sources: sources(files, faults),
        premises: reference(files, PREMISES, faults),
        cadences: reference(files, CADENCES, faults),
        plan: reference(files, PLAN, faults),
    }
}

fn reference<T: DeserializeOwned>(files: &Files, path: &str, faults: &mut Vec<Fault>) -> Option<T> {
    let Some(text) = files.get(path) else {
        faults.push(Fault { file: path.to_owned(), at: None, flaw: Flaw::Missing });
        return None;
    };
    parse(path, text, faults)
}

/// A source may stand in several files, as those who keep them need it; then its title is the same in all.
fn sources(files: &Files, faults: &mut Vec<Fault>) -> BTreeMap<String, Source> {
    let mut all: BTreeMap<String, Source> = BTreeMap::new();
    for (path, _, text) in files.sources() {
        for source in parse::<Vec<Source>>(path, text, faults).unwrap_or_default() {
            let mut fault = |flaw| faults.push(Fault { file: path.to_owned(), at: Some(source.key.clone()), flaw });
            for (key, text) in [("title", &source.title), ("issuer", &source.issuer), ("since", &source.since)] {
                if text.trim().is_empty() {
                    fault(Flaw::Lacks { key: key.to_owned() });
                }
            }
            if all.get(&source.key).is_some_and(|other| other.title != source.title) {
                fault(Flaw::OtherTitle { key: source.key.clone() });
            }
            all.insert(source.key.clone(), source);
        }
    }
    all
}
