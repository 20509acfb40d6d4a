//! `PUT holdings`: ids of open drafts and unsent records, no content, so that a loss on the phone becomes visible at the desk.

use domain::ids::{CommandId, DeviceId, InspectionId, PremisesId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Entries of each list that a call may carry.
pub const HOLDINGS_MAX: usize = 1_000;

/// An open draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldDraft {
    /// The visit it will be.
    pub inspection: InspectionId,
    /// Where.
    pub premises: PremisesId,
    /// When it was begun.
    pub started_at: Timestamp,
}

/// A sealed record whose receipt the phone does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRecord {
    /// Its command.
    pub command: CommandId,
    /// Its visit.
    pub inspection: InspectionId,
    /// Where.
    pub premises: PremisesId,
    /// When it was sealed.
    pub sealed_at: Timestamp,
    /// The provisional number, by which people speak of it.
    pub provisional_number: String,
    /// Photos and signatures the server does not have yet.
    pub blobs_missing: u32,
}

/// What one installation holds. Replaces what it said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holdings {
    /// Which installation.
    pub device: DeviceId,
    /// The build it runs.
    pub build: String,
    /// Open drafts.
    pub drafts: Vec<HeldDraft>,
    /// Unsent or unconfirmed records.
    pub records: Vec<HeldRecord>,
    /// Records that the phone's own count says are gone from its database.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<HeldRecord>,
}
