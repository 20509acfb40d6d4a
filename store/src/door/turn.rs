//! What the commands of one transaction have in common. On SQLite nobody else writes until it ends, so what one of them has read is
//! true for the next; on PostgreSQL and after a failure each command has a turn of its own.

use super::event::Ends;
use super::number::Counters;
use super::{Knock, Parts};
use crate::StoreError;
use crate::entity::{command, premises};
use crate::house::House;
use domain::command::What;
use domain::ids::{CommandId, PlaceId, PremisesId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Read once, kept true until the end of the transaction.
#[derive(Default)]
pub(crate) struct Turn {
    /// Whether others come after in the same transaction and nobody beside it.
    is_shared: bool,
    house: Option<Arc<House>>,
    /// Whether a command of the turn may have changed it since.
    house_is_stale: bool,
    /// The locked ends of the places' tables.
    pub(crate) ends: Ends,
    /// Every command of the turn that was here before or earlier in the turn.
    known: BTreeMap<CommandId, command::Model>,
    /// Premises that a visit of the turn names and nothing has changed since they were read.
    premises: BTreeMap<PremisesId, premises::Model>,
    counters: Arc<Counters>,
}

impl Turn {
    /// A turn for several commands: what each of them would ask for is asked once for all.
    pub(crate) async fn shared<'a>(
        db: &impl ConnectionTrait,
        parts: &Parts,
        knocks: impl Iterator<Item = &'a Knock> + Clone,
    ) -> Result<Self, StoreError> {
        let house = parts.houses.inside(db).await?;
        let mut turn = Self { is_shared: true, house: Some(house), counters: Arc::new(Counters::kept()), ..Self::default() };
        let ids = padded(knocks.clone().map(|knock| knock.command.id.0));
        if !ids.is_empty() {
            let known = command::Entity::find().filter(command::Column::Id.is_in(ids)).all(db).await?;
            turn.known = known.into_iter().map(|row| (CommandId(row.id), row)).collect();
        }
        let visited = padded(knocks.filter_map(|knock| premises_of(&knock.command.what)).map(|premises| premises.0));
        if !visited.is_empty() {
            let visited = premises::Entity::find().filter(premises::Column::Id.is_in(visited)).all(db).await?;
            turn.ends.lock(db, visited.iter().map(|row| PlaceId(row.community_id))).await?;
            turn.premises = visited.into_iter().map(|row| (PremisesId(row.id), row)).collect();
        }
        Ok(turn)
    }

    /// Places, people and checklists as this transaction sees them.
    pub(super) async fn house(&mut self, db: &impl ConnectionTrait, parts: &Parts) -> Result<Arc<House>, StoreError> {
        match &self.house {
            Some(house) if !self.house_is_stale => Ok(Arc::clone(house)),
            _ => self.house_anew(db, parts).await,
        }
    }

    /// The same after a wait for others.
    pub(super) async fn house_anew(&mut self, db: &impl ConnectionTrait, parts: &Parts) -> Result<Arc<House>, StoreError> {
        let house = parts.houses.inside(db).await?;
        (self.house, self.house_is_stale) = (Some(Arc::clone(&house)), false);
        Ok(house)
    }

    /// How far the numbers are.
    pub(super) fn counters(&self) -> Arc<Counters> {
        Arc::clone(&self.counters)
    }

    /// After the commit: what was read inside stood before the last change, and saves the next one from reading all of it.
    pub(super) fn keep_house(&self, parts: &Parts) {
        if let Some(house) = &self.house {
            parts.houses.keep(Arc::clone(house));
        }
    }

    /// The command of this id that was here before.
    pub(super) async fn known(&self, db: &impl ConnectionTrait, id: CommandId) -> Result<Option<command::Model>, StoreError> {
        match self.is_shared {
            true => Ok(self.known.get(&id).cloned()),
            false => Ok(command::Entity::find_by_id(id.0).one(db).await?),
        }
    }

    /// The premises that a visit names. Taken out of the turn, because the visit changes them.
    pub(super) async fn premises(&mut self, db: &impl ConnectionTrait, id: PremisesId) -> Result<Option<premises::Model>, StoreError> {
        match self.premises.remove(&id) {
            Some(row) => Ok(Some(row)),
            None => Ok(premises::Entity::find_by_id(id.0).one(db).await?),
        }
    }

    /// After a command: what it may have changed is forgotten, what it left is known.
    pub(super) fn after(&mut self, what: &What, answered: Option<command::Model>) {
        if !self.is_shared {
            return;
        }
        self.known.extend(answered.map(|row| (CommandId(row.id), row)));
        if premises_of(what).is_none() {
            self.premises.clear();
            self.house_is_stale = true;
        }
    }
}

/// The premises that a visit names.
pub(super) fn premises_of(what: &What) -> Option<PremisesId> {
    match what {
        What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => Some(inspection.premises),
        _ => None,
    }
}

/// Repeats the last id up to a power of two, so that few different statements need to be prepared.
fn padded(ids: impl Iterator<Item = uuid::Uuid>) -> Vec<uuid::Uuid> {
    let mut ids: Vec<_> = ids.collect();
    if let Some(last) = ids.last().copied() {
        ids.resize(ids.len().next_power_of_two(), last);
    }
    ids
}
