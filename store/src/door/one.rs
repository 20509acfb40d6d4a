//! One command inside its transaction: known? load, decide, write.

use super::event::{By, write};
use super::later::Later;
use super::number::Counters;
use super::turn::{Turn, premises_of};
use super::{Done, Knock, Parts, checklist, ledger, organisation, refuse, review, submit};
use crate::StoreError;
use crate::code::{code, json};
use crate::entity::{command as row, inspection, premises};
use crate::house::House;
use domain::command::{Command, What};
use domain::decide::Actor;
use domain::digest::Sha256;
use domain::event::Event;
use domain::ids::{InspectionId, PlaceId, PremisesId};
use domain::place::PlaceKind;
use domain::refusal::{Quarantine, Refusal};
use domain::time::Timestamp;
use domain::user::User;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait};
use std::collections::BTreeSet;
use std::sync::Arc;
use sync::receipt::{Outcome, Receipt};

/// How often it is looked whether what was locked is still all that a command touches.
const LOCKINGS_MAX: usize = 3;

/// What every part of the door works with.
pub(super) struct Cx<'a, C> {
    pub db: &'a C,
    pub house: &'a House,
    pub command: &'a Command,
    pub bytes: &'a [u8],
    pub sealed: Sha256,
    pub now: Timestamp,
    /// The account of `by`; none for `system`.
    pub user: Option<&'a User>,
    /// A visit's premises as they stand.
    pub visited: Option<&'a premises::Model>,
    /// What is written at the end.
    pub later: &'a Later,
    /// How far the numbers are.
    pub counters: &'a Counters,
}

impl<C> Clone for Cx<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Cx<'_, C> {}

impl<C: ConnectionTrait> Cx<'_, C> {
    /// The actor towards a subject in these places, itself first.
    pub(super) const fn actor<'b>(&'b self, subject_places: &'b [PlaceId], grid_communities: &'b [PlaceId]) -> Actor<'b> {
        Actor { user: self.user, role: self.command.role, subject_places, grid_communities, received_at: self.now }
    }

    /// A visit's premises as they stand, unless they were taken out of the ledger.
    pub(super) fn visited(&self) -> Option<premises::Model> {
        self.visited.filter(|row| !row.is_removed).cloned()
    }

    /// The communities that the actor reaches by grids.
    pub(super) fn grid_communities(&self) -> Vec<PlaceId> {
        self.user.map(|user| self.house.grid_communities(user, self.command.role)).unwrap_or_default()
    }
}

/// A command that was taken.
pub(super) struct Taken {
    /// The place that the receipt names.
    pub place: PlaceId,
    /// The events in order, each with its table.
    pub events: Vec<(PlaceId, Event)>,
    /// Why it waits for a person.
    pub quarantine: Vec<Quarantine>,
}

impl Taken {
    /// All events in one table.
    pub(super) fn at(place: PlaceId, events: Vec<Event>) -> Self {
        Self { place, events: events.into_iter().map(|event| (place, event)).collect(), quarantine: vec![] }
    }
}

/// Taken or refused; an error of the data is neither.
pub(super) type Decided = Result<Result<Taken, Refusal>, StoreError>;

