//! What the findings and the unchecked items of a record become: hazards, sightings, follow-ups.

use super::gap::{Gap, GapKind};
use super::{Facts, NewFollowUp};
use crate::hazard::{Closure, DemandKind, Hazard, HazardState};
use crate::ids::{FindingId, FollowUpId, HazardId};
use crate::inspection::{Answer, Disposition, Finding, Inspection, ItemRef, Nature, Severity};
use crate::parameter::{FOLLOW_UP_DAYS, FOLLOW_UP_LIFELINE_DAYS};
use crate::time::{Day, Timestamp};
use crate::walk::Step;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default)]
pub(super) struct Born {
    pub(super) hazards: Vec<Hazard>,
    pub(super) sightings: Vec<(HazardId, FindingId)>,
    pub(super) links: BTreeMap<FindingId, HazardId>,
    /// Findings whose id another visit has already used; they become nothing.
    pub(super) strangers: BTreeSet<FindingId>,
    pub(super) has_major: bool,
}

pub(super) fn birth(facts: &Facts<'_>, inspection: &Inspection, steps: &[Step<'_>], faults: &[Gap], acted_at: Timestamp) -> Born {
    let mut born = Born::default();
    let known = facts.earlier.as_ref().map(|earlier| &earlier.hazards);
    for finding in &inspection.findings {
        if born.links.contains_key(&finding.id) || born.strangers.contains(&finding.id) {
            continue; // the same finding twice in one record
        }
        let id = HazardId::of(finding.id);
        let before = known.and_then(|known| known.get(&finding.id)).copied();
        let here = facts.hazards.get(&id);
        born.has_major |= finding.severity == Severity::Major;
        if let Some(hazard) = before.or(here.filter(|hazard| hazard.inspection == inspection.id).map(|hazard| hazard.id)) {
            born.has_major |= facts.hazards.get(&hazard).is_some_and(|hazard| hazard.severity == Severity::Major);
            born.links.insert(finding.id, hazard);
        } else if here.is_some() {
            born.strangers.insert(finding.id);
        } else {
            let is_doubted = |kind: GapKind| faults.iter().any(|gap| gap.finding == Some(finding.id) && gap.kind == kind);
            match finding.disposition {
                Disposition::SameAs { hazard } if !is_doubted(GapKind::HazardUnknown) && !is_doubted(GapKind::Disposition) => {
                    born.has_major |= facts.hazards.get(&hazard).is_some_and(|hazard| hazard.severity == Severity::Major);
                    born.sightings.push((hazard, finding.id));
                    born.links.insert(finding.id, hazard);
                }
                _ => {
                    let step = steps.iter().find(|step| step.is_at(&finding.at));
                    let is_doubted =
                        is_doubted(GapKind::Disposition) || is_doubted(GapKind::BeforeAfter) || is_doubted(GapKind::HazardUnknown);
                    let hazard = hazard(facts, inspection, finding, step, is_doubted, acted_at);
                    born.has_major |= hazard.severity == Severity::Major;
                    born.links.insert(finding.id, hazard.id);
                    born.hazards.push(hazard);
                }
            }
        }
    }
    born
}

/// A doubted disposition decides nothing (W1), yet the danger is live at once (W2): the hazard is registered and the office owes the
/// next step. What the list calls major stays suspected whatever the record says.
fn hazard(
    facts: &Facts<'_>,
    inspection: &Inspection,
    finding: &Finding,
    step: Option<&Step<'_>>,
    is_doubted: bool,
    acted_at: Timestamp,
) -> Hazard {
    let severity = step.and_then(|step| step.item.demand.as_ref()).map_or(finding.severity, |demand| demand.severity.max(finding.severity));
    let (state, closure, due_on) = match (&finding.disposition, severity) {
        (Disposition::SuspectedMajor { .. }, _) | (_, Severity::Major) => (HazardState::Suspected, None, None),
        _ if is_doubted => (HazardState::Registered, None, None),
        (Disposition::OnSpot { .. }, Severity::General) => (HazardState::Closed, Some(Closure::OnSpot), None),
        (Disposition::Order { due_on, .. }, Severity::General) => (HazardState::Ordered, None, Some(*due_on)),
        (Disposition::SameAs { .. }, Severity::General) => (HazardState::Registered, None, None),
    };
    let demand_kind = match (state, inspection.nature) {
        (HazardState::Ordered, Nature::Patrol | Nature::Assist) => DemandKind::Advised,
        (HazardState::Ordered, Nature::AdminCheck) => DemandKind::Ordered,
        _ => DemandKind::None,
    };
    Hazard {
        id: HazardId::of(finding.id),
        number: String::new(),
        premises: inspection.premises,
        community: facts.premises.as_ref().map_or(facts.place, |ground| ground.community),
        inspection: inspection.id,
        finding: finding.id,
        at: finding.at.clone(),
        violation: finding.violation.clone(),
        spot: finding.spot.clone(),
        demand: finding.demand.clone(),
        severity,
        lifeline: step.is_some_and(|step| step.item.lifeline),
        state,
        closure,
        demand_kind,
        due_on,
        found_by: inspection.inspectors.first().copied().unwrap_or(facts.actor.id()),
        found_at: acted_at,
        closed_at: closure.map(|_| acted_at),
        recurrence_of: facts.closed_lately.get(&finding.at).copied(),
    }
}

/// One for each visible item that could not be checked and was not already open from an earlier revision.
pub(super) fn follow_ups(facts: &Facts<'_>, inspection: &Inspection, steps: &[Step<'_>], found_on: Day) -> Vec<NewFollowUp> {
    let earlier: BTreeSet<&ItemRef> = facts
        .earlier
        .iter()
        .flat_map(|earlier| &earlier.inspection.answers)
        .filter(|answered| matches!(answered.answer, Answer::NotChecked { .. }))
        .map(|answered| &answered.at)
        .collect();
    // A list that is pinned twice asks twice, and is looked at again once.
    let mut seen = BTreeSet::new();
    let open = |step: &Step<'_>| {
        let Some(Answer::NotChecked { reason, .. }) = step.answer else { return None };
        let at = step.at();
        let days = if step.item.lifeline { FOLLOW_UP_LIFELINE_DAYS } else { FOLLOW_UP_DAYS };
        let is_new = !earlier.contains(&at) && seen.insert(at.clone());
        is_new.then(|| NewFollowUp { id: FollowUpId::of(inspection.id, &at), at, reason: *reason, due_on: found_on.plus(days) })
    };
    steps.iter().filter_map(open).collect()
}
