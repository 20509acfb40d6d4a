//! One line of the list of drafts.

use domain::ids::{InspectionId, PremisesId};
use domain::inspection::ChecklistPin;
use domain::time::Timestamp;
use sync::journal::{Camera, Draft};

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
    /// How many days the trash still keeps it, by the server's clock, as far as that is known.
    pub days_left: Option<i64>,
    /// The camera was open when the page died.
    pub camera: Option<Camera>,
}

impl DraftCard {
    pub(super) fn of(draft: &Draft) -> Self {
        Self {
            id: draft.id(),
            premises: draft.begin.premises,
            name: draft.begin.snapshot.name.clone(),
            number: draft.begin.provisional_number.clone(),
            checklists: draft.checklists.clone(),
            answers: draft.answers.len(),
            photos: draft.photos.len(),
            started_at: draft.begin.started_at,
            saved_at: draft.changed_at,
            mends: draft.begin.mends.is_some(),
            trashed_at: draft.trashed.as_ref().map(|trashed| trashed.at),
            days_left: None,
            camera: draft.camera.clone(),
        }
    }
}
