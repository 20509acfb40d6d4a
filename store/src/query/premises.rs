//! The ledger as the desk reads it.

mod mask;
mod search;

pub(super) use mask::seen_by;

use super::{PAGE_SIZE, after, follow_ups, hazards, inspections, time_line};
use crate::door::premises_of;
use crate::entity::premises;
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::ids::{PlaceId, PremisesId};
use domain::library::Library;
use domain::premises::Premises;
use domain::premises_kind::KindId;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use sync::desk::Page;
use sync::desk::premises::{PremisesCard, PremisesFilter, PremisesLine};
use uuid::Uuid;

/// Visits that a card shows.
const VISITS_SHOWN: u64 = 20;

/// One page, the riskiest first. Index `premises_risk_name (risk_rank, name, id)`.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn page(store: &Store, scope: &Scope, filter: &PremisesFilter, after: Option<&str>) -> Result<Page<PremisesLine>, StoreError> {
    use premises::Column;
    let db = store.readers();
    let within = wanted(scope, filter);
    let wanted = within.clone().add(search::matches(db, scope, &within, &filter.search).await?);
    let total = match after {
        None => Some(premises::Entity::find().filter(wanted.clone()).count(db).await?),
        Some(_) => None,
    };
    let mut cursor = premises::Entity::find().filter(wanted).cursor_by((Column::RiskRank, Column::Name, Column::Id));
    if let Some(last) = after.and_then(after::number_text_id) {
        cursor.after(last);
    }
    let mut rows = cursor.first(PAGE_SIZE + 1).all(db).await?;
    let next = after::cut(&mut rows, |row| after::word(&[&row.risk_rank, &after::hex(&row.name), &row.id]));
    let lines = rows.into_iter().map(|row| line(scope, row)).collect::<Result<_, _>>()?;
    Ok(after::page(lines, next, total))
}

fn wanted(scope: &Scope, filter: &PremisesFilter) -> Condition {
    use premises::Column;
    let mut wanted = Condition::all().add(Column::CommunityId.is_in(scope.ledger_ids(filter.community))).add(Column::IsRemoved.eq(false));
    // An address may hold the character that PostgreSQL takes in no text.
    let chosen = |choice: &Option<String>| choice.as_ref().map(|choice| choice.replace('\0', "")).filter(|choice| !choice.is_empty());
    if let Some(kind) = chosen(&filter.kind) {
        wanted = wanted.add(Column::Kind.eq(kind));
    }
    if let Some(risk) = chosen(&filter.risk) {
        wanted = wanted.add(Column::Risk.eq(risk));
    }
    if filter.to_verify {
        wanted = wanted.add(Column::ToVerify.eq(true));
    }
    wanted
}

/// One premises with its hazards, visits and history; `None` for what is unknown or out of scope.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn card(store: &Store, scope: &Scope, id: PremisesId) -> Result<Option<PremisesCard>, StoreError> {
    let db = store.readers();
    let found = premises::Entity::find_by_id(id.0).one(db).await?;
    let Some(row) = found.filter(|row| !row.is_removed && scope.reads_ledger_of(PlaceId(row.community_id))) else { return Ok(None) };
    let premises = seen_by(scope, premises_of(&row)?);
    // Who keeps the ledger and judges no case reads the card without what visits found.
    let (hazards, follow_ups, visits) = match scope.reads_records_of(PlaceId(row.community_id)) {
        true => (
            hazards::open_at(db, id).await?,
            follow_ups::lines(db, scope, id).await?,
            inspections::of_premises(db, scope, id, VISITS_SHOWN).await?,
        ),
        false => (vec![], vec![], vec![]),
    };
    Ok(Some(PremisesCard {
        version: inspections::count(row.version),
        labels: labels(&premises),
        line: line(scope, row)?,
        premises,
        hazards,
        follow_ups,
        visits,
        time_line: time_line::of(db, scope, id.0).await?,
    }))
}

fn line(scope: &Scope, row: premises::Model) -> Result<PremisesLine, StoreError> {
    let kind = Library::builtin().premises.kind(&KindId(row.kind.clone()));
    let kind_text = kind.map_or_else(|| (row.kind.clone(), row.kind.clone()), |kind| (kind.zh.clone(), kind.en.clone()));
    let last_visit = row.last_visit_on.as_deref().map(str::parse).transpose();
    Ok(PremisesLine {
        id: PremisesId(row.id),
        community: scope.place_name(row.community_id),
        grid: row.grid_id.map(|grid| scope.place_name(grid)).unwrap_or_default(),
        last_visit: last_visit.map_err(|error| StoreError::broken("premises", row.id, error))?,
        open_hazards: inspections::count(row.open_hazards),
        to_verify: row.to_verify,
        is_marked: row.is_marked,
        kind_text,
        code: row.code,
        name: row.name,
        kind: row.kind,
        address: row.address,
        risk: row.risk,
    })
}

/// Labels of the fields that the premises has, in the ledger's order.
fn labels(premises: &Premises) -> Vec<(String, String, String)> {
    let reference = &Library::builtin().premises;
    let of_kind = reference.fields_by_kind.get(&KindId(premises.kind.clone()));
    let all = reference.fields.iter().chain(of_kind.into_iter().flatten());
    let shown = all.filter(|field| premises.fields.contains_key(&field.id));
    shown.map(|field| (field.id.clone(), field.zh.clone(), field.en.clone().unwrap_or_else(|| field.zh.clone()))).collect()
}

/// Names by ids.
pub(super) async fn names(db: &impl ConnectionTrait, ids: impl Iterator<Item = Uuid>) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let ids: BTreeSet<Uuid> = ids.collect();
    let pairs: Vec<(Uuid, String)> = premises::Entity::find()
        .select_only()
        .columns([premises::Column::Id, premises::Column::Name])
        .filter(premises::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(pairs.into_iter().collect())
}
