//! Open hazards that were seen again.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hazard_sighting")]
pub struct Model {
    /// Which.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hazard_id: Uuid,
    /// By which finding.
    #[sea_orm(primary_key, auto_increment = false)]
    pub finding_id: Uuid,
    /// In what.
    pub inspection_id: Uuid,
    /// When.
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
