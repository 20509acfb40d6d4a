//! What can happen to a draft. Stored on phones for weeks: never rename or reuse a variant.

use super::Begin;
use domain::digest::Sha256;
use domain::ids::{CommandId, FindingId, InspectionId};
use domain::inspection::{Access, Answer, ChecklistPin, Counterpart, Finding, ItemRef, Photo, PhotoOf, Signature};
use domain::position::Located;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One line of a draft's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose.
    pub draft: InspectionId,
    /// Counts up from 1 in its draft; decides, the clock does not.
    pub n: u64,
    /// By the phone's clock; for words only.
    pub at: Timestamp,
    /// What.
    pub edit: Edit,
}

/// An edit: sets its [`Slot`] as a whole, whatever was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Edit {
    /// The draft begins, or the next revision of it does: what came before belongs to the one that was handed in.
    Begin {
        /// With what.
        begin: Box<Begin>,
    },
    /// The position at the start came in.
    Position {
        /// Where, or why not.
        position: Located,
    },
    /// Other lists are gone through.
    Checklists {
        /// All of them.
        pins: Vec<ChecklistPin>,
    },
    /// How the door was opened.
    Access {
        /// How.
        access: Access,
    },
    /// An item was answered, or its answer taken back.
    Answer {
        /// Which.
        at: ItemRef,
        /// None: unanswered again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given: Option<Given>,
    },
    /// A remark on an item.
    Note {
        /// Which.
        at: ItemRef,
        /// Empty: none.
        text: String,
    },
    /// A finding was made, changed, or taken away.
    Finding {
        /// Which.
        id: FindingId,
        /// None: taken away.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        finding: Option<Box<Finding>>,
    },
    /// A picture was taken, changed (what it shows), or taken away. Its bytes are durable before this is written.
    Photo {
        /// Its bytes.
        sha256: Sha256,
        /// None: taken away.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        photo: Option<Box<Photo>>,
    },
    /// The accompanying person signed, or why not.
    Counterpart {
        /// None: not yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        counterpart: Option<Counterpart>,
    },
    /// What the accompanying person has typed so far, signed or not.
    Signer {
        /// All of it.
        signer: Signer,
    },
    /// The inspectors' own signatures.
    Signatures {
        /// All of them.
        signatures: Vec<Signature>,
    },
    /// A remark on the whole visit.
    VisitNote {
        /// Empty: none.
        text: String,
    },
    /// What is said to a return.
    Reply {
        /// Empty: nothing.
        text: String,
    },
    /// The item the person is at: 继续 opens it.
    Cursor {
        /// None: the beginning.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<ItemRef>,
    },
    /// The camera is about to open, or its picture arrived.
    Camera {
        /// For what; none once it is over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        camera: Option<Camera>,
    },
    /// Into the trash, or out of it.
    Trash {
        /// None: out of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trashed: Option<Trashed>,
    },
    /// Sealed into a command, or taken back before the first attempt to send it.
    Sealed {
        /// None: taken back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        command: Option<CommandId>,
    },
    /// An edit of a newer version: kept in the journal, skipped here.
    #[serde(other)]
    Unknown,
}

/// An answer without its item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What.
    pub answer: Answer,
    /// How long the item was on screen before, milliseconds.
    #[serde(default)]
    pub dwell_ms: u32,
    /// Answered with its whole section.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bulk: bool,
    /// The earlier visit from which a fact was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<InspectionId>,
}

impl From<Answer> for Given {
    fn from(answer: Answer) -> Self {
        Self { answer, dwell_ms: 0, bulk: false, carried_from: None }
    }
}

/// What stands in the fields around a signature. It is evidence only once somebody signs ([`Edit::Counterpart`]); until then nobody is to
/// type it twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Their name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Their position.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub position: String,
    /// What they object to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub objection: String,
    /// What the inspector remarks where nobody signs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unsigned_note: String,
}

/// For what the camera opened: the breadcrumb of a page that died behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Camera {
    /// What the picture will show.
    pub of: PhotoOf,
    /// For which item; none for the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<ItemRef>,
    /// For which finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingId>,
}

/// In the trash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trashed {
    /// Since when.
    pub at: Timestamp,
    /// Why; a code of the screen's chips or text. Needed if anything was answered or taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The part of a draft that an edit sets. In one slot the highest number wins, different slots never disturb each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// The beginning; sorts first.
    Begin,
    /// [`Edit::Position`]
    Position,
    /// [`Edit::Checklists`]
    Checklists,
    /// [`Edit::Access`]
    Access,
    /// [`Edit::Answer`]
    Answer(ItemRef),
    /// [`Edit::Note`]
    Note(ItemRef),
    /// [`Edit::Finding`]
    Finding(FindingId),
    /// [`Edit::Photo`]
    Photo(Sha256),
    /// [`Edit::Counterpart`]
    Counterpart,
    /// [`Edit::Signer`]
    Signer,
    /// [`Edit::Signatures`]
    Signatures,
    /// [`Edit::VisitNote`]
    VisitNote,
    /// [`Edit::Reply`]
    Reply,
    /// [`Edit::Cursor`]
    Cursor,
    /// [`Edit::Camera`]
    Camera,
    /// [`Edit::Trash`]
    Trash,
    /// [`Edit::Sealed`]
    Sealed,
    /// [`Edit::Unknown`]
    Unknown,
}

impl Edit {
    /// The slot it sets.
    #[must_use]
    pub fn slot(&self) -> Slot {
        match self {
            Self::Begin { .. } => Slot::Begin,
            Self::Position { .. } => Slot::Position,
            Self::Checklists { .. } => Slot::Checklists,
            Self::Access { .. } => Slot::Access,
            Self::Answer { at, .. } => Slot::Answer(at.clone()),
            Self::Note { at, .. } => Slot::Note(at.clone()),
            Self::Finding { id, .. } => Slot::Finding(*id),
            Self::Photo { sha256, .. } => Slot::Photo(*sha256),
            Self::Counterpart { .. } => Slot::Counterpart,
            Self::Signer { .. } => Slot::Signer,
            Self::Signatures { .. } => Slot::Signatures,
            Self::VisitNote { .. } => Slot::VisitNote,
            Self::Reply { .. } => Slot::Reply,
            Self::Cursor { .. } => Slot::Cursor,
            Self::Camera { .. } => Slot::Camera,
            Self::Trash { .. } => Slot::Trash,
            Self::Sealed { .. } => Slot::Sealed,
            Self::Unknown => Slot::Unknown,
        }
    }
}
