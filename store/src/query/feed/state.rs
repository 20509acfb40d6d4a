//! The present state in pages: the person, the places, the checklists that fit the premises, then premises, hazards and own
//! inspections by key, last the checklists that nobody's premises ask for yet.

mod lists;

use super::{CLOSED_DAYS, OWN_DAYS, rows};
use crate::entity::{hazard, inspection, premises};
use crate::query::after;
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::inspection::InspectionState;
use lists::Fitting;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use sync::feed::{Cursor, FEED_PAGE_MAX, FeedPage, FeedRow};
use uuid::Uuid;

/// What is paged, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    /// The person, the places and the checklists that fit the premises, all in the first page.
    #[default]
    Head,
    Premises,
    Hazards,
    Inspections,
    /// The other checklists.
    Lists,
}

impl Stage {
    const ALL: [Self; 5] = [Self::Head, Self::Premises, Self::Hazards, Self::Inspections, Self::Lists];

    const fn letter(self) -> &'static str {
        match self {
            Self::Head => "h",
            Self::Premises => "p",
            Self::Hazards => "z",
            Self::Inspections => "i",
            Self::Lists => "l",
        }
    }

    const fn next(self) -> Option<Self> {
        match self {
            Self::Head => Some(Self::Premises),
            Self::Premises => Some(Self::Hazards),
            Self::Hazards => Some(Self::Inspections),
            Self::Inspections => Some(Self::Lists),
            Self::Lists => None,
        }
    }
}

/// Where the next page goes on: in a stage, after a key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    stage: Stage,
    after: String,
    /// Which checklists the first page brought, as `Fitting::mark` says it. Empty in the words of older servers, which brought all.
    brought: String,
}

impl Place {
    /// The beginning of another stage.
    fn at(self, stage: Stage) -> Self {
        Self { stage, after: String::new(), ..self }
    }

    /// From the cursor's word; `None` for what nobody wrote.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let (letter, rest) = word.split_once('~')?;
        let (after, brought) = rest.split_once('~').unwrap_or((rest, ""));
        let stage = Stage::ALL.into_iter().find(|stage| stage.letter() == letter)?;
        Some(Self { stage, after: after.to_owned(), brought: brought.to_owned() })
    }

    /// The cursor's word.
    #[must_use]
    pub fn word(&self) -> String {
        format!("{}~{}~{}", self.stage.letter(), self.after, self.brought)
    }
}

/// One page, filled across stages. The last one leaves a cursor without page: from then on, changes.
pub(super) async fn page(store: &Store, scope: &Scope, cursor: Cursor, from: Place) -> Result<FeedPage, StoreError> {
    let mut page = FeedPage { rows: vec![], cursor, restart: false, more: true, premises_total: None };
    let mut place = Some(from);
    while let Some(mut here) = place.take() {
        let room = FEED_PAGE_MAX.saturating_sub(page.rows.len());
        if room == 0 {
            page.cursor.page = Some(here.word());
            page.premises_total = Some(premises_total(store, scope).await?);
            return Ok(page);
        }
        let (rows, last) = stage(store, scope, &mut here, room).await?;
        let is_done = rows.len() < room || last.is_none();
        page.rows.extend(rows);
        place = match last {
            Some(after) if !is_done => Some(Place { after, ..here }),
            _ => here.stage.next().map(|stage| here.at(stage)),
        };
    }
    page.cursor.page = None;
    page.more = false;
    page.premises_total = Some(premises_total(store, scope).await?);
    Ok(page)
}

/// Up to `room` rows of a stage, and the key of the last.
async fn stage(store: &Store, scope: &Scope, here: &mut Place, room: usize) -> Result<(Vec<FeedRow>, Option<String>), StoreError> {
    match here.stage {
        Stage::Head => {
            let fitting = Fitting::load(store, scope).await?;
            here.brought = fitting.mark();
            Ok((rows::head(scope).chain(fitting.rows()).collect(), None))
        }
        Stage::Premises => premises(store, scope, &here.after, room).await,
        Stage::Hazards => hazards(store, scope, &here.after, room).await,
        Stage::Inspections => inspections(store, scope, &here.after, room).await,
        Stage::Lists => {
            let fitting = Fitting::load(store, scope).await?;
            Ok(fitting.others(scope, &here.brought, &here.after, room))
        }
    }
}

