//! The feed: without cursor the present state in pages by key, then what changed since, by each place's `seq`. A row is its subject as
//! it stands when the page is made, so applying a page twice, or one late, changes nothing.
//!
//! The cursor of the present state carries the `seq` of every place as it was before its first page was read: what changes while the
//! pages are fetched comes again with the first changes.

mod changes;
mod rows;
mod state;

use super::news::{Waiting, seqs};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::ids::PlaceId;
use std::collections::BTreeMap;
use std::time::Duration;
use sync::feed::{Cursor, FeedPage};

/// A hazard stays in the feed for so many days after it was closed.
const CLOSED_DAYS: i64 = 90;
/// The person's own inspections stay for so many days after they came in, even when nothing is left to do.
const OWN_DAYS: i64 = 30;

/// One page. With `longest`, a page of changes that would be empty waits for one.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn page(store: &Store, scope: &Scope, cursor: Option<Cursor>, longest: Duration) -> Result<FeedPage, StoreError> {
    let sent = cursor.is_some();
    match cursor.filter(|cursor| fits(store, scope, cursor)) {
        None => {
            let start = Cursor { epoch: store.epoch(), scope: scope.hash(), seq: seqs(store, scope).await?, page: None };
            let page = state::page(store, scope, start, state::Place::default()).await?;
            Ok(FeedPage { restart: sent, ..page })
        }
        Some(cursor) => match cursor.page.as_deref().map(state::Place::read) {
            Some(place) => state::page(store, scope, cursor, place.unwrap_or_default()).await,
            None => changes_or_wait(store, scope, cursor, longest).await,
        },
    }
}

/// A cursor of another epoch or scope begins anew.
fn fits(store: &Store, scope: &Scope, cursor: &Cursor) -> bool {
    cursor.epoch == store.epoch() && cursor.scope == scope.hash()
}

async fn changes_or_wait(store: &Store, scope: &Scope, mut cursor: Cursor, longest: Duration) -> Result<FeedPage, StoreError> {
    let mut waiting = Waiting::new(store, longest);
    loop {
        let now = seqs(store, scope).await?;
        if is_behind(&cursor.seq, &now) {
            let page = changes::page(store, scope, cursor, &now).await?;
            if !page.rows.is_empty() || page.more || waiting.is_over() {
                return Ok(page);
            }
            cursor = page.cursor;
        }
        if waiting.is_over() {
            return Ok(FeedPage { rows: vec![], cursor, restart: false, more: false, premises_total: None });
        }
        waiting.next(|told| cursor.seq.get(&told.place).is_some_and(|seen| told.seq > *seen)).await;
    }
}

fn is_behind(seen: &BTreeMap<PlaceId, i64>, now: &BTreeMap<PlaceId, i64>) -> bool {
    now.iter().any(|(place, seq)| seen.get(place).copied().unwrap_or(0) < *seq)
}
