//! Putting a draft together after a reload, a kill or worse.

use super::{Draft, Edit, Entry};
use domain::ids::InspectionId;
use domain::time::Timestamp;
use std::collections::BTreeMap;

/// What was found, for the words on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// Entries of the database.
    pub stored: usize,
    /// Entries that only the cushion still had: saved by it.
    pub from_cushion: usize,
    /// Numbers below the newest that nobody has: edits that were never confirmed, or rows that cannot be read.
    pub gaps: u64,
    /// Numbers with different edits in both: the database's counted.
    pub contradictions: usize,
    /// Edits that this version does not know.
    pub unknown: usize,
    /// When the newest was made, by the phone's clock: 内容到 {t}.
    pub up_to: Timestamp,
}

impl Found {
    /// Whether there is anything to tell: a plain reload needs no words.
    #[must_use]
    pub const fn is_worth_saying(&self) -> bool {
        self.from_cushion > 0 || self.gaps > 0 || self.contradictions > 0 || self.unknown > 0
    }
}

/// A draft that is there again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// As it stands.
    pub draft: Draft,
    /// What it was put together from.
    pub found: Found,
    /// Entries of the cushion that the database lacks: to be stored before anything else is.
    pub to_store: Vec<Entry>,
}

/// Entries without a beginning: no draft can be made of them. They are kept as they are, for export.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} entries of draft {draft} without a beginning", entries.len())]
pub struct Unrecoverable {
    /// Whose.
    pub draft: InspectionId,
    /// All there is.
    pub entries: Vec<Entry>,
}

/// Puts the draft together from the database's entries and the cushion's. The highest number in each slot counts. Where both have
/// the same number the database is right: the cushion may be an older life's.
///
/// # Errors
/// [`Unrecoverable`] if neither has the beginning.
pub fn recover(draft: InspectionId, stored: Vec<Entry>, cushion: Vec<Entry>) -> Result<Recovered, Unrecoverable> {
    let mut all: BTreeMap<u64, Entry> = stored.into_iter().filter(|entry| entry.draft == draft).map(|entry| (entry.n, entry)).collect();
    let mut found = Found { stored: all.len(), ..Found::default() };
    let mut to_store = vec![];
    for entry in cushion.into_iter().filter(|entry| entry.draft == draft) {
        match all.get(&entry.n) {
            Some(known) if *known == entry => {}
            Some(_) => found.contradictions += 1,
            None => {
                found.from_cushion += 1;
                all.insert(entry.n, entry.clone());
                to_store.push(entry);
            }
        }
    }
    to_store.sort_by_key(|entry| entry.n);
    let entries: Vec<Entry> = all.into_values().collect();
    let newest = entries.last().map_or(0, |entry| entry.n);
    found.gaps = newest - entries.len() as u64;
    found.unknown = entries.iter().filter(|entry| entry.edit == Edit::Unknown).count();
    found.up_to = entries.last().map_or(Timestamp::default(), |entry| entry.at);
    let Some(mut draft_now) = Draft::from_entries(&entries) else {
        return Err(Unrecoverable { draft, entries });
    };
    // An unknown edit may be the newest: its number is taken all the same.
    draft_now.last = newest;
    Ok(Recovered { draft: draft_now, found, to_store })
}
