//! SubmitInspection, ResubmitInspection (`lifecycle.md` a): never refused for what the record says, only taken into quarantine (W2).
//!
//! A revision stands if it is the first, or mends a returned one that its author has seen (`parent`). Any other document about a known
//! visit (a second SubmitInspection under its id, two phones mending the same return, an answer to a record that was never
//! returned) is set aside with [`Quarantine::RevisionConflict`]: its bytes are kept, what stands keeps its state, and only findings
//! that nobody knew yet become hazards, because people are in danger whoever wrote it down.

mod birth;
mod clock;
mod flag;
mod gap;
mod revision;

pub use clock::time_of_act;
pub use flag::{ALL_PASS_ITEMS_MIN, TOO_FAST_ITEM_MS, TOO_FAST_ITEMS_MIN};
pub use gap::{Against, DEADLINE_REASON_MIN, Gap, GapKind, gaps};

use super::{Actor, inbox};
use crate::checklist::Checklist;
use crate::digest::Sha256;
use crate::event::Event;
use crate::hazard::Hazard;
use crate::ids::{FindingId, FollowUpId, HazardId, PlaceId, UserId};
use crate::inspection::{Answer, Counts, Inspection, InspectionState, ItemRef, Nature, NotCheckedReason, VisitKind};
use crate::permission::Action;
use crate::refusal::{Flag, Quarantine, Refusal};
use crate::time::{Day, Timestamp};
use crate::walk::Step;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What stands on the server of the visit's earlier revision.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// The revision that stands.
    pub revision: u32,
    /// Its state.
    pub state: InspectionState,
    /// SHA-256 of its sealed command.
    pub sealed: Sha256,
    /// The record as it stands.
    pub inspection: Inspection,
    /// The hazard each of its findings became or sighted.
    pub hazards: BTreeMap<FindingId, HazardId>,
    /// Was ever returned.
    pub was_returned: bool,
}

/// The ledger's word on the premises.
#[derive(Debug, Clone)]
pub struct Ground {
    /// Its community now.
    pub community: PlaceId,
    /// Coordinates, WGS84 micro-degrees.
    pub position: Option<(i32, i32)>,
    /// How far a photo may be, metres (the kind's, or the default).
    pub radius_m: u32,
}

/// What the store has loaded for a submission.
#[derive(Debug)]
pub struct Facts<'a> {
    /// Who hands it in; `subject_places` from the premises' grid or community, or from `place` if they are unknown.
    pub actor: Actor<'a>,
    /// `place` of the command.
    pub place: PlaceId,
    /// `at` of the command, by the phone's clock.
    pub issued_at: Timestamp,
    /// Hash of the sealed bytes.
    pub sealed: Sha256,
    /// The ledger's word; none if it does not know the premises.
    pub premises: Option<Ground>,
    /// The pinned checklists that the server has.
    pub checklists: &'a BTreeMap<Sha256, Arc<Checklist>>,
    /// What stands of this visit.
    pub earlier: Option<Earlier>,
    /// Hazards of any state, as far as the record names them ([`named_hazards`]).
    pub hazards: &'a BTreeMap<HazardId, Hazard>,
    /// Hazards closed at these premises inside the recurrence window, latest a (checklist, item).
    pub closed_lately: &'a BTreeMap<ItemRef, HazardId>,
    /// Photos of this record that another record already has.
    pub reused_photos: &'a BTreeSet<Sha256>,
    /// The inspector's submissions before this one.
    pub submitted_before: u32,
    /// Days between the act and the receipt after which it is late ([`crate::parameter::LATE_AFTER_DAYS`]).
    pub late_after_days: i64,
}

/// A follow-up to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFollowUp {
    /// Made from the visit and the item, so that a repeat makes the same one.
    pub id: FollowUpId,
    /// The item that could not be checked.
    pub at: ItemRef,
    /// Its text code.
    pub reason: NotCheckedReason,
    /// Due.
    pub due_on: Day,
}

/// New words for a hazard that an earlier revision made. Its state and deadline stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reworded {
    /// Which.
    pub hazard: HazardId,
    /// What is wrong.
    pub violation: String,
    /// Where in the premises.
    pub spot: String,
    /// What is asked for.
    pub demand: String,
}

