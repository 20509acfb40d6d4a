//! ReturnInspection, AcceptInspection, AutoAccept, ReleaseQuarantine, DiscardDraft.

use super::one::{Cx, Decided, Taken, insert, visible_place};
use crate::StoreError;
use crate::code::{code, decode, from_json, json};
use crate::entity::{inspection, inspection_person, inspection_return, inspection_revision, premises};
use domain::command::Reason;
use domain::decide::inbox::Why;
use domain::decide::review as rule;
use domain::event::Event;
use domain::ids::{InspectionId, PlaceId, PremisesId, UserId};
use domain::inspection::{InspectionState, ReturnPoint, ReturnReason};
use domain::parameter::AUTO_ACCEPT_HOURS;
use domain::refusal::{Quarantine, Refusal};
use domain::time::{Day, Timestamp};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};
use std::collections::BTreeSet;

/// What stands, as the rules ask for it.
pub(crate) struct Standing {
    pub row: inspection::Model,
    /// Who took part, the one who made the draft first.
    pub inspectors: Vec<UserId>,
    /// The same, and whoever sent a document about the visit that was set aside: he decides nothing about it, and reads nothing by it.
    pub apart: Vec<UserId>,
    pub quarantine: BTreeSet<Quarantine>,
    pub inbox: BTreeSet<Why>,
}

impl Standing {
    pub(crate) async fn load(db: &impl ConnectionTrait, id: InspectionId) -> Result<Option<Self>, StoreError> {
        let Some(row) = inspection::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
        let people = inspection_person::Entity::find().filter(inspection_person::Column::InspectionId.eq(id.0)).all(db).await?;
        // The one who made the draft first: a return goes to him.
        let others = people.into_iter().map(|row| UserId(row.user_id)).filter(|user| user.0 != row.inspector_id);
        let inspectors: Vec<UserId> = [UserId(row.inspector_id)].into_iter().chain(others).collect();
        let apart = inspectors.iter().copied().chain(set_aside_by(db, id).await?).collect();
        let quarantine = from_json("inspection", row.id, &row.quarantine)?;
        let inbox = from_json("inspection", row.id, &row.why)?;
        Ok(Some(Self { row, inspectors, apart, quarantine, inbox }))
    }

    /// The facts for the rules; the actor and the base are the caller's.
    pub(crate) fn facts<'a>(&'a self, actor: domain::decide::Actor<'a>, base: Option<u32>) -> Result<rule::Facts<'a>, StoreError> {
        let row = &self.row;
        Ok(rule::Facts {
            actor,
            base,
            inspection: InspectionId(row.id),
            state: decode("inspection", row.id, &row.state)?,
            revision: u32::try_from(row.revision).unwrap_or_default(),
            nature: decode("inspection", row.id, &row.nature)?,
            kind: decode("inspection", row.id, &row.kind)?,
            inspectors: &self.apart,
            quarantine: &self.quarantine,
            inbox: &self.inbox,
            missing_blobs: u32::try_from(row.missing).unwrap_or_default(),
            submitted_at: Timestamp(row.received_at),
        })
    }
}

/// Index `inspection_revision_of (inspection_id, revision)`.
async fn set_aside_by(db: &impl ConnectionTrait, id: InspectionId) -> Result<impl Iterator<Item = UserId>, StoreError> {
    use inspection_revision::Column;
    let aside = inspection_revision::Entity::find().select_only().column(Column::ById).filter(Column::InspectionId.eq(id.0));
    let aside: Vec<uuid::Uuid> = aside.filter(Column::Stands.eq(false)).into_tuple().all(db).await?;
    Ok(aside.into_iter().map(UserId))
}

fn unknown() -> Refusal {
    Refusal::TargetUnknown { what: "inspection".to_owned() }
}

/// Where the record is, for the scope of whoever decides on it.
fn subject<C>(cx: &Cx<'_, C>, row: &inspection::Model) -> Vec<PlaceId> {
    cx.house.line(PlaceId(row.place_id))
}

pub(super) async fn give_back<C: ConnectionTrait>(
    cx: &Cx<'_, C>,
    id: InspectionId,
    reason: ReturnReason,
    points: &[ReturnPoint],
) -> Decided {
    let Some(standing) = Standing::load(cx.db, id).await? else { return Ok(Err(unknown())) };
    let (subject, grids) = (subject(cx, &standing.row), cx.grid_communities());
    let facts = standing.facts(cx.actor(&subject, &grids), cx.command.base)?;
    let events = match rule::return_inspection(&facts, reason, points) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let due_on = events.iter().find_map(|event| match event {
        Event::InspectionReturned { due_on, .. } => Some(*due_on),
        _ => None,
    });
    let due_on: Day = due_on.unwrap_or_else(|| cx.now.day());
    insert(
        cx.db,
        inspection_return::ActiveModel {
            id: Set(cx.command.id.0),
            inspection_id: Set(id.0),
            revision: Set(standing.row.revision),
            by_id: Set(cx.command.by.0),
            role: Set(code(&cx.command.role)),
            at: Set(cx.now.0),
            due_on: Set(due_on.to_string()),
            reason: Set(code(&reason)),
            points: Set(json(&points)),
        },
    )
    .await?;
    let place = PlaceId(standing.row.place_id);
    let mut row = standing.row.into_active_model();
    row.state = Set(InspectionState::Returned.name().to_owned());
    row.in_inbox = Set(false);
    row.was_returned = Set(true);
    row.auto_accept_at = Set(None);
    row.reviewed_by = Set(Some(cx.command.by.0));
    row.reviewed_at = Set(Some(cx.now.0));
    row.update(cx.db).await?;
    Ok(Ok(Taken::at(place, events)))
}

