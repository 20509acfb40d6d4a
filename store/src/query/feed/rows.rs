//! Rows of the feed, from rows of the tables.

use crate::code::{code, decode, from_json};
use crate::door::{hazard_of, premises_of, record_of};
use crate::entity::{blob_ref, hazard, inspection, inspection_return, inspection_revision, premises};
use crate::query::inspections::count;
use crate::query::{follow_ups, premises as ledger, record};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::digest::Sha256;
use domain::ids::{InspectionId, PlaceId, PremisesId, UserId};
use domain::inspection::{Access, Inspection, InspectionState};
use domain::time::Timestamp;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Order, Query, WindowStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};
use sync::feed::{FeedRow, InspectionRow, PremisesRow, Returned, VisitLine};
use uuid::Uuid;

/// Visits that a card on the phone shows.
const VISITS_MAX: i32 = 3;

/// The person, the places of the scope and above it.
pub(super) fn head(scope: &Scope) -> impl Iterator<Item = FeedRow> {
    let me = FeedRow::Me(scope.user().clone());
    std::iter::once(me).chain(scope.places().cloned().map(FeedRow::Place))
}

pub(super) async fn premises(store: &Store, scope: &Scope, found: Vec<premises::Model>) -> Result<Vec<FeedRow>, StoreError> {
    let judged: Vec<_> = found.iter().filter(|row| scope.reads_records_of(PlaceId(row.community_id))).collect();
    let visited = judged.iter().filter(|row| row.last_visit_at.is_some()).map(|row| row.id);
    let mut visits = last_visits(store.readers(), scope, visited.collect()).await?;
    let mut waiting = follow_ups::open_at(store.readers(), judged.iter().map(|row| row.id).collect()).await?;
    let row = |row: premises::Model| {
        let of_row = PremisesRow {
            premises: ledger::seen_by(scope, premises_of(&row)?),
            version: count(row.version),
            visits: visits.remove(&row.id).unwrap_or_default(),
            follow_ups: waiting.remove(&row.id).unwrap_or_default(),
            pinyin: row.pinyin,
            risk: row.risk,
        };
        Ok(FeedRow::Premises(Box::new(of_row)))
    };
    found.into_iter().map(row).collect()
}

/// A visit, as few columns as a line needs.
#[derive(FromQueryResult)]
struct Visit {
    id: Uuid,
    premises_id: Uuid,
    acted_at: i64,
    inspector_id: Uuid,
    failed: i32,
}

/// The last entered visits of each of these premises, newest first, wherever the premises were then. Index `inspection_premises (premises_id, acted_at)`.
async fn last_visits(db: &impl ConnectionTrait, scope: &Scope, premises: Vec<Uuid>) -> Result<BTreeMap<Uuid, Vec<VisitLine>>, StoreError> {
    use inspection::Column;
    if premises.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (rank, ranked) = (Alias::new("rank"), Alias::new("ranked"));
    let columns = [Column::Id, Column::PremisesId, Column::ActedAt, Column::InspectorId, Column::Failed];
    let latest_first = WindowStatement::partition_by(Column::PremisesId).order_by(Column::ActedAt, Order::Desc).to_owned();
    let inner = Query::select()
        .columns(columns)
        .expr_window_as(Func::cust("ROW_NUMBER"), latest_first, rank.clone())
        .from(inspection::Entity)
        .and_where(Column::PremisesId.is_in(premises))
        .and_where(Column::Access.eq(code(&Access::Entered)))
        .and_where(Column::State.ne(InspectionState::Voided.name()))
        // What waits in quarantine counts nowhere.
        .and_where(Column::Quarantine.eq("[]"))
        .to_owned();
    let select = Query::select()
        .columns(columns)
        .from_subquery(inner, ranked)
        .and_where(Expr::col(rank).lte(VISITS_MAX))
        .order_by(Column::ActedAt, Order::Desc)
        .to_owned();
    let visits = Visit::find_by_statement(db.get_database_backend().build(&select)).all(db).await?;
    let mut lines: BTreeMap<Uuid, Vec<VisitLine>> = BTreeMap::new();
    for visit in visits {
        let (inspection, on) = (InspectionId(visit.id), Timestamp(visit.acted_at).day());
        let line = VisitLine { inspection, on, by: scope.name_of(visit.inspector_id), failed: count(visit.failed) };
        lines.entry(visit.premises_id).or_default().push(line);
    }
    Ok(lines)
}

pub(super) fn hazards(found: Vec<hazard::Model>) -> Result<Vec<FeedRow>, StoreError> {
    found.into_iter().map(|row| Ok(FeedRow::Hazard(Box::new(hazard_of(row)?)))).collect()
}

