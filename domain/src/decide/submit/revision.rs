//! How a document stands to what is known of its visit, and what it may not change.

use super::{Earlier, Facts, Reworded};
use crate::ids::{FindingId, UserId};
use crate::inspection::{Disposition, Finding, Inspection, InspectionState};
use std::collections::BTreeSet;

/// Where a document stands in the line of revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The first of its visit.
    First,
    /// Names earlier revisions that the server has never seen (it was restored from a backup); it stands, but a person looks.
    Orphan,
    /// Mends the returned revision that stands.
    Mends,
    /// Everything else: kept beside what stands.
    Aside,
}

impl Line {
    pub(super) const fn stands(self) -> bool {
        !matches!(self, Self::Aside)
    }

    pub(super) const fn conflicts(self) -> bool {
        matches!(self, Self::Aside | Self::Orphan)
    }
}

pub(super) fn line(facts: &Facts<'_>, inspection: &Inspection) -> Line {
    let Some(earlier) = &facts.earlier else {
        let is_first = inspection.revision == 1 && inspection.parent.is_none();
        return if is_first { Line::First } else { Line::Orphan };
    };
    let is_next = earlier.revision.checked_add(1) == Some(inspection.revision) && inspection.parent == Some(earlier.sealed);
    // Owner or co-inspector: whoever took part may mend it, nobody else can make his document the one that stands.
    let took_part = earlier.inspection.inspectors.contains(&facts.actor.id());
    if earlier.state == InspectionState::Returned && is_next && took_part { Line::Mends } else { Line::Aside }
}

/// Everybody who took part in any revision; the owner first.
pub(super) fn inspectors(facts: &Facts<'_>, inspection: &Inspection) -> Vec<UserId> {
    let earlier = facts.earlier.iter().flat_map(|earlier| &earlier.inspection.inspectors);
    let mut all: Vec<UserId> = vec![];
    for person in earlier.chain(&inspection.inspectors).copied().chain([facts.actor.id()]) {
        if !all.contains(&person) {
            all.push(person);
        }
    }
    all
}

/// What a revision does to the one before.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// Findings whose disposition, weight or item differ, or that are gone.
    pub(super) decisions: Vec<FindingId>,
    /// New words for hazards.
    pub(super) reworded: Vec<Reworded>,
    /// Premises, checklists or nature differ, or a photo is gone (A1).
    changes_what_is_fixed: bool,
}

impl Change {
    pub(super) fn needs_decision(&self) -> bool {
        self.changes_what_is_fixed || !self.decisions.is_empty()
    }
}

pub(super) fn change(earlier: &Earlier, inspection: &Inspection) -> Change {
    let before = &earlier.inspection;
    let pins = |record: &Inspection| record.checklists.iter().map(|pin| (pin.id.clone(), pin.sha256)).collect::<BTreeSet<_>>();
    let photos: BTreeSet<_> = inspection.photos.iter().map(|photo| photo.sha256).collect();
    let changes_what_is_fixed = before.premises != inspection.premises
        || before.nature != inspection.nature
        || before.kind != inspection.kind
        || pins(before) != pins(inspection)
        || before.photos.iter().any(|photo| !photos.contains(&photo.sha256));
    let mut change = Change { changes_what_is_fixed, ..Change::default() };
    for old in &before.findings {
        match inspection.findings.iter().find(|new| new.id == old.id) {
            Some(new) if is_same_decision(old, new) => change.reworded.extend(reworded(earlier, old, new)),
            _ => change.decisions.push(old.id),
        }
    }
    change
}

/// Whether words and pictures differ at most.
pub(super) fn is_same_decision(old: &Finding, new: &Finding) -> bool {
    old.at == new.at
        && old.severity == new.severity
        && match (&old.disposition, &new.disposition) {
            (Disposition::OnSpot { .. }, Disposition::OnSpot { .. })
            | (Disposition::SuspectedMajor { .. }, Disposition::SuspectedMajor { .. }) => true,
            (Disposition::Order { due_on: old, .. }, Disposition::Order { due_on: new, .. }) => old == new,
            (Disposition::SameAs { hazard: old }, Disposition::SameAs { hazard: new }) => old == new,
            _ => false,
        }
}

/// The words of a hazard are those of the finding it was made of; a sighting has none.
fn reworded(earlier: &Earlier, old: &Finding, new: &Finding) -> Option<Reworded> {
    let hazard = *earlier.hazards.get(&old.id)?;
    let is_made_of_it = hazard == crate::ids::HazardId::of(old.id);
    let differs = (&old.violation, &old.spot, &old.demand) != (&new.violation, &new.spot, &new.demand);
    (is_made_of_it && differs).then(|| Reworded {
        hazard,
        violation: new.violation.clone(),
        spot: new.spot.clone(),
        demand: new.demand.clone(),
    })
}
