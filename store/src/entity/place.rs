//! The tree of places.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "place")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The place it lies in; none for a district.
    pub parent_id: Option<Uuid>,
    /// `district`, `street`, `community`, `grid`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Unique under its parent.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Part of premises numbers.
    #[sea_orm(column_type = "Text")]
    pub code: Option<String>,
    /// When.
    pub added_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
