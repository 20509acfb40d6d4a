//! Where a thing belongs, for a command about it.

use super::record;
use crate::entity::premises;
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::ids::{InspectionId, PlaceId, PremisesId};
use sea_orm::EntityTrait;

/// The place of a record; `None` for what is unknown or out of scope.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn of_record(store: &Store, scope: &Scope, id: InspectionId) -> Result<Option<PlaceId>, StoreError> {
    let standing = record::in_scope(store.readers(), scope, id).await?;
    Ok(standing.map(|standing| PlaceId(standing.row.place_id)))
}

/// The community of premises and its grid, where one is known; `None` for what is unknown or out of scope.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn of_premises(store: &Store, scope: &Scope, id: PremisesId) -> Result<Option<(PlaceId, Option<PlaceId>)>, StoreError> {
    let found = premises::Entity::find_by_id(id.0).one(store.readers()).await?;
    let place = found.filter(|row| !row.is_removed).map(|row| (PlaceId(row.community_id), row.grid_id.map(PlaceId)));
    Ok(place.filter(|(community, _)| scope.reads_ledger_of(*community)))
}
