//! The one append-only table: audit trail, time line, change feed.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// Whose counter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place_id: Uuid,
    /// 1, 2, … without gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The thing it is about.
    pub subject: Uuid,
    /// Name of the event.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// JSON: ids, states, field names.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// Server time.
    pub at: i64,
    /// Who.
    pub by_id: Uuid,
    /// In what role.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// The command.
    pub command_id: Uuid,
    /// Hash of the event before, empty for the first.
    #[sea_orm(column_type = "Text")]
    pub prev_hash: String,
    /// SHA-256 over this event and `prev_hash`.
    #[sea_orm(column_type = "Text")]
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
