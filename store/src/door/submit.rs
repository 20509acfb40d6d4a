//! SubmitInspection and ResubmitInspection: the sealed bytes are kept as they came, beside the rows that lists need.

use super::around::Around;
use super::later::Later;
use super::one::{Cx, Decided, Taken, visible_place};
use super::record::{hazard_of, hazard_row};
use super::{follow_up, number, touch};
use crate::StoreError;
use crate::code::{code, from_json, json};
use crate::entity::{blob_ref, finding, hazard, hazard_sighting, inspection, inspection_person, inspection_revision, premises};
use domain::checklist::Checklist;
use domain::command::{What, read};
use domain::decide::inbox::Why;
use domain::decide::submit::{Earlier, Facts, Ground, Submitted, named_hazards, submit as decide};
use domain::digest::Sha256;
use domain::event::Event;
use domain::hazard::Hazard;
use domain::ids::{FindingId, HazardId, PlaceId, PremisesId};
use domain::inspection::{Disposition, Inspection, InspectionState, ItemRef};
use domain::library::Library;
use domain::parameter::{AUTO_ACCEPT_HOURS, LATE_AFTER_DAYS, PHOTO_RADIUS_M, RECURRENCE_WINDOW_DAYS};
use domain::premises_kind::KindId;
use domain::refusal::Quarantine;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was loaded beside the premises.
struct Loaded {
    checklists: BTreeMap<Sha256, Arc<Checklist>>,
    hazards: BTreeMap<HazardId, Hazard>,
    closed_lately: BTreeMap<ItemRef, HazardId>,
    reused_photos: BTreeSet<Sha256>,
    submitted_before: u32,
    standing: Option<inspection::Model>,
    earlier: Option<Earlier>,
    blobs_here: usize,
    has_follow_ups: bool,
}

pub(super) async fn submit<C: ConnectionTrait>(cx: &Cx<'_, C>, record: &Inspection) -> Decided {
    let ledger = cx.visited();
    let loaded = load(cx, record).await?;
    let place = ledger.as_ref().map_or_else(|| visible_place(cx, cx.command.place), |row| PlaceId(row.community_id));
    let subject = match ledger.as_ref().and_then(|row| row.grid_id) {
        Some(grid) => cx.house.line(PlaceId(grid)),
        None => cx.house.line(place),
    };
    let grids = cx.grid_communities();
    let facts = Facts {
        actor: cx.actor(&subject, &grids),
        place: cx.command.place,
        issued_at: cx.command.at,
        sealed: cx.sealed,
        premises: ledger.as_ref().map(ground),
        checklists: &loaded.checklists,
        earlier: loaded.earlier.clone(),
        hazards: &loaded.hazards,
        closed_lately: &loaded.closed_lately,
        reused_photos: &loaded.reused_photos,
        submitted_before: loaded.submitted_before,
        late_after_days: LATE_AFTER_DAYS,
    };
    let submitted = match decide(&facts, record) {
        Ok(submitted) => submitted,
        Err(refusal) => return Ok(Err(refusal)),
    };
    write(cx, record, place, ledger, loaded, submitted).await.map(Ok)
}

fn ground(row: &premises::Model) -> Ground {
    let kind = Library::builtin().premises.kind(&KindId(row.kind.clone()));
    Ground {
        community: PlaceId(row.community_id),
        position: super::record::position_of(row),
        radius_m: kind.and_then(|kind| kind.radius_m).unwrap_or(PHOTO_RADIUS_M),
    }
}

