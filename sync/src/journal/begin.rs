//! What a draft begins with and never changes.

use super::Draft;
use crate::feed::{InspectionRow, Returned};
use domain::digest::Sha256;
use domain::ids::{DeviceId, InspectionId, PremisesId, UserId};
use domain::inspection::{ChecklistPin, Inspection, Nature, PremisesSnapshot, VisitKind};
use domain::time::Timestamp;
use domain::user::Role;
use serde::{Deserialize, Serialize};

/// The first entry of a draft: who, where, with which lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin {
    /// The visit it will be.
    pub inspection: InspectionId,
    /// Its owner; only they may read and send it.
    pub by: UserId,
    /// The role they act in.
    pub role: Role,
    /// Everybody who inspects, the owner first.
    pub inspectors: Vec<UserId>,
    /// Where.
    pub premises: PremisesId,
    /// What the phone knew of it.
    pub snapshot: PremisesSnapshot,
    /// Patrol or check.
    pub nature: Nature,
    /// Kind of visit.
    pub kind: VisitKind,
    /// Phone code and counter: 7F3A-21.
    pub provisional_number: String,
    /// This installation.
    pub device: DeviceId,
    /// When; its day is `today` of the checklists.
    pub started_at: Timestamp,
    /// The lists to go through, pinned by content. An [`crate::journal::Edit::Checklists`] may change them.
    #[serde(default)]
    pub checklists: Vec<ChecklistPin>,
    /// The return that this draft mends; none for a first revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mends: Option<Box<Mends>>,
}

/// A return and the revision it sent back: the next one starts from a copy of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mends {
    /// The revision that was returned.
    pub revision: u32,
    /// SHA-256 of its sealed command.
    pub parent: Sha256,
    /// The record's official number.
    pub number: String,
    /// The return, with the record.
    pub returned: Returned,
}

/// How far the mending of a return is on this phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mending {
    /// Not begun: the journal, if there is one, belongs to the revision that came back.
    NotBegun,
    /// Begun, and thrown away: its journal goes on as soon as it is out of the trash.
    InTrash,
    /// Begun.
    Begun,
}

impl Mending {
    /// Of the return of the revision with these sealed bytes, as the draft of that visit stands.
    #[must_use]
    pub fn of(draft: Option<&Draft>, returned: Sha256) -> Self {
        let is_begun = |draft: &&Draft| draft.begin.mends.as_ref().is_some_and(|mends| mends.parent == returned);
        match draft.filter(is_begun) {
            None => Self::NotBegun,
            Some(draft) if draft.trashed.is_some() => Self::InTrash,
            Some(_) => Self::Begun,
        }
    }
}

impl Begin {
    /// The beginning of revision n + 1. Visit, premises, lists and day stay those of the revision that was returned: what a revision
    /// may change is text and pictures.
    #[must_use]
    pub fn mending(row: &InspectionRow, by: UserId, role: Role, device: DeviceId) -> Option<Self> {
        let returned = row.returned.as_deref()?.clone();
        let Inspection { id, inspectors, premises, snapshot, nature, kind, provisional_number, started_at, checklists, .. } =
            returned.inspection.clone();
        Some(Self {
            inspection: id,
            by,
            role,
            inspectors,
            premises,
            snapshot,
            nature,
            kind,
            provisional_number,
            device,
            started_at,
            checklists,
            mends: Some(Box::new(Mends { revision: row.revision, parent: row.sealed, number: row.number.clone(), returned })),
        })
    }
}
