//! What a phone gets for a command: a receipt, or a refusal that a person can read. Both are stored and repeated byte for byte.

use crate::hello::Epoch;
use domain::digest::Sha256;
use domain::ids::{CommandId, PlaceId};
use domain::refusal::{Quarantine, Refusal};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The command is durable on the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Whose receipt.
    pub id: CommandId,
    /// SHA-256 of the bytes the server has.
    pub sha256: Sha256,
    /// The place whose event table took it.
    pub place: PlaceId,
    /// The last event it wrote there.
    pub seq: i64,
    /// Server time of the commit.
    pub received_at: Timestamp,
    /// The epoch it is durable in.
    pub epoch: Epoch,
    /// Why it waits for a person although it was taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quarantine: Vec<Quarantine>,
}

/// The door's answer to a command, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Taken.
    Receipt(Receipt),
    /// Not taken.
    Refused {
        /// Whose.
        id: CommandId,
        /// SHA-256 of the bytes that were refused.
        sha256: Sha256,
        /// Why.
        refusal: Refusal,
        /// When.
        received_at: Timestamp,
    },
}

/// The HTTP status of a refusal: the one table, used by the server and by the phone's simulation.
#[must_use]
pub const fn status_of(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::Unreadable { .. } | Refusal::Invalid { .. } | Refusal::Unknown => 422,
        Refusal::NotOwner | Refusal::NotAllowed | Refusal::SeparationOfDuties | Refusal::SelfDealing => 403,
        Refusal::OutOfScope | Refusal::TargetUnknown { .. } => 404,
        Refusal::TooLarge { .. } => 413,
        Refusal::IdConflict
        | Refusal::WrongState { .. }
        | Refusal::Stale
        | Refusal::MissingEvidence { .. }
        | Refusal::InQuarantine
        | Refusal::Taken { .. } => 409,
        Refusal::ReasonRequired | Refusal::LimitExceeded => 422,
    }
}

/// Whether the door keeps this refusal as its answer to the command, and repeats it byte for byte. The others say nothing about the
/// command itself, so the same bytes may be taken another time.
#[must_use]
pub const fn is_stored(refusal: &Refusal) -> bool {
    !matches!(refusal, Refusal::Unreadable { .. } | Refusal::NotOwner | Refusal::TooLarge { .. } | Refusal::IdConflict)
}
