//! How an open page hears of changes: it shows a marker and is answered when things stand otherwise.

use super::people;
use crate::entity::place_seq;
use crate::session::Scope;
use crate::{Store, StoreError, Told};
use domain::ids::PlaceId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::time::{Instant, timeout_at};

/// Waits until something in scope differs from `marker` or the wait is over, and says where things stand. Without a marker, or with one
/// that nobody gave, it answers at once.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn wait(store: &Store, scope: &Scope, marker: Option<&str>, longest: Duration) -> Result<String, StoreError> {
    let mut waiting = Waiting::new(store, longest);
    loop {
        let scope = scope.anew(store.house().await?);
        // Seqs only grow, so their sum says whether any of them has.
        let sum: i64 = seqs(store, &scope).await?.values().sum();
        let phones = people::phones_mark(store, &scope).await?;
        let now = format!("{}.{sum}.{phones}", store.epoch().0.simple());
        if marker != Some(now.as_str()) || waiting.is_over() {
            return Ok(now);
        }
        let (places, house) = (scope.event_places(), scope.house());
        waiting.next(|told| told.is_of_phones() || places.contains(&told.place) || house.is_common(told.place)).await;
    }
}

/// The last event of each place whose table the person's feed reads.
pub(super) async fn seqs(store: &Store, scope: &Scope) -> Result<BTreeMap<PlaceId, i64>, StoreError> {
    let places = scope.event_places();
    let mut seqs: BTreeMap<PlaceId, i64> = places.iter().map(|place| (*place, 0)).collect();
    let rows =
        place_seq::Entity::find().filter(place_seq::Column::PlaceId.is_in(places.iter().map(|place| place.0))).all(store.readers()).await?;
    seqs.extend(rows.into_iter().map(|row| (PlaceId(row.place_id), row.seq)));
    Ok(seqs)
}

/// A wait for news. Made before the state is read, so that nothing falls between.
pub(super) struct Waiting {
    told: Receiver<Told>,
    until: Instant,
}

impl Waiting {
    pub(super) fn new(store: &Store, longest: Duration) -> Self {
        Self { told: store.listen(), until: Instant::now() + longest }
    }

    pub(super) fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    /// Until something is told that matters, or the wait is over.
    pub(super) async fn next(&mut self, matters: impl Fn(Told) -> bool) {
        let heard = async {
            // A listener that fell behind asks anew; a teller that is gone has nothing to tell.
            while let Ok(told) = self.told.recv().await {
                if matters(told) {
                    return;
                }
            }
        };
        let _ = timeout_at(self.until, heard).await;
    }
}