/// Applies one command inside a transaction that the caller ends.
pub(super) async fn apply(db: &impl ConnectionTrait, parts: &Parts, turn: &mut Turn, knock: &Knock) -> Result<Done, StoreError> {
    let Knock { command, sealed, submitter } = knock;
    let now = (parts.clock)();
    let is_alone = db.get_database_backend() == DbBackend::Sqlite; // the only writer waits for nobody
    let house = turn.house(db, parts).await?;
    let mut visited = match premises_of(&command.what) {
        Some(id) => turn.premises(db, id).await?,
        None => None,
    };
    let later = Later::new(db.get_database_backend());
    let user = house.users.get(&command.by);
    let counters = turn.counters();
    let bytes = &sealed.bytes;
    let cx = Cx { db, house: &house, command, bytes, sealed: sealed.sha256, now, user, visited: None, later: &later, counters: &counters };
    let mut locked = BTreeSet::new();
    for _ in 0..LOCKINGS_MAX {
        let places = reached(&Cx { visited: visited.as_ref(), ..cx }).await?;
        if places.is_subset(&locked) {
            break;
        }
        turn.ends.lock(db, places.iter().copied()).await?;
        locked.extend(places);
        if is_alone {
            break;
        }
        // Who waited for the lock may have waited for the premises to move: then what was locked is not where they are.
        if let Some(id) = premises_of(&command.what) {
            visited = premises::Entity::find_by_id(id.0).one(db).await?;
        }
    }
    // Or for a change of people or places: decide by what stands now.
    let house = if is_alone { Arc::clone(&house) } else { turn.house_anew(db, parts).await? };
    let user = house.users.get(&command.by);
    let cx = Cx { house: &house, user, visited: visited.as_ref(), ..cx };
    if let Some(known) = turn.known(db, command.id).await? {
        let answer = if known.sha256 == sealed.sha256.to_string() {
            super::Answer { status: u16::try_from(known.status).unwrap_or(500), bytes: known.answer }
        } else {
            refuse(command.id, sealed, Refusal::IdConflict, now)
        };
        return Ok(Done { answer, told: vec![] });
    }
    let (status, outcome, told) = match decide(&cx).await? {
        // A timer's id follows from what fell due, so a refusal kept under it would be the last word for good.
        Err(refusal) if matches!(command.what, What::AutoAccept { .. }) => {
            turn.after(&command.what, None);
            return Ok(Done { answer: refuse(command.id, sealed, refusal, now), told: vec![] });
        }
        Err(refusal) => {
            let status = sync::receipt::status_of(&refusal);
            (status, Outcome::Refused { id: command.id, sha256: sealed.sha256, refusal, received_at: now }, vec![])
        }
        Ok(taken) => {
            turn.ends.lock(db, taken.events.iter().map(|(place, _)| *place)).await?;
            let told = write(&later, &mut turn.ends, &taken.events, By::of(command, now), |place| is_common(&cx, place))?;
            let receipt = Receipt {
                id: command.id,
                sha256: sealed.sha256,
                place: taken.place,
                seq: turn.ends.seq(taken.place),
                received_at: now,
                epoch: parts.epoch,
                quarantine: taken.quarantine,
            };
            (201, Outcome::Receipt(receipt), told)
        }
    };
    let answer = json(&outcome).into_bytes();
    let operator = match submitter {
        super::Submitter::System { operator } => operator.clone(),
        super::Submitter::Session { .. } => None,
    };
    let stored = row::Model {
        id: command.id.0,
        sha256: sealed.sha256.to_string(),
        by_id: command.by.0,
        role: code(&command.role),
        kind: command.what.name().to_owned(),
        place_id: command.place.0,
        status: i32::from(status),
        answer: answer.clone(),
        operator,
        received_at: now.0,
    };
    later.insert(row::ActiveModel::from(stored.clone()).reset_all());
    later.write(db).await?;
    turn.after(&command.what, Some(stored));
    Ok(Done { answer: super::Answer { status, bytes: answer }, told })
}

async fn decide<C: ConnectionTrait>(cx: &Cx<'_, C>) -> Decided {
    match &cx.command.what {
        What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => submit::submit(cx, inspection).await,
        What::ReturnInspection { inspection, reason, points } => review::give_back(cx, *inspection, *reason, points).await,
        What::AcceptInspection { inspection } => review::accept(cx, *inspection, false).await,
        What::AutoAccept { inspection } => review::accept(cx, *inspection, true).await,
        What::ReleaseQuarantine { inspection, reason } => review::release(cx, *inspection, reason).await,
        What::DiscardDraft { inspection, premises, answers, photos, reason } => {
            review::discard(cx, *inspection, *premises, *answers, *photos, reason.as_deref()).await
        }
        What::AddPremises { premises } => ledger::add(cx, premises).await,
        What::EditPremises { premises, change } => ledger::edit(cx, *premises, change).await,
        What::ImportBatch { batch, file_sha256, rows } => ledger::import(cx, *batch, *file_sha256, rows).await,
        What::UndoImport { batch, reason } => ledger::undo(cx, *batch, reason).await,
        What::AddPlace { place } => organisation::add_place(cx, place).await,
        What::RenamePlace { place, kind, name } => organisation::rename_place(cx, *place, *kind, name).await,
        What::AddUser { user, login, name, password_hash, grants } => {
            organisation::add_user(cx, *user, login, name, password_hash, grants).await
        }
        What::GrantRole { user, grant } => organisation::grant_role(cx, *user, *grant).await,
        What::RevokeRole { user, grant } => organisation::revoke_role(cx, *user, *grant).await,
        What::DisableUser { user, reason } => organisation::disable_user(cx, *user, reason).await,
        What::ResetPassword { user, password_hash } => organisation::reset_password(cx, *user, password_hash).await,
        What::PublishChecklist { yaml } => checklist::publish(cx, yaml).await,
    }
}