async fn load<C: ConnectionTrait>(cx: &Cx<'_, C>, record: &Inspection) -> Result<Loaded, StoreError> {
    let blobs = record.blobs();
    crate::blob::lock(cx.db, blobs.keys().copied()).await?;
    let around = Around::load(cx.db, record, &blobs, cx.command.by).await?;
    let standing = match around.is_known {
        true => inspection::Entity::find_by_id(record.id.0).one(cx.db).await?,
        false => None,
    };
    let earlier = match &standing {
        Some(row) => Some(earlier(cx.db, row).await?),
        None => None,
    };
    let named: Vec<_> = named_hazards(record).map(|id| id.0).collect();
    let mut hazards = BTreeMap::new();
    let mut closed_lately = BTreeMap::new();
    if !named.is_empty() {
        for row in hazard::Entity::find().filter(hazard::Column::Id.is_in(named)).all(cx.db).await? {
            hazards.insert(HazardId(row.id), hazard_of(row)?);
        }
        closed_lately = closed_at(cx, record.premises).await?;
    }
    Ok(Loaded {
        checklists: record.checklists.iter().filter_map(|pin| Some((pin.sha256, cx.house.list(&pin.sha256)?))).collect(),
        hazards,
        closed_lately,
        reused_photos: record.photos.iter().map(|photo| photo.sha256).filter(|photo| around.elsewhere.contains(photo)).collect(),
        submitted_before: around.submitted_before,
        standing,
        earlier,
        blobs_here: around.blobs_here.len(),
        has_follow_ups: around.has_follow_ups,
    })
}

/// The latest hazard of each item that was closed at these premises inside the recurrence window. Index `hazard_premises (premises_id)`.
async fn closed_at<C: ConnectionTrait>(cx: &Cx<'_, C>, premises: PremisesId) -> Result<BTreeMap<ItemRef, HazardId>, StoreError> {
    let since = cx.now.plus_days(-RECURRENCE_WINDOW_DAYS);
    let closed: Vec<(String, String, uuid::Uuid)> = hazard::Entity::find()
        .select_only()
        .columns([hazard::Column::List, hazard::Column::Item, hazard::Column::Id])
        .filter(hazard::Column::PremisesId.eq(premises.0))
        .filter(hazard::Column::IsOpen.eq(false))
        .filter(hazard::Column::ClosedAt.gte(since.0))
        .order_by_asc(hazard::Column::ClosedAt)
        .into_tuple()
        .all(cx.db)
        .await?;
    // In the order of closing, so that the latest of an item stays.
    Ok(closed
        .into_iter()
        .map(|(list, item, id)| (ItemRef { list: list.as_str().into(), item: item.as_str().into() }, HazardId(id)))
        .collect())
}

/// The standing revision with the hazards of its findings.
async fn earlier(db: &impl ConnectionTrait, row: &inspection::Model) -> Result<Earlier, StoreError> {
    let record = standing_record(db, row).await?;
    let findings = finding::Entity::find().filter(finding::Column::InspectionId.eq(row.id)).all(db).await?;
    let hazards = findings.into_iter().filter_map(|row| Some((FindingId(row.id), HazardId(row.hazard_id?)))).collect();
    Ok(Earlier {
        revision: u32::try_from(row.revision).unwrap_or_default(),
        state: crate::code::decode("inspection", row.id, &row.state)?,
        sealed: row.sealed.parse().map_err(|error| StoreError::broken("inspection", row.id, error))?,
        inspection: record,
        hazards,
        was_returned: row.was_returned,
    })
}

/// The document of the standing revision.
pub(crate) async fn standing_record(db: &impl ConnectionTrait, row: &inspection::Model) -> Result<Inspection, StoreError> {
    let kept = inspection_revision::Entity::find_by_id(row.sealed.clone()).one(db).await?;
    let kept = kept.ok_or_else(|| StoreError::broken("inspection_revision", &row.sealed, "is gone"))?;
    record_of(&kept)
}

/// The document in a revision's bytes.
pub(crate) fn record_of(row: &inspection_revision::Model) -> Result<Inspection, StoreError> {
    let command = read(&row.bytes).map_err(|error| StoreError::broken("inspection_revision", &row.sealed, error))?;
    match command.what {
        What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => Ok(*inspection),
        other => Err(StoreError::broken("inspection_revision", &row.sealed, other.name())),
    }
}

