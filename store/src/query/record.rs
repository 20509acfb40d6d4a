//! One record, whole, as a reviewer reads it.

mod texts;

pub(super) use texts::lists;

use super::{hazards, inspections, time_line};
use crate::code::{decode, from_json};
use crate::door::{Standing, record_of};
use crate::entity::{blob_ref, command, finding, holdings, inspection, inspection_return, inspection_revision, premises};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::command::Reason;
use domain::decide::{Actor, review};
use domain::digest::Sha256;
use domain::ids::{FindingId, HazardId, InspectionId, PlaceId, UserId};
use domain::inspection::{Counts, Inspection, ReturnPoint, ReturnReason};
use domain::permission::Action;
use domain::refusal::{Quarantine, Refusal};
use domain::time::Timestamp;
use domain::walk;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};
use sync::desk::record::{May, Picture, Record, ReturnLine, RevisionLine};
use sync::holdings::Holdings;
use sync::receipt::Outcome;
use uuid::Uuid;

/// Which revision of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// The one that stands.
    #[default]
    Standing,
    /// The one of this number that stands or stood; else the last one of this number that was set aside.
    Number(u32),
    /// The one whose sealed command has this hash: where two have one number, only this names the one that was set aside.
    Sealed(Sha256),
}

impl From<Option<u32>> for Which {
    fn from(number: Option<u32>) -> Self {
        number.map_or(Self::Standing, Self::Number)
    }
}

/// The record in one of its revisions; `None` for what is unknown or out of scope.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn read(store: &Store, scope: &Scope, id: InspectionId, which: impl Into<Which>) -> Result<Option<Record>, StoreError> {
    let db = store.readers();
    let Some(standing) = in_scope(db, scope, id).await? else { return Ok(None) };
    let revisions = revisions(db, id).await?;
    let Some(shown) = shown(&revisions, &standing.row, which.into()) else { return Ok(None) };
    let mut reasons = reasons(db, &revisions).await?;
    let mut line_of =
        |row: &inspection_revision::Model| revision_line(scope, row, shown, reasons.remove(&row.command_id).unwrap_or_default());
    let lines = revisions.iter().map(&mut line_of).collect::<Result<_, _>>()?;
    let inspection = record_of(shown)?;
    let findings = finding::Entity::find().filter(finding::Column::InspectionId.eq(id.0)).all(db).await?;
    let hazards: BTreeMap<FindingId, HazardId> =
        findings.iter().filter_map(|row| Some((FindingId(row.id), HazardId(row.hazard_id?)))).collect();
    let may = may(scope, store.now(), &standing)?;
    let Standing { row, inspectors, .. } = standing;
    let held_by = if row.missing > 0 { held_by(db, scope, id, &inspectors).await? } else { None };
    let Some(line) = inspections::lines(db, scope, vec![row]).await?.pop() else { return Ok(None) };
    let people: BTreeSet<UserId> = inspectors.into_iter().chain(inspection.inspectors.iter().copied()).collect();
    Ok(Some(Record {
        line,
        counts: counts(scope, &inspection),
        lists: texts::lists(scope, &inspection),
        hazard_rows: hazards::by_ids(db, hazards.values().map(|hazard| hazard.0)).await?,
        hazards,
        pictures: pictures(db, id).await?,
        held_by,
        revisions: lines,
        returns: returns(db, scope, id).await?,
        time_line: time_line::of(db, scope, id.0).await?,
        people: people.into_iter().map(|person| (person, scope.name_of(person.0))).collect(),
        inspection,
        may,
    }))
}

