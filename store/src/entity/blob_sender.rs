//! Who sent which blob: the bytes belong to the records of those who had them.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blob_sender")]
pub struct Model {
    /// The blob.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
