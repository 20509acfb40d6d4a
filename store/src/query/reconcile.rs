//! What the server has of what a phone still holds. Only after this may anything leave the phone, so it never says more than is durable.

use crate::blob::belongs;
use crate::entity::{blob_ref, command, inspection_person, inspection_revision};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::digest::Sha256;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use std::collections::{BTreeMap, BTreeSet};
use sync::reconcile::{Held, Presence, Reconcile, Reconciled};
use uuid::Uuid;

/// One answer for each thing held, in order.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn answer(store: &Store, scope: &Scope, asked: &Reconcile) -> Result<Reconciled, StoreError> {
    let db = store.readers();
    let ids = asked.held.iter().filter_map(|held| if let Held::Command { id, .. } = held { Some(id.0) } else { None });
    let commands: BTreeMap<Uuid, (String, i32)> = commands(db, ids.collect()).await?;
    let hashes = asked.held.iter().filter_map(|held| if let Held::Blob { sha256 } = held { Some(*sha256) } else { None });
    let blobs = whole(store, blobs(db, scope, hashes.collect()).await?).await;
    let presence = asked.held.iter().map(|held| match held {
        Held::Command { id, sha256 } => of_command(commands.get(&id.0), *sha256),
        Held::Blob { sha256 } if blobs.contains(sha256) => Presence::Present,
        Held::Blob { .. } => Presence::Absent,
    });
    Ok(Reconciled { epoch: store.epoch(), presence: presence.collect() })
}

/// Whether a blob is here, for the person whose record names it. To others a hash tells nothing: they may send it again.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn has_blob(store: &Store, scope: &Scope, sha256: Sha256) -> Result<bool, StoreError> {
    let noted = blobs(store.readers(), scope, BTreeSet::from([sha256])).await?;
    Ok(!whole(store, noted).await.is_empty())
}

/// Those of the blobs that the disk still has as they came: the phone that asks has the other copy, and gives it up when it hears that
/// we have ours. Each is read through; a phone asks twice in a photo's life.
async fn whole(store: &Store, noted: BTreeSet<Sha256>) -> BTreeSet<Sha256> {
    let mut whole = BTreeSet::new();
    for sha256 in noted {
        if store.has_whole_blob(sha256).await {
            whole.insert(sha256);
        }
    }
    whole
}

fn of_command(known: Option<&(String, i32)>, sha256: Sha256) -> Presence {
    match known {
        None => Presence::Absent,
        Some((hash, _)) if *hash != sha256.to_string() => Presence::Different,
        Some((_, status)) if (200..300).contains(status) => Presence::Present,
        Some(_) => Presence::Refused,
    }
}

async fn commands(db: &impl ConnectionTrait, ids: BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, (String, i32)>, StoreError> {
    use command::Column;
    let rows: Vec<(Uuid, String, i32)> = command::Entity::find()
        .select_only()
        .columns([Column::Id, Column::Sha256, Column::Status])
        .filter(Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, hash, status)| (id, (hash, status))).collect())
}

/// Those of the blobs that are noted and belong to a record of this person that names them, or to one about which a document of theirs
/// was set aside.
async fn blobs(db: &impl ConnectionTrait, scope: &Scope, hashes: BTreeSet<Sha256>) -> Result<BTreeSet<Sha256>, StoreError> {
    let hashes: Vec<String> = hashes.iter().map(ToString::to_string).collect();
    let own = inspection_person::Entity::find()
        .select_only()
        .column(inspection_person::Column::InspectionId)
        .filter(inspection_person::Column::UserId.eq(scope.user().id.0))
        .into_query();
    let sent_by_me = inspection_revision::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(
            Expr::col((inspection_revision::Entity, inspection_revision::Column::InspectionId))
                .equals((blob_ref::Entity, blob_ref::Column::InspectionId)),
        )
        .filter(inspection_revision::Column::ById.eq(scope.user().id.0))
        .into_query();
    let is_mine = Condition::any().add(blob_ref::Column::InspectionId.in_subquery(own)).add(Expr::exists(sent_by_me));
    let rows: Vec<String> = blob_ref::Entity::find()
        .select_only()
        .column(blob_ref::Column::Sha256)
        .distinct()
        .filter(blob_ref::Column::Sha256.is_in(hashes))
        .filter(belongs())
        .filter(is_mine)
        .into_tuple()
        .all(db)
        .await?;
    let read = |row: String| row.parse().map_err(|error| StoreError::broken("blob_ref", &row, error));
    rows.into_iter().map(read).collect()
}
