//! What the door answers: a receipt, or a refusal that a person can read.

use super::scalar::{Id, Sha256, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The answer to a command. Stored with it and repeated byte for byte whenever the same bytes come again.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Taken, and durable. Only this, with the id and the hash that were sent and our protocol header, is a receipt.
    Receipt {
        id: Id,
        /// SHA-256 of the bytes the server has.
        sha256: Sha256,
        /// The place whose event table took it.
        place: Id,
        /// The last event it wrote there.
        seq: i64,
        received_at: Timestamp,
        /// The server's epoch in which it is durable.
        epoch: Id,
        /// Why it waits for a person although it was taken.
        quarantine: Option<Vec<Quarantine>>,
    },
    /// Not taken. Stored as well: the same bytes get the same answer.
    Refused { id: Id, sha256: Sha256, refusal: Refusal, received_at: Timestamp },
}

/// Why the door refused. A code that this document does not name is to be shown as "refused, please update".
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub(crate) enum Refusal {
    /// 422: the bytes are no command, or of a version the server does not know.
    Unreadable { detail: String },
    /// 403: `by` is not the signed-in user.
    NotOwner,
    /// 409: the id is known with other bytes; nothing was overwritten.
    IdConflict,
    /// 413
    TooLarge { max_bytes: u64 },
    /// 409
    WrongState { actual: String },
    /// 403
    NotAllowed,
    /// 404
    OutOfScope,
    /// 403: whoever took part may not also decide.
    SeparationOfDuties,
    /// 403
    SelfDealing,
    /// 422
    ReasonRequired,
    /// 409: photos or signatures have not arrived.
    MissingEvidence { missing: u32 },
    /// 409
    InQuarantine,
    /// 422
    LimitExceeded,
    /// 404
    TargetUnknown { what: String },
    /// 409: made against an earlier revision.
    Stale,
    /// 422
    Invalid { field: String },
    /// 409
    Taken { field: String },
    /// 422
    Unknown,
}

/// Why a submission waits for a person although it was taken.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Quarantine {
    OutOfScope,
    Late,
    DisabledAccount,
    NotAllowed,
    ChecklistUnknown,
    Incomplete,
    Unsigned,
    DeadlineInvalid,
    DispositionInvalid,
    PremisesUnknown,
    PremisesMoved,
    Tied,
    AdminCheckUnapproved,
    HazardUnknown,
    RevisionConflict,
    NeedsDecision,
}
