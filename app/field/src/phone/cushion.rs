//! Copies in localStorage: the last edits until IndexedDB has them, and a list of what is unsent, by which an evicted database is
//! noticed. A killed browser may lose all of it: nothing is called saved because of it, and the list must only ever under-claim.

use domain::ids::InspectionId;
use gloo_storage::{LocalStorage, Storage};
use sync::holdings::HeldRecord;
use sync::journal::Entry;

const EDITS: &str = "xunan.edit.";
const UNSENT: &str = "xunan.unsent";

fn key(draft: InspectionId, n: u64) -> String {
    format!("{EDITS}{draft}.{n}")
}

/// localStorage, if this browser lets us: some throw at the mere look.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Copies an edit, synchronously. A full or forbidden localStorage is no fault: IndexedDB is what counts.
pub(super) fn keep(entry: &Entry) {
    if storage().is_some() {
        let _ = LocalStorage::set(key(entry.draft, entry.n), entry);
    }
}

/// IndexedDB has it.
pub(super) fn release(entry: &Entry) {
    if storage().is_some() {
        LocalStorage::delete(key(entry.draft, entry.n));
    }
}

/// Every edit that IndexedDB had not confirmed, of one draft or of all.
pub(super) fn edits(of: Option<InspectionId>) -> Vec<Entry> {
    let Some(storage) = storage() else { return vec![] };
    let prefix = of.map_or_else(|| EDITS.to_owned(), |draft| format!("{EDITS}{draft}."));
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|n| storage.key(n).ok().flatten());
    let ours: Vec<String> = keys.filter(|key| key.starts_with(&prefix)).collect();
    ours.iter().filter_map(|key| LocalStorage::get(key).ok()).collect()
}

/// Remembers what is unsent.
pub(super) fn remember_unsent(records: &[HeldRecord]) {
    if storage().is_some() {
        let _ = LocalStorage::set(UNSENT, records);
    }
}

/// What was unsent when this phone last wrote it down.
pub(super) fn unsent() -> Vec<HeldRecord> {
    if storage().is_some() { LocalStorage::get(UNSENT).unwrap_or_default() } else { vec![] }
}
