//! Commands: every change anyone makes. Made once by whoever issues it, sealed as bytes, kept through every retry.

use crate::digest::Sha256;
use crate::ids::{BatchId, CommandId, InspectionId, PlaceId, PremisesId, UserId};
use crate::inspection::{Inspection, ReturnPoint, ReturnReason};
use crate::place::{Place, PlaceKind};
use crate::premises::{Premises, PremisesChange};
use crate::time::Timestamp;
use crate::user::{Grant, Role};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The largest sealed command, bytes. A visit of 400 items with notes stays under a tenth of it.
pub const COMMAND_MAX_BYTES: usize = 2 * 1024 * 1024;

/// Rows in one import command.
pub const IMPORT_ROWS_MAX: usize = 2_000;

/// One change as its issuer means it. The id is made once and kept through every retry: that is what makes a repeat harmless.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Made once (UUIDv7).
    pub id: CommandId,
    /// Who.
    pub by: UserId,
    /// The role the person acts in.
    pub role: Role,
    /// The community it concerns, or the street for what is everyone's.
    pub place: PlaceId,
    /// When, by the issuer's clock.
    pub at: Timestamp,
    /// The revision it was made against, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u32>,
    /// What.
    pub what: What,
}

/// A reason that a decision needs (W4): a code and at least five characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// From a list of the screen.
    pub code: String,
    /// In words.
    pub text: String,
}

impl Reason {
    /// Characters a reason needs at least.
    pub const TEXT_MIN: usize = 5;

    /// Whether it satisfies W4.
    #[must_use]
    pub fn is_sufficient(&self) -> bool {
        !self.code.is_empty() && self.text.trim().chars().count() >= Self::TEXT_MIN
    }
}

/// What is to change; the names of `lifecycle.md`. Never rename or reuse a variant: phones keep commands for weeks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// Hands in a visit.
    SubmitInspection {
        /// Revision 1.
        inspection: Box<Inspection>,
    },
    /// Hands in a mended visit.
    ResubmitInspection {
        /// Revision n + 1.
        inspection: Box<Inspection>,
    },
    /// Sends a visit back to its inspector.
    ReturnInspection {
        /// Which; `base` names the revision.
        inspection: InspectionId,
        /// Why.
        reason: ReturnReason,
        /// What to mend, at least one.
        points: Vec<ReturnPoint>,
    },
    /// Accepts a visit.
    AcceptInspection {
        /// Which; `base` names the revision.
        inspection: InspectionId,
    },
    /// The timer accepts what the inbox does not show.
    AutoAccept {
        /// Which; `base` names the revision.
        inspection: InspectionId,
    },
    /// Lets a quarantined visit count.
    ReleaseQuarantine {
        /// Which.
        inspection: InspectionId,
        /// Why.
        reason: Reason,
    },
    /// A draft was thrown away; sent when it leaves the phone's trash.
    DiscardDraft {
        /// The visit that will never be.
        inspection: InspectionId,
        /// Where.
        premises: PremisesId,
        /// Answers it had.
        answers: u32,
        /// Pictures it had.
        photos: u32,
        /// Why; needed if it had any answer or picture.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Adds premises; from a phone they wait for confirmation.
    AddPremises {
        /// The new premises.
        premises: Box<Premises>,
    },
    /// Changes fields of premises.
    EditPremises {
        /// Which; `base` names the version.
        premises: PremisesId,
        /// What.
        change: Box<PremisesChange>,
    },
    /// Adds the rows of a ledger file.
    ImportBatch {
        /// The batch; a long file is several commands of one batch.
        batch: BatchId,
        /// SHA-256 of the file.
        file_sha256: Sha256,
        /// At most [`IMPORT_ROWS_MAX`].
        rows: Vec<Premises>,
    },
    /// Takes back what an import added and nobody touched since.
    UndoImport {
        /// Which.
        batch: BatchId,
        /// Why.
        reason: Reason,
    },
    /// Adds a place: AddStreet, AddCommunity, AddGrid by its kind.
    AddPlace {
        /// The new place.
        place: Place,
    },
    /// Renames a place.
    RenamePlace {
        /// Which.
        place: PlaceId,
        /// What it is, so that the command reads alone.
        #[serde(rename = "place_kind")]
        kind: PlaceKind,
        /// The new name.
        name: String,
    },
    /// Adds a person with an account.
    AddUser {
        /// Their id.
        user: UserId,
        /// Sign-in name.
        login: String,
        /// Name.
        name: String,
        /// Argon2id hash in PHC form, never the password.
        password_hash: String,
        /// First roles.
        grants: Vec<Grant>,
    },
    /// Gives a role.
    GrantRole {
        /// To whom.
        user: UserId,
        /// Which, where.
        grant: Grant,
    },
    /// Takes a role.
    RevokeRole {
        /// From whom.
        user: UserId,
        /// Which, where.
        grant: Grant,
    },
    /// Ends an account. What its phone still holds is taken into quarantine.
    DisableUser {
        /// Whose.
        user: UserId,
        /// Why.
        reason: Reason,
    },
    /// Sets a new password and ends every session.
    ResetPassword {
        /// Whose.
        user: UserId,
        /// Argon2id hash in PHC form.
        password_hash: String,
    },
    /// Publishes a version of a checklist; old ones stay readable for ever.
    PublishChecklist {
        /// The YAML file's text; its sha256 is the version's name.
        yaml: String,
    },
}

