//! AddPremises, EditPremises, ImportBatch, UndoImport (`lifecycle.md` h).

mod field;

pub use field::{FIELD_LIST_MAX, FIELD_TEXT_MAX, is_fitting};

use super::Actor;
use crate::command::{IMPORT_ROWS_MAX, Reason};
use crate::coordinates::Wgs84;
use crate::digest::Sha256;
use crate::event::Event;
use crate::ids::{BatchId, PlaceId, PremisesId};
use crate::library::PremisesReference;
use crate::parameter::UNDO_IMPORT_DAYS;
use crate::permission::Action;
use crate::place::{Place, PlaceKind};
use crate::premises::{FieldMark, FieldValue, Premises, PremisesChange};
use crate::premises_kind::KindId;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::user::Role;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a name at most (`premises.yaml`, `name`).
pub const NAME_MAX: usize = 80;
/// Characters of an address at most. The paper asks for five at least; offices write 西街3号.
pub const ADDRESS_MAX: usize = 120;
/// Values of the field `status` that close premises.
const CLOSING: [&str; 2] = ["closed", "demolished"];

/// A row of the ledger as it is to be written, with its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The row whole.
    pub premises: Premises,
    /// The events in order, each with the place whose table takes it. None if nothing changes.
    pub events: Vec<(PlaceId, Event)>,
}

/// What the store has loaded for `AddPremises`.
#[derive(Debug)]
pub struct AddFacts<'a> {
    /// Who adds it; `subject_places` from the grid or community named by the new premises.
    pub actor: Actor<'a>,
    /// Kinds and fields.
    pub reference: &'a PremisesReference,
    /// The places named by the premises.
    pub places: &'a BTreeMap<PlaceId, Place>,
    /// Whether the id is already in the ledger.
    pub is_known: bool,
}

/// Decides `AddPremises`. What an inspector adds waits for a community or clerk; the number is the server's to give.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`]; [`Refusal::IdConflict`] for a known id; [`Refusal::TargetUnknown`] for a place
/// that is none; [`Refusal::Invalid`] names the field.
pub fn add(facts: &AddFacts<'_>, premises: &Premises) -> Result<Written, Refusal> {
    facts.actor.check(Action::PremisesEdit)?;
    if facts.is_known {
        return Err(Refusal::IdConflict);
    }
    check(premises, facts.reference, facts.places)?;
    let to_verify = facts.actor.role == Role::Inspector;
    let premises = Premises { code: None, to_verify, ..premises.clone() };
    let event = Event::PremisesAdded { premises: premises.id, to_verify, batch: None };
    Ok(Written { events: vec![(premises.community, event)], premises })
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
    /// Kinds and fields.
    pub reference: &'a PremisesReference,
    /// The places named by the row that stands and by the change.
    pub places: &'a BTreeMap<PlaceId, Place>,
    /// The row that stands.
    pub before: &'a Premises,
}

/// Decides `EditPremises`. Moving to another community leaves a tombstone in the old one and no grid. A new value loses its mark.
///
/// # Errors
/// As [`add`]; [`Refusal::Stale`] if `base` is not the version that stands; [`Refusal::NotAllowed`] for an inspector who moves,
/// closes or confirms.
pub fn edit(facts: &EditFacts<'_>, change: &PremisesChange) -> Result<Written, Refusal> {
    facts.actor.check(Action::PremisesEdit)?;
    let before = facts.before;
    let moves = change.community.is_some_and(|community| community != before.community);
    let closes = matches!(change.fields.get("status"), Some(Some(FieldValue::Text(status))) if CLOSING.contains(&status.as_str()));
    if moves || closes {
        facts.actor.check(Action::PremisesMove)?;
    }
    if change.confirms && facts.actor.role == Role::Inspector {
        return Err(Refusal::NotAllowed);
    }
    if facts.base != Some(facts.version) {
        return Err(Refusal::Stale);
    }
    let after = apply(before, change, moves);
    check(&after, facts.reference, facts.places)?;
    let fields = differing(before, &after);
    if fields.is_empty() {
        return Ok(Written { premises: after, events: vec![] });
    }
    let left = moves.then_some((before.community, Event::PremisesLeft { premises: after.id, to: after.community }));
    let edited = (after.community, Event::PremisesEdited { premises: after.id, fields });
    Ok(Written { premises: after, events: left.into_iter().chain([edited]).collect() })
}

/// What the store has loaded for `ImportBatch`.
#[derive(Debug)]
pub struct ImportFacts<'a> {
    /// Who imports; `subject_places` from the street.
    pub actor: Actor<'a>,
    /// The street, whose table takes the batch's own event.
    pub street: PlaceId,
    /// Kinds and fields.
    pub reference: &'a PremisesReference,
    /// The places named by the rows. Only places of the street: what is not among them is unknown.
    pub places: &'a BTreeMap<PlaceId, Place>,
    /// Those of the rows' ids that are in the ledger already; such a row changes nothing.
    pub known: &'a BTreeSet<PremisesId>,
}

/// What an import becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The rows to add, in order.
    pub premises: Vec<Premises>,
    /// The events in order, each with the place whose table takes it. None if every row was known.
    pub events: Vec<(PlaceId, Event)>,
}

