//! The feed: what the desk changes, numbered in each place, and what phones have heard of it. Both sides are few lines; what is tried
//! is the promise of the cursor: no gap, no repeat, a new beginning in another epoch or scope.

use domain::digest::Sha256;
use domain::ids::{PlaceId, UserId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use sync::feed::Cursor;
use sync::hello::Epoch;
use uuid::Uuid;

/// Changes that a page carries.
const PAGE_MAX: usize = 5;
/// A transaction that is stamped at its beginning commits so many milliseconds later at most.
pub(crate) const COMMIT_TAKES_MS: u64 = 3_000;
/// Different things that the desk changes in a place.
pub(crate) const KEYS: u64 = 8;

/// A change as phones hear of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    pub(crate) place: PlaceId,
    pub(crate) seq: i64,
    pub(crate) key: u64,
    pub(crate) value: u64,
    /// When its transaction began.
    pub(crate) stamp: Timestamp,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Page {
    /// What was there before is forgotten: `changes` are the present state.
    pub(crate) restart: bool,
    pub(crate) changes: Vec<Change>,
    pub(crate) cursor: Cursor,
    /// With the bug, what stands in for the cursor.
    pub(crate) until: Timestamp,
}

/// The server's side, durable.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    changes: BTreeMap<PlaceId, Vec<Change>>,
}

/// A phone's side, durable: rows and cursor are written together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Copy {
    pub(crate) of: Option<UserId>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) until: i64,
    pub(crate) rows: BTreeMap<(PlaceId, u64), u64>,
    /// What was wrong with a page.
    pub(crate) fault: Option<String>,
}

/// The two communities there are.
pub(crate) fn places() -> [PlaceId; 2] {
    [1, 2].map(|n| PlaceId(Uuid::from_u128(n)))
}

/// The hash that a cursor names a scope by.
pub(crate) fn hash_of(scope: &BTreeSet<PlaceId>) -> Sha256 {
    Sha256::of(format!("{scope:?}").as_bytes())
}

impl Log {
    pub(crate) fn change(&mut self, place: PlaceId, key: u64, value: u64, stamp: Timestamp) {
        let changes = self.changes.entry(place).or_default();
        let seq = changes.len() as i64 + 1;
        changes.push(Change { place, seq, key, value, stamp });
    }

    fn of(&self, place: PlaceId) -> &[Change] {
        self.changes.get(&place).map_or(&[], Vec::as_slice)
    }

    /// Rows as they stand now.
    pub(crate) fn rows(&self, scope: &BTreeSet<PlaceId>) -> BTreeMap<(PlaceId, u64), u64> {
        scope.iter().flat_map(|place| self.of(*place)).map(|change| ((change.place, change.key), change.value)).collect()
    }

    /// The page behind a cursor. `by_time` is the bug: it goes on from the stamp of the last change instead.
    pub(crate) fn page(&self, epoch: Epoch, scope: &BTreeSet<PlaceId>, cursor: Option<&Cursor>, by_time: Option<Timestamp>) -> Page {
        let name = hash_of(scope);
        let known = cursor.filter(|cursor| cursor.epoch == epoch && cursor.scope == name);
        let Some(known) = known else {
            let mut last = BTreeMap::new();
            for change in scope.iter().flat_map(|place| self.of(*place)) {
                last.insert((change.place, change.key), change.clone());
            }
            let seq = scope.iter().map(|place| (*place, self.of(*place).len() as i64)).collect();
            let until = last.values().map(|change| change.stamp).max().unwrap_or(Timestamp(0));
            return Page {
                restart: true,
                changes: last.into_values().collect(),
                cursor: Cursor { epoch, scope: name, seq, page: None },
                until,
            };
        };
        let mut cursor = known.clone();
        let is_new = |change: &&Change| match by_time {
            Some(until) => change.stamp > until,
            None => change.seq > known.seq.get(&change.place).copied().unwrap_or(0),
        };
        let mut changes: Vec<Change> = scope.iter().flat_map(|place| self.of(*place)).filter(is_new).cloned().collect();
        if by_time.is_some() {
            changes.sort_by_key(|change| change.stamp);
        }
        changes.truncate(PAGE_MAX);
        for change in &changes {
            cursor.seq.insert(change.place, change.seq);
        }
        let until = changes.iter().map(|change| change.stamp).max().or(by_time).unwrap_or(Timestamp(0));
        Page { restart: false, changes, cursor, until }
    }
}

impl Copy {
    /// Takes a page in, and notes what should not be: a gap, or what was there already.
    pub(crate) fn apply(&mut self, user: UserId, page: Page) {
        if self.of != Some(user) || page.restart {
            *self = Self { of: Some(user), ..Self::default() };
        }
        let mut last = self.cursor.as_ref().map(|cursor| cursor.seq.clone()).unwrap_or_default();
        for change in page.changes {
            let before = last.insert(change.place, change.seq).unwrap_or(0);
            if !page.restart && change.seq != before + 1 {
                self.fault = Some(format!("change {} of {} came after {before}", change.seq, change.place));
            }
            self.rows.insert((change.place, change.key), change.value);
        }
        (self.cursor, self.until) = (Some(page.cursor), page.until.0);
    }
}
