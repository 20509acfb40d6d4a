//! What happened, as rows of the one append-only table. A payload holds ids, states and field names, never a personal value: the
//! hash chain must survive an erasure by law.

use crate::digest::Sha256;
use crate::hazard::HazardState;
use crate::ids::{BatchId, FindingId, FollowUpId, HazardId, InspectionId, PlaceId, PremisesId, UserId};
use crate::inspection::{InspectionState, ItemRef, ReturnReason};
use crate::refusal::{Flag, Quarantine};
use crate::time::Day;
use crate::user::Role;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One event. Never rename or reuse a variant: the chain is read for years.
#[expect(missing_docs, reason = "the fields are ids, states and counts under their own names; each variant's line says what happened")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A revision of a visit was taken.
    InspectionSubmitted {
        inspection: InspectionId,
        revision: u32,
        premises: PremisesId,
        sealed: Sha256,
        quarantine: Vec<Quarantine>,
        flags: Vec<Flag>,
    },
    /// A document about a known visit that does not become its standing revision: kept beside it, for a person to look at.
    RevisionSetAside { inspection: InspectionId, revision: u32, premises: PremisesId, sealed: Sha256, quarantine: Vec<Quarantine> },
    /// Returned to its inspector, who is to mend it by that day.
    InspectionReturned { inspection: InspectionId, revision: u32, reason: ReturnReason, items: Vec<ItemRef>, to: UserId, due_on: Day },
    /// Accepted by a person or the timer.
    InspectionAccepted { inspection: InspectionId, revision: u32, by_timer: bool },
    /// May count from now on.
    QuarantineReleased { inspection: InspectionId, reason: String },
    /// A photo or signature of a record arrived.
    EvidenceArrived { inspection: InspectionId, missing: u32 },
    /// Photos or signatures have not arrived for days: the inbox shows the record.
    EvidenceOverdue { inspection: InspectionId, missing: u32 },
    /// A draft was thrown away on a phone.
    DraftDiscarded { inspection: InspectionId, premises: PremisesId, answers: u32, photos: u32, reason: Option<String> },
    /// A hazard came to be: `Ordered`, `Suspected`, or `Closed` on the spot.
    HazardFound {
        hazard: HazardId,
        number: String,
        premises: PremisesId,
        inspection: InspectionId,
        finding: FindingId,
        state: HazardState,
        due_on: Option<Day>,
        recurrence_of: Option<HazardId>,
    },
    /// An open hazard was seen again.
    HazardSighted { hazard: HazardId, inspection: InspectionId, finding: FindingId },
    /// A resubmission said better what is wrong, where, or what is asked for; state and deadline stay.
    HazardReworded { hazard: HazardId, inspection: InspectionId, revision: u32 },
    /// A resubmission asks for what only a person may decide: another disposition, a finding that is gone.
    DecisionNeeded { inspection: InspectionId, revision: u32, finding: FindingId },
    /// An item could not be checked.
    FollowUpOpened { follow_up: FollowUpId, premises: PremisesId, inspection: InspectionId, at: ItemRef, due_on: Day },
    /// New in the ledger.
    PremisesAdded { premises: PremisesId, to_verify: bool, batch: Option<BatchId> },
    /// Changed; the names of the fields, never their values.
    PremisesEdited { premises: PremisesId, fields: Vec<String> },
    /// Left this community: a tombstone here, `PremisesEdited` there.
    PremisesLeft { premises: PremisesId, to: PlaceId },
    /// Taken back with its import.
    PremisesRemoved { premises: PremisesId, batch: BatchId },
    /// A ledger file's rows were taken.
    BatchImported { batch: BatchId, file: Sha256, rows: u32 },
    /// A batch was taken back; `kept` rows had been touched since.
    BatchUndone { batch: BatchId, removed: u32, kept: u32 },
    /// A new place.
    PlaceAdded { place: PlaceId },
    /// A place has another name.
    PlaceRenamed { place: PlaceId },
    /// A new account.
    UserAdded { user: UserId },
    /// A role was given.
    RoleGranted { user: UserId, role: Role, place: PlaceId },
    /// A role was taken.
    RoleRevoked { user: UserId, role: Role, place: PlaceId },
    /// An account ended.
    UserDisabled { user: UserId },
    /// A new password; every session ended.
    PasswordReset { user: UserId },
    /// A version of a checklist.
    ChecklistPublished { checklist: String, version: u32, sha256: Sha256 },
}

impl Event {
    /// The thing it is about, by which the feed finds its present state. Checklists are named by the first 16 bytes of their hash.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        match self {
            Self::InspectionSubmitted { inspection, .. }
            | Self::RevisionSetAside { inspection, .. }
            | Self::InspectionReturned { inspection, .. }
            | Self::InspectionAccepted { inspection, .. }
            | Self::QuarantineReleased { inspection, .. }
            | Self::EvidenceArrived { inspection, .. }
            | Self::EvidenceOverdue { inspection, .. }
            | Self::DraftDiscarded { inspection, .. }
            | Self::DecisionNeeded { inspection, .. } => inspection.0,
            Self::HazardFound { hazard, .. } | Self::HazardSighted { hazard, .. } | Self::HazardReworded { hazard, .. } => hazard.0,
            Self::FollowUpOpened { follow_up, .. } => follow_up.0,
            Self::PremisesAdded { premises, .. }
            | Self::PremisesEdited { premises, .. }
            | Self::PremisesLeft { premises, .. }
            | Self::PremisesRemoved { premises, .. } => premises.0,
            Self::BatchImported { batch, .. } | Self::BatchUndone { batch, .. } => batch.0,
            Self::PlaceAdded { place } | Self::PlaceRenamed { place } => place.0,
            Self::UserAdded { user }
            | Self::RoleGranted { user, .. }
            | Self::RoleRevoked { user, .. }
            | Self::UserDisabled { user }
            | Self::PasswordReset { user } => user.0,
            Self::ChecklistPublished { sha256, .. } => {
                let mut half = [0; 16];
                half.copy_from_slice(&sha256.0[..16]);
                Uuid::from_bytes(half)
            }
        }
    }

    /// The state of the inspection after this event, where it changes one.
    #[must_use]
    pub const fn inspection_state(&self) -> Option<InspectionState> {
        match self {
            Self::InspectionSubmitted { .. } => Some(InspectionState::Submitted),
            Self::InspectionReturned { .. } => Some(InspectionState::Returned),
            Self::InspectionAccepted { .. } => Some(InspectionState::Accepted),
            _ => None,
        }
    }
}
