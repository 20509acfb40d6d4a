//! The sealed bytes as they came.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspection_revision")]
pub struct Model {
    /// SHA-256 of the bytes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sealed: String,
    /// Whose.
    pub inspection_id: Uuid,
    /// What the document calls itself.
    pub revision: i32,
    /// Became the standing revision in its time; else set aside.
    pub stands: bool,
    /// The command.
    pub command_id: Uuid,
    /// Who handed it in.
    pub by_id: Uuid,
    /// The command, byte for byte.
    pub bytes: Vec<u8>,
    /// When.
    pub received_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