pub(super) async fn accept<C: ConnectionTrait>(cx: &Cx<'_, C>, id: InspectionId, is_timer: bool) -> Decided {
    let Some(standing) = Standing::load(cx.db, id).await? else { return Ok(Err(unknown())) };
    let (subject, grids) = (subject(cx, &standing.row), cx.grid_communities());
    let facts = standing.facts(cx.actor(&subject, &grids), cx.command.base)?;
    let decided = if is_timer { rule::auto_accept(&facts) } else { rule::accept(&facts) };
    let events = match decided {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let place = PlaceId(standing.row.place_id);
    let mut row = standing.row.into_active_model();
    row.state = Set(InspectionState::Accepted.name().to_owned());
    row.in_inbox = Set(false);
    row.auto_accept_at = Set(None);
    row.reviewed_by = Set((!is_timer).then_some(cx.command.by.0));
    row.reviewed_at = Set(Some(cx.now.0));
    row.update(cx.db).await?;
    Ok(Ok(Taken::at(place, events)))
}

pub(super) async fn release<C: ConnectionTrait>(cx: &Cx<'_, C>, id: InspectionId, reason: &Reason) -> Decided {
    let Some(standing) = Standing::load(cx.db, id).await? else { return Ok(Err(unknown())) };
    let (subject, grids) = (subject(cx, &standing.row), cx.grid_communities());
    let facts = standing.facts(cx.actor(&subject, &grids), cx.command.base)?;
    let events = match rule::release_quarantine(&facts, reason) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let place = PlaceId(standing.row.place_id);
    count_visit(cx, &standing.row).await?;
    let record = super::standing_record(cx.db, &standing.row).await?;
    let lists = record.checklists.iter().filter_map(|pin| Some((pin.sha256, cx.house.list(&pin.sha256)?))).collect();
    let checked = domain::decide::submit::checked(&domain::walk::pinned_steps(&record, &lists));
    super::follow_up::settle(cx, &record, Timestamp(standing.row.acted_at), &checked);
    let mut why = standing.inbox;
    why.remove(&Why::Quarantine);
    let mut row = standing.row.into_active_model();
    row.quarantine = Set("[]".to_owned());
    row.in_inbox = Set(!why.is_empty());
    row.urgency = Set(super::submit::urgency(&why));
    row.auto_accept_at = Set(why.is_empty().then(|| cx.now.plus_hours(AUTO_ACCEPT_HOURS).0));
    row.why = Set(json(&why));
    row.update(cx.db).await?;
    Ok(Ok(Taken::at(place, events)))
}

/// A released visit counts from its own date on.
async fn count_visit<C: ConnectionTrait>(cx: &Cx<'_, C>, visit: &inspection::Model) -> Result<(), StoreError> {
    let Some(row) = premises::Entity::find_by_id(visit.premises_id).one(cx.db).await? else { return Ok(()) };
    let access = decode("inspection", visit.id, &visit.access)?;
    let is_later = row.last_visit_at.is_none_or(|last| visit.acted_at > last);
    if is_later && domain::decide::coverage::counts(access, true, InspectionState::Submitted) {
        let mut row = row.into_active_model();
        row.last_visit_on = Set(Some(Timestamp(visit.acted_at).day().to_string()));
        row.last_visit_at = Set(Some(visit.acted_at));
        row.update(cx.db).await?;
    }
    Ok(())
}

pub(super) async fn discard<C: ConnectionTrait>(
    cx: &Cx<'_, C>,
    id: InspectionId,
    premises_id: PremisesId,
    answers: u32,
    photos: u32,
    reason: Option<&str>,
) -> Decided {
    let handed_in = match inspection::Entity::find_by_id(id.0).one(cx.db).await? {
        Some(row) => Some(decode("inspection", row.id, &row.state)?),
        None => None,
    };
    let community = premises::Entity::find_by_id(premises_id.0).one(cx.db).await?.map(|row| PlaceId(row.community_id));
    let place = community.unwrap_or_else(|| visible_place(cx, cx.command.place));
    let (subject, grids) = (cx.house.line(place), cx.grid_communities());
    let draft =
        rule::Discard { actor: cx.actor(&subject, &grids), inspection: id, premises: premises_id, handed_in, answers, photos, reason };
    Ok(rule::discard_draft(&draft).map(|events| Taken::at(place, events)))
}