impl What {
    /// The variant's name on the wire, for logs and the event table.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SubmitInspection { .. } => "submit_inspection",
            Self::ResubmitInspection { .. } => "resubmit_inspection",
            Self::ReturnInspection { .. } => "return_inspection",
            Self::AcceptInspection { .. } => "accept_inspection",
            Self::AutoAccept { .. } => "auto_accept",
            Self::ReleaseQuarantine { .. } => "release_quarantine",
            Self::DiscardDraft { .. } => "discard_draft",
            Self::AddPremises { .. } => "add_premises",
            Self::EditPremises { .. } => "edit_premises",
            Self::ImportBatch { .. } => "import_batch",
            Self::UndoImport { .. } => "undo_import",
            Self::AddPlace { .. } => "add_place",
            Self::RenamePlace { .. } => "rename_place",
            Self::AddUser { .. } => "add_user",
            Self::GrantRole { .. } => "grant_role",
            Self::RevokeRole { .. } => "revoke_role",
            Self::DisableUser { .. } => "disable_user",
            Self::ResetPassword { .. } => "reset_password",
            Self::PublishChecklist { .. } => "publish_checklist",
        }
    }
}

/// How JSON writes the one character that no table takes.
const NUL: &[u8] = br"\u0000";

/// Reads a command's bytes. The character NUL, which nobody types and of which PostgreSQL keeps none, is passed over wherever it stands,
/// so that one in a remark keeps no record out. The bytes stay as they came.
///
/// # Errors
/// What is no command that this version knows.
pub fn read(bytes: &[u8]) -> serde_json::Result<Command> {
    if !bytes.windows(NUL.len()).any(|some| some == NUL) {
        return serde_json::from_slice(bytes);
    }
    let mut json = serde_json::from_slice(bytes)?;
    without_nul(&mut json);
    serde_json::from_value(json)
}

fn without_nul(json: &mut Value) {
    match json {
        Value::String(text) => text.retain(|character| character != '\0'),
        Value::Array(values) => values.iter_mut().for_each(without_nul),
        Value::Object(fields) => {
            // The names of premises' fields are texts like others.
            if fields.keys().any(|name| name.contains('\0')) {
                *fields = std::mem::take(fields).into_iter().map(|(name, value)| (name.replace('\0', ""), value)).collect();
            }
            fields.values_mut().for_each(without_nul);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A command's bytes, written once. Its sha256 is over exactly these bytes; nobody writes them again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// UTF-8 JSON of one [`Command`].
    pub bytes: Vec<u8>,
    /// Their hash.
    pub sha256: Sha256,
}

impl Sealed {
    /// Writes the command's bytes. Called once in a command's life, by its issuer.
    #[must_use]
    pub fn of(command: &Command) -> Self {
        let bytes = serde_json::to_vec(command).expect("a command holds nothing that JSON cannot write");
        Self::from_bytes(bytes)
    }

    /// Takes bytes as they came.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        let sha256 = Sha256::of(&bytes);
        Self { bytes, sha256 }
    }

    /// Reads the command.
    ///
    /// # Errors
    /// [`crate::refusal::Refusal::TooLarge`] over [`COMMAND_MAX_BYTES`], [`crate::refusal::Refusal::Unreadable`] if the bytes are no command that this version knows.
    pub fn open(&self) -> Result<Command, crate::refusal::Refusal> {
        use crate::refusal::Refusal;
        if self.bytes.len() > COMMAND_MAX_BYTES {
            return Err(Refusal::TooLarge { max_bytes: COMMAND_MAX_BYTES as u64 });
        }
        read(&self.bytes).map_err(|error| Refusal::Unreadable { detail: format!("line {} column {}", error.line(), error.column()) })
    }
}
