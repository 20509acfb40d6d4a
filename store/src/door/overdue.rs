//! Photos that do not come: after days the inbox shows their record, so that the office asks whoever has them on his phone. When the
//! last one arrives, the inbox shows it no longer.
//!
//! No command: nobody decides it, time passes.

use super::event::{By, Ends, write};
use super::later::Later;
use super::submit::urgency;
use crate::StoreError;
use crate::code::{from_json, json};
use crate::entity::inspection;
use crate::told::Told;
use domain::decide::inbox::{Why, photos_are_overdue};
use domain::event::Event;
use domain::ids::{CommandId, InspectionId, PlaceId, UserId};
use domain::inspection::InspectionState;
use domain::parameter::AUTO_ACCEPT_HOURS;
use domain::time::Timestamp;
use domain::user::Role;
use sea_orm::{ConnectionTrait, EntityTrait, Set};
use std::collections::BTreeSet;

/// Shows the record in the inbox, unless its photos have come meanwhile or somebody has decided on it.
pub(super) async fn show(db: &impl ConnectionTrait, ends: &mut Ends, id: InspectionId, now: Timestamp) -> Result<Vec<Told>, StoreError> {
    let read = || inspection::Entity::find_by_id(id.0).one(db);
    let Some(before) = read().await? else { return Ok(vec![]) };
    ends.lock(db, [PlaceId(before.place_id)]).await?;
    let Some(row) = read().await? else { return Ok(vec![]) };
    let mut why: BTreeSet<Why> = from_json("inspection", row.id, &row.why)?;
    let missing = u32::try_from(row.missing).unwrap_or_default();
    let is_overdue = photos_are_overdue(missing, Timestamp(row.received_at), now);
    if row.state != InspectionState::Submitted.name() || !is_overdue || !why.insert(Why::PhotosMissing) {
        return Ok(vec![]);
    }
    let later = Later::new(db.get_database_backend());
    later.update(inspection::ActiveModel { id: Set(row.id), ..shown(&why) })?;
    let by = By { user: UserId::SYSTEM, role: Role::System, command: CommandId(uuid::Uuid::nil()), at: now };
    let event = Event::EvidenceOverdue { inspection: id, missing };
    let told = write(&later, ends, &[(PlaceId(row.place_id), event)], by, |_| false)?;
    later.write(db).await?;
    Ok(told)
}

/// What the arrival of the last photo changes about a record that was shown for want of it.
pub(crate) fn ends_with(row: &inspection::Model, now: Timestamp) -> Result<Option<inspection::ActiveModel>, StoreError> {
    let mut why: BTreeSet<Why> = from_json("inspection", row.id, &row.why)?;
    if !why.remove(&Why::PhotosMissing) {
        return Ok(None);
    }
    // What had its time kept it; what was released while it was shown had none.
    let waits = row.auto_accept_at.or_else(|| Some(now.plus_hours(AUTO_ACCEPT_HOURS).0));
    Ok(Some(inspection::ActiveModel { auto_accept_at: Set(waits.filter(|_| why.is_empty())), ..shown(&why) }))
}

fn shown(why: &BTreeSet<Why>) -> inspection::ActiveModel {
    inspection::ActiveModel { why: Set(json(why)), urgency: Set(urgency(why)), in_inbox: Set(!why.is_empty()), ..Default::default() }
}