/// The row, if the person may read records of its community or took part in it. Premises that move take what was found there along:
/// whoever answers for them now has their hazards, and must see what these were made of.
pub(super) async fn in_scope(db: &impl ConnectionTrait, scope: &Scope, id: InspectionId) -> Result<Option<Standing>, StoreError> {
    let Some(standing) = Standing::load(db, id).await? else { return Ok(None) };
    let user = scope.user();
    let is_mine = user.is_active && standing.inspectors.contains(&user.id);
    if is_mine || scope.reads_records_of(PlaceId(standing.row.place_id)) {
        return Ok(Some(standing));
    }
    let premises = premises::Entity::find_by_id(standing.row.premises_id).one(db).await?;
    Ok(premises.is_some_and(|row| scope.reads_records_of(PlaceId(row.community_id))).then_some(standing))
}

/// Every revision that came in, first to last. Index `inspection_revision_of (inspection_id, revision)`.
async fn revisions(db: &impl ConnectionTrait, id: InspectionId) -> Result<Vec<inspection_revision::Model>, StoreError> {
    let all = inspection_revision::Entity::find()
        .filter(inspection_revision::Column::InspectionId.eq(id.0))
        .order_by_asc(inspection_revision::Column::Revision)
        .order_by_asc(inspection_revision::Column::ReceivedAt)
        .all(db)
        .await?;
    Ok(all)
}

fn shown<'a>(all: &'a [inspection_revision::Model], row: &inspection::Model, which: Which) -> Option<&'a inspection_revision::Model> {
    let sealed = |name: &str| all.iter().find(|revision| revision.sealed == name);
    match which {
        Which::Standing => sealed(&row.sealed),
        Which::Sealed(sha256) => sealed(&sha256.to_string()),
        Which::Number(wanted) => {
            let mut numbered = all.iter().filter(|revision| u32::try_from(revision.revision) == Ok(wanted));
            numbered.clone().find(|revision| revision.stands).or_else(|| numbered.next_back())
        }
    }
}

/// Why each of the revisions was taken into quarantine, by its command: what its receipt said.
async fn reasons(
    db: &impl ConnectionTrait,
    revisions: &[inspection_revision::Model],
) -> Result<BTreeMap<Uuid, Vec<Quarantine>>, StoreError> {
    let of = revisions.iter().map(|revision| revision.command_id);
    let commands = command::Entity::find().filter(command::Column::Id.is_in(of)).all(db).await?;
    let reasons = |row: command::Model| match serde_json::from_slice(&row.answer) {
        Ok(Outcome::Receipt(receipt)) => Ok((row.id, receipt.quarantine)),
        Ok(Outcome::Refused { .. }) => Err(StoreError::broken("command", row.id, "a refusal that left a revision")),
        Err(error) => Err(StoreError::broken("command", row.id, error)),
    };
    commands.into_iter().map(reasons).collect()
}

/// The items that were asked, by their answers; those of a list that the server has never seen are not among them.
fn counts(scope: &Scope, inspection: &Inspection) -> Counts {
    let house = scope.house();
    let lists = inspection.checklists.iter().filter_map(|pin| Some((pin.sha256, house.list(&pin.sha256)?))).collect();
    walk::counts(&walk::pinned_steps(inspection, &lists), inspection.started_at.day())
}

/// Every picture of the record, by its number.
pub(super) async fn pictures(db: &impl ConnectionTrait, id: InspectionId) -> Result<Vec<Picture>, StoreError> {
    let mut refs = blob_ref::Entity::find().filter(blob_ref::Column::InspectionId.eq(id.0)).all(db).await?;
    refs.sort_by_key(|row| row.n);
    let here = crate::blob::here(db, vec![id.0]).await?;
    let picture = |row: blob_ref::Model| {
        let sha256: Sha256 = row.sha256.parse().map_err(|error| StoreError::broken("blob_ref", &row.sha256, error))?;
        Ok(Picture { n: inspections::count(row.n), sha256, is_here: here.contains(&(row.inspection_id, row.sha256)) })
    };
    refs.into_iter().map(picture).collect()
}

