//! Items that could not be checked.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "follow_up")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// From what.
    pub inspection_id: Uuid,
    /// Where.
    pub premises_id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// The checklist.
    #[sea_orm(column_type = "Text")]
    pub list: String,
    /// The item.
    #[sea_orm(column_type = "Text")]
    pub item: String,
    /// Code.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// By when.
    #[sea_orm(column_type = "Text")]
    pub due_on: String,
    /// Not done.
    pub is_open: bool,
}

impl ActiveModelBehavior for ActiveModel {}
