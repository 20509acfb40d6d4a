//! Findings of standing revisions and the hazard each became or sighted.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Found in.
    pub inspection_id: Uuid,
    /// Became or sighted.
    pub hazard_id: Option<Uuid>,
    /// The checklist.
    #[sea_orm(column_type = "Text")]
    pub list: String,
    /// The item.
    #[sea_orm(column_type = "Text")]
    pub item: String,
    /// Not in the standing revision any more.
    pub is_gone: bool,
}

impl ActiveModelBehavior for ActiveModel {}
