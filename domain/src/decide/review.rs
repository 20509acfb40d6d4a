//! ReturnInspection, AcceptInspection, AutoAccept, ReleaseQuarantine, DiscardDraft (`lifecycle.md` a). None of them touches a hazard:
//! hazards stay live and their clocks run, whatever becomes of the record (A5).

use super::Actor;
use super::inbox::Why;
use crate::command::Reason;
use crate::event::Event;
use crate::ids::{InspectionId, PremisesId, UserId};
use crate::inspection::{InspectionState, Nature, ReturnPoint, ReturnReason, VisitKind};
use crate::parameter::{AUTO_ACCEPT_HOURS, RETURN_DAYS};
use crate::permission::Action;
use crate::refusal::{Quarantine, Refusal};
use crate::time::Timestamp;
use crate::user::Role;
use std::collections::BTreeSet;

/// What stands of the visit under review.
#[derive(Debug)]
pub struct Facts<'a> {
    /// Who decides.
    pub actor: Actor<'a>,
    /// `base` of the command.
    pub base: Option<u32>,
    /// Which visit.
    pub inspection: InspectionId,
    /// Its state.
    pub state: InspectionState,
    /// The revision that stands.
    pub revision: u32,
    /// Patrol or check.
    pub nature: Nature,
    /// Kind of visit.
    pub kind: VisitKind,
    /// Who took part in any revision; the first made the draft.
    pub inspectors: &'a [UserId],
    /// What it waits for.
    pub quarantine: &'a BTreeSet<Quarantine>,
    /// Why the inbox shows it.
    pub inbox: &'a BTreeSet<Why>,
    /// Photos and signatures that have not arrived.
    pub missing_blobs: u32,
    /// When the standing revision was taken.
    pub submitted_at: Timestamp,
}

/// Decides `ReturnInspection`: a quality fault that the inspector mends.
///
/// # Errors
/// The guards of every review ([`accept`]); [`Refusal::ReasonRequired`] without a point, or with a point that says nothing.
pub fn return_inspection(facts: &Facts<'_>, reason: ReturnReason, points: &[ReturnPoint]) -> Result<Vec<Event>, Refusal> {
    may_review(facts)?;
    if points.is_empty() || points.iter().any(|point| point.comment().trim().is_empty()) {
        return Err(Refusal::ReasonRequired);
    }
    let items = points.iter().filter_map(|point| match point {
        ReturnPoint::Item { at, .. } => Some(at.clone()),
        ReturnPoint::Signature { .. } | ReturnPoint::Whole { .. } => None,
    });
    let to = facts.inspectors.first().copied().ok_or(Refusal::TargetUnknown { what: "user".into() })?;
    let due_on = facts.actor.received_at.day().plus(RETURN_DAYS);
    let (inspection, revision) = (facts.inspection, facts.revision);
    Ok(vec![Event::InspectionReturned { inspection, revision, reason, items: items.collect(), to, due_on }])
}

/// Decides `AcceptInspection`.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`]; [`Refusal::SeparationOfDuties`] for whoever took part (A2, S1);
/// [`Refusal::WrongState`] unless it is submitted; [`Refusal::Stale`] if `base` is not the standing revision;
/// [`Refusal::InQuarantine`] (A3); [`Refusal::MissingEvidence`] while photos or signatures are on their way.
pub fn accept(facts: &Facts<'_>) -> Result<Vec<Event>, Refusal> {
    may_review(facts)?;
    is_complete(facts)?;
    Ok(vec![accepted(facts, false)])
}

/// Decides `AutoAccept`: exactly what the inbox does not show, once it is old enough.
///
/// # Errors
/// [`Refusal::NotAllowed`] for anybody but the timer, and for what the inbox shows; [`Refusal::LimitExceeded`] before its time;
/// else as [`accept`].
pub fn auto_accept(facts: &Facts<'_>) -> Result<Vec<Event>, Refusal> {
    if facts.actor.role != Role::System {
        return Err(Refusal::NotAllowed);
    }
    may_review(facts)?;
    is_complete(facts)?;
    if !facts.inbox.is_empty() {
        return Err(Refusal::NotAllowed);
    }
    if facts.actor.received_at < facts.submitted_at.plus_hours(AUTO_ACCEPT_HOURS) {
        return Err(Refusal::LimitExceeded);
    }
    Ok(vec![accepted(facts, true)])
}

