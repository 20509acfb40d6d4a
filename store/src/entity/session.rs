//! Who is signed in where. Outside the door.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the cookie's token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    /// Who.
    pub user_id: Uuid,
    /// The phone's installation; none at a desk.
    pub device_id: Option<Uuid>,
    /// When.
    pub created_at: i64,
    /// Until.
    pub expires_at: i64,
    /// Last used.
    pub seen_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
