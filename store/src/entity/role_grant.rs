//! Roles with the places they hold in.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    /// Which.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: String,
    /// Where.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