/// Decides `ReleaseQuarantine`: from now on the visit counts from its own date. The store clears the reasons and takes
/// [`Why::Quarantine`] from the inbox; other reasons to look at it stay.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`]; [`Refusal::SeparationOfDuties`] for whoever took part (S1);
/// [`Refusal::WrongState`] unless it is submitted and in quarantine; [`Refusal::Stale`]; [`Refusal::ReasonRequired`].
pub fn release_quarantine(facts: &Facts<'_>, reason: &Reason) -> Result<Vec<Event>, Refusal> {
    facts.actor.check(Action::QuarantineRelease)?;
    is_apart(facts)?;
    is_submitted(facts)?;
    // A release says that somebody has looked at what he lets go; without `base` nobody knows at which revision.
    is_current(facts)?;
    if facts.quarantine.is_empty() {
        return Err(Refusal::WrongState { actual: "not_in_quarantine".into() });
    }
    if !reason.is_sufficient() {
        return Err(Refusal::ReasonRequired);
    }
    Ok(vec![Event::QuarantineReleased { inspection: facts.inspection, reason: reason.code.clone() }])
}

/// What the phone says of a draft that left its trash.
#[derive(Debug)]
pub struct Discard<'a> {
    /// Who threw it away.
    pub actor: Actor<'a>,
    /// The visit that will never be.
    pub inspection: InspectionId,
    /// Where.
    pub premises: PremisesId,
    /// The state of a visit of this id, if one was handed in: then it is no draft.
    pub handed_in: Option<InspectionState>,
    /// Answers it had.
    pub answers: u32,
    /// Pictures it had.
    pub photos: u32,
    /// Why.
    pub reason: Option<&'a str>,
}

/// Decides `DiscardDraft`. Anybody who may sign in may throw away what only his phone has.
///
/// # Errors
/// [`Refusal::WrongState`] for a visit that was handed in; [`Refusal::ReasonRequired`] if it had an answer or picture and no reason.
pub fn discard_draft(facts: &Discard<'_>) -> Result<Vec<Event>, Refusal> {
    if facts.actor.user.is_none() {
        return Err(Refusal::NotAllowed);
    }
    if let Some(state) = facts.handed_in {
        return Err(Refusal::WrongState { actual: state.name().into() });
    }
    let reason = facts.reason.map(str::trim).filter(|reason| !reason.is_empty());
    if facts.answers + facts.photos > 0 && reason.is_none() {
        return Err(Refusal::ReasonRequired);
    }
    Ok(vec![Event::DraftDiscarded {
        inspection: facts.inspection,
        premises: facts.premises,
        answers: facts.answers,
        photos: facts.photos,
        reason: reason.map(str::to_owned),
    }])
}

/// The guards that returning and accepting share. Power first: who may not look learns nothing of the state.
fn may_review(facts: &Facts<'_>) -> Result<(), Refusal> {
    facts.actor.check(Action::InspectionReview)?;
    let is_routine_patrol = facts.kind == VisitKind::Routine && facts.nature == Nature::Patrol;
    if facts.actor.role == Role::CommunitySafety && !is_routine_patrol {
        return Err(Refusal::NotAllowed);
    }
    is_apart(facts)?;
    is_submitted(facts)?;
    is_current(facts)
}

fn is_apart(facts: &Facts<'_>) -> Result<(), Refusal> {
    if facts.inspectors.contains(&facts.actor.id()) { Err(Refusal::SeparationOfDuties) } else { Ok(()) }
}

fn is_submitted(facts: &Facts<'_>) -> Result<(), Refusal> {
    if facts.state == InspectionState::Submitted { Ok(()) } else { Err(Refusal::WrongState { actual: facts.state.name().into() }) }
}

fn is_current(facts: &Facts<'_>) -> Result<(), Refusal> {
    if facts.base == Some(facts.revision) { Ok(()) } else { Err(Refusal::Stale) }
}

fn is_complete(facts: &Facts<'_>) -> Result<(), Refusal> {
    if !facts.quarantine.is_empty() {
        return Err(Refusal::InQuarantine);
    }
    match facts.missing_blobs {
        0 => Ok(()),
        missing => Err(Refusal::MissingEvidence { missing }),
    }
}

const fn accepted(facts: &Facts<'_>, by_timer: bool) -> Event {
    Event::InspectionAccepted { inspection: facts.inspection, revision: facts.revision, by_timer }
}

#[cfg(test)]
mod tests;