/// What a submission becomes. Numbers of hazards are empty: the store gives them inside the transaction and puts them into hazard and event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// Whether this becomes the standing revision. If not, the bytes are set aside, the record keeps its revision and state, and
    /// [`Quarantine::RevisionConflict`] is added to the record's reasons if it is [`InspectionState::Submitted`], so that a person
    /// sees both before it is accepted; an accepted or returned record is not touched (A3).
    pub stands: bool,
    /// The time of the act by T1.
    pub acted_at: Timestamp,
    /// Why it waits for a person; empty for nearly all.
    pub quarantine: BTreeSet<Quarantine>,
    /// What the reviewer sees beside it.
    pub flags: BTreeSet<Flag>,
    /// Hazards born, in the order of findings.
    pub hazards: Vec<Hazard>,
    /// Sightings of open hazards: (hazard, finding).
    pub sightings: Vec<(HazardId, FindingId)>,
    /// Hazards of earlier revisions whose words were mended.
    pub reworded: Vec<Reworded>,
    /// The one hazard that each finding of this revision became or sighted (A4).
    pub links: BTreeMap<FindingId, HazardId>,
    /// Findings that wait for a person: another disposition, or gone from this revision. Their hazards stay as they are.
    pub decisions: Vec<FindingId>,
    /// Follow-ups, each once through all revisions.
    pub follow_ups: Vec<NewFollowUp>,
    /// Items that were looked at, so that what waited to be checked there is done. None while the visit counts nowhere.
    pub checked: Vec<ItemRef>,
    /// Items by their answers, for lists and ledgers.
    pub counts: Counts,
    /// Why the inbox shows it; empty if the timer may accept it.
    pub inbox: BTreeSet<inbox::Why>,
    /// The inspectors of all revisions, who may not review it.
    pub inspectors: Vec<UserId>,
    /// The events in order, without numbers. They belong to the premises' community, or to `place` if the premises are unknown.
    pub events: Vec<Event>,
}

/// The hazards that [`Facts::hazards`] should hold: those named by `same_as`, and those that the findings' ids have become if the
/// record, or another one with the same finding, was here before.
pub fn named_hazards(inspection: &Inspection) -> impl Iterator<Item = HazardId> {
    inspection.findings.iter().flat_map(|finding| {
        let named = match finding.disposition {
            crate::inspection::Disposition::SameAs { hazard } => Some(hazard),
            _ => None,
        };
        named.into_iter().chain([HazardId::of(finding.id)])
    })
}

/// Decides `SubmitInspection` and `ResubmitInspection`.
///
/// # Errors
/// [`Refusal::NotOwner`] for `system`, who visits nobody; everything else a record may be guilty of is a reason of
/// [`Submitted::quarantine`].
pub fn submit(facts: &Facts<'_>, inspection: &Inspection) -> Result<Submitted, Refusal> {
    if facts.actor.user.is_none() {
        return Err(Refusal::NotOwner);
    }
    let (acted_at, clock_is_suspect) = time_of_act(facts.issued_at, facts.actor.received_at, inspection.server_seen_at);
    let found_on = acted_at.day();
    let steps = crate::walk::pinned_steps(inspection, facts.checklists);
    let line = revision::line(facts, inspection);
    let standing = facts.earlier.as_ref().filter(|_| line == revision::Line::Mends);
    let change = standing.map(|earlier| revision::change(earlier, inspection)).unwrap_or_default();
    let against =
        Against { checklists: facts.checklists, hazards: facts.hazards, found_on, earlier: standing.map(|earlier| &earlier.inspection) };
    let faults = gaps(inspection, &against);

    let mut quarantine = doubts(facts, inspection, acted_at, clock_is_suspect);
    quarantine.extend(faults.iter().map(|gap| gap.kind.quarantine()));
    quarantine.extend(line.conflicts().then_some(Quarantine::RevisionConflict));
    quarantine.extend(change.needs_decision().then_some(Quarantine::NeedsDecision));
    let born = birth::birth(facts, inspection, &steps, &faults, acted_at);
    quarantine.extend((!born.strangers.is_empty()).then_some(Quarantine::RevisionConflict));
    // What was set aside opens none, as it closes none: what stands may have looked.
    let follow_ups = if line.stands() { birth::follow_ups(facts, inspection, &steps, found_on) } else { vec![] };
    let counts = crate::walk::counts(&steps, inspection.started_at.day());
    let flags = flag::flags(facts, inspection, counts, clock_is_suspect);
    let inbox = inbox::why(&inbox::Facts {
        inspection: inspection.id,
        sealed: facts.sealed,
        nature: inspection.nature,
        has_major: born.has_major,
        quarantine: &quarantine,
        flags: &flags,
        was_returned: facts.earlier.as_ref().is_some_and(|earlier| earlier.was_returned),
        submitted_before: facts.submitted_before,
    });
    let mut submitted = Submitted {
        stands: line.stands(),
        checked: if line.stands() && quarantine.is_empty() { checked(&steps) } else { vec![] },
        acted_at,
        quarantine,
        flags,
        hazards: born.hazards,
        sightings: born.sightings,
        reworded: change.reworded,
        links: born.links,
        decisions: change.decisions,
        follow_ups,
        counts,
        inbox,
        inspectors: revision::inspectors(facts, inspection),
        events: vec![],
    };
    submitted.events = events(&submitted, inspection, facts.sealed);
    Ok(submitted)
}

