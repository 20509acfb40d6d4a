//! Imports of ledger files.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_batch")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The file.
    #[sea_orm(column_type = "Text")]
    pub file_sha256: String,
    /// The street.
    pub street_id: Uuid,
    /// Added so far.
    pub rows: i32,
    /// Its first command.
    pub first_at: i64,
    /// Taken back.
    pub undone_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
