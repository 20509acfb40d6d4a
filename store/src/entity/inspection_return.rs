//! Returns.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspection_return")]
pub struct Model {
    /// The command.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Which.
    pub inspection_id: Uuid,
    /// Which was returned.
    pub revision: i32,
    /// Who.
    pub by_id: Uuid,
    /// In what role.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// When.
    pub at: i64,
    /// To be mended by.
    #[sea_orm(column_type = "Text")]
    pub due_on: String,
    /// Code.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// JSON of the points.
    #[sea_orm(column_type = "Text")]
    pub points: String,
}

impl ActiveModelBehavior for ActiveModel {}
