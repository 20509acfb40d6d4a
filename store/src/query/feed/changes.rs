//! What changed since a cursor: the distinct subjects of the events after it, as they stand now. What is not in scope any more is a
//! tombstone; what never was is passed over.

use super::{CLOSED_DAYS, rows};
use crate::entity::{event, hazard, inspection, premises};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::digest::Sha256;
use domain::event::Event;
use domain::ids::{HazardId, InspectionId, PlaceId, PremisesId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use sync::feed::{Cursor, FEED_PAGE_MAX, FeedPage, FeedRow, Gone};
use uuid::Uuid;

/// Events read for a page.
const EVENTS_MAX: usize = FEED_PAGE_MAX / 2;
/// Subjects that an event names itself, at most; what goes along with premises that move comes on top.
const SUBJECTS_AN_EVENT: usize = 2;
/// The field by which an edit says that premises came from elsewhere.
const COMMUNITY: &str = "community";

/// Things that changed.
#[derive(Debug, Default)]
struct Subjects {
    me: bool,
    places: BTreeSet<PlaceId>,
    checklists: BTreeSet<Sha256>,
    premises: BTreeSet<Uuid>,
    hazards: BTreeSet<Uuid>,
    inspections: BTreeSet<Uuid>,
}

/// One page of changes, and the cursor after them. `now` are the ends of the places' tables.
pub(super) async fn page(store: &Store, scope: &Scope, mut cursor: Cursor, now: &BTreeMap<PlaceId, i64>) -> Result<FeedPage, StoreError> {
    let db = store.readers();
    let mut subjects = Subjects::default();
    let mut room = EVENTS_MAX;
    'page: for (place, end) in now {
        let seen = cursor.seq.get(place).copied().unwrap_or(0);
        if seen >= *end || room == 0 {
            continue;
        }
        let events = since(db, *place, seen..*end, room).await?;
        room -= events.len();
        // Whoever judges no case there never had a hazard of it, and leaves none behind.
        let judges = scope.reads_records_of(*place);
        for row in events {
            let event = event_of(&row)?;
            let along = along(db, &event).await?;
            // What one event brings is told in one page, be it ever so much: no cursor stops inside of it.
            if subjects.count() > 0 && subjects.count() + SUBJECTS_AN_EVENT + along.count() > FEED_PAGE_MAX {
                break 'page;
            }
            cursor.seq.insert(*place, row.seq);
            subjects.note(scope, event, judges);
            subjects.premises.extend(along.premises);
            subjects.hazards.extend(along.hazards.into_iter().filter(|_| judges));
        }
    }
    let more = super::is_behind(&cursor.seq, now);
    let rows = subjects.rows(store, scope).await?;
    Ok(FeedPage { rows, cursor, restart: false, more, premises_total: None })
}

/// Events of a place in their order, after the first of these numbers and up to the last: of what comes later the scope may not know.
/// Its primary key.
async fn since(db: &impl ConnectionTrait, place: PlaceId, seqs: Range<i64>, room: usize) -> Result<Vec<event::Model>, StoreError> {
    let found = event::Entity::find()
        .filter(event::Column::PlaceId.eq(place.0))
        .filter(event::Column::Seq.gt(seqs.start))
        .filter(event::Column::Seq.lte(seqs.end))
        .order_by_asc(event::Column::Seq)
        .limit(room as u64)
        .all(db)
        .await?;
    Ok(found)
}

fn event_of(row: &event::Model) -> Result<Event, StoreError> {
    serde_json::from_str(&row.payload).map_err(|error| StoreError::broken("event", format!("{} {}", row.place_id, row.seq), error))
}

/// What an event changes without naming it.
#[derive(Debug, Default)]
struct Along {
    premises: Option<Uuid>,
    hazards: Vec<Uuid>,
}

impl Along {
    fn count(&self) -> usize {
        self.hazards.len() + usize::from(self.premises.is_some())
    }
}

async fn along(db: &impl ConnectionTrait, event: &Event) -> Result<Along, StoreError> {
    match event {
        // Hazards go where their premises go, without events of their own.
        Event::PremisesLeft { premises, .. } => Ok(Along { hazards: hazards_of(db, premises.0).await?, ..Along::default() }),
        Event::PremisesEdited { premises, fields } if fields.iter().any(|field| field == COMMUNITY) => {
            Ok(Along { hazards: hazards_of(db, premises.0).await?, ..Along::default() })
        }
        // From now on the visit stands on the card, and what it checked waits no more.
        Event::QuarantineReleased { inspection, .. } => {
            let released = inspection::Entity::find_by_id(inspection.0).one(db).await?;
            Ok(Along { premises: released.map(|row| row.premises_id), ..Along::default() })
        }
        _ => Ok(Along::default()),
    }
}

/// Index `hazard_premises (premises_id, is_open)`.
async fn hazards_of(db: &impl ConnectionTrait, premises: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let ids = hazard::Entity::find().select_only().column(hazard::Column::Id).filter(hazard::Column::PremisesId.eq(premises));
    Ok(ids.into_tuple().all(db).await?)
}