async fn write<C: ConnectionTrait>(
    cx: &Cx<'_, C>,
    record: &Inspection,
    place: PlaceId,
    ledger: Option<premises::Model>,
    loaded: Loaded,
    mut submitted: Submitted,
) -> Result<Taken, StoreError> {
    cx.later.insert(inspection_revision::ActiveModel {
        sealed: Set(cx.sealed.to_string()),
        inspection_id: Set(record.id.0),
        revision: Set(i32::try_from(record.revision).unwrap_or(i32::MAX)),
        stands: Set(submitted.stands),
        command_id: Set(cx.command.id.0),
        by_id: Set(cx.command.by.0),
        bytes: Set(cx.bytes.to_vec()),
        received_at: Set(cx.now.0),
    });
    let blobs = refer(cx, record, loaded.standing.is_some()).await?;
    if submitted.stands {
        people(cx, record, &submitted);
    }
    let street = cx.house.street_of(place).map_or(place, |street| street.id);
    let new_record = usize::from(loaded.standing.is_none());
    let wanted = [(number::HAZARD_PREFIX, submitted.hazards.len()), (number::RECORD_PREFIX, new_record)];
    let [of_hazards, mut of_record] = number::papers(cx, street, submitted.acted_at, wanted).await?;
    for (hazard, number) in submitted.hazards.iter_mut().zip(of_hazards) {
        hazard.number = number;
    }
    write_hazards(cx, record, &submitted)?;
    write_findings(cx, record, &submitted);
    follow_up::write(cx, record, place, &submitted);
    if loaded.has_follow_ups {
        follow_up::settle(cx, record, submitted.acted_at, &submitted.checked);
    }
    if let Some(row) = ledger {
        touch::touch(cx, record, &row, &submitted).await?;
    }
    let number = loaded.standing.as_ref().map(|row| row.number.clone()).or_else(|| of_record.pop()).unwrap_or_default();
    write_row(cx, record, place, &submitted, loaded.standing, number, (blobs, blobs.saturating_sub(loaded.blobs_here)))?;
    let events = submitted.events.into_iter().map(|event| (place, with_number(event, &submitted.hazards))).collect();
    Ok(Taken { place, events, quarantine: submitted.quarantine.into_iter().collect() })
}

fn with_number(event: Event, hazards: &[Hazard]) -> Event {
    match event {
        Event::HazardFound { hazard, premises, inspection, finding, state, due_on, recurrence_of, .. } => {
            let number = hazards.iter().find(|born| born.id == hazard).map(|born| born.number.clone()).unwrap_or_default();
            Event::HazardFound { hazard, number, premises, inspection, finding, state, due_on, recurrence_of }
        }
        other => other,
    }
}

/// Notes which blobs the record names; a blob may be here before its record. Gives how many there are.
async fn refer<C: ConnectionTrait>(cx: &Cx<'_, C>, record: &Inspection, is_known: bool) -> Result<usize, StoreError> {
    let named = record.blobs();
    let known: Vec<String> = match is_known {
        false => vec![],
        true => {
            let known = blob_ref::Entity::find().select_only().column(blob_ref::Column::Sha256);
            known.filter(blob_ref::Column::InspectionId.eq(record.id.0)).into_tuple().all(cx.db).await?
        }
    };
    let photos: BTreeSet<Sha256> = record.photos.iter().map(|photo| photo.sha256).collect();
    let new = named.iter().map(|(sha256, size)| (sha256, size, sha256.to_string())).filter(|(.., name)| !known.contains(name));
    let rows: Vec<_> = new
        .zip(known.len() + 1..)
        .map(|((sha256, size, name), n)| blob_ref::ActiveModel {
            inspection_id: Set(record.id.0),
            sha256: Set(name),
            n: Set(i32::try_from(n).unwrap_or(i32::MAX)),
            is_photo: Set(photos.contains(sha256)),
            size_bytes: Set(i64::try_from(*size).unwrap_or(i64::MAX)),
        })
        .collect();
    if !rows.is_empty() {
        let conflict = OnConflict::columns([blob_ref::Column::InspectionId, blob_ref::Column::Sha256]).do_nothing().to_owned();
        cx.later.run(&blob_ref::Entity::insert_many(rows).on_conflict(conflict));
    }
    Ok(named.len())
}

