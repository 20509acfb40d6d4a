//! Why the door refuses, why it takes something into quarantine, and what it notices without deciding anything.

use serde::{Deserialize, Serialize};

/// Why the door refused a command (`lifecycle.md` 0, Refusals). The phone shows it until its owner deals with it. A refusal is
/// stored and repeated like a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The bytes are no command, or not this version's.
    #[error("the bytes cannot be read as a command")]
    Unreadable {
        /// What the reader stumbled over; for support, no personal data.
        detail: String,
    },
    /// `by` is not the signed-in user.
    #[error("the command names another person than the one signed in")]
    NotOwner,
    /// The id is known with other bytes. Nothing was overwritten.
    #[error("the id is already known with another content")]
    IdConflict,
    /// Larger than the limit.
    #[error("larger than {max_bytes} bytes")]
    TooLarge {
        /// The limit.
        max_bytes: u64,
    },
    /// The thing is not in the state that the command starts from (W3).
    #[error("the state is {actual}")]
    WrongState {
        /// What it is.
        actual: String,
    },
    /// The role may not do this.
    #[error("the role may not do this")]
    NotAllowed,
    /// The role may, but not here.
    #[error("outside the scope")]
    OutOfScope,
    /// Whoever took part may not also decide.
    #[error("whoever took part may not also decide")]
    SeparationOfDuties,
    /// Tied to the enterprise.
    #[error("tied to the enterprise")]
    SelfDealing,
    /// A code and ≥ 5 characters are needed (W4).
    #[error("a reason is needed")]
    ReasonRequired,
    /// Pictures or signatures named in the record have not arrived yet.
    #[error("{missing} pieces of evidence have not arrived")]
    MissingEvidence {
        /// How many blobs.
        missing: u32,
    },
    /// Still in quarantine (A3).
    #[error("in quarantine")]
    InQuarantine,
    /// Outside the bounds.
    #[error("the limit is exceeded")]
    LimitExceeded,
    /// What the command names is unknown here or out of sight.
    #[error("unknown: {what}")]
    TargetUnknown {
        /// The kind of thing: premises, place, user, inspection …
        what: String,
    },
    /// The command was made against an earlier revision.
    #[error("made against an earlier revision")]
    Stale,
    /// A field does not pass its check.
    #[error("the field {field} does not pass its check")]
    Invalid {
        /// Which.
        field: String,
    },
    /// Already there under this name (places, sign-in names).
    #[error("the {field} is taken")]
    Taken {
        /// Which.
        field: String,
    },
    /// A code from a newer server: shown as "refused, please update", never dropped.
    #[error("refused for a reason that this version does not know")]
    #[serde(other)]
    Unknown,
}

/// Why a field submission waits for a person although it was taken (W2). It counts in no figure until released; hazards in it are live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quarantine {
    /// Not the inspector's grid at the time of the act.
    OutOfScope,
    /// Handed in long after the visit.
    Late,
    /// The account was disabled meanwhile.
    DisabledAccount,
    /// The role is not one that inspects.
    NotAllowed,
    /// A checklist the server has never seen.
    ChecklistUnknown,
    /// A visible item without answer, a fail without finding or picture, a number out of its kind …
    Incomplete,
    /// Neither signature nor reason.
    Unsigned,
    /// A deadline outside the rule.
    DeadlineInvalid,
    /// A disposition that the finding does not allow.
    DispositionInvalid,
    /// The premises are unknown to the server.
    PremisesUnknown,
    /// The premises moved to another community meanwhile.
    PremisesMoved,
    /// Tied to the enterprise.
    Tied,
    /// An administrative check without its papers.
    AdminCheckUnapproved,
    /// The hazard named by `same_as` is unknown, elsewhere, or no longer open.
    HazardUnknown,
    /// The visit is known with this revision, or its parent is another (two phones mended the same return).
    RevisionConflict,
    /// Changes what a revision may not change: disposition, deadline, premises, checklists.
    NeedsDecision,
}

/// What is noticed for the reviewer; it never decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Less than two seconds an item on average.
    TooFast,
    /// A picture far from the premises.
    TooFar,
    /// Many items, all pass.
    AllPass,
    /// A picture without position.
    NoPosition,
    /// A picture that another record already has.
    ReusedPhoto,
    /// A picture from the album.
    FromAlbum,
    /// The phone's clock was off (T1).
    ClockSuspect,
    /// A picture that could not be decoded on the phone.
    Undecodable,
}
