//! Writing events: gap-free per place under the place's lock, each with the hash of the one before.

use super::later::Later;
use crate::StoreError;
use crate::code::{code, json};
use crate::entity::{event, place_seq};
use crate::told::Told;
use domain::command::Command;
use domain::digest::Sha256;
use domain::event::Event;
use domain::ids::{CommandId, PlaceId, UserId};
use domain::time::Timestamp;
use domain::user::Role;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, NotSet, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::{BTreeMap, BTreeSet};

/// Who and when, for a row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By {
    pub user: UserId,
    pub role: Role,
    pub command: CommandId,
    pub at: Timestamp,
}

impl By {
    pub(super) const fn of(command: &Command, at: Timestamp) -> Self {
        Self { user: command.by, role: command.role, command: command.id, at }
    }
}

/// The locked end of a place's table.
#[derive(Debug, Clone)]
pub(crate) struct End {
    pub seq: i64,
    pub hash: String,
}

/// The ends of the tables that a command may write to, locked in the order of their ids so that two commands never wait for each other.
#[derive(Debug, Default)]
pub(crate) struct Ends(BTreeMap<PlaceId, End>);

impl Ends {
    /// Locks those that are not locked yet. A place without a row has no events; it gets its row with the first. Further places than
    /// at first are the rare exception to the order: PostgreSQL takes back one of two that wait for each other.
    pub(crate) async fn lock(&mut self, db: &impl ConnectionTrait, places: impl IntoIterator<Item = PlaceId>) -> Result<(), StoreError> {
        let places: BTreeSet<PlaceId> = places.into_iter().filter(|place| !self.0.contains_key(place)).collect();
        if places.is_empty() {
            return Ok(());
        }
        // PostgreSQL locks in the order in which it sorts.
        let find = place_seq::Entity::find().filter(place_seq::Column::PlaceId.is_in(places.iter().map(|place| place.0)));
        let find = find.order_by_asc(place_seq::Column::PlaceId);
        let find = if db.get_database_backend() == DbBackend::Postgres { find.lock_exclusive() } else { find };
        for row in find.all(db).await? {
            self.0.insert(PlaceId(row.place_id), End { seq: row.seq, hash: row.hash });
        }
        Ok(())
    }

    /// The last event of a place.
    pub(crate) fn seq(&self, place: PlaceId) -> i64 {
        self.0.get(&place).map_or(0, |end| end.seq)
    }
}

/// What the hash of an event is over: everything in its row.
pub(crate) fn hash_of(row: &event::Model) -> String {
    let line = format!(
        "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
        row.prev_hash, row.place_id, row.seq, row.subject, row.kind, row.at, row.by_id, row.role, row.command_id, row.payload
    );
    Sha256::of(line.as_bytes()).to_string()
}

/// Writes events, each into the table of its place, and moves the ends. `is_common` says which new places tell of users, places and lists.
pub(crate) fn write(
    later: &Later,
    ends: &mut Ends,
    events: &[(PlaceId, Event)],
    by: By,
    is_common: impl Fn(PlaceId) -> bool,
) -> Result<Vec<Told>, StoreError> {
    if events.is_empty() {
        return Ok(vec![]);
    }
    let mut rows = Vec::with_capacity(events.len());
    let mut moved: BTreeMap<PlaceId, bool> = BTreeMap::new();
    for (place, what) in events {
        let is_new = !ends.0.contains_key(place);
        let end = ends.0.entry(*place).or_insert_with(|| End { seq: 0, hash: String::new() });
        let payload = json(what);
        let mut row = event::Model {
            place_id: place.0,
            seq: end.seq + 1,
            subject: what.subject(),
            kind: kind_of(what),
            payload,
            at: by.at.0,
            by_id: by.user.0,
            role: code(&by.role),
            command_id: by.command.0,
            prev_hash: end.hash.clone(),
            hash: String::new(),
        };
        row.hash = hash_of(&row);
        *end = End { seq: row.seq, hash: row.hash.clone() };
        moved.entry(*place).or_insert(is_new);
        rows.push(event::ActiveModel::from(row).reset_all_owned());
    }
    // SQLite takes 32,766 values a statement; an import has up to 2,000 events of eleven.
    for chunk in rows.chunks(500) {
        later.run(&event::Entity::insert_many(chunk.to_vec()));
    }
    let mut told = Vec::with_capacity(moved.len());
    for (place, is_new) in moved {
        let end = &ends.0[&place];
        let row = place_seq::ActiveModel {
            place_id: Set(place.0),
            seq: Set(end.seq),
            hash: Set(end.hash.clone()),
            // What a place is never changes, and who only adds to its table need not know it.
            is_common: if is_new { Set(is_common(place)) } else { NotSet },
        };
        if is_new {
            later.insert(row);
        } else {
            later.update(row)?;
        }
        told.push(Told { place, seq: end.seq });
    }
    Ok(told)
}

/// The event's tag.
pub(crate) fn kind_of(event: &Event) -> String {
    match serde_json::to_value(event) {
        Ok(serde_json::Value::Object(fields)) => fields.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned(),
        other => unreachable!("an event is written as an object, not {other:?}"),
    }
}

/// `reset_all` that keeps the chain readable.
trait ResetAll {
    fn reset_all_owned(self) -> Self;
}

impl ResetAll for event::ActiveModel {
    fn reset_all_owned(self) -> Self {
        sea_orm::ActiveModelTrait::reset_all(self)
    }
}