/// Decides `ImportBatch`. The same rows again change nothing.
///
/// # Errors
/// As [`add`], for the first row that does not pass; [`Refusal::LimitExceeded`] over [`IMPORT_ROWS_MAX`] rows.
pub fn import(facts: &ImportFacts<'_>, batch: BatchId, file: Sha256, rows: &[Premises]) -> Result<Imported, Refusal> {
    facts.actor.check(Action::LedgerImport)?;
    if rows.len() > IMPORT_ROWS_MAX {
        return Err(Refusal::LimitExceeded);
    }
    let mut seen = facts.known.clone();
    let mut imported = Imported { premises: vec![], events: vec![] };
    for row in rows {
        check(row, facts.reference, facts.places)?;
        if seen.insert(row.id) {
            imported.events.push((row.community, Event::PremisesAdded { premises: row.id, to_verify: false, batch: Some(batch) }));
            imported.premises.push(Premises { code: None, to_verify: false, ..row.clone() });
        }
    }
    if let Ok(rows @ 1..) = u32::try_from(imported.premises.len()) {
        imported.events.push((facts.street, Event::BatchImported { batch, file, rows }));
    }
    Ok(imported)
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
/// [`Refusal::LimitExceeded`] after [`UNDO_IMPORT_DAYS`].
pub fn undo(facts: &UndoFacts<'_>, batch: BatchId, reason: &Reason) -> Result<Undone, Refusal> {
    facts.actor.check(Action::LedgerImport)?;
    if !reason.is_sufficient() {
        return Err(Refusal::ReasonRequired);
    }
    let imported_at = facts.imported_at.ok_or(Refusal::TargetUnknown { what: "batch".into() })?;
    if facts.actor.received_at > imported_at.plus_days(UNDO_IMPORT_DAYS) {
        return Err(Refusal::LimitExceeded);
    }
    let (kept, removed): (Vec<_>, Vec<_>) = facts.rows.iter().partition(|(_, _, is_touched)| *is_touched);
    let gone = removed.iter().map(|&(premises, community, _)| (community, Event::PremisesRemoved { premises, batch }));
    let number = |rows: &[(PremisesId, PlaceId, bool)]| u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let undone = Event::BatchUndone { batch, removed: number(&removed), kept: number(&kept) };
    let events = gone.chain([(facts.street, undone)]).collect();
    let ids = |rows: Vec<(PremisesId, PlaceId, bool)>| rows.into_iter().map(|(premises, _, _)| premises).collect();
    Ok(Undone { removed: ids(removed), kept: ids(kept), events })
}

fn apply(before: &Premises, change: &PremisesChange, moves: bool) -> Premises {
    let mut after = before.clone();
    let set = |to: &mut String, new: &Option<String>| {
        if let Some(new) = new {
            to.clone_from(new);
        }
    };
    set(&mut after.name, &change.name);
    set(&mut after.kind, &change.kind);
    set(&mut after.address, &change.address);
    after.community = change.community.unwrap_or(before.community);
    after.grid = change.grid.or(before.grid.filter(|_| !moves));
    after.position = change.position.or(before.position);
    after.to_verify = before.to_verify && !change.confirms;
    for (id, value) in &change.fields {
        after.marks.remove(id);
        match value {
            Some(value) => after.fields.insert(id.clone(), value.clone()),
            None => after.fields.remove(id),
        };
    }
    after
}

/// The names of what differs, never the values.
fn differing(before: &Premises, after: &Premises) -> Vec<String> {
    let columns = [
        (before.name != after.name, "name"),
        (before.kind != after.kind, "kind"),
        (before.address != after.address, "address"),
        (before.community != after.community, "community"),
        (before.grid != after.grid, "grid"),
        (before.position != after.position, "position"),
        (before.to_verify != after.to_verify, "to_verify"),
    ];
    let of_fields: BTreeSet<&String> = before.fields.keys().chain(after.fields.keys()).collect();
    let differs = |id: &&String| before.fields.get(*id) != after.fields.get(*id) || before.marks.get(*id) != after.marks.get(*id);
    let columns = columns.into_iter().filter(|(differs, _)| *differs).map(|(_, name)| name.to_owned());
    columns.chain(of_fields.into_iter().filter(differs).cloned()).collect()
}

/// What holds of every row. A value that is marked as doubtful stays as it was written.
fn check(premises: &Premises, reference: &PremisesReference, places: &BTreeMap<PlaceId, Place>) -> Result<(), Refusal> {
    let invalid = |field: &str| Err(Refusal::Invalid { field: field.to_owned() });
    let is_text = |text: &str, max: usize| !text.trim().is_empty() && text.chars().count() <= max;
    let place = |id: PlaceId| places.get(&id).ok_or(Refusal::TargetUnknown { what: "place".into() });
    if !is_text(&premises.name, NAME_MAX) {
        return invalid("name");
    }
    if !is_text(&premises.address, ADDRESS_MAX) {
        return invalid("address");
    }
    if place(premises.community)?.kind != PlaceKind::Community {
        return invalid("community");
    }
    if let Some(grid) = premises.grid {
        let grid = place(grid)?;
        if grid.kind != PlaceKind::Grid || grid.parent != Some(premises.community) {
            return invalid("grid");
        }
    }
    let kind = KindId(premises.kind.clone());
    if reference.kind(&kind).is_none() {
        return invalid("kind");
    }
    if premises.position.is_some_and(|at| Wgs84::new(at.lat_e6, at.lng_e6).is_err()) {
        return invalid("position");
    }
    for (id, value) in &premises.fields {
        let is_doubtful = premises.marks.get(id) == Some(&FieldMark::Invalid);
        match reference.field(&kind, id) {
            Some(field) if is_doubtful || is_fitting(field, value) => {}
            _ => return invalid(id),
        }
    }
    Ok(())
}

#[cfg(all(test, feature = "yaml"))]
mod tests;
