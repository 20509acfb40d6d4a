//! What a phone says that it holds: written outside the door, because it decides nothing. Desks that
//! wait for news hear of it all the same.

use crate::code::json;
use crate::entity::command;
use crate::entity::holdings::{ActiveModel, Column, Entity};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::digest::Sha256;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};
use std::collections::BTreeMap;
use sync::holdings::{HOLDINGS_MAX, HeldRecord, Holdings};
use uuid::Uuid;

/// Takes the place of what this person's installation said before; but what it once said is lost stays until it has arrived after all. A
/// phone tells of a loss once, and the desk must not forget it with the next report.
///
/// # Errors
/// [`StoreError`] if it can't be written.
pub async fn put(store: &Store, scope: &Scope, holdings: &Holdings) -> Result<(), StoreError> {
    let length = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let holdings = &Holdings { lost: still_lost(store, scope, holdings).await?, ..holdings.clone() };
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

async fn still_lost(store: &Store, scope: &Scope, holdings: &Holdings) -> Result<Vec<HeldRecord>, StoreError> {
    let before = Entity::find_by_id(key(scope, holdings)).one(store.readers()).await?;
    let before: Option<Holdings> = before.and_then(|row| serde_json::from_str(&row.body).ok());
    let all = before.into_iter().flat_map(|before| before.lost).chain(holdings.lost.iter().cloned());
    let mut lost: BTreeMap<Uuid, HeldRecord> = all.map(|record| (record.command.0, record)).collect();
    if lost.is_empty() {
        return Ok(vec![]);
    }
    let arrived = command::Entity::find().select_only().column(command::Column::Id);
    let arrived: Vec<Uuid> = arrived.filter(command::Column::Id.is_in(lost.keys().copied())).into_tuple().all(store.readers()).await?;
    arrived.iter().for_each(|id| drop(lost.remove(id)));
    let mut lost: Vec<_> = lost.into_values().collect();
    lost.sort_by_key(|record| record.sealed_at);
    lost.truncate(HOLDINGS_MAX);
    Ok(lost)
}

/// One row for each person on each installation: a phone that two share must not hide what the other one still holds.
fn key(scope: &Scope, holdings: &Holdings) -> Uuid {
    let both = [*holdings.device.0.as_bytes(), *scope.user().id.0.as_bytes()].concat();
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::of(&both).0[..16]);
    uuid::Builder::from_custom_bytes(half).into_uuid()
}
