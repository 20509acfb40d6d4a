//! History of the ledger.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "premises_version")]
pub struct Model {
    /// Which.
    #[sea_orm(primary_key, auto_increment = false)]
    pub premises_id: Uuid,
    /// 1, 2, …
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// JSON as it stood.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Who.
    pub by_id: Uuid,
    /// When.
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
