//! Which stages and which ways between them the runs have seen: what was never seen was never tried.

use std::collections::{BTreeMap, BTreeSet};
use sync::outbox::Stage;

/// What runs have seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// How often each way was gone.
    pub ways: BTreeMap<(Stage, Stage), u64>,
}

impl Coverage {
    pub(crate) fn goes(&mut self, from: Stage, to: Stage) {
        if from != to {
            *self.ways.entry((from, to)).or_default() += 1;
        }
    }

    /// Takes what another run has seen.
    pub fn add(&mut self, other: &Self) {
        for (way, times) in &other.ways {
            *self.ways.entry(*way).or_default() += times;
        }
    }

    /// Stages that nothing was ever in.
    #[must_use]
    pub fn never(&self) -> Vec<Stage> {
        let seen: BTreeSet<Stage> = self.ways.keys().flat_map(|(from, to)| [*from, *to]).collect();
        Stage::ALL.into_iter().filter(|stage| !seen.contains(stage)).collect()
    }
}
