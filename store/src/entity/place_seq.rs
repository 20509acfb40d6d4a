//! The counter of each place's events; its row is the place's lock.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "place_seq")]
pub struct Model {
    /// The place.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place_id: Uuid,
    /// The last.
    pub seq: i64,
    /// Its hash.
    #[sea_orm(column_type = "Text")]
    pub hash: String,
    /// Street or district: users, places and checklists are told here.
    pub is_common: bool,
}

impl ActiveModelBehavior for ActiveModel {}
