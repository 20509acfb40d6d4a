//! The inbox: what needs eyes, and why.

use domain::decide::inbox::Why;
use domain::ids::{InspectionId, PremisesId};
use domain::inspection::{Access, InspectionState, Nature, VisitKind};
use domain::refusal::{Flag, Quarantine};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Which inspections a list shows. Lives in the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct InspectionFilter {
    /// Only what needs eyes (`Why` not empty and submitted).
    #[serde(default)]
    pub inbox_only: bool,
    /// Only this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<InspectionState>,
    /// Only this community (its id).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<domain::ids::PlaceId>,
    /// Only these premises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premises: Option<PremisesId>,
}

/// One inspection in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionLine {
    /// Which.
    pub id: InspectionId,
    /// 东诃平安检〔2026〕318号
    pub number: String,
    /// Where.
    pub premises: PremisesId,
    /// Its name.
    pub premises_name: String,
    /// red, orange, yellow, blue.
    pub risk: String,
    /// Community by name.
    pub community: String,
    /// The first inspector, by name.
    pub inspector: String,
    /// Patrol or check.
    pub nature: Nature,
    /// Kind of visit.
    pub kind: VisitKind,
    /// How the door was opened.
    pub access: Access,
    /// Its state.
    pub state: InspectionState,
    /// The revision that stands.
    pub revision: u32,
    /// Server time of its receipt.
    pub received_at: Timestamp,
    /// Why the inbox shows it.
    #[serde(default)]
    pub why: Vec<Why>,
    /// What was noticed.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// What it waits for.
    #[serde(default)]
    pub quarantine: Vec<Quarantine>,
    /// Items that failed.
    pub failed: u32,
    /// Of them suspected majors.
    pub majors: u32,
    /// Items answered.
    pub answered: u32,
    /// The most telling finding's wording, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Photos and signatures that have not arrived.
    pub missing: u32,
    /// Photos and signatures in all.
    pub blobs: u32,
}
