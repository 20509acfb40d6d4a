//! What each phone says it holds. Outside the door.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holdings")]
pub struct Model {
    /// The installation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// JSON of `sync::holdings::Holdings`.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Sealed records in it.
    pub records: i32,
    /// Records it says are lost.
    pub lost: i32,
    /// When.
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
