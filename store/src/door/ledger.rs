//! AddPremises, EditPremises, ImportBatch, UndoImport.

use super::number;
use super::one::{Cx, Decided, Taken, common_place, insert};
use super::record::{PremisesState, open_majors, premises_of, premises_row};
use crate::StoreError;
use crate::code::json;
use crate::entity::{hazard, import_batch, premises, premises_version};
use domain::command::Reason;
use domain::decide::ledger as rule;
use domain::digest::Sha256;
use domain::ids::{BatchId, PlaceId, PremisesId};
use domain::library::Library;
use domain::place::Place;
use domain::premises::{Premises, PremisesChange};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};
use std::collections::{BTreeMap, BTreeSet};

/// Ids that one query asks for; SQLite takes 32,766 values.
const IDS_A_QUERY: usize = 500;

fn places<C>(cx: &Cx<'_, C>, named: impl IntoIterator<Item = PlaceId>) -> BTreeMap<PlaceId, Place> {
    named.into_iter().filter_map(|id| Some((id, cx.house.places.get(&id)?.clone()))).collect()
}

fn fresh(batch: Option<BatchId>, added_at: Timestamp) -> PremisesState {
    PremisesState { version: 1, batch, is_touched: false, last_visit: None, open_hazards: 0, open_majors: 0, added_at }
}

