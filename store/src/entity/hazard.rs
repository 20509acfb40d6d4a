//! Hazards.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hazard")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 隐〔Y〕n号.
    #[sea_orm(column_type = "Text")]
    pub number: String,
    /// Where.
    pub premises_id: Uuid,
    /// The premises' community.
    pub community_id: Uuid,
    /// Found in.
    pub inspection_id: Uuid,
    /// From which finding.
    pub finding_id: Uuid,
    /// The checklist.
    #[sea_orm(column_type = "Text")]
    pub list: String,
    /// The item.
    #[sea_orm(column_type = "Text")]
    pub item: String,
    /// What is wrong.
    #[sea_orm(column_type = "Text")]
    pub violation: String,
    /// Where in the premises.
    #[sea_orm(column_type = "Text")]
    pub spot: String,
    /// What is asked for.
    #[sea_orm(column_type = "Text")]
    pub demand: String,
    /// general, major.
    #[sea_orm(column_type = "Text")]
    pub severity: String,
    /// On an exit or escape route.
    pub lifeline: bool,
    /// As `HazardState`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// `HazardState::is_open`.
    pub is_open: bool,
    /// How it was closed.
    #[sea_orm(column_type = "Text")]
    pub closure: Option<String>,
    /// none, advised, ordered.
    #[sea_orm(column_type = "Text")]
    pub demand_kind: String,
    /// Deadline.
    #[sea_orm(column_type = "Text")]
    pub due_on: Option<String>,
    /// `due_on`, or a day past all days: order by deadline.
    #[sea_orm(column_type = "Text")]
    pub due_key: String,
    /// Who.
    pub found_by: Uuid,
    /// When, T1.
    pub found_at: i64,
    /// When.
    pub closed_at: Option<i64>,
    /// The earlier one.
    pub recurrence_of: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
