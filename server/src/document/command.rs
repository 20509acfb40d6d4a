//! Commands: every change anyone makes.

use super::inspection::{Inspection, ReturnPoint, ReturnReason};
use super::premises::{Premises, PremisesChange};
use super::scalar::{Grant, Id, Place, PlaceKind, Role, Sha256, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One change as its issuer means it. Written once as UTF-8 JSON; the server keeps exactly these bytes, and the hash in its answer is
/// over exactly these bytes. Every retry sends the same bytes under the same id. Absent fields are left out, never `null`. At most 2 MiB.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Command {
    /// Made once (UUIDv7); the same as in the path.
    pub(crate) id: Id,
    /// The signed-in user's id (`hello.user`, or the answer to the sign-in).
    pub(crate) by: Id,
    /// The role the person acts in: one of their `grants`.
    pub(crate) role: Role,
    /// The community it concerns, or the street for what is everyone's.
    pub(crate) place: Id,
    /// When, by the issuer's clock.
    pub(crate) at: Timestamp,
    /// The revision it was made against, for a decision on a record or an edit of premises (`version` of the feed's row).
    pub(crate) base: Option<u32>,
    pub(crate) what: What,
}

/// What is to change.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum What {
    /// Hands in a visit.
    SubmitInspection { inspection: Box<Inspection> },
    /// Hands in a mended visit.
    ResubmitInspection { inspection: Box<Inspection> },
    /// Sends a visit back to its inspector; `base` names the revision.
    ReturnInspection { inspection: Id, reason: ReturnReason, points: Vec<ReturnPoint> },
    /// Accepts a visit; `base` names the revision.
    AcceptInspection { inspection: Id },
    /// The timer's; nobody else may.
    AutoAccept { inspection: Id },
    /// Lets a quarantined visit count; `base` names the revision.
    ReleaseQuarantine { inspection: Id, reason: Reason },
    /// A draft was thrown away on the phone.
    DiscardDraft {
        inspection: Id,
        premises: Id,
        answers: u32,
        photos: u32,
        /// Needed if it had any answer or picture.
        reason: Option<String>,
    },
    /// Adds premises; from a phone they wait for confirmation.
    AddPremises { premises: Box<Premises> },
    /// Changes fields of premises; `base` names the version.
    EditPremises { premises: Id, change: Box<PremisesChange> },
    /// Adds the rows of a ledger file, at most 2,000.
    ImportBatch { batch: Id, file_sha256: Sha256, rows: Vec<Premises> },
    /// Takes back what an import added and nobody touched since.
    UndoImport { batch: Id, reason: Reason },
    /// Adds a place.
    AddPlace { place: Place },
    /// Renames a place.
    RenamePlace { place: Id, place_kind: PlaceKind, name: String },
    /// Adds a person with an account.
    AddUser {
        user: Id,
        login: String,
        name: String,
        /// Argon2id in PHC form.
        password_hash: String,
        grants: Vec<Grant>,
    },
    /// Gives a role.
    GrantRole { user: Id, grant: Grant },
    /// Takes a role.
    RevokeRole { user: Id, grant: Grant },
    /// Ends an account.
    DisableUser { user: Id, reason: Reason },
    /// Sets a new password and ends every session.
    ResetPassword { user: Id, password_hash: String },
    /// Publishes a version of a checklist.
    PublishChecklist { yaml: String },
}

/// A reason that a decision needs: a code and at least five characters.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Reason {
    pub(crate) code: String,
    pub(crate) text: String,
}
