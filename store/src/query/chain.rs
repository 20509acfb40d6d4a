//! Where the chains of events end. Whoever notes an end down sees later whether anything before it was changed. Counters and hashes
//! only, of every place alike, so it takes no scope.

use crate::entity::place_seq;
use crate::{Store, StoreError};
use domain::ids::PlaceId;
use sea_orm::EntityTrait;
use std::collections::BTreeMap;

/// The number and hash of the last event of each place.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn ends(store: &Store) -> Result<BTreeMap<PlaceId, (i64, String)>, StoreError> {
    let rows = place_seq::Entity::find().all(store.readers()).await?;
    Ok(rows.into_iter().map(|row| (PlaceId(row.place_id), (row.seq, row.hash))).collect())
}
