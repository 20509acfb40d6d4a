//! Which record names which blob; a hash alone opens nothing.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blob_ref")]
pub struct Model {
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub inspection_id: Uuid,
    /// The blob.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    /// Its number in the record.
    pub n: i32,
    /// A photo, not a signature.
    pub is_photo: bool,
    /// As the record says.
    pub size_bytes: i64,
}

impl ActiveModelBehavior for ActiveModel {}
