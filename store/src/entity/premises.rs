//! The ledger: columns that lists need, and the whole row as JSON.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "premises")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its number.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// Name on the sign.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Kind id.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Address.
    #[sea_orm(column_type = "Text")]
    pub address: String,
    /// Its community.
    pub community_id: Uuid,
    /// Its grid.
    pub grid_id: Option<Uuid>,
    /// WGS84 latitude, micro-degrees.
    pub lat_e6: Option<i32>,
    /// WGS84 longitude, micro-degrees.
    pub lng_e6: Option<i32>,
    /// red, orange, yellow, blue.
    #[sea_orm(column_type = "Text")]
    pub risk: String,
    /// 0 red to 3 blue, for order.
    pub risk_rank: i32,
    /// Normalised name, for duplicates.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// Normalised address, for duplicates.
    #[sea_orm(column_type = "Text")]
    pub address_key: String,
    /// Everything a search looks through, normalised, in one text.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// The name in pinyin, as `domain::search` writes it.
    #[sea_orm(column_type = "Text")]
    pub pinyin: String,
    /// Always empty: no search reads it. It is on its way out (expand, move, contract over three releases): servers of before still
    /// name it in all they read and write, and it has no default. The next release gives it one and names it no more, the release
    /// after that drops it.
    #[sea_orm(column_type = "Text")]
    pub initials: String,
    /// For `base`; counts edits from 1.
    pub version: i32,
    /// Added on a phone, not yet confirmed.
    pub to_verify: bool,
    /// Has doubtful fields.
    pub is_marked: bool,
    /// The import it came with.
    pub batch_id: Option<Uuid>,
    /// Edited or visited since it came.
    pub is_touched: bool,
    /// Taken back with its import.
    pub is_removed: bool,
    /// Day of the last entered visit.
    #[sea_orm(column_type = "Text")]
    pub last_visit_on: Option<String>,
    /// Its time.
    pub last_visit_at: Option<i64>,
    /// Open hazards here.
    pub open_hazards: i32,
    /// JSON of `domain::premises::Premises`.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// When.
    pub added_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