impl Subjects {
    fn count(&self) -> usize {
        usize::from(self.me) + self.places.len() + self.checklists.len() + self.premises.len() + self.hazards.len() + self.inspections.len()
    }

    fn note(&mut self, scope: &Scope, event: Event, judges: bool) {
        match event {
            // A visit also changes what the card says of the premises.
            Event::InspectionSubmitted { inspection, premises, .. } | Event::FollowUpOpened { inspection, premises, .. } => {
                self.inspections.insert(inspection.0);
                self.premises.insert(premises.0);
            }
            Event::InspectionReturned { inspection, .. }
            | Event::InspectionAccepted { inspection, .. }
            | Event::QuarantineReleased { inspection, .. }
            | Event::EvidenceArrived { inspection, .. }
            | Event::EvidenceOverdue { inspection, .. }
            | Event::RevisionSetAside { inspection, .. }
            | Event::DecisionNeeded { inspection, .. } => {
                self.inspections.insert(inspection.0);
            }
            Event::HazardFound { hazard, premises, .. } => {
                self.hazards.extend(judges.then_some(hazard.0));
                self.premises.insert(premises.0);
            }
            Event::HazardSighted { hazard, .. } | Event::HazardReworded { hazard, .. } => self.hazards.extend(judges.then_some(hazard.0)),
            Event::PremisesAdded { premises, .. }
            | Event::PremisesEdited { premises, .. }
            | Event::PremisesLeft { premises, .. }
            | Event::PremisesRemoved { premises, .. } => {
                self.premises.insert(premises.0);
            }
            Event::PlaceAdded { place } | Event::PlaceRenamed { place } => {
                self.places.insert(place);
            }
            Event::UserAdded { user }
            | Event::RoleGranted { user, .. }
            | Event::RoleRevoked { user, .. }
            | Event::UserDisabled { user }
            | Event::PasswordReset { user } => self.me |= user == scope.user().id,
            Event::ChecklistPublished { sha256, .. } => {
                self.checklists.insert(sha256);
            }
            Event::DraftDiscarded { .. } | Event::BatchImported { .. } | Event::BatchUndone { .. } => {}
        }
    }

    async fn rows(self, store: &Store, scope: &Scope) -> Result<Vec<FeedRow>, StoreError> {
        let mut all = vec![];
        if self.me {
            all.push(FeedRow::Me(scope.user().clone()));
        }
        all.extend(scope.places().filter(|place| self.places.contains(&place.id)).cloned().map(FeedRow::Place));
        let house = scope.house();
        let lists = self.checklists.iter().filter_map(|sha256| house.checklist(sha256));
        all.extend(lists.map(|published| FeedRow::Checklist(Box::new((**published).clone()))));
        all.extend(changed_premises(store, scope, self.premises).await?);
        all.extend(changed_hazards(store, scope, self.hazards).await?);
        all.extend(changed_inspections(store, scope, self.inspections).await?);
        Ok(all)
    }
}

async fn changed_premises(store: &Store, scope: &Scope, mut ids: BTreeSet<Uuid>) -> Result<Vec<FeedRow>, StoreError> {
    let mut found = premises::Entity::find().filter(premises::Column::Id.is_in(ids.iter().copied())).all(store.readers()).await?;
    found.retain(|row| !row.is_removed && scope.reads_ledger_of(PlaceId(row.community_id)));
    found.iter().for_each(|row| {
        ids.remove(&row.id);
    });
    let mut all = rows::premises(store, scope, found).await?;
    all.extend(ids.into_iter().map(|id| FeedRow::Gone(Gone::Premises(PremisesId(id)))));
    Ok(all)
}

async fn changed_hazards(store: &Store, scope: &Scope, mut ids: BTreeSet<Uuid>) -> Result<Vec<FeedRow>, StoreError> {
    let since = store.now().plus_days(-CLOSED_DAYS).0;
    let mut found = hazard::Entity::find().filter(hazard::Column::Id.is_in(ids.iter().copied())).all(store.readers()).await?;
    found.retain(|row| scope.reads_records_of(PlaceId(row.community_id)) && (row.is_open || row.closed_at.is_some_and(|at| at >= since)));
    found.iter().for_each(|row| {
        ids.remove(&row.id);
    });
    let mut all = rows::hazards(found)?;
    all.extend(ids.into_iter().map(|id| FeedRow::Gone(Gone::Hazard(HazardId(id)))));
    Ok(all)
}

/// Only the person's own: what others handed in was never here, so it leaves nothing behind.
async fn changed_inspections(store: &Store, scope: &Scope, ids: BTreeSet<Uuid>) -> Result<Vec<FeedRow>, StoreError> {
    let mine = inspection::Entity::find()
        .filter(inspection::Column::Id.is_in(ids))
        .filter(inspection::Column::InspectorId.eq(scope.user().id.0))
        .all(store.readers())
        .await?;
    let (gone, stand): (Vec<_>, Vec<_>) = mine.into_iter().partition(|row| row.state == domain::inspection::InspectionState::Voided.name());
    let mut all = rows::inspections(store, scope, stand).await?;
    all.extend(gone.into_iter().map(|row| FeedRow::Gone(Gone::Inspection(InspectionId(row.id)))));
    Ok(all)
}