pub(super) async fn add<C: ConnectionTrait>(cx: &Cx<'_, C>, new: &Premises) -> Decided {
    let (subject, grids) = (cx.house.line(new.grid.unwrap_or(new.community)), cx.grid_communities());
    let facts = rule::AddFacts {
        actor: cx.actor(&subject, &grids),
        reference: &Library::builtin().premises,
        places: &places(cx, [Some(new.community), new.grid].into_iter().flatten()),
        is_known: premises::Entity::find_by_id(new.id.0).one(cx.db).await?.is_some(),
    };
    let written = match rule::add(&facts, new) {
        Ok(written) => written,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut row = written.premises;
    row.code = number_of(cx, row.community, 1).await?.pop();
    insert(cx.db, premises_row(&row, &fresh(None, cx.now), cx.now.day())).await?;
    keep_version(cx, &row, 1).await?;
    Ok(Ok(Taken { place: row.community, events: written.events, quarantine: vec![] }))
}

async fn number_of<C: ConnectionTrait>(cx: &Cx<'_, C>, community: PlaceId, count: usize) -> Result<Vec<String>, StoreError> {
    let code = cx.house.places.get(&community).and_then(|place| place.code.as_deref());
    number::premises(cx, community, code, count).await
}

async fn keep_version<C: ConnectionTrait>(cx: &Cx<'_, C>, row: &Premises, version: i32) -> Result<(), StoreError> {
    let kept = premises_version::ActiveModel {
        premises_id: Set(row.id.0),
        version: Set(version),
        body: Set(json(row)),
        by_id: Set(cx.command.by.0),
        at: Set(cx.now.0),
    };
    insert(cx.db, kept).await
}

pub(super) async fn edit<C: ConnectionTrait>(cx: &Cx<'_, C>, id: PremisesId, change: &PremisesChange) -> Decided {
    let row = premises::Entity::find_by_id(id.0).filter(premises::Column::IsRemoved.eq(false)).one(cx.db).await?;
    let Some(row) = row else { return Ok(Err(Refusal::TargetUnknown { what: "premises".to_owned() })) };
    let before = premises_of(&row)?;
    let (subject, grids) = (cx.house.line(before.grid.unwrap_or(before.community)), cx.grid_communities());
    let named = [Some(before.community), before.grid, change.community, change.grid];
    let facts = rule::EditFacts {
        actor: cx.actor(&subject, &grids),
        base: cx.command.base,
        version: u32::try_from(row.version).unwrap_or_default(),
        reference: &Library::builtin().premises,
        places: &places(cx, named.into_iter().flatten()),
        before: &before,
    };
    let written = match rule::edit(&facts, change) {
        Ok(written) => written,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if written.events.is_empty() {
        return Ok(Ok(Taken { place: before.community, events: vec![], quarantine: vec![] }));
    }
    let after = written.premises;
    let state = PremisesState {
        version: row.version + 1,
        batch: row.batch_id.map(BatchId),
        is_touched: true,
        last_visit: row.last_visit_on.as_deref().and_then(|day| day.parse().ok()).zip(row.last_visit_at.map(Timestamp)),
        open_hazards: row.open_hazards,
        open_majors: open_majors(cx.db, id).await?,
        added_at: Timestamp(row.added_at),
    };
    premises_row(&after, &state, cx.now.day()).reset_all().update(cx.db).await?;
    keep_version(cx, &after, state.version).await?;
    if after.community != before.community {
        // Open hazards go where their premises go: their debtor's community follows them.
        hazard::Entity::update_many()
            .col_expr(hazard::Column::CommunityId, sea_orm::sea_query::Expr::value(after.community.0))
            .filter(hazard::Column::PremisesId.eq(id.0))
            .exec(cx.db)
            .await?;
    }
    Ok(Ok(Taken { place: after.community, events: written.events, quarantine: vec![] }))
}

pub(super) async fn import<C: ConnectionTrait>(cx: &Cx<'_, C>, batch: BatchId, file: Sha256, rows: &[Premises]) -> Decided {
    let street = common_place(cx);
    let subject = cx.house.line(street);
    let ids: Vec<_> = rows.iter().map(|row| row.id.0).collect();
    let mut known = BTreeSet::new();
    for some in ids.chunks(IDS_A_QUERY) {
        let found: Vec<uuid::Uuid> = premises::Entity::find()
            .select_only()
            .column(premises::Column::Id)
            .filter(premises::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(cx.db)
            .await?;
        known.extend(found.into_iter().map(PremisesId));
    }
    let named = rows.iter().flat_map(|row| [Some(row.community), row.grid]).flatten().filter(|place| cx.house.is_within(*place, street));
    let facts = rule::ImportFacts {
        actor: cx.actor(&subject, &[]),
        street,
        reference: &Library::builtin().premises,
        places: &places(cx, named),
        known: &known,
    };
    let imported = match rule::import(&facts, batch, file, rows) {
        Ok(imported) => imported,
        Err(refusal) => return Ok(Err(refusal)),
    };
    write_rows(cx, batch, imported.premises.clone()).await?;
    if !imported.premises.is_empty() {
        note_batch(cx, batch, file, street, imported.premises.len()).await?;
    }
    Ok(Ok(Taken { place: street, events: imported.events, quarantine: vec![] }))
}

async fn write_rows<C: ConnectionTrait>(cx: &Cx<'_, C>, batch: BatchId, mut rows: Vec<Premises>) -> Result<(), StoreError> {
    let mut of_community: BTreeMap<PlaceId, usize> = BTreeMap::new();
    for row in &rows {
        *of_community.entry(row.community).or_default() += 1;
    }
    let mut numbers = BTreeMap::new();
    for (community, count) in of_community {
        numbers.insert(community, number_of(cx, community, count).await?.into_iter());
    }
    for row in &mut rows {
        row.code = numbers.get_mut(&row.community).and_then(Iterator::next);
    }
    let state = fresh(Some(batch), cx.now);
    let (today, by, at) = (cx.now.day(), cx.command.by.0, cx.now.0);
    for some in rows.chunks(IDS_A_QUERY) {
        premises::Entity::insert_many(some.iter().map(|row| premises_row(row, &state, today))).exec_without_returning(cx.db).await?;
        let versions = some.iter().map(|row| premises_version::ActiveModel {
            premises_id: Set(row.id.0),
            version: Set(1),
            body: Set(json(row)),
            by_id: Set(by),
            at: Set(at),
        });
        premises_version::Entity::insert_many(versions).exec_without_returning(cx.db).await?;
    }
    Ok(())
}

async fn note_batch<C: ConnectionTrait>(
    cx: &Cx<'_, C>,
    batch: BatchId,
    file: Sha256,
    street: PlaceId,
    rows: usize,
) -> Result<(), StoreError> {
    let rows = i32::try_from(rows).unwrap_or(i32::MAX);
    match import_batch::Entity::find_by_id(batch.0).one(cx.db).await? {
        Some(known) => {
            let total = known.rows.saturating_add(rows);
            let mut known = known.into_active_model();
            known.rows = Set(total);
            known.update(cx.db).await?;
            Ok(())
        }
        None => {
            let new = import_batch::ActiveModel {
                id: Set(batch.0),
                file_sha256: Set(file.to_string()),
                street_id: Set(street.0),
                rows: Set(rows),
                first_at: Set(cx.now.0),
                undone_at: Set(None),
            };
            insert(cx.db, new).await
        }
    }
}

/// The communities that an import has rows in.
pub(super) async fn communities_of(db: &impl ConnectionTrait, batch: BatchId) -> Result<BTreeSet<PlaceId>, StoreError> {
    let communities: Vec<uuid::Uuid> = premises::Entity::find()
        .select_only()
        .column(premises::Column::CommunityId)
        .filter(premises::Column::BatchId.eq(batch.0))
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(communities.into_iter().map(PlaceId).collect())
}

pub(super) async fn undo<C: ConnectionTrait>(cx: &Cx<'_, C>, batch: BatchId, reason: &Reason) -> Decided {
    let known = import_batch::Entity::find_by_id(batch.0).one(cx.db).await?;
    let street = known.as_ref().map_or_else(|| common_place(cx), |row| PlaceId(row.street_id));
    let rows: Vec<(PremisesId, PlaceId, bool)> = premises::Entity::find()
        .select_only()
        .column(premises::Column::Id)
        .column(premises::Column::CommunityId)
        .column(premises::Column::IsTouched)
        .filter(premises::Column::BatchId.eq(batch.0))
        .filter(premises::Column::IsRemoved.eq(false))
        .into_tuple::<(uuid::Uuid, uuid::Uuid, bool)>()
        .all(cx.db)
        .await?
        .into_iter()
        .map(|(id, community, is_touched)| (PremisesId(id), PlaceId(community), is_touched))
        .collect();
    let subject = cx.house.line(street);
    let imported_at = known.as_ref().map(|row| Timestamp(row.first_at));
    let facts = rule::UndoFacts { actor: cx.actor(&subject, &[]), street, imported_at, rows: &rows };
    let undone = match rule::undo(&facts, batch, reason) {
        Ok(undone) => undone,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // Nothing is deleted (W5): the rows stay, out of every list.
    for some in undone.removed.chunks(IDS_A_QUERY) {
        premises::Entity::update_many()
            .col_expr(premises::Column::IsRemoved, sea_orm::sea_query::Expr::value(true))
            .filter(premises::Column::Id.is_in(some.iter().map(|id| id.0)))
            .exec(cx.db)
            .await?;
    }
    if let Some(row) = known {
        let mut row = row.into_active_model();
        row.undone_at = Set(Some(cx.now.0));
        row.update(cx.db).await?;
    }
    Ok(Ok(Taken { place: street, events: undone.events, quarantine: vec![] }))
}
