//! Hazards as the desk reads them.

use super::record::TimeLineRow;
use domain::hazard::{Hazard, HazardState};
use domain::ids::PlaceId;
use domain::inspection::Severity;
use serde::{Deserialize, Serialize};

/// Which hazards a list shows. Lives in the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct HazardFilter {
    /// Only this state; none = all that are open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<HazardState>,
    /// Closed ones too.
    #[serde(default)]
    pub with_closed: bool,
    /// Only this severity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Only this community.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<PlaceId>,
    /// Only those past their day.
    #[serde(default)]
    pub overdue: bool,
}

/// One hazard in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HazardLine {
    /// The hazard.
    pub hazard: Hazard,
    /// The premises' name.
    pub premises_name: String,
    /// Community by name.
    pub community: String,
    /// Who found it, by name.
    pub found_by: String,
    /// T3, reckoned at the server's today.
    pub is_overdue: bool,
}

/// A hazard's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HazardPage {
    /// What the list says of it.
    pub line: HazardLine,
    /// Its item's number and text, Chinese and English.
    pub item: super::record::ItemText,
    /// The list's titles, Chinese and English.
    pub list: (String, String),
    /// Pictures of the finding: numbers in the record of `hazard.inspection`, and whether they are here.
    pub pictures: Vec<super::record::Picture>,
    /// What happened, oldest first.
    pub time_line: Vec<TimeLineRow>,
}
