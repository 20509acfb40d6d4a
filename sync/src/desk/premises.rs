//! The ledger as the desk reads it.

use super::inbox::InspectionLine;
use super::record::TimeLineRow;
use crate::feed::FollowUp;
use domain::hazard::Hazard;
use domain::ids::{PlaceId, PremisesId};
use domain::premises::Premises;
use domain::time::Day;
use serde::{Deserialize, Serialize};

/// Which premises a list shows. Lives in the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PremisesFilter {
    /// Words: name, initials, road and number, tails of code and phone.
    #[serde(default)]
    pub search: String,
    /// Only this community.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<PlaceId>,
    /// Only this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Only this colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<String>,
    /// Only those added on a phone that wait for confirmation.
    #[serde(default)]
    pub to_verify: bool,
}

/// One premises in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesLine {
    /// Which.
    pub id: PremisesId,
    /// Number in the ledger.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind id.
    pub kind: String,
    /// The kind in words, Chinese and English.
    pub kind_text: (String, String),
    /// Address.
    pub address: String,
    /// Community by name.
    pub community: String,
    /// Grid by name.
    pub grid: String,
    /// red, orange, yellow, blue.
    pub risk: String,
    /// Waits for confirmation.
    pub to_verify: bool,
    /// Has doubtful fields.
    pub is_marked: bool,
    /// Open hazards.
    pub open_hazards: u32,
    /// The last entered visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_visit: Option<Day>,
}

/// An item that could not be checked, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpLine {
    /// Which, why, and by when.
    pub follow_up: FollowUp,
    /// The item's text, Chinese and English; its id where no list has it any more.
    pub text: (String, String),
    /// The list's title, Chinese and English.
    pub list: (String, String),
}

/// A premises' card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesCard {
    /// What the list says of it.
    pub line: PremisesLine,
    /// All its fields; contacts masked unless the scope may see them.
    pub premises: Premises,
    /// Version for `base` of EditPremises.
    pub version: u32,
    /// Names and Chinese labels of its fields, in the ledger's order: (id, zh, en).
    pub labels: Vec<(String, String, String)>,
    /// Open hazards, by deadline.
    pub hazards: Vec<Hazard>,
    /// What could not be checked and still waits for it, by day; each item once.
    #[serde(default)]
    pub follow_ups: Vec<FollowUpLine>,
    /// The last visits, newest first.
    pub visits: Vec<InspectionLine>,
    /// Its history.
    pub time_line: Vec<TimeLineRow>,
}
