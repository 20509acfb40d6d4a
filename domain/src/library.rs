//! The library: all checklists, the laws they cite, and the reference data about premises, cadences and the plan.
//!
//! It is one whole: lists name sources and kinds, kinds name lists, cadences and plan name each other. `check` (feature `yaml`) reads all
//! of it and says everything that is wrong; what passed is a [`Library`].

mod fault;
mod premises;

#[cfg(feature = "yaml")]
mod builtin;
#[cfg(feature = "yaml")]
mod check;
#[cfg(feature = "yaml")]
mod files;
#[cfg(feature = "yaml")]
mod read;

pub use fault::{Fault, Flaw};
pub use premises::{ChecklistRule, CoordinateReference, Derived, PremisesReference, Told, UsccExample, UsccReference};

#[cfg(feature = "yaml")]
pub use builtin::builtin_files;
#[cfg(feature = "yaml")]
pub use check::check;
#[cfg(feature = "yaml")]
pub use files::Files;

use crate::cadence::Cadences;
use crate::checklist::{ChecklistId, PublishedChecklist};
use crate::plan::Plan;
use crate::source::Source;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that the trade knows as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Library {
    /// The checklists with the hashes of their files.
    pub checklists: BTreeMap<ChecklistId, PublishedChecklist>,
    /// The sources by their key.
    pub sources: BTreeMap<String, Source>,
    /// Kinds, fields and risk.
    pub premises: PremisesReference,
    /// Who must do what how often.
    pub cadences: Cadences,
    /// The three-year plan.
    pub plan: Plan,
}

/// How large a library is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Items of all lists.
    pub items: usize,
    /// Items whose failing is a major hazard.
    pub majors: usize,
    /// Judged items whose clause should be compared with the law's text.
    pub to_verify: usize,
    /// Sources.
    pub sources: usize,
    /// Questions that stand in more than one list.
    pub shared_questions: usize,
    /// Items of these.
    pub shared_items: usize,
    /// Items that fill a field of the ledger.
    pub facts: usize,
    /// Words by which kinds are recognised, besides their ids and names.
    pub aliases: usize,
}

impl Library {
    /// How large it is.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let lists = || self.checklists.values().map(|published| &published.checklist);
        let items = || lists().flat_map(|checklist| checklist.items());
        let shared = crate::checklist::shared_questions(lists());
        let is_major = |demand: &crate::checklist::Demand| demand.severity == crate::inspection::Severity::Major;
        Counts {
            items: items().count(),
            majors: items().filter(|item| item.demand.as_ref().is_some_and(is_major)).count(),
            to_verify: items().filter(|item| item.is_judged() && item.verify).count(),
            sources: self.sources.len(),
            shared_questions: shared.len(),
            shared_items: shared.values().map(|question| question.items.len()).sum(),
            facts: items().filter(|item| item.fact.is_some()).count(),
            aliases: self.premises.kinds.iter().map(|kind| kind.aliases.len()).sum(),
        }
    }
}
