//! Hazards: open ones by deadline, all of them newest first; one with its evidence.

use super::{PAGE_SIZE, after, premises, record, time_line};
use crate::code::code;
use crate::door::{hazard_of, record_of};
use crate::entity::{hazard, inspection, inspection_revision};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::checklist::ItemId;
use domain::hazard::{Hazard, HazardState};
use domain::ids::{HazardId, PlaceId, PremisesId};
use domain::inspection::{Disposition, Finding, Inspection, Severity};
use domain::time::Day;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use std::collections::BTreeSet;
use sync::desk::Page;
use sync::desk::hazard::{HazardFilter, HazardLine, HazardPage};
use sync::desk::record::{ItemText, Picture};
use uuid::Uuid;

/// One page. Open ones by index `hazard_open_due (is_open, due_key, id)`, with closed ones by `hazard_found (found_at, id)`.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn page(store: &Store, scope: &Scope, filter: &HazardFilter, after: Option<&str>) -> Result<Page<HazardLine>, StoreError> {
    use hazard::Column;
    let db = store.readers();
    let today = store.now().day();
    let with_closed = filter.with_closed || filter.state.is_some_and(|state| !state.is_open());
    let wanted = wanted(scope, filter, today, with_closed);
    let total = match after {
        None => Some(hazard::Entity::find().filter(wanted.clone()).count(db).await?),
        Some(_) => None,
    };
    let find = hazard::Entity::find().filter(wanted);
    let (mut rows, word): (Vec<hazard::Model>, fn(&hazard::Model) -> String) = if with_closed {
        let mut cursor = find.cursor_by((Column::FoundAt, Column::Id));
        cursor.desc();
        if let Some(last) = after.and_then(after::number_id) {
            cursor.after(last);
        }
        (cursor.first(PAGE_SIZE + 1).all(db).await?, |row| after::word(&[&row.found_at, &row.id]))
    } else {
        let mut cursor = find.cursor_by((Column::DueKey, Column::Id));
        if let Some(last) = after.and_then(after::text_id) {
            cursor.after(last);
        }
        (cursor.first(PAGE_SIZE + 1).all(db).await?, |row| after::word(&[&after::hex(&row.due_key), &row.id]))
    };
    let next = after::cut(&mut rows, word);
    Ok(after::page(lines(db, scope, today, rows).await?, next, total))
}

fn wanted(scope: &Scope, filter: &HazardFilter, today: Day, with_closed: bool) -> Condition {
    use hazard::Column;
    let mut wanted = Condition::all().add(Column::CommunityId.is_in(scope.record_ids(filter.community)));
    if !with_closed {
        wanted = wanted.add(Column::IsOpen.eq(true));
    }
    if let Some(state) = &filter.state {
        wanted = wanted.add(Column::State.eq(code(state)));
    }
    if let Some(severity) = &filter.severity {
        wanted = wanted.add(Column::Severity.eq(code(severity)));
    }
    if filter.overdue {
        // Of the states in this step, only in `ordered` the enterprise owes the next step (T3, T4).
        let is_late = Condition::all().add(Column::State.eq(code(&HazardState::Ordered))).add(Column::DueOn.lt(today.to_string()));
        wanted = wanted.add(is_late);
    }
    wanted
}

/// Rows as lines, in their order.
async fn lines(db: &impl ConnectionTrait, scope: &Scope, today: Day, rows: Vec<hazard::Model>) -> Result<Vec<HazardLine>, StoreError> {
    let names = premises::names(db, rows.iter().map(|row| row.premises_id)).await?;
    let line = |row: hazard::Model| {
        let (premises_name, community) = (names.get(&row.premises_id).cloned().unwrap_or_default(), scope.place_name(row.community_id));
        let (found_by, hazard) = (scope.name_of(row.found_by), hazard_of(row)?);
        Ok(HazardLine { is_overdue: hazard.is_overdue(today), hazard, premises_name, community, found_by })
    };
    rows.into_iter().map(line).collect()
}

/// The open hazards of premises, by deadline. Index `hazard_premises (premises_id, is_open)`.
pub(super) async fn open_at(db: &impl ConnectionTrait, premises: PremisesId) -> Result<Vec<Hazard>, StoreError> {
    let rows = hazard::Entity::find()
        .filter(hazard::Column::PremisesId.eq(premises.0))
        .filter(hazard::Column::IsOpen.eq(true))
        .order_by_asc(hazard::Column::DueKey)
        .all(db)
        .await?;
    rows.into_iter().map(hazard_of).collect()
}

