//! What happened to a thing, as a person reads it.

use crate::StoreError;
use crate::entity::event;
use crate::session::Scope;
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sync::desk::record::TimeLineRow;
use uuid::Uuid;

/// Rows of a time line: the latest.
const ROWS_MAX: u64 = 200;

/// The events of a subject, oldest first. Index `event_subject (subject, at)`.
pub(super) async fn of(db: &impl ConnectionTrait, scope: &Scope, subject: Uuid) -> Result<Vec<TimeLineRow>, StoreError> {
    let mut rows = event::Entity::find()
        .filter(event::Column::Subject.eq(subject))
        .order_by_desc(event::Column::At)
        .order_by_desc(event::Column::Seq)
        .limit(ROWS_MAX)
        .all(db)
        .await?;
    rows.reverse();
    Ok(rows.into_iter().map(|row| line(scope, row)).collect())
}

fn line(scope: &Scope, row: event::Model) -> TimeLineRow {
    let payload: serde_json::Value = serde_json::from_str(&row.payload).unwrap_or_default();
    let revision = payload.get("revision").and_then(serde_json::Value::as_u64).and_then(|revision| u32::try_from(revision).ok());
    TimeLineRow { at: Timestamp(row.at), by: scope.name_of(row.by_id), kind: row.kind, revision }
}
