//! Premises of the ledger.

use super::scalar::{Day, Decimal, Id};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Premises of the ledger.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Premises {
    pub(crate) id: Id,
    /// The ledger's number, given by the server.
    pub(crate) code: Option<String>,
    /// The name on the sign.
    pub(crate) name: String,
    /// Kind id: `small-shop`.
    pub(crate) kind: String,
    pub(crate) address: String,
    pub(crate) community: Id,
    pub(crate) grid: Option<Id>,
    pub(crate) position: Option<PremisesPosition>,
    /// The ledger's other fields by their ids: `uscc`, `head_name`, `head_phone`, `sleepers` …
    pub(crate) fields: Option<BTreeMap<String, FieldValue>>,
    /// What is doubtful about a field.
    pub(crate) marks: Option<BTreeMap<String, FieldMark>>,
    /// Added on a phone and not yet confirmed.
    pub(crate) to_verify: Option<bool>,
}

/// Coordinates: WGS84, and what was entered.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PremisesPosition {
    /// WGS84, micro-degrees north.
    pub(crate) lat_e6: i32,
    /// WGS84, micro-degrees east.
    pub(crate) lng_e6: i32,
    /// The datum of what was entered.
    pub(crate) datum_in: Datum,
    pub(crate) lat_in_e6: i32,
    pub(crate) lng_in_e6: i32,
    pub(crate) source: PositionSource,
    pub(crate) accuracy_m: Option<u32>,
}

/// A geodetic datum.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Datum {
    Wgs84,
    Gcj02,
    Bd09,
}

/// Where a coordinate came from.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PositionSource {
    Gps,
    MapPick,
    Import,
    AddressMatch,
}

/// A field's value: `{"text": "…"}`, `{"int": 3}`, `{"decimal": "1.5"}`, `{"day": "2026-09-22"}` or `{"list": ["…"]}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldValue {
    Text(String),
    Int(i64),
    Decimal(Decimal),
    Day(Day),
    List(Vec<String>),
}

/// What is doubtful about a field.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldMark {
    Invalid,
    Estimated,
}

/// A change of some fields; what is not named stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PremisesChange {
    pub(crate) name: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) community: Option<Id>,
    pub(crate) grid: Option<Id>,
    pub(crate) position: Option<PremisesPosition>,
    /// New values; `null` clears a field.
    #[schema(value_type = Option<BTreeMap<String, FieldValue>>)]
    pub(crate) fields: Option<BTreeMap<String, Option<FieldValue>>>,
    /// Confirms premises that were added on a phone.
    pub(crate) confirms: Option<bool>,
}
