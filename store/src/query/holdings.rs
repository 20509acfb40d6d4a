//! What a phone says that it holds: written outside the door, because it decides nothing. Desks that
//! wait for news hear of it all the same.

use crate::code::json;
use crate::entity::holdings::{ActiveModel, Column, Entity};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::digest::Sha256;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};
use sync::holdings::Holdings;
use uuid::Uuid;

/// Takes the place of what this person's installation said before.
///
/// # Errors
/// [`StoreError`] if it can't be written.
pub async fn put(store: &Store, scope: &Scope, holdings: &Holdings) -> Result<(), StoreError> {
    let length = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let row = ActiveModel {
        device_id: Set(key(scope, holdings)),
        user_id: Set(scope.user().id.0),
        body: Set(json(holdings)),
        records: Set(length(holdings.records.len())),
        lost: Set(length(holdings.lost.len())),
        at: Set(store.now().0),
    };
    let again = OnConflict::column(Column::DeviceId)
        .update_columns([Column::UserId, Column::Body, Column::Records, Column::Lost, Column::At])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(store.aside()).await?;
    store.told.tell_of_phones();
    Ok(())
}

/// One row for each person on each installation: a phone that two share must not hide what the other one still holds.
fn key(scope: &Scope, holdings: &Holdings) -> Uuid {
    let both = [*holdings.device.0.as_bytes(), *scope.user().id.0.as_bytes()].concat();
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::of(&both).0[..16]);
    uuid::Builder::from_custom_bytes(half).into_uuid()
}
