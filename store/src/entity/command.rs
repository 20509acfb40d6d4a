//! Commands with their answers.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "command")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of its bytes.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// Who.
    pub by_id: Uuid,
    /// In what role.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// What.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Where.
    pub place_id: Uuid,
    /// HTTP status of the answer.
    pub status: i32,
    /// The answer, byte for byte.
    pub answer: Vec<u8>,
    /// Of the command line: who says he is typing.
    #[sea_orm(column_type = "Text")]
    pub operator: Option<String>,
    /// When.
    pub received_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
