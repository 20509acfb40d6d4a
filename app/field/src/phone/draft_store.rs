//! Drafts: begun, opened, changed, thrown away. Every edit is one journal entry, durable before 已存本机 is shown.

use super::StoreFault;
use domain::ids::{InspectionId, PremisesId, UserId};
use domain::inspection::{Access, ChecklistPin, Nature, VisitKind};
use domain::time::Timestamp;
use domain::user::Role;
use leptos::prelude::ArcReadSignal;
use sync::feed::PremisesRow;
use sync::journal::{Camera, Draft, Edit, Found};

/// Whether what was tapped is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// `draft.saving`
    Saving,
    /// `draft.saved`, with when.
    At(Timestamp),
    /// `draft.unsaved`: tried again by itself; the cushion has it meanwhile.
    NotYet(StoreFault),
    /// `draft.tab`: another tab wrote to this draft; this one is read-only until it is opened anew.
    ElsewhereOpen,
}

/// What a new draft begins with.
#[derive(Debug, Clone)]
pub struct Start {
    /// Where; its snapshot is taken from the row.
    pub premises: PremisesRow,
    /// Which lists, pinned.
    pub checklists: Vec<ChecklistPin>,
    /// Patrol in this version.
    pub nature: Nature,
    /// Kind of visit.
    pub kind: VisitKind,
    /// How the door was opened.
    pub access: Access,
    /// Colleagues who inspect too.
    pub companions: Vec<UserId>,
    /// The role acted in.
    pub role: Role,
}

/// One line of the list of drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftCard {
    /// The draft.
    pub id: InspectionId,
    /// Where.
    pub premises: PremisesId,
    /// The premises' name.
    pub name: String,
    /// Provisional number.
    pub number: String,
    /// Which lists, with versions.
    pub checklists: Vec<ChecklistPin>,
    /// Answers so far, also of hidden items.
    pub answers: usize,
    /// Pictures so far.
    pub photos: usize,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it was last changed: 已存本机 {t}.
    pub saved_at: Timestamp,
    /// It mends a return.
    pub mends: bool,
    /// Since when it is in the trash.
    pub trashed_at: Option<Timestamp>,
    /// The camera was open when the page died.
    pub camera: Option<Camera>,
}

/// Why a draft does not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenFault {
    /// No such draft of this person here.
    Unknown,
    /// Its beginning can't be read; what there is lies in quarantine for export.
    Unreadable,
    /// The database does not answer.
    Store(StoreFault),
}

/// A draft that is being edited. A handle: copies mean the same draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenDraft(InspectionId);

/// Drafts of the person who works here, newest change first, without those in the trash and those that are sealed.
pub async fn list() -> Vec<DraftCard> { unimplemented!() }

/// Those in the trash, newest first.
pub async fn list_trash() -> Vec<DraftCard> { unimplemented!() }

/// Begins a draft and opens it. Returns once its beginning is durable.
///
/// # Errors
/// The database's.
pub async fn begin(start: Start) -> Result<OpenDraft, StoreFault> { let _ = start; unimplemented!() }

/// Begins (or opens, if it was begun before) the next revision of a returned inspection.
///
/// # Errors
/// [`OpenFault::Unknown`] if the ledger has no such return.
pub async fn mend(inspection: InspectionId) -> Result<OpenDraft, OpenFault> { let _ = inspection; unimplemented!() }

/// Opens a draft. Opening it again gives the same one.
///
/// # Errors
/// See [`OpenFault`].
pub async fn open(id: InspectionId) -> Result<OpenDraft, OpenFault> { let _ = id; unimplemented!() }

/// Puts a draft into the trash for 30 days. `reason` is needed if anything was answered or taken.
///
/// # Errors
/// The database's.
pub async fn trash(id: InspectionId, reason: Option<String>) -> Result<(), StoreFault> { let _ = (id, reason); unimplemented!() }

/// Takes it out again.
///
/// # Errors
/// The database's.
pub async fn restore(id: InspectionId) -> Result<(), StoreFault> { let _ = id; unimplemented!() }

impl OpenDraft {
    /// Its visit.
    #[must_use]
    pub const fn id(self) -> InspectionId { self.0 }

    /// The draft as it stands now (not tracked).
    #[must_use]
    pub fn draft(self) -> Draft { unimplemented!() }

    /// What was put together when it was opened; tell it if [`Found::is_worth_saying`].
    #[must_use]
    pub fn found(self) -> Found { unimplemented!() }

    /// Makes an edit: at once in [`OpenDraft::draft`] and in the cushion, durable when [`OpenDraft::saved`] says so. Never waits.
    pub fn edit(self, edit: Edit) { let _ = edit; unimplemented!() }

    /// Makes an edit and waits until it is durable: before the camera opens, before a page is left.
    ///
    /// # Errors
    /// The database's; the edit is made all the same and tried again.
    pub async fn edit_durably(self, edit: Edit) -> Result<Timestamp, StoreFault> { let _ = edit; unimplemented!() }

    /// Whether everything up to now is durable.
    #[must_use]
    pub fn saved(self) -> ArcReadSignal<Saved> { unimplemented!() }

    /// Counts every edit of the draft, also those that [`super::photo::take`] makes: to be tracked by whoever shows more than it changes.
    #[must_use]
    pub fn revision(self) -> ArcReadSignal<u64> { unimplemented!() }

    /// Lets go of it once everything is durable.
    pub fn close(self) { unimplemented!() }
}