/// Whose phone says that it holds the record; else the last sign of life of its maker's phones. Index `holdings_user (user_id)`.
async fn held_by(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: InspectionId,
    people: &[UserId],
) -> Result<Option<(String, Timestamp)>, StoreError> {
    let of = people.iter().map(|person| person.0);
    let mut phones = holdings::Entity::find().filter(holdings::Column::UserId.is_in(of)).all(db).await?;
    phones.sort_by_key(|phone| std::cmp::Reverse(phone.at));
    let names_it = |phone: &&holdings::Model| {
        let holdings: Result<Holdings, _> = serde_json::from_str(&phone.body);
        holdings.is_ok_and(|holdings| holdings.records.iter().any(|record| record.inspection == id))
    };
    let phone = phones.iter().find(names_it).or(phones.first());
    let person = phone.map(|phone| phone.user_id).or(people.first().map(|person| person.0));
    Ok(person.map(|person| (scope.name_of(person), Timestamp(phone.map_or(0, |phone| phone.at)))))
}

fn revision_line(
    scope: &Scope,
    row: &inspection_revision::Model,
    shown: &inspection_revision::Model,
    quarantine: Vec<Quarantine>,
) -> Result<RevisionLine, StoreError> {
    let sealed = row.sealed.parse().map_err(|error| StoreError::broken("inspection_revision", &row.sealed, error))?;
    Ok(RevisionLine {
        revision: inspections::count(row.revision),
        received_at: Timestamp(row.received_at),
        by: scope.name_of(row.by_id),
        stands: row.stands,
        quarantine,
        sealed: Some(sealed),
        is_shown: row.sealed == shown.sealed,
    })
}

/// The returns so far, oldest first. Index `inspection_return_of (inspection_id, at)`.
async fn returns(db: &impl ConnectionTrait, scope: &Scope, id: InspectionId) -> Result<Vec<ReturnLine>, StoreError> {
    let rows = inspection_return::Entity::find()
        .filter(inspection_return::Column::InspectionId.eq(id.0))
        .order_by_asc(inspection_return::Column::At)
        .all(db)
        .await?;
    let line = |row: inspection_return::Model| {
        Ok(ReturnLine {
            revision: inspections::count(row.revision),
            by: scope.name_of(row.by_id),
            role: decode("inspection_return", row.id, &row.role)?,
            at: Timestamp(row.at),
            due_on: row.due_on.parse().map_err(|error| StoreError::broken("inspection_return", row.id, error))?,
            reason: decode("inspection_return", row.id, &row.reason)?,
            points: from_json("inspection_return", row.id, &row.points)?,
        })
    };
    rows.into_iter().map(line).collect()
}

/// What the door would say to each decision now: the same rules, asked beforehand.
fn may(scope: &Scope, now: Timestamp, standing: &Standing) -> Result<May, StoreError> {
    let house = scope.house();
    let place = PlaceId(standing.row.place_id);
    let subject_places = house.line(place);
    let revision = u32::try_from(standing.row.revision).ok();
    let ask = |action: Action, rule: &dyn Fn(&review::Facts<'_>) -> Option<Refusal>| -> Result<Option<Refusal>, StoreError> {
        let role = scope.role_for(action, place, now);
        let grid_communities = house.grid_communities(scope.user(), role);
        let actor = Actor {
            user: Some(scope.user()),
            role,
            subject_places: &subject_places,
            grid_communities: &grid_communities,
            received_at: now,
        };
        Ok(rule(&standing.facts(actor, revision)?))
    };
    let point = [ReturnPoint::Whole { comment: "?".to_owned() }];
    let reason = Reason { code: "checked".to_owned(), text: "?".repeat(Reason::TEXT_MIN) };
    Ok(May {
        accept: ask(Action::InspectionReview, &|facts| review::accept(facts).err())?,
        give_back: ask(Action::InspectionReview, &|facts| review::return_inspection(facts, ReturnReason::Other, &point).err())?,
        release: ask(Action::QuarantineRelease, &|facts| review::release_quarantine(facts, &reason).err())?,
    })
}
