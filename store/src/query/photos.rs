//! A picture of a record in scope. A hash is not a capability: the way to a blob leads through a record, and through one whose senders
//! had the bytes.

use super::record;
use crate::blob::belongs;
use crate::entity::blob_ref;
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::digest::Sha256;
use domain::ids::InspectionId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The blob that is picture `n` of the record; `None` for what is unknown, out of scope, or has not arrived from this record's senders.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn of_record(store: &Store, scope: &Scope, id: InspectionId, n: u32) -> Result<Option<Sha256>, StoreError> {
    let db = store.readers();
    if record::in_scope(db, scope, id).await?.is_none() {
        return Ok(None);
    }
    let Ok(n) = i32::try_from(n) else { return Ok(None) };
    let row = blob_ref::Entity::find().filter(blob_ref::Column::InspectionId.eq(id.0)).filter(blob_ref::Column::N.eq(n));
    let row = row.filter(belongs()).one(db).await?;
    row.map(|row| row.sha256.parse().map_err(|error| StoreError::broken("blob_ref", &row.sha256, error))).transpose()
}
