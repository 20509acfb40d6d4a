//! Which rows of an import the ledger has already. Asked by the import itself, who acts as `system` for the whole street; nobody's
//! session reads by it, so it takes no scope.

use crate::entity::premises;
use crate::{Store, StoreError, house};
use domain::ids::PremisesId;
use domain::premises::Premises;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Rows that one query asks about: three values each, and SQLite takes 32,766.
const ROWS_A_QUERY: usize = 500;

/// What the ledger knows of some rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Those that are in it: by their id, or by name and address in their community.
    pub here: BTreeSet<PremisesId>,
    /// Those whose id was in it and was taken back with its import.
    pub taken_back: BTreeSet<PremisesId>,
}

/// What the ledger knows of these rows. Index `premises_duplicate (community_id, name_key, address_key)`.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn of(store: &Store, rows: &[&Premises]) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for some in rows.chunks(ROWS_A_QUERY) {
        by_id(store, some, &mut known).await?;
        by_name(store, some, &mut known).await?;
    }
    Ok(known)
}

async fn by_id(store: &Store, rows: &[&Premises], known: &mut Known) -> Result<(), StoreError> {
    let found: Vec<(Uuid, bool)> = premises::Entity::find()
        .select_only()
        .columns([premises::Column::Id, premises::Column::IsRemoved])
        .filter(premises::Column::Id.is_in(rows.iter().map(|row| row.id.0)))
        .into_tuple()
        .all(store.readers())
        .await?;
    for (id, is_removed) in found {
        let set = if is_removed { &mut known.taken_back } else { &mut known.here };
        set.insert(PremisesId(id));
    }
    Ok(())
}

async fn by_name(store: &Store, rows: &[&Premises], known: &mut Known) -> Result<(), StoreError> {
    let mut asked: BTreeMap<(Uuid, String, String), Vec<PremisesId>> = BTreeMap::new();
    for row in rows {
        let key = (row.community.0, house::key(&row.name), house::key(&row.address));
        asked.entry(key).or_default().push(row.id);
    }
    let communities: BTreeSet<Uuid> = asked.keys().map(|(community, _, _)| *community).collect();
    let names: BTreeSet<&str> = asked.keys().map(|(_, name, _)| name.as_str()).collect();
    let found: Vec<(Uuid, String, String)> = premises::Entity::find()
        .select_only()
        .columns([premises::Column::CommunityId, premises::Column::NameKey, premises::Column::AddressKey])
        .filter(premises::Column::CommunityId.is_in(communities))
        .filter(premises::Column::NameKey.is_in(names))
        .filter(premises::Column::IsRemoved.eq(false))
        .into_tuple()
        .all(store.readers())
        .await?;
    known.here.extend(found.into_iter().filter_map(|key| asked.get(&key)).flatten());
    Ok(())
}