/// Hazards by their ids.
pub(super) async fn by_ids(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = Uuid>) -> Result<Vec<Hazard>, StoreError> {
    let ids: BTreeSet<Uuid> = ids.into_iter().collect();
    let rows = hazard::Entity::find().filter(hazard::Column::Id.is_in(ids)).all(db).await?;
    rows.into_iter().map(hazard_of).collect()
}

/// One hazard with its evidence; `None` for what is unknown or out of scope.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn one(store: &Store, scope: &Scope, id: HazardId) -> Result<Option<HazardPage>, StoreError> {
    let db = store.readers();
    let found = hazard::Entity::find_by_id(id.0).one(db).await?;
    let Some(row) = found.filter(|row| scope.reads_records_of(PlaceId(row.community_id))) else { return Ok(None) };
    let Some(line) = lines(db, scope, store.now().day(), vec![row]).await?.pop() else { return Ok(None) };
    let found_in = found_in(db, &line.hazard).await?;
    let (item, list) = texts(scope, &line.hazard, found_in.as_ref());
    let pictures = match &found_in {
        Some(inspection) => pictures(db, &line.hazard, inspection).await?,
        None => vec![],
    };
    let time_line = time_line::of(db, scope, id.0).await?;
    Ok(Some(HazardPage { line, item, list, pictures, time_line }))
}

/// The record in which it was found, as it stands.
async fn found_in(db: &impl ConnectionTrait, hazard: &Hazard) -> Result<Option<Inspection>, StoreError> {
    let Some(row) = inspection::Entity::find_by_id(hazard.inspection.0).one(db).await? else { return Ok(None) };
    let revision = inspection_revision::Entity::find_by_id(row.sealed.clone()).one(db).await?;
    revision.map(|revision| record_of(&revision)).transpose()
}

/// The item's texts and its list's titles, of the version that was gone through; of an unknown one at least the ids.
fn texts(scope: &Scope, hazard: &Hazard, found_in: Option<&Inspection>) -> (ItemText, (String, String)) {
    let lists = found_in.map(|inspection| record::lists(scope, inspection)).unwrap_or_default();
    let list = lists.into_iter().find(|list| list.id == hazard.at.list);
    let item = list.as_ref().and_then(|list| list.items.iter().find(|item| item.id == hazard.at.item).cloned());
    let titles = list.map_or_else(|| (hazard.at.list.to_string(), hazard.at.list.to_string()), |list| (list.title, list.title_en));
    (item.unwrap_or_else(|| unknown_item(&hazard.at.item)), titles)
}

fn unknown_item(id: &ItemId) -> ItemText {
    let (text, text_en) = (id.to_string(), id.to_string());
    ItemText { id: id.clone(), number: String::new(), text, text_en, lifeline: false, unit: None, options: vec![], basis: vec![] }
}

async fn pictures(db: &impl ConnectionTrait, hazard: &Hazard, inspection: &Inspection) -> Result<Vec<Picture>, StoreError> {
    let finding = inspection.findings.iter().find(|finding| finding.id == hazard.finding);
    let shown: BTreeSet<_> = finding.into_iter().flat_map(of_finding).collect();
    let all = record::pictures(db, hazard.inspection).await?;
    Ok(all.into_iter().filter(|picture| shown.contains(&picture.sha256)).collect())
}

fn of_finding(finding: &Finding) -> Vec<domain::digest::Sha256> {
    let mut all = finding.photos.clone();
    if let Disposition::OnSpot { before, after } = &finding.disposition {
        all.extend(before.iter().chain(after));
    }
    all
}

/// How many are open in scope, late, and majors.
pub(super) struct OpenCounts {
    pub(super) open: u32,
    pub(super) overdue: u32,
    pub(super) majors: u32,
}

/// Counts by index `hazard_open_due`.
pub(super) async fn open_counts(db: &impl ConnectionTrait, scope: &Scope, today: Day) -> Result<OpenCounts, StoreError> {
    let general_late = HazardFilter { overdue: true, severity: Some(Severity::General), ..HazardFilter::default() };
    let majors = HazardFilter { severity: Some(Severity::Major), ..HazardFilter::default() };
    Ok(OpenCounts {
        open: count(db, wanted(scope, &HazardFilter::default(), today, false)).await?,
        overdue: count(db, wanted(scope, &general_late, today, false)).await?,
        majors: count(db, wanted(scope, &majors, today, false)).await?,
    })
}

async fn count(db: &impl ConnectionTrait, wanted: Condition) -> Result<u32, StoreError> {
    let count = hazard::Entity::find().filter(wanted).count(db).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
