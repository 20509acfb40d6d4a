//! Numbers of papers and premises.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "counter")]
pub struct Model {
    /// Street or community, code, year.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    /// The last given.
    pub last: i64,
}

impl ActiveModelBehavior for ActiveModel {}
