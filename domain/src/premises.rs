//! Premises of the ledger (一企一档): the few columns every screen needs, and the other fields of `premises.yaml` as facts.

use crate::coordinates::Datum;
use crate::ids::{PlaceId, PremisesId};
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A value of a ledger field, by the field's type in `premises.yaml`. An unknown fact is absent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// text, phone, uscc, date as written, enum option ids; tri as yes, no, unknown.
    Text(String),
    /// int and bool (0, 1).
    Int(i64),
    /// decimal, as digits.
    Decimal(crate::decimal::Decimal),
    /// date
    Day(Day),
    /// multi and list: option ids or numbers as words.
    List(Vec<String>),
}

/// Where a coordinate came from (`coordinates.sources`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PositionSource {
    /// A phone's fix.
    Gps,
    /// Picked on a map.
    MapPick,
    /// From an imported ledger.
    Import,
    /// Found by the address.
    AddressMatch,
}

/// A premises' coordinates: WGS84 for all reckoning, and what was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesPosition {
    /// WGS84 latitude, micro-degrees.
    pub lat_e6: i32,
    /// WGS84 longitude, micro-degrees.
    pub lng_e6: i32,
    /// The datum it was entered in.
    pub datum_in: Datum,
    /// Latitude as entered, micro-degrees.
    pub lat_in_e6: i32,
    /// Longitude as entered, micro-degrees.
    pub lng_in_e6: i32,
    /// Where it came from.
    pub source: PositionSource,
    /// Radius of error, metres, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<u32>,
}

/// A premises as `AddPremises` and an import bring it, and as the feed hands it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premises {
    /// Its id, made by whoever adds it.
    pub id: PremisesId,
    /// The ledger's number (community code and six digits), given by the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The name on the sign.
    pub name: String,
    /// Id of its kind in `premises.yaml`.
    pub kind: String,
    /// Road, number, floor.
    pub address: String,
    /// Its community.
    pub community: PlaceId,
    /// Its grid, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<PlaceId>,
    /// Coordinates, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<PremisesPosition>,
    /// The other fields of the ledger by their ids: `uscc`, `head_name`, `head_phone`, `sleepers` …
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, FieldValue>,
    /// Fields whose value was taken as it stood although it is doubtful (`uscc` with a wrong check digit, a phone too short), and
    /// fields that were estimated (`sleepers` from 夜间住人=是).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<String, FieldMark>,
    /// Added on a phone and not yet confirmed by a community or clerk.
    #[serde(default)]
    pub to_verify: bool,
}

/// What is doubtful about a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldMark {
    /// Does not pass its check; kept as written.
    Invalid,
    /// A lower bound or guess.
    Estimated,
}

/// A change of some fields; what is not named stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PremisesChange {
    /// New name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// New address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Moved to another community.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<PlaceId>,
    /// Moved to another grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<PlaceId>,
    /// New coordinates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<PremisesPosition>,
    /// New field values; `None` clears one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Option<FieldValue>>,
    /// Confirms one that was added on a phone.
    #[serde(default)]
    pub confirms: bool,
}
