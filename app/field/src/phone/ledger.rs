//! What the server has sent: premises, hazards, checklists, own inspections. In memory as a whole, read from the database once.

mod kept;
mod rows;
mod standing;

use super::identity;
use domain::checklist::PublishedChecklist;
use domain::digest::Sha256;
use domain::hazard::Hazard;
use domain::ids::{InspectionId, PlaceId, PremisesId};
use domain::inspection::InspectionState;
use domain::place::Place;
use domain::time::Timestamp;
use leptos::prelude::{ArcReadSignal, ArcRwSignal, GetUntracked, Set, Update};
use rows::Rows;
use std::cell::RefCell;
use std::sync::Arc;
use sync::feed::{InspectionRow, PremisesRow};

pub(super) use kept::{
    Taken, clear, cursor, forget_cursor, keep_own, lose_own, open, open_premises, own_is_lost, reread, seen_elsewhere, take_page,
};

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

struct Ledger {
    rows: RefCell<Rows>,
    state: ArcRwSignal<LedgerState>,
}

thread_local! {
    static LEDGER: Ledger = Ledger { rows: RefCell::new(Rows::default()), state: ArcRwSignal::new(LedgerState::default()) };
}

fn with<T>(look: impl FnOnce(&Rows) -> T) -> T {
    LEDGER.with(|ledger| look(&ledger.rows.borrow()))
}

/// Changes the rows and says so.
fn change(change: impl FnOnce(&mut Rows), state: impl FnOnce(&mut LedgerState)) {
    LEDGER.with(|ledger| {
        change(&mut ledger.rows.borrow_mut());
        let premises = ledger.rows.borrow().premises.len();
        ledger.state.update(|now| {
            now.revision += 1;
            now.premises = premises;
            state(now);
        });
    });
}

/// How much of the ledger is here; tracked.
#[must_use]
pub fn state() -> ArcReadSignal<LedgerState> {
    LEDGER.with(|ledger| ledger.state.read_only())
}

/// That everything was seen as of now, without any row having changed: pages that show rows need not look again.
fn seen_as_of(at: Timestamp) {
    LEDGER.with(|ledger| {
        let now = ledger.state.get_untracked();
        ledger.state.set(LedgerState { as_of: Some(at), of: None, ..now });
    });
}

/// One premises; those added on this phone and not yet delivered are among them.
#[must_use]
pub fn premises(id: PremisesId) -> Option<Arc<PremisesRow>> {
    with(|rows| rows.premises.get(&id).cloned())
}

/// All premises in the order of their names; for `domain::search` and lists. Sorted once per change.
#[must_use]
pub fn all_premises() -> Arc<[Arc<PremisesRow>]> {
    LEDGER.with(|ledger| ledger.rows.borrow_mut().by_name())
}

/// Open hazards of a premises, the most urgent first.
#[must_use]
pub fn open_hazards(of: PremisesId) -> Vec<Arc<Hazard>> {
    let mut open = all_open_hazards();
    open.retain(|hazard| hazard.premises == of);
    open
}

/// Every open hazard of the scope, the most urgent first.
#[must_use]
pub fn all_open_hazards() -> Vec<Arc<Hazard>> {
    let mut open: Vec<_> = with(|rows| rows.hazards.values().filter(|hazard| hazard.state.is_open()).cloned().collect());
    // Without a day: somebody at the office has to move first.
    open.sort_by_key(|hazard| (hazard.due_on.is_none(), hazard.due_on, hazard.found_at, hazard.id));
    open
}

/// The person's inspections that the server knows, newest first.
#[must_use]
pub fn my_inspections() -> Vec<Arc<InspectionRow>> {
    let mut mine: Vec<_> = with(|rows| rows.inspections.values().cloned().collect());
    mine.sort_by_key(|row| (std::cmp::Reverse(row.received_at), row.id));
    mine
}

/// Those that were returned, the most urgent first.
#[must_use]
pub fn returned() -> Vec<Arc<InspectionRow>> {
    let mut returned = my_inspections();
    returned.retain(|row| row.state == InspectionState::Returned && row.returned.is_some());
    returned.sort_by_key(|row| row.returned.as_ref().map(|returned| (returned.due_on, returned.at)));
    returned
}

/// One of the person's inspections.
#[must_use]
pub fn inspection(id: InspectionId) -> Option<Arc<InspectionRow>> {
    with(|rows| rows.inspections.get(&id).cloned())
}

/// A list by its content: current ones and those a draft has pinned.
#[must_use]
pub fn checklist(sha256: Sha256) -> Option<Arc<PublishedChecklist>> {
    with(|rows| rows.checklists.get(&sha256).cloned())
}

/// The newest version of every list, by id.
#[must_use]
pub fn current_checklists() -> Vec<Arc<PublishedChecklist>> {
    with(Rows::current_checklists)
}

/// A place of the scope or above it.
#[must_use]
pub fn place(id: PlaceId) -> Option<Arc<Place>> {
    with(|rows| rows.places.get(&id).cloned())
}

/// Every place of the scope and above it.
#[must_use]
pub fn places() -> Vec<Arc<Place>> {
    with(|rows| rows.places.values().cloned().collect())
}

/// Asks the server now (刷新). The answer shows in [`state`].
pub fn refresh() {
    super::sync_driver::refresh();
}

/// Whether the ledger is the one of the person who works here.
fn owner() -> Option<domain::ids::UserId> {
    identity::person().map(|person| person.user.id)
}
