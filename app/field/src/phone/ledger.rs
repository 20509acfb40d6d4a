//! What the server has sent: premises, hazards, checklists, own inspections. In memory as a whole, read from the database once.

use domain::checklist::PublishedChecklist;
use domain::digest::Sha256;
use domain::hazard::Hazard;
use domain::ids::{InspectionId, PlaceId, PremisesId};
use domain::place::Place;
use domain::time::Timestamp;
use leptos::prelude::ArcReadSignal;
use std::sync::Arc;
use sync::feed::{InspectionRow, PremisesRow};

/// How much of it is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LedgerState {
    /// Counts every change: memoise queries on it.
    pub revision: u64,
    /// Read from the database (it may hold nothing yet).
    pub is_open: bool,
    /// Premises here.
    pub premises: usize,
    /// Premises the first fetch will bring, while it runs: the progress line.
    pub of: Option<u32>,
    /// When the server last said that this is all: `data.age`. By the phone's clock.
    pub as_of: Option<Timestamp>,
}

/// How much of the ledger is here; tracked.
#[must_use]
pub fn state() -> ArcReadSignal<LedgerState> { unimplemented!() }

/// One premises; those added on this phone and not yet delivered are among them.
#[must_use]
pub fn premises(id: PremisesId) -> Option<Arc<PremisesRow>> { let _ = id; unimplemented!() }

/// All premises in the order of their names; for `domain::search` and lists.
#[must_use]
pub fn all_premises() -> Arc<[Arc<PremisesRow>]> { unimplemented!() }

/// Open hazards of a premises, the most urgent first.
#[must_use]
pub fn open_hazards(of: PremisesId) -> Vec<Arc<Hazard>> { let _ = of; unimplemented!() }

/// Every open hazard of the scope.
#[must_use]
pub fn all_open_hazards() -> Vec<Arc<Hazard>> { unimplemented!() }

/// The person's inspections that the server knows, newest first.
#[must_use]
pub fn my_inspections() -> Vec<Arc<InspectionRow>> { unimplemented!() }

/// Those that were returned, the most urgent first.
#[must_use]
pub fn returned() -> Vec<Arc<InspectionRow>> { unimplemented!() }

/// One of the person's inspections.
#[must_use]
pub fn inspection(id: InspectionId) -> Option<Arc<InspectionRow>> { let _ = id; unimplemented!() }

/// A list by its content: current ones and those a draft has pinned.
#[must_use]
pub fn checklist(sha256: Sha256) -> Option<Arc<PublishedChecklist>> { let _ = sha256; unimplemented!() }

/// The newest version of every list, by id.
#[must_use]
pub fn current_checklists() -> Vec<Arc<PublishedChecklist>> { unimplemented!() }

/// A place of the scope or above it.
#[must_use]
pub fn place(id: PlaceId) -> Option<Arc<Place>> { let _ = id; unimplemented!() }

/// Every place of the scope and above it.
#[must_use]
pub fn places() -> Vec<Arc<Place>> { unimplemented!() }

/// Asks the server now (刷新). The answer shows in [`state`].
pub fn refresh() { unimplemented!() }
