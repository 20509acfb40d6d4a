//! What the demo has done so far: which places were visited, which hazards are open, whose phone has which counter.

use super::calendar::{Twist, Visit};
use super::people::Person;
use domain::checklist::PublishedChecklist;
use domain::digest::Sha256;
use domain::ids::{HazardId, PremisesId, UserId};
use domain::inspection::{Disposition, Inspection, ItemRef, Photo, Severity};
use domain::premises::Premises;
use domain::time::Timestamp;
use std::collections::BTreeMap;

/// Nobody goes back sooner.
const BACK_AFTER_DAYS: i64 = 8;

/// An open hazard.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub(super) hazard: HazardId,
    pub(super) premises: PremisesId,
    inspector: usize,
    found_at: Timestamp,
    pub(super) at: ItemRef,
    pub(super) severity: Severity,
    pub(super) spot: String,
    /// The lists of the visit that found it.
    pub(super) lists: Vec<&'static PublishedChecklist>,
}

/// A record that was handed in.
#[derive(Debug, Clone)]
pub(super) struct Handed {
    pub(super) inspection: Inspection,
    pub(super) sealed: Sha256,
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Memory {
    visited: BTreeMap<PremisesId, Timestamp>,
    open: Vec<Open>,
    photos: BTreeMap<UserId, Photo>,
    numbers: BTreeMap<UserId, u32>,
    pub(super) submitted: BTreeMap<UserId, u32>,
    pub(super) handed: BTreeMap<usize, Handed>,
}

impl Memory {
    /// The next provisional number of a phone: 7F3A-21.
    pub(super) fn number(&mut self, of: &Person) -> String {
        let number = self.numbers.entry(of.id).or_default();
        *number += 1;
        let code = of.device().0.simple().to_string();
        format!("{}-{number}", code[..4].to_uppercase())
    }

    pub(super) fn was_visited(&self, premises: PremisesId) -> bool {
        self.visited.contains_key(&premises)
    }

    /// A place of this inspector's where something is still open.
    pub(super) fn to_go_back_to(&self, visit: &Visit) -> Option<PremisesId> {
        let back = |open: &&Open| {
            open.inspector == visit.inspector
                && self.visited.get(&open.premises).is_some_and(|last| last.plus_days(BACK_AFTER_DAYS) < visit.started_at)
        };
        self.open.iter().find(back).map(|open| open.premises)
    }

    /// What is still open at these premises, for a visit that goes back to it.
    pub(super) fn again(&self, visit: &Visit, premises: &Premises) -> Option<Open> {
        let is_here = |open: &&Open| open.premises == premises.id && open.found_at < visit.started_at;
        self.open.iter().find(is_here).filter(|_| visit.twist == Twist::Again).cloned()
    }

    /// A picture that this inspector took on an earlier visit.
    pub(super) fn reusable(&self, inspector: UserId) -> Option<Photo> {
        self.photos.get(&inspector).cloned()
    }

    pub(super) fn remember(&mut self, visit: &Visit, premises: &Premises, inspection: &Inspection, lists: &[&'static PublishedChecklist]) {
        self.visited.insert(premises.id, visit.started_at);
        if let (Some(photo), Some(inspector)) = (inspection.photos.first(), inspection.inspectors.first()) {
            self.photos.insert(*inspector, photo.clone());
        }
        for finding in &inspection.findings {
            if matches!(finding.disposition, Disposition::Order { .. } | Disposition::SuspectedMajor { .. }) {
                self.open.push(Open {
                    hazard: HazardId::of(finding.id),
                    premises: premises.id,
                    inspector: visit.inspector,
                    found_at: visit.started_at,
                    at: finding.at.clone(),
                    severity: finding.severity,
                    spot: finding.spot.clone(),
                    lists: lists.to_vec(),
                });
            }
        }
    }
}
