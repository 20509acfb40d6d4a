//! Where a thing is, for whoever is about to order something about it. Out of scope is not found.

use crate::entity::{inspection, premises};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::ids::{InspectionId, PlaceId, PremisesId};
use sea_orm::EntityTrait;

/// The place whose event table has the record.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_record(store: &Store, scope: &Scope, id: InspectionId) -> Result<Option<PlaceId>, StoreError> {
    let row = inspection::Entity::find_by_id(id.0).one(store.readers()).await?;
    Ok(row.map(|row| PlaceId(row.place_id)).filter(|place| scope.reads_records_of(*place)))
}

/// The community of premises.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_premises(store: &Store, scope: &Scope, id: PremisesId) -> Result<Option<PlaceId>, StoreError> {
    let row = premises::Entity::find_by_id(id.0).one(store.readers()).await?;
    Ok(row.map(|row| PlaceId(row.community_id)).filter(|place| scope.reads_ledger_of(*place)))
}
