//! AddPremises, EditPremises, ImportBatch, UndoImport (`lifecycle.md` h).

use super::Actor;
use crate::digest::Sha256;
use crate::event::Event;
use crate::ids::{BatchId, PlaceId, PremisesId};
use crate::ledger_field::Field;
use crate::place::Place;
use crate::premises::{Premises, PremisesChange};
use crate::command::Reason;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What the reference data say of the ledger: the kinds and fields that exist.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    /// Ids of the kinds.
    pub kinds: &'a BTreeSet<String>,
    /// The fields by their ids, those of single kinds too.
    pub fields: &'a BTreeMap<String, Field>,
}

/// A row of the ledger as it is to be written, with its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The row whole.
    pub premises: Premises,
    /// The events in order, each with the place whose table takes it.
    pub events: Vec<(PlaceId, Event)>,
}

/// What the store has loaded for `AddPremises`.
#[derive(Debug)]
pub struct AddFacts<'a> {
    /// Who adds it; `subject_places` from the grid or community named by the new premises.
    pub actor: Actor<'a>,
    /// The reference data.
    pub reference: Reference<'a>,
    /// The places named by the premises, and no others.
    pub places: &'a BTreeMap<PlaceId, Place>,
    /// Whether the id is already in the ledger.
    pub is_known: bool,
}

/// Decides `AddPremises`.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`]; [`Refusal::IdConflict`] for a known id; [`Refusal::TargetUnknown`] for a place
/// that is none; [`Refusal::Invalid`] names the field.
pub fn add(facts: &AddFacts<'_>, premises: &Premises) -> Result<Written, Refusal> {
    let _ = (facts, premises);
    todo!()
}

/// What the store has loaded for `EditPremises`.
#[derive(Debug)]
pub struct EditFacts<'a> {
    /// Who edits it; `subject_places` from where it is now.
    pub actor: Actor<'a>,
    /// `base` of the command.
    pub base: Option<u32>,
    /// The version that stands.
    pub version: u32,
    /// The reference data.
    pub reference: Reference<'a>,
    /// Places named by the change, and their parents not.
    pub places: &'a BTreeMap<PlaceId, Place>,
    /// The row that stands.
    pub before: &'a Premises,
}

/// Decides `EditPremises`.
///
/// # Errors
/// As [`add`]; [`Refusal::Stale`] if `base` is not the version that stands.
pub fn edit(facts: &EditFacts<'_>, change: &PremisesChange) -> Result<Written, Refusal> {
    let _ = (facts, change);
    todo!()
}

/// What the store has loaded for `ImportBatch`.
#[derive(Debug)]
pub struct ImportFacts<'a> {
    /// Who imports; `subject_places` from the street.
    pub actor: Actor<'a>,
    /// The street, whose table takes the batch's own event.
    pub street: PlaceId,
    /// The reference data.
    pub reference: Reference<'a>,
    /// The places named by the rows.
    pub places: &'a BTreeMap<PlaceId, Place>,
    /// Those of the rows' ids that are in the ledger already; such a row changes nothing.
    pub known: &'a BTreeSet<PremisesId>,
}

/// What an import becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The rows to add, in order.
    pub premises: Vec<Premises>,
    /// The events in order, each with the place whose table takes it.
    pub events: Vec<(PlaceId, Event)>,
}

/// Decides `ImportBatch`. The same rows again change nothing.
///
/// # Errors
/// As [`add`], for the first row that does not pass; [`Refusal::LimitExceeded`] over [`crate::command::IMPORT_ROWS_MAX`] rows.
pub fn import(facts: &ImportFacts<'_>, batch: BatchId, file: Sha256, rows: &[Premises]) -> Result<Imported, Refusal> {
    let _ = (facts, batch, file, rows);
    todo!()
}

/// What the store has loaded for `UndoImport`.
#[derive(Debug)]
pub struct UndoFacts<'a> {
    /// Who takes it back; `subject_places` from the street.
    pub actor: Actor<'a>,
    /// The street, whose table takes the batch's own event.
    pub street: PlaceId,
    /// When the batch came in (its first command); `None` if it is unknown.
    pub imported_at: Option<Timestamp>,
    /// What it added that is still there: the premises, their community, and whether anybody touched it since (an edit, a visit, a hazard).
    pub rows: &'a [(PremisesId, PlaceId, bool)],
}

/// What taking back an import becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// To be removed.
    pub removed: Vec<PremisesId>,
    /// Kept, because somebody touched them.
    pub kept: Vec<PremisesId>,
    /// The events in order, each with the place whose table takes it.
    pub events: Vec<(PlaceId, Event)>,
}

/// Decides `UndoImport`.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`], [`Refusal::ReasonRequired`], [`Refusal::TargetUnknown`];
/// [`Refusal::LimitExceeded`] after [`crate::parameter::UNDO_IMPORT_DAYS`].
pub fn undo(facts: &UndoFacts<'_>, batch: BatchId, reason: &Reason) -> Result<Undone, Refusal> {
    let _ = (facts, batch, reason);
    todo!()
}
