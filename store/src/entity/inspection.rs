//! Visits as they stand; the evidence is in `inspection_revision`.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspection")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 东诃平安检〔Y〕n号.
    #[sea_orm(column_type = "Text")]
    pub number: String,
    /// By which people speak of it before.
    #[sea_orm(column_type = "Text")]
    pub provisional_number: String,
    /// Where.
    pub premises_id: Uuid,
    /// Its name at the visit.
    #[sea_orm(column_type = "Text")]
    pub premises_name: String,
    /// The community whose event table has it.
    pub place_id: Uuid,
    /// The premises' grid.
    pub grid_id: Option<Uuid>,
    /// patrol …
    #[sea_orm(column_type = "Text")]
    pub nature: String,
    /// routine …
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// entered …
    #[sea_orm(column_type = "Text")]
    pub access: String,
    /// submitted, returned, accepted, voided.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// The one that stands.
    pub revision: i32,
    /// SHA-256 of its command.
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
    /// Who made the draft.
    pub inspector_id: Uuid,
    /// By the phone.
    pub started_at: i64,
    /// By the rule T1.
    pub acted_at: i64,
    /// Of the standing revision.
    pub received_at: i64,
    /// JSON list of reasons, empty once released.
    #[sea_orm(column_type = "Text")]
    pub quarantine: String,
    /// JSON list.
    #[sea_orm(column_type = "Text")]
    pub flags: String,
    /// JSON list: why the inbox shows it.
    #[sea_orm(column_type = "Text")]
    pub why: String,
    /// Submitted and `why` is not empty.
    pub in_inbox: bool,
    /// Order of the inbox: 0 first.
    pub urgency: i32,
    /// Items that failed.
    pub failed: i32,
    /// Suspected majors among them.
    pub majors: i32,
    /// Items answered.
    pub answered: i32,
    /// The most telling finding.
    #[sea_orm(column_type = "Text")]
    pub headline: Option<String>,
    /// Photos and signatures named.
    pub blobs: i32,
    /// Of them not here yet.
    pub missing: i32,
    /// Ever.
    pub was_returned: bool,
    /// When the timer may accept it.
    pub auto_accept_at: Option<i64>,
    /// Who accepted or returned it; none for the timer.
    pub reviewed_by: Option<Uuid>,
    /// When.
    pub reviewed_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
