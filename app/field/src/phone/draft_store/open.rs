//! Drafts in memory: an edit is there at once, in the cushion at once, and in the database as soon as it takes it. One write of a draft
//! at a time, with everything that has come up meanwhile.

use super::super::timer;
use super::{Saved, StoreFault, add, clock, cushion, is_stored, sync_driver, write};
use domain::digest::Sha256;
use domain::ids::InspectionId;
use domain::time::Timestamp;
use futures::channel::oneshot;
use leptos::prelude::{ArcReadSignal, ArcRwSignal, Set, Update};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use sync::journal::{Draft, Edit, Entry, Found, Recovered};
use wasm_bindgen_futures::spawn_local;

/// Before a write that failed is tried again; grows to the longest.
const AGAIN_MIN_MS: u32 = 500;
const AGAIN_MAX_MS: u32 = 30_000;

struct Open {
    draft: Draft,
    found: Found,
    unsaved: Vec<Entry>,
    is_writing: bool,
    /// Nobody looks at it: the next opening reads it anew.
    is_closed: bool,
    /// Another tab writes to it: nothing is written from here any more.
    is_elsewhere: bool,
    saved: ArcRwSignal<Saved>,
    revision: ArcRwSignal<u64>,
    waiting: Vec<oneshot::Sender<Result<Timestamp, StoreFault>>>,
}

thread_local! {
    static DRAFTS: RefCell<BTreeMap<InspectionId, Open>> = const { RefCell::new(BTreeMap::new()) };
    /// Blobs that unsealed drafts name, open or not.
    static PINS: RefCell<BTreeMap<InspectionId, BTreeSet<Sha256>>> = const { RefCell::new(BTreeMap::new()) };
}

fn change<T>(id: InspectionId, change: impl FnOnce(&mut Open) -> T) -> Option<T> {
    DRAFTS.with_borrow_mut(|drafts| drafts.get_mut(&id).map(change))
}

pub(super) fn with<T>(id: InspectionId, look: impl FnOnce(&Draft) -> T) -> Option<T> {
    DRAFTS.with_borrow(|drafts| drafts.get(&id).map(|open| look(&open.draft)))
}

/// Whether it is in memory as it stands. What is not stored yet stands nowhere else, so it then stays.
pub(super) fn is_open(id: InspectionId) -> bool {
    change(id, |open| {
        let has_unsaved = !open.unsaved.is_empty() || open.is_writing;
        // What another tab's entries stand in the way of can't be stored any more, and was not shown as saved.
        open.is_closed = open.is_elsewhere || open.is_closed && !has_unsaved;
        !open.is_closed
    })
    .unwrap_or(false)
}

/// Takes a draft into memory, unless it has been opened meanwhile.
pub(super) fn take(recovered: Recovered) {
    let Recovered { draft, found, to_store } = recovered;
    let (id, saved_at) = (draft.id(), draft.changed_at);
    if is_open(id) {
        return;
    }
    pin(&draft);
    let open = Open {
        draft,
        found,
        unsaved: to_store,
        is_writing: false,
        is_closed: false,
        is_elsewhere: false,
        saved: ArcRwSignal::new(Saved::At(saved_at)),
        revision: ArcRwSignal::new(0),
        waiting: vec![],
    };
    DRAFTS.with_borrow_mut(|drafts| drafts.insert(id, open));
    tell_pins();
    store(id);
}

pub(super) fn found(id: InspectionId) -> Found {
    DRAFTS.with_borrow(|drafts| drafts.get(&id).map(|open| open.found).unwrap_or_default())
}

pub(super) fn saved(id: InspectionId) -> ArcReadSignal<Saved> {
    change(id, |open| open.saved.read_only()).unwrap_or_else(|| ArcRwSignal::new(Saved::ElsewhereOpen).read_only())
}

pub(super) fn revision(id: InspectionId) -> ArcReadSignal<u64> {
    change(id, |open| open.revision.read_only()).unwrap_or_else(|| ArcRwSignal::new(0).read_only())
}

/// See [`super::OpenDraft::edit`].
pub(super) fn edit(id: InspectionId, edit: Edit) {
    let names_blobs = matches!(edit, Edit::Photo { .. } | Edit::Signatures { .. } | Edit::Counterpart { .. });
    let signals = change(id, |open| {
        if open.is_elsewhere || open.draft.sealed.is_some() {
            return None;
        }
        open.is_closed = false;
        let entry = open.draft.entry(clock::now(), edit);
        open.draft.apply(&entry);
        cushion::keep(&entry);
        open.unsaved.push(entry);
        if names_blobs {
            pin(&open.draft);
        }
        Some((open.saved.clone(), open.revision.clone()))
    });
    // Told outside of the borrow: whoever hears it may look at the draft.
    if let Some((saved, revision)) = signals.flatten() {
        saved.set(Saved::Saving);
        revision.update(|revision| *revision += 1);
        if names_blobs {
            tell_pins();
        }
        store(id);
    }
}

