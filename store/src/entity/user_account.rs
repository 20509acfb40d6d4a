//! Named persons with accounts.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_account")]
pub struct Model {
    /// Their id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Sign-in name.
    #[sea_orm(column_type = "Text")]
    pub login: String,
    /// Their name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Argon2id in PHC form.
    #[sea_orm(column_type = "Text")]
    pub password_hash: String,
    /// False once disabled.
    pub is_active: bool,
    /// When.
    pub added_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
