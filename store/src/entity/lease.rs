//! Background work: who has it until when.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lease")]
pub struct Model {
    /// The job.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Who.
    #[sea_orm(column_type = "Text")]
    pub holder: String,
    /// Until.
    pub until: i64,
}

impl ActiveModelBehavior for ActiveModel {}