fn two_ids(word: &str) -> Option<(Uuid, Uuid)> {
    let (first, second) = word.split_once('.')?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// Index `premises_community_id (community_id, id)`.
async fn premises(store: &Store, scope: &Scope, after: &str, room: usize) -> Result<(Vec<FeedRow>, Option<String>), StoreError> {
    use premises::Column;
    let mut cursor = premises::Entity::find().filter(in_ledger(scope)).cursor_by((Column::CommunityId, Column::Id));
    if let Some(last) = two_ids(after) {
        cursor.after(last);
    }
    let found = cursor.first(room as u64).all(store.readers()).await?;
    let last = found.last().map(|row| after::word(&[&row.community_id, &row.id]));
    Ok((rows::premises(store, scope, found).await?, last))
}

pub(super) fn in_ledger(scope: &Scope) -> Condition {
    Condition::all().add(premises::Column::CommunityId.is_in(scope.ledger_ids(None))).add(premises::Column::IsRemoved.eq(false))
}

async fn premises_total(store: &Store, scope: &Scope) -> Result<u32, StoreError> {
    let count = premises::Entity::find().filter(in_ledger(scope)).count(store.readers()).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Index `hazard_community (community_id, id)`.
async fn hazards(store: &Store, scope: &Scope, after: &str, room: usize) -> Result<(Vec<FeedRow>, Option<String>), StoreError> {
    use hazard::Column;
    let since = store.now().plus_days(-CLOSED_DAYS).0;
    let mut cursor = hazard::Entity::find()
        .filter(Column::CommunityId.is_in(scope.record_ids(None)))
        .filter(Condition::any().add(Column::IsOpen.eq(true)).add(Column::ClosedAt.gte(since)))
        .cursor_by((Column::CommunityId, Column::Id));
    if let Some(last) = two_ids(after) {
        cursor.after(last);
    }
    let found = cursor.first(room as u64).all(store.readers()).await?;
    let last = found.last().map(|row| after::word(&[&row.community_id, &row.id]));
    Ok((rows::hazards(found)?, last))
}

/// Index `inspection_inspector (inspector_id, received_at)`.
async fn inspections(store: &Store, scope: &Scope, after: &str, room: usize) -> Result<(Vec<FeedRow>, Option<String>), StoreError> {
    use inspection::Column;
    let waits = [InspectionState::Submitted.name(), InspectionState::Returned.name()];
    let since = store.now().plus_days(-OWN_DAYS).0;
    let mut cursor = inspection::Entity::find()
        .filter(Column::InspectorId.eq(scope.user().id.0))
        .filter(Condition::any().add(Column::State.is_in(waits)).add(Column::ReceivedAt.gte(since)))
        .cursor_by((Column::ReceivedAt, Column::Id));
    if let Some(last) = after::number_id(after) {
        cursor.after(last);
    }
    let found = cursor.first(room as u64).all(store.readers()).await?;
    let last = found.last().map(|row| after::word(&[&row.received_at, &row.id]));
    Ok((rows::inspections(store, scope, found).await?, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_the_phone() {
        for stage in Stage::ALL {
            let place = Place { stage, after: "1.2".to_owned(), brought: "0a1b".to_owned() };
            assert_eq!(Place::read(&place.word()), Some(place));
        }
        let of_an_older_server = Place { stage: Stage::Hazards, after: "1.2".to_owned(), brought: String::new() };
        assert_eq!(Place::read("z~1.2"), Some(of_an_older_server));
        assert_eq!(Place::read("x~1"), None);
        assert_eq!(Place::read("h"), None);
    }
}
