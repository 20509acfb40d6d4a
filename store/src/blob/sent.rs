//! Whose bytes they are. A hash is no capability: whoever writes the hash of a stranger's photo into a record of his has not got the
//! photo by it. A blob belongs to a record if somebody sent it who also sent a document about that visit; of every other record it is
//! missing, however many have it, and the phone that has it sends it.

use crate::StoreError;
use crate::entity::{blob_ref, blob_sender, inspection_revision};
use domain::digest::Sha256;
use domain::ids::UserId;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Set};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Notes who sent it. False if that was noted before.
pub(super) async fn note_sender(db: &impl ConnectionTrait, sha256: &str, by: UserId) -> Result<bool, StoreError> {
    let row = blob_sender::ActiveModel { sha256: Set(sha256.to_owned()), user_id: Set(by.0) };
    let again = OnConflict::columns([blob_sender::Column::Sha256, blob_sender::Column::UserId]).do_nothing().to_owned();
    Ok(blob_sender::Entity::insert(row).on_conflict(again).exec_without_returning(db).await? > 0)
}

/// Of a row of `blob_ref`: the blob is here, and belongs to the record. Keys of `blob_sender`, index `inspection_revision_of`.
pub(crate) fn belongs() -> Expr {
    use {blob_sender as sender, inspection_revision as revision};
    let of_record =
        Expr::col((revision::Entity, revision::Column::InspectionId)).equals((blob_ref::Entity, blob_ref::Column::InspectionId));
    let senders = revision::Entity::find().select_only().column(revision::Column::ById).filter(of_record);
    let of_blob = Expr::col((sender::Entity, sender::Column::Sha256)).equals((blob_ref::Entity, blob_ref::Column::Sha256));
    let sent = sender::Entity::find().select_only().column(sender::Column::Sha256).filter(of_blob);
    Expr::exists(sent.filter(sender::Column::UserId.in_subquery(senders.into_query())).into_query())
}

/// Those of the blobs that `by` has sent, or somebody who sent a document about the visit before.
pub(crate) fn sent_for(inspection: Uuid, by: UserId, names: Vec<String>) -> sea_orm::Select<blob_sender::Entity> {
    use blob_sender::Column;
    let before = inspection_revision::Entity::find().select_only().column(inspection_revision::Column::ById);
    let before = before.filter(inspection_revision::Column::InspectionId.eq(inspection)).into_query();
    let whom = Condition::any().add(Column::UserId.eq(by.0)).add(Column::UserId.in_subquery(before));
    blob_sender::Entity::find().filter(Column::Sha256.is_in(names)).filter(whom)
}

/// The blobs that are here and belong to these records, with the record of each.
pub(crate) async fn here(db: &impl ConnectionTrait, inspections: Vec<Uuid>) -> Result<BTreeSet<(Uuid, String)>, StoreError> {
    use blob_ref::Column;
    let rows: Vec<(Uuid, String)> = blob_ref::Entity::find()
        .select_only()
        .columns([Column::InspectionId, Column::Sha256])
        .filter(Column::InspectionId.is_in(inspections))
        .filter(belongs())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// How many of the named blobs are here and belong to the record.
pub(super) async fn count_here(
    db: &impl ConnectionTrait,
    inspection: Uuid,
    named: impl Iterator<Item = &Sha256>,
) -> Result<usize, StoreError> {
    let here = here(db, vec![inspection]).await?;
    Ok(named.filter(|sha256| here.contains(&(inspection, sha256.to_string()))).count())
}
