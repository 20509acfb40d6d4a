//! Checklists by their content; one version has one hash.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checklist_version")]
pub struct Model {
    /// SHA-256 of the file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    /// Its id.
    #[sea_orm(column_type = "Text")]
    pub checklist_id: String,
    /// For people.
    pub version: i32,
    /// New visits start with it.
    pub is_latest: bool,
    /// The file.
    #[sea_orm(column_type = "Text")]
    pub yaml: String,
    /// JSON of the published checklist.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// When.
    pub published_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