/// See [`super::OpenDraft::settled`].
pub(super) async fn settled(id: InspectionId) -> Result<Timestamp, StoreFault> {
    let waiting = change(id, |open| {
        if open.is_elsewhere {
            return Err(Err(StoreFault::Taken));
        }
        if open.unsaved.is_empty() && !open.is_writing {
            return Err(Ok(open.draft.changed_at));
        }
        let (tell, told) = oneshot::channel();
        open.waiting.push(tell);
        Ok(told)
    });
    match waiting {
        Some(Ok(told)) => told.await.unwrap_or(Err(StoreFault::Broken)),
        Some(Err(at_once)) => at_once,
        None => Err(StoreFault::Broken),
    }
}

/// Writes whatever is not stored yet, unless that is being done.
fn store(id: InspectionId) {
    let begins = change(id, |open| {
        let begins = !open.is_writing && !open.unsaved.is_empty() && !open.is_elsewhere;
        open.is_writing |= begins;
        begins
    });
    if begins == Some(true) {
        spawn_local(store_all(id));
    }
}

async fn store_all(id: InspectionId) {
    let mut again_ms = AGAIN_MIN_MS;
    loop {
        let batch = change(id, |open| open.unsaved.clone()).unwrap_or_default();
        if batch.is_empty() {
            break;
        }
        match write_batch(&batch).await {
            Ok(()) => {
                stored(id, &batch);
                again_ms = AGAIN_MIN_MS;
            }
            Err(StoreFault::Taken) => {
                elsewhere(id);
                break;
            }
            Err(fault) => {
                not_stored(id, fault);
                timer::sleep(again_ms).await;
                again_ms = (again_ms * 2).min(AGAIN_MAX_MS);
            }
        }
    }
    change(id, |open| open.is_writing = false);
}

/// A write that was told to have failed may have been done: then the same entries are there.
async fn write_batch(batch: &[Entry]) -> Result<(), StoreFault> {
    match write(batch.iter().map(add).collect()).await {
        Err(StoreFault::Taken) => {
            let mut missing = vec![];
            for entry in batch {
                if !is_stored(entry).await {
                    missing.push(entry);
                }
            }
            // Nothing of it is ours: another tab's entries stand there.
            if missing.len() == batch.len() { Err(StoreFault::Taken) } else { write(missing.into_iter().map(add).collect()).await }
        }
        other => other,
    }
}

fn stored(id: InspectionId, batch: &[Entry]) {
    batch.iter().for_each(cushion::release);
    let told = change(id, |open| {
        open.unsaved.retain(|entry| !batch.contains(entry));
        let is_all = open.unsaved.is_empty();
        (open.saved.clone(), open.draft.changed_at, if is_all { std::mem::take(&mut open.waiting) } else { vec![] }, is_all)
    });
    if let Some((saved, at, waiting, true)) = told {
        saved.set(Saved::At(at));
        for waiting in waiting {
            let _ = waiting.send(Ok(at));
        }
    }
}

fn not_stored(id: InspectionId, fault: StoreFault) {
    let told = change(id, |open| (open.saved.clone(), std::mem::take(&mut open.waiting)));
    if let Some((saved, waiting)) = told {
        saved.set(Saved::NotYet(fault));
        for waiting in waiting {
            let _ = waiting.send(Err(fault));
        }
    }
}

/// Another tab has written under our numbers.
fn elsewhere(id: InspectionId) {
    let told = change(id, |open| {
        open.is_elsewhere = true;
        (open.saved.clone(), std::mem::take(&mut open.waiting))
    });
    if let Some((saved, waiting)) = told {
        saved.set(Saved::ElsewhereOpen);
        for waiting in waiting {
            let _ = waiting.send(Err(StoreFault::Taken));
        }
    }
}

/// The database's state of a draft that is open here too: if it has moved on, another tab did it.
pub(super) fn compare(stored: &Draft) {
    let is_ahead = with(stored.id(), |here| stored.last > here.last || stored.sealed != here.sealed);
    if is_ahead == Some(true) {
        elsewhere(stored.id());
    }
}

/// See [`super::OpenDraft::close`].
pub(super) fn close(id: InspectionId) {
    change(id, |open| open.is_closed = true);
}

/// An entry that was written together with the outbox's rows: sealed.
pub(super) fn follow(entry: &Entry) {
    change(entry.draft, |open| {
        open.draft.apply(entry);
        open.is_closed = true;
        pin(&open.draft);
    });
    tell_pins();
}

/// Remembers which blobs a draft names.
pub(super) fn pin(draft: &Draft) {
    PINS.with_borrow_mut(|pins| {
        if draft.sealed.is_some() {
            pins.remove(&draft.id());
        } else {
            pins.insert(draft.id(), draft.blobs().collect());
        }
    });
}

/// The draft is gone, and what it named with it.
pub(super) fn unpin(id: InspectionId) {
    PINS.with_borrow_mut(|pins| pins.remove(&id));
    tell_pins();
}

pub(super) fn tell_pins() {
    sync_driver::pin(PINS.with_borrow(|pins| pins.values().flatten().copied().collect()));
}
