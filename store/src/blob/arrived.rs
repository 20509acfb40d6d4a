//! Noting a blob that is on the disk: its row, and what every record that names it still waits for.
//!
//! A record and its blob may arrive at the same moment, on two servers. Each looks for the other, and neither sees what is not
//! committed: without the [`lock`] of the blob both would miss each other, and the record would wait for ever.

use super::sent::{count_here, note_sender};
use crate::StoreError;
use crate::door::{By, Ends, Later, overdue_ends_with, standing_record, write_events};
use crate::entity::{blob, blob_ref, inspection};
use crate::told::Told;
use domain::digest::Sha256;
use domain::event::Event;
use domain::ids::{CommandId, InspectionId, PlaceId, UserId};
use domain::time::Timestamp;
use domain::user::Role;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::BTreeSet;

/// Bytes that have been written.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub sha256: Sha256,
    pub size_bytes: i64,
    pub media_type: String,
    pub by: UserId,
}

/// Until the end of the transaction nobody else notes these blobs or counts which of them are here. On SQLite nobody else writes.
pub(crate) async fn lock(db: &impl ConnectionTrait, blobs: impl IntoIterator<Item = Sha256>) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    let keys: BTreeSet<i64> = blobs.into_iter().map(|blob| i64::from_be_bytes(*blob.0.first_chunk().expect("32 bytes hold 8"))).collect();
    if keys.is_empty() {
        return Ok(());
    }
    // In one order, so that two records that name the same blobs never wait for each other.
    let keys: Vec<String> = keys.iter().map(|key| format!("pg_advisory_xact_lock({key})")).collect();
    for some in keys.chunks(500) {
        db.execute_unprepared(&format!("SELECT {}", some.join(", "))).await?;
    }
    Ok(())
}

/// Notes it, and who sent it. A second noting does nothing.
pub(crate) async fn note(db: &impl ConnectionTrait, ends: &mut Ends, arrived: &Arrived, now: Timestamp) -> Result<Vec<Told>, StoreError> {
    let name = arrived.sha256.to_string();
    let places = |rows: &[inspection::Model]| rows.iter().map(|row| PlaceId(row.place_id)).collect::<Vec<_>>();
    let mut records = naming(db, &name).await?;
    ends.lock(db, places(&records)).await?;
    lock(db, [arrived.sha256]).await?;
    if !note_sender(db, &name, arrived.by).await? && blob::Entity::find_by_id(name.clone()).one(db).await?.is_some() {
        return Ok(vec![]);
    }
    let row = blob::ActiveModel {
        sha256: Set(name.clone()),
        size_bytes: Set(arrived.size_bytes),
        media_type: Set(arrived.media_type.clone()),
        stored_at: Set(now.0),
    };
    blob::Entity::insert(row)
        .on_conflict(OnConflict::column(blob::Column::Sha256).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    if db.get_database_backend() != DbBackend::Sqlite {
        // A record that was being written while we waited for the lock is here now, and so is what changed in the others.
        records = naming(db, &name).await?;
        ends.lock(db, places(&records)).await?;
    }
    let mut events = vec![];
    for row in records {
        let (id, place) = (row.id, PlaceId(row.place_id));
        let missing = missing_of(db, &row).await?;
        if missing == row.missing {
            continue; // named by another revision than the one that stands, or sent by nobody of this record
        }
        let settled = if missing == 0 { overdue_ends_with(&row, now)? } else { None };
        inspection::ActiveModel { id: Set(id), missing: Set(missing), ..settled.unwrap_or_default() }.update(db).await?;
        events.push((place, Event::EvidenceArrived { inspection: InspectionId(id), missing: u32::try_from(missing).unwrap_or_default() }));
    }
    // No command: the evidence was promised by one, this is its arrival.
    let by = By { user: UserId::SYSTEM, role: Role::System, command: CommandId(uuid::Uuid::nil()), at: now };
    let later = Later::new(db.get_database_backend());
    let told = write_events(&later, ends, &events, by, |_| false)?;
    later.write(db).await?;
    Ok(told)
}

/// The records that name it in any revision. Index `blob_ref_sha256 (sha256)`.
async fn naming(db: &impl ConnectionTrait, sha256: &str) -> Result<Vec<inspection::Model>, StoreError> {
    let ids: Vec<uuid::Uuid> = blob_ref::Entity::find()
        .select_only()
        .column(blob_ref::Column::InspectionId)
        .filter(blob_ref::Column::Sha256.eq(sha256))
        .into_tuple()
        .all(db)
        .await?;
    if ids.is_empty() {
        return Ok(vec![]);
    }
    Ok(inspection::Entity::find().filter(inspection::Column::Id.is_in(ids)).order_by_asc(inspection::Column::Id).all(db).await?)
}

/// What the standing revision names and is not here. What only an earlier one named is not waited for.
async fn missing_of(db: &impl ConnectionTrait, row: &inspection::Model) -> Result<i32, StoreError> {
    let named = standing_record(db, row).await?.blobs();
    let missing = named.len().saturating_sub(count_here(db, row.id, named.keys()).await?);
    Ok(i32::try_from(missing).unwrap_or(i32::MAX))
}
