//! Photos and signatures that are here, by their content.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blob")]
pub struct Model {
    /// Their name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    /// Size.
    pub size_bytes: i64,
    /// As the sender said.
    #[sea_orm(column_type = "Text")]
    pub media_type: String,
    /// When.
    pub stored_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
