//! The feed: without cursor the present state in pages by key, then what changed since, by each place's `seq`. A row is its subject as
//! it stands when the page is made, so applying a page twice, or one late, changes nothing.
//!
//! The cursor of the present state carries the `seq` of every place as it was before its first page was read: what changes while the
//! pages are fetched comes again with the first changes.

mod changes;
mod rows;
mod state;

pub use state::Place;

use super::news::{Waiting, seqs};
use crate::session::Scope;
use crate::{Store, StoreError, Told};
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
    match cursor {
        None => begin(store, scope).await,
        Some(cursor) if !fits(store, scope, &cursor) => restart(store, scope).await,
        Some(cursor) => match cursor.page.as_deref().map(state::Place::read) {
            Some(place) => state::page(store, scope, cursor, place.unwrap_or_default()).await,
            None => changes_or_wait(store, scope, cursor, longest).await,
        },
    }
}

/// The first page of the present state.
async fn begin(store: &Store, scope: &Scope) -> Result<FeedPage, StoreError> {
    let (scope, seq) = now(store, scope).await?;
    let start = Cursor { epoch: store.epoch(), scope: scope.hash(), seq, page: None };
    state::page(store, &scope, start, state::Place::default()).await
}

/// The same, in place of all that the phone has.
async fn restart(store: &Store, scope: &Scope) -> Result<FeedPage, StoreError> {
    Ok(FeedPage { restart: true, ..begin(store, scope).await? })
}

/// The ends of the places' tables, and the person's scope as it stands then or later: whoever had them the other way round would pass
/// over a new place or checklist that he does not know yet.
async fn now(store: &Store, scope: &Scope) -> Result<(Scope, BTreeMap<PlaceId, i64>), StoreError> {
    let seqs = seqs(store, scope).await?;
    Ok((scope.anew(store.house().await?), seqs))
}

/// A cursor of another epoch or scope begins anew.
fn fits(store: &Store, scope: &Scope, cursor: &Cursor) -> bool {
    cursor.epoch == store.epoch() && cursor.scope == scope.hash()
}

async fn changes_or_wait(store: &Store, scope: &Scope, mut cursor: Cursor, longest: Duration) -> Result<FeedPage, StoreError> {
    let mut waiting = Waiting::new(store, longest);
    loop {
        let (scope, now) = now(store, scope).await?;
        // Roles or places changed while the phone waited.
        if !fits(store, &scope, &cursor) {
            return restart(store, &scope).await;
        }
        if is_behind(&cursor.seq, &now) {
            let page = changes::page(store, &scope, cursor, &now).await?;
            if !page.rows.is_empty() || page.more || waiting.is_over() {
                return Ok(page);
            }
            cursor = page.cursor;
        }
        if waiting.is_over() {
            return Ok(FeedPage { rows: vec![], cursor, restart: false, more: false, premises_total: None });
        }
        let is_new = |told: Told| cursor.seq.get(&told.place).is_some_and(|seen| told.seq > *seen);
        // Whoever sees nothing yet is told of a first role in the street's table.
        let is_elsewhere = |told: Told| !cursor.seq.contains_key(&told.place) && scope.house().is_common(told.place);
        waiting.next(|told| is_new(told) || is_elsewhere(told)).await;
    }
}

fn is_behind(seen: &BTreeMap<PlaceId, i64>, now: &BTreeMap<PlaceId, i64>) -> bool {
    now.iter().any(|(place, seq)| seen.get(place).copied().unwrap_or(0) < *seq)
}
