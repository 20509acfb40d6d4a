//! Lists of inspections: the inbox by urgency, whole or one of its sections, all others newest first.

use super::{PAGE_SIZE, after};
use crate::code::{code, decode, from_json};
use crate::entity::{inspection, premises};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::decide::inbox::Why;
use domain::ids::{InspectionId, PremisesId};
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use sync::desk::Page;
use sync::desk::inbox::{InspectionFilter, InspectionLine};
use uuid::Uuid;

/// One page. The inbox by index `inspection_inbox (in_inbox, urgency, received_at, id)`, the rest by `inspection_received`
/// or, of one premises, `inspection_premises`.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn page(
    store: &Store,
    scope: &Scope,
    filter: &InspectionFilter,
    after: Option<&str>,
) -> Result<Page<InspectionLine>, StoreError> {
    read(store, scope, wanted(scope, filter), filter.inbox_only, after).await
}

/// One page of one section of the inbox: what it shows for this reason before all others. Index as the inbox.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn section(
    store: &Store,
    scope: &Scope,
    filter: &InspectionFilter,
    section: Why,
    after: Option<&str>,
) -> Result<Page<InspectionLine>, StoreError> {
    let filter = InspectionFilter { inbox_only: true, ..filter.clone() };
    let of_section = inspection::Column::Urgency.eq(i32::from(section.urgency()));
    read(store, scope, wanted(scope, &filter).add(of_section), true, after).await
}

/// How many the inbox shows in each section, the most urgent first; empty ones are left out. Index as the inbox.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn sections(store: &Store, scope: &Scope, filter: &InspectionFilter) -> Result<Vec<(Why, u64)>, StoreError> {
    use inspection::Column;
    let filter = InspectionFilter { inbox_only: true, ..filter.clone() };
    let counted: Vec<(i32, i64)> = inspection::Entity::find()
        .select_only()
        .column(Column::Urgency)
        .column_as(Column::Id.count(), "visits")
        .filter(wanted(scope, &filter))
        .group_by(Column::Urgency)
        .into_tuple()
        .all(store.readers())
        .await?;
    let of = |why: Why| {
        let (_, visits) = counted.iter().find(|(urgency, _)| *urgency == i32::from(why.urgency()))?;
        Some((why, u64::try_from(*visits).unwrap_or(0)))
    };
    Ok(Why::BY_URGENCY.into_iter().filter_map(of).collect())
}

fn wanted(scope: &Scope, filter: &InspectionFilter) -> Condition {
    use inspection::Column;
    let mut wanted = Condition::all().add(Column::PlaceId.is_in(scope.record_ids(filter.community)));
    if filter.inbox_only {
        wanted = wanted.add(Column::InInbox.eq(true));
    }
    if let Some(state) = filter.state {
        wanted = wanted.add(Column::State.eq(state.name()));
    }
    if let Some(premises) = filter.premises {
        wanted = wanted.add(Column::PremisesId.eq(premises.0));
    }
    wanted
}

async fn read(
    store: &Store,
    scope: &Scope,
    wanted: Condition,
    is_inbox: bool,
    after: Option<&str>,
) -> Result<Page<InspectionLine>, StoreError> {
    use inspection::Column;
    let db = store.readers();
    let total = match after {
        None => Some(inspection::Entity::find().filter(wanted.clone()).count(db).await?),
        Some(_) => None,
    };
    let find = inspection::Entity::find().filter(wanted);
    let (mut rows, word): (Vec<inspection::Model>, fn(&inspection::Model) -> String) = if is_inbox {
        let mut cursor = find.cursor_by((Column::Urgency, Column::ReceivedAt, Column::Id));
        if let Some(last) = after.and_then(after::numbers_id) {
            cursor.after(last);
        }
        (cursor.first(PAGE_SIZE + 1).all(db).await?, |row| after::word(&[&row.urgency, &row.received_at, &row.id]))
    } else {
        let mut cursor = find.cursor_by((Column::ReceivedAt, Column::Id));
        cursor.desc();
        if let Some(last) = after.and_then(after::number_id) {
            cursor.after(last);
        }
        (cursor.first(PAGE_SIZE + 1).all(db).await?, |row| after::word(&[&row.received_at, &row.id]))
    };
    let next = after::cut(&mut rows, word);
    Ok(after::page(lines(db, scope, rows).await?, next, total))
}

/// The last visits of premises whose records the person may read, newest first, wherever the premises were then. Index `inspection_premises (premises_id, acted_at)`.
pub(super) async fn of_premises(
    db: &impl ConnectionTrait,
    scope: &Scope,
    premises: PremisesId,
    limit: u64,
) -> Result<Vec<InspectionLine>, StoreError> {
    let rows = inspection::Entity::find()
        .filter(inspection::Column::PremisesId.eq(premises.0))
        .order_by_desc(inspection::Column::ActedAt)
        .limit(limit)
        .all(db)
        .await?;
    lines(db, scope, rows).await
}

/// Rows as lines, in their order.
pub(super) async fn lines(
    db: &impl ConnectionTrait,
    scope: &Scope,
    rows: Vec<inspection::Model>,
) -> Result<Vec<InspectionLine>, StoreError> {
    let risks = risks(db, rows.iter().map(|row| row.premises_id)).await?;
    rows.into_iter().map(|row| line(scope, &risks, row)).collect()
}

/// The colours of premises by their ids.
async fn risks(db: &impl ConnectionTrait, ids: impl Iterator<Item = Uuid>) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let ids: BTreeSet<Uuid> = ids.collect();
    let pairs: Vec<(Uuid, String)> = premises::Entity::find()
        .select_only()
        .columns([premises::Column::Id, premises::Column::Risk])
        .filter(premises::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(pairs.into_iter().collect())
}

fn line(scope: &Scope, risks: &BTreeMap<Uuid, String>, row: inspection::Model) -> Result<InspectionLine, StoreError> {
    let quarantine = from_json("inspection", row.id, &row.quarantine)?;
    let flags = from_json("inspection", row.id, &row.flags)?;
    // Why it was shown while it waited is history once somebody has decided.
    let why = if row.in_inbox { from_json("inspection", row.id, &row.why)? } else { vec![] };
    Ok(InspectionLine {
        id: InspectionId(row.id),
        premises: PremisesId(row.premises_id),
        risk: risks.get(&row.premises_id).cloned().unwrap_or_else(|| code(&domain::risk::Colour::Blue)),
        community: scope.place_name(row.place_id),
        inspector: scope.name_of(row.inspector_id),
        nature: decode("inspection", row.id, &row.nature)?,
        kind: decode("inspection", row.id, &row.kind)?,
        access: decode("inspection", row.id, &row.access)?,
        state: decode("inspection", row.id, &row.state)?,
        revision: count(row.revision),
        received_at: Timestamp(row.received_at),
        why,
        flags,
        quarantine,
        failed: count(row.failed),
        majors: count(row.majors),
        answered: count(row.answered),
        missing: count(row.missing),
        blobs: count(row.blobs),
        number: row.number,
        premises_name: row.premises_name,
        headline: row.headline,
    })
}

/// A count from a column, which never holds less than nothing.
pub(super) fn count(column: i32) -> u32 {
    u32::try_from(column).unwrap_or(0)
}