/// Who took part may read the record; a document that was set aside makes nobody one of them.
fn people<C>(cx: &Cx<'_, C>, record: &Inspection, submitted: &Submitted) {
    let everybody: BTreeSet<_> = submitted.inspectors.iter().copied().collect();
    let rows: Vec<_> = everybody
        .into_iter()
        .map(|user| inspection_person::ActiveModel { inspection_id: Set(record.id.0), user_id: Set(user.0) })
        .collect();
    if !rows.is_empty() {
        let conflict =
            OnConflict::columns([inspection_person::Column::InspectionId, inspection_person::Column::UserId]).do_nothing().to_owned();
        cx.later.run(&inspection_person::Entity::insert_many(rows).on_conflict(conflict));
    }
}

fn write_hazards<C>(cx: &Cx<'_, C>, record: &Inspection, submitted: &Submitted) -> Result<(), StoreError> {
    if !submitted.hazards.is_empty() {
        cx.later.run(&hazard::Entity::insert_many(submitted.hazards.iter().map(hazard_row)));
    }
    for &(hazard, finding) in &submitted.sightings {
        let row = hazard_sighting::ActiveModel {
            hazard_id: Set(hazard.0),
            finding_id: Set(finding.0),
            inspection_id: Set(record.id.0),
            at: Set(submitted.acted_at.0),
        };
        let conflict = OnConflict::columns([hazard_sighting::Column::HazardId, hazard_sighting::Column::FindingId]).do_nothing().to_owned();
        cx.later.run(&hazard_sighting::Entity::insert(row).on_conflict(conflict));
    }
    for words in &submitted.reworded {
        cx.later.update(hazard::ActiveModel {
            id: Set(words.hazard.0),
            violation: Set(words.violation.clone()),
            spot: Set(words.spot.clone()),
            demand: Set(words.demand.clone()),
            ..Default::default()
        })?;
    }
    Ok(())
}

/// Rows of findings. One that is gone from a mended record stays, marked; its hazard stays as it is.
fn write_findings<C>(cx: &Cx<'_, C>, record: &Inspection, submitted: &Submitted) {
    if submitted.stands && record.revision > 1 {
        let of_record = finding::Entity::update_many().filter(finding::Column::InspectionId.eq(record.id.0));
        cx.later.run(&of_record.col_expr(finding::Column::IsGone, Expr::value(true)));
    }
    // The same finding twice in one record is one; the first of them has become its hazard.
    let mut seen = BTreeSet::new();
    let rows: Vec<_> = record
        .findings
        .iter()
        .filter(|finding| submitted.stands || submitted.links.contains_key(&finding.id))
        .filter(|finding| seen.insert(finding.id))
        .map(|finding| finding::ActiveModel {
            id: Set(finding.id.0),
            inspection_id: Set(record.id.0),
            hazard_id: Set(submitted.links.get(&finding.id).map(|hazard| hazard.0)),
            list: Set(finding.at.list.to_string()),
            item: Set(finding.at.item.to_string()),
            is_gone: Set(!submitted.stands),
        })
        .collect();
    if !rows.is_empty() {
        // A finding of another record under the same id is a conflict that `domain` has named; its row stays its own.
        let conflict = OnConflict::column(finding::Column::Id).update_column(finding::Column::IsGone).to_owned();
        cx.later.run(&finding::Entity::insert_many(rows).on_conflict(conflict));
    }
}

