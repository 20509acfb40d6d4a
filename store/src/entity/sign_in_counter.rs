//! Failed sign-ins: a growing delay, never a lock.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_counter")]
pub struct Model {
    /// Hash of the sign-in name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// In a row.
    pub failures: i32,
    /// No try before.
    pub until: i64,
}

impl ActiveModelBehavior for ActiveModel {}
