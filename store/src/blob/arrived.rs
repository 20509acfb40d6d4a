//! Noting a blob that is on the disk: its row, and what every record that names it still waits for.

use crate::StoreError;
use crate::door::{By, Ends, write_events};
use crate::entity::{blob, blob_ref, inspection};
use crate::told::Told;
use domain::digest::Sha256;
use domain::event::Event;
use domain::ids::{CommandId, InspectionId, PlaceId, UserId};
use domain::time::Timestamp;
use domain::user::Role;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

/// Bytes that have been written.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub sha256: Sha256,
    pub size_bytes: i64,
    pub media_type: String,
}

/// Notes it. A second noting at the same moment does nothing.
pub(crate) async fn note(db: &impl ConnectionTrait, arrived: &Arrived, now: Timestamp) -> Result<Vec<Told>, StoreError> {
    let name = arrived.sha256.to_string();
    let naming: Vec<uuid::Uuid> = blob_ref::Entity::find()
        .select_only()
        .column(blob_ref::Column::InspectionId)
        .filter(blob_ref::Column::Sha256.eq(&name))
        .into_tuple()
        .all(db)
        .await?;
    let records = match naming.is_empty() {
        true => vec![],
        false => inspection::Entity::find().filter(inspection::Column::Id.is_in(naming)).all(db).await?,
    };
    let mut ends = Ends::lock(db, records.iter().map(|row| PlaceId(row.place_id))).await?;
    if blob::Entity::find_by_id(name.clone()).one(db).await?.is_some() {
        return Ok(vec![]);
    }
    let row = blob::ActiveModel {
        sha256: Set(name),
        size_bytes: Set(arrived.size_bytes),
        media_type: Set(arrived.media_type.clone()),
        stored_at: Set(now.0),
    };
    blob::Entity::insert(row).on_conflict(OnConflict::column(blob::Column::Sha256).do_nothing().to_owned()).exec_without_returning(db).await?;
    let mut events = vec![];
    for row in records {
        let (id, place) = (row.id, PlaceId(row.place_id));
        let missing = missing_of(db, id).await?;
        if missing == row.missing {
            continue; // named by an earlier revision only
        }
        let mut row = row.into_active_model();
        row.missing = Set(missing);
        row.update(db).await?;
        events.push((place, Event::EvidenceArrived { inspection: InspectionId(id), missing: u32::try_from(missing).unwrap_or_default() }));
    }
    // No command: the evidence was promised by one, this is its arrival.
    let by = By { user: UserId::SYSTEM, role: Role::System, command: CommandId(uuid::Uuid::nil()), at: now };
    write_events(db, &mut ends, &events, by, |_| false).await
}

/// What the record names and is not here.
async fn missing_of(db: &impl ConnectionTrait, id: uuid::Uuid) -> Result<i32, StoreError> {
    let names: Vec<String> =
        blob_ref::Entity::find().select_only().column(blob_ref::Column::Sha256).filter(blob_ref::Column::InspectionId.eq(id)).into_tuple().all(db).await?;
    let here: Vec<String> =
        blob::Entity::find().select_only().column(blob::Column::Sha256).filter(blob::Column::Sha256.is_in(names.clone())).into_tuple().all(db).await?;
    Ok(i32::try_from(names.len().saturating_sub(here.len())).unwrap_or(i32::MAX))
}