/// The order of the inbox. What nobody needs to see comes after all that somebody does.
pub(crate) fn urgency(why: &BTreeSet<Why>) -> i32 {
    Why::most_urgent(why).map_or(9, |why| i32::from(why.urgency()))
}

fn write_row<C>(
    cx: &Cx<'_, C>,
    record: &Inspection,
    place: PlaceId,
    submitted: &Submitted,
    standing: Option<inspection::Model>,
    number: String,
    (blobs, missing): (usize, usize),
) -> Result<(), StoreError> {
    if !submitted.stands {
        // Set aside: what stands keeps its revision and state; if it is under review, a person must see both.
        if let Some(row) = standing
            && row.state == InspectionState::Submitted.name()
        {
            return doubt(cx.later, &row, &submitted.quarantine);
        }
        return Ok(());
    }
    let failed = submitted.counts.failed;
    let majors = record.findings.iter().filter(|finding| matches!(finding.disposition, Disposition::SuspectedMajor { .. })).count();
    let heaviest = record.findings.iter().max_by_key(|finding| finding.severity);
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let row = inspection::ActiveModel {
        id: Set(record.id.0),
        number: Set(number),
        provisional_number: Set(record.provisional_number.clone()),
        premises_id: Set(record.premises.0),
        premises_name: Set(record.snapshot.name.clone()),
        place_id: Set(place.0),
        grid_id: Set(record.snapshot.grid.map(|grid| grid.0)),
        nature: Set(code(&record.nature)),
        kind: Set(code(&record.kind)),
        access: Set(code(&record.access)),
        state: Set(InspectionState::Submitted.name().to_owned()),
        revision: Set(i32::try_from(record.revision).unwrap_or(i32::MAX)),
        sealed: Set(cx.sealed.to_string()),
        inspector_id: Set(standing.as_ref().map_or(cx.command.by.0, |row| row.inspector_id)),
        started_at: Set(record.started_at.0),
        acted_at: Set(submitted.acted_at.0),
        received_at: Set(cx.now.0),
        quarantine: Set(json(&submitted.quarantine)),
        flags: Set(json(&submitted.flags)),
        why: Set(json(&submitted.inbox)),
        in_inbox: Set(!submitted.inbox.is_empty()),
        urgency: Set(urgency(&submitted.inbox)),
        failed: Set(i32::try_from(failed).unwrap_or(i32::MAX)),
        majors: Set(count(majors)),
        answered: Set(count(record.answers.len())),
        headline: Set(heaviest.map(|finding| finding.violation.clone())),
        blobs: Set(count(blobs)),
        missing: Set(count(missing)),
        was_returned: Set(standing.as_ref().is_some_and(|row| row.was_returned)),
        auto_accept_at: Set(submitted.inbox.is_empty().then(|| cx.now.plus_hours(AUTO_ACCEPT_HOURS).0)),
        reviewed_by: Set(None),
        reviewed_at: Set(None),
    };
    match standing {
        Some(_) => cx.later.update(row)?,
        None => cx.later.insert(row),
    }
    Ok(())
}

/// Adds a reason to a submitted record that stands.
fn doubt(later: &Later, row: &inspection::Model, reasons: &BTreeSet<Quarantine>) -> Result<(), StoreError> {
    let mut quarantine: BTreeSet<Quarantine> = from_json("inspection", row.id, &row.quarantine)?;
    quarantine.extend(reasons);
    let mut why: BTreeSet<Why> = from_json("inspection", row.id, &row.why)?;
    why.insert(Why::Quarantine);
    later.update(inspection::ActiveModel {
        id: Set(row.id),
        quarantine: Set(json(&quarantine)),
        urgency: Set(urgency(&why)),
        why: Set(json(&why)),
        in_inbox: Set(true),
        auto_accept_at: Set(None),
        ..Default::default()
    })
}