/// The tables that the command may write to. They are locked before anything is decided, so that nobody changes what was loaded.
async fn reached<C: ConnectionTrait>(cx: &Cx<'_, C>) -> Result<BTreeSet<PlaceId>, StoreError> {
    let mut places = BTreeSet::new();
    match &cx.command.what {
        What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => {
            let standing = cx.visited.filter(|row| !row.is_removed);
            places.insert(standing.map_or_else(|| visible_place(cx, cx.command.place), |row| PlaceId(row.community_id)));
            // What stands of the visit may lie where the premises were before; whoever decides on it locks that place.
            if cx.db.get_database_backend() != DbBackend::Sqlite {
                places.extend(place_of(cx.db, inspection.id).await?);
            }
        }
        What::DiscardDraft { premises, .. } => {
            places.insert(visible_place(cx, cx.command.place));
            places.extend(community_of(cx.db, *premises).await?);
        }
        What::ReturnInspection { inspection, .. } | What::AcceptInspection { inspection } | What::AutoAccept { inspection } => {
            places.extend(place_of(cx.db, *inspection).await?);
        }
        What::ReleaseQuarantine { inspection, .. } => {
            // It may be the last visit of its premises from now on, wherever they are.
            if let Some(row) = inspection::Entity::find_by_id(inspection.0).one(cx.db).await? {
                places.insert(PlaceId(row.place_id));
                places.extend(community_of(cx.db, PremisesId(row.premises_id)).await?);
            }
        }
        What::AddPremises { premises } => {
            places.insert(premises.community);
        }
        What::EditPremises { premises, change } => {
            places.extend(community_of(cx.db, *premises).await?);
            places.extend(change.community);
        }
        What::ImportBatch { rows, .. } => {
            places.insert(common_place(cx));
            places.extend(rows.iter().map(|row| row.community));
        }
        What::UndoImport { batch, .. } => {
            places.insert(common_place(cx));
            places.extend(ledger::communities_of(cx.db, *batch).await?);
        }
        _ => {
            places.insert(common_place(cx));
        }
    }
    Ok(places)
}

/// The table of the street: users, places, checklists and imports are told there. A street or district that is being added has its own.
pub(super) fn common_place<C>(cx: &Cx<'_, C>) -> PlaceId {
    let at = match &cx.command.what {
        What::AddPlace { place } if matches!(place.kind, PlaceKind::District | PlaceKind::Street) => return place.id,
        What::AddPlace { place } => place.parent.unwrap_or(place.id),
        What::RenamePlace { place, .. } => *place,
        _ => cx.command.place,
    };
    let only_street = || cx.house.streets().next().map(|street| street.id);
    cx.house
        .street_of(at)
        .map(|street| street.id)
        .or_else(|| cx.house.places.contains_key(&at).then_some(at))
        .or_else(only_street)
        .unwrap_or(at)
}

/// Where a submission without known premises is kept: the place it names, or else the sender's own, because a record that lies in a
/// place nobody knows would be seen by nobody.
pub(super) fn visible_place<C>(cx: &Cx<'_, C>, named: PlaceId) -> PlaceId {
    let is_community = |place: PlaceId| cx.house.places.get(&place).is_some_and(|place| place.kind == PlaceKind::Community);
    let line = cx.house.line(named);
    let own = cx.user.into_iter().flat_map(|user| user.grants.iter()).flat_map(|grant| cx.house.line(grant.place));
    let candidates = line.into_iter().chain(own).find(|place| is_community(*place));
    candidates.or_else(|| cx.house.streets().next().map(|street| street.id)).unwrap_or(named)
}

fn is_common<C>(cx: &Cx<'_, C>, place: PlaceId) -> bool {
    let kind = match &cx.command.what {
        What::AddPlace { place: new } if new.id == place => Some(new.kind),
        _ => cx.house.places.get(&place).map(|place| place.kind),
    };
    matches!(kind, Some(PlaceKind::District | PlaceKind::Street))
}

async fn community_of(db: &impl ConnectionTrait, premises: PremisesId) -> Result<Option<PlaceId>, StoreError> {
    Ok(premises::Entity::find_by_id(premises.0).one(db).await?.map(|row| PlaceId(row.community_id)))
}

async fn place_of(db: &impl ConnectionTrait, inspection: InspectionId) -> Result<Option<PlaceId>, StoreError> {
    Ok(inspection::Entity::find_by_id(inspection.0).one(db).await?.map(|row| PlaceId(row.place_id)))
}

/// Inserts a row.
pub(super) async fn insert<A>(db: &impl ConnectionTrait, row: A) -> Result<(), StoreError>
where
    A: ActiveModelTrait + Send,
{
    <A::Entity as EntityTrait>::insert(row).exec_without_returning(db).await?;
    Ok(())
}