/// Own inspections; of a returned one also the record and the checklists it was made with, so that any phone of its owner can mend it.
pub(super) async fn inspections(store: &Store, scope: &Scope, found: Vec<inspection::Model>) -> Result<Vec<FeedRow>, StoreError> {
    let db = store.readers();
    let mut missing = missing(db, found.iter().filter(|row| row.missing > 0).map(|row| row.id).collect()).await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let state: InspectionState = decode("inspection", row.id, &row.state)?;
        let returned = if state == InspectionState::Returned { returned(db, scope, &row).await? } else { None };
        rows.extend(returned.iter().flat_map(|returned| old_checklists(scope, returned)));
        let sealed = row.sealed.parse().map_err(|error| StoreError::broken("inspection", row.id, error))?;
        rows.push(FeedRow::Inspection(Box::new(InspectionRow {
            id: InspectionId(row.id),
            premises: PremisesId(row.premises_id),
            revision: count(row.revision),
            sealed,
            state,
            received_at: Timestamp(row.received_at),
            quarantine: from_json("inspection", row.id, &row.quarantine)?,
            missing: missing.remove(&row.id).unwrap_or_default(),
            returned: returned.map(Box::new),
            premises_name: row.premises_name,
            number: row.number,
        })));
    }
    Ok(rows)
}

/// Versions that new visits do not start with any more.
fn old_checklists(scope: &Scope, returned: &Returned) -> Vec<FeedRow> {
    let known = returned.inspection.checklists.iter().filter_map(|pin| scope.house().checklists.get(&pin.sha256));
    known.filter(|(_, is_latest)| !is_latest).map(|(published, _)| FeedRow::Checklist(Box::new((**published).clone()))).collect()
}

/// Blobs that records name and that are not here.
async fn missing(db: &impl ConnectionTrait, inspections: Vec<Uuid>) -> Result<BTreeMap<Uuid, Vec<Sha256>>, StoreError> {
    if inspections.is_empty() {
        return Ok(BTreeMap::new());
    }
    let refs = blob_ref::Entity::find()
        .filter(blob_ref::Column::InspectionId.is_in(inspections))
        .order_by_asc(blob_ref::Column::N)
        .all(db)
        .await?;
    let here = crate::blob::here(db, refs.iter().map(|row| row.inspection_id).collect::<BTreeSet<_>>().into_iter().collect()).await?;
    let mut missing: BTreeMap<Uuid, Vec<Sha256>> = BTreeMap::new();
    for row in refs.into_iter().filter(|row| !here.contains(&(row.inspection_id, row.sha256.clone()))) {
        let sha256 = row.sha256.parse().map_err(|error| StoreError::broken("blob_ref", &row.sha256, error))?;
        missing.entry(row.inspection_id).or_default().push(sha256);
    }
    Ok(missing)
}

/// The last return, with the record as it was handed in. Index `inspection_return_of (inspection_id, at)`.
async fn returned(db: &impl ConnectionTrait, scope: &Scope, row: &inspection::Model) -> Result<Option<Returned>, StoreError> {
    let last = inspection_return::Entity::find()
        .filter(inspection_return::Column::InspectionId.eq(row.id))
        .order_by_desc(inspection_return::Column::At)
        .one(db)
        .await?;
    let revision = inspection_revision::Entity::find_by_id(row.sealed.clone()).one(db).await?;
    let (Some(last), Some(revision)) = (last, revision) else { return Ok(None) };
    let inspection = record_of(&revision)?;
    Ok(Some(Returned {
        by: UserId(last.by_id),
        by_name: scope.name_of(last.by_id),
        by_role: decode("inspection_return", last.id, &last.role)?,
        at: Timestamp(last.at),
        due_on: last.due_on.parse().map_err(|error| StoreError::broken("inspection_return", last.id, error))?,
        reason: decode("inspection_return", last.id, &last.reason)?,
        points: from_json("inspection_return", last.id, &last.points)?,
        pictures: pictures(db, &inspection).await?,
        inspection,
    }))
}

/// The numbers of the pictures that the record names, as the door gave them.
async fn pictures(db: &impl ConnectionTrait, inspection: &Inspection) -> Result<BTreeMap<Sha256, u32>, StoreError> {
    let named = inspection.blobs();
    let all = record::pictures(db, inspection.id).await?;
    Ok(all.into_iter().filter(|picture| named.contains_key(&picture.sha256)).map(|picture| (picture.sha256, picture.n)).collect())
}