/// The items that somebody looked at: answered, and not with 查不了.
#[must_use]
pub fn checked(steps: &[Step<'_>]) -> Vec<ItemRef> {
    let is_checked = |step: &&Step<'_>| step.is_answered() && !matches!(step.answer, Some(Answer::NotChecked { .. }));
    steps.iter().filter(is_checked).map(Step::at).collect()
}

/// The doubts that come from who, where and when, not from what the record says.
fn doubts(facts: &Facts<'_>, inspection: &Inspection, acted_at: Timestamp, clock_is_suspect: bool) -> BTreeSet<Quarantine> {
    let action = match inspection.nature {
        Nature::Patrol => Action::InspectionPatrol,
        Nature::AdminCheck | Nature::Assist => Action::InspectionAdminCheck,
        Nature::SelfCheck => Action::SelfCheck,
    };
    let permitted = facts.actor.check_as_if_active(action);
    // These kinds are administrative checks by law (`lifecycle.md` a); a patrol cannot become one by its name.
    let checks_by_name =
        matches!(inspection.kind, VisitKind::SpotCheck | VisitKind::Joint | VisitKind::Leader) && inspection.nature == Nature::Patrol;
    let days = facts.actor.received_at.day().days_since(acted_at.day());
    let premises_moved =
        facts.premises.as_ref().is_some_and(|ground| ground.community != facts.place || ground.community != inspection.snapshot.community);
    let reasons = [
        (permitted == Err(Refusal::OutOfScope), Quarantine::OutOfScope),
        (permitted == Err(Refusal::NotAllowed) || !inspection.inspectors.contains(&facts.actor.id()), Quarantine::NotAllowed),
        (facts.actor.user.is_some_and(|user| !user.is_active), Quarantine::DisabledAccount),
        // By a clock that is off nobody can say how late it is.
        (!clock_is_suspect && days > facts.late_after_days, Quarantine::Late),
        (facts.premises.is_none(), Quarantine::PremisesUnknown),
        (premises_moved, Quarantine::PremisesMoved),
        // Approval, certificates and the yearly cap are not kept here yet, so no check can show them.
        (inspection.nature == Nature::AdminCheck || checks_by_name, Quarantine::AdminCheckUnapproved),
    ];
    reasons.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect()
}

fn events(submitted: &Submitted, inspection: &Inspection, sealed: Sha256) -> Vec<Event> {
    let (id, revision, premises) = (inspection.id, inspection.revision, inspection.premises);
    let quarantine = submitted.quarantine.iter().copied().collect();
    let flags = submitted.flags.iter().copied().collect();
    let first = if submitted.stands {
        Event::InspectionSubmitted { inspection: id, revision, premises, sealed, quarantine, flags }
    } else {
        Event::RevisionSetAside { inspection: id, revision, premises, sealed, quarantine }
    };
    let found = submitted.hazards.iter().map(|hazard| Event::HazardFound {
        hazard: hazard.id,
        number: String::new(),
        premises,
        inspection: id,
        finding: hazard.finding,
        state: hazard.state,
        due_on: hazard.due_on,
        recurrence_of: hazard.recurrence_of,
    });
    let sighted = submitted.sightings.iter().map(|&(hazard, finding)| Event::HazardSighted { hazard, inspection: id, finding });
    let reworded = submitted.reworded.iter().map(|words| Event::HazardReworded { hazard: words.hazard, inspection: id, revision });
    let decisions = submitted.decisions.iter().map(|&finding| Event::DecisionNeeded { inspection: id, revision, finding });
    let follow_ups = submitted.follow_ups.iter().map(|new| Event::FollowUpOpened {
        follow_up: new.id,
        premises,
        inspection: id,
        at: new.at.clone(),
        due_on: new.due_on,
    });
    [first].into_iter().chain(found).chain(sighted).chain(reworded).chain(decisions).chain(follow_ups).collect()
}

#[cfg(test)]
mod tests;
