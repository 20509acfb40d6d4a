//! Who is signed in, and whose phones hold what has not arrived.

use domain::ids::PlaceId;
use domain::place::Place;
use domain::time::Timestamp;
use domain::user::{Role, User};
use serde::{Deserialize, Serialize};

/// The signed-in person and the places they may choose in filters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The person.
    pub user: User,
    /// The role they act in at the desk.
    pub role: Role,
    /// Communities in scope, by name.
    pub communities: Vec<Place>,
    /// The street.
    pub street: PlaceId,
    /// Premises kinds a filter may name: (id, Chinese, English).
    pub kinds: Vec<(String, String, String)>,
    /// What the rail shows beside its links.
    pub counts: Counts,
    /// Whether the server's disk has room.
    #[serde(default)]
    pub space: Space,
}

/// How much room the server's disk has for what comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Space {
    /// Enough.
    #[default]
    Enough,
    /// Photos have to wait on their phones; records are taken.
    Short,
    /// What was laid by is being used up: without more room, records will have to wait as well.
    Last,
}

/// The rail's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Counts {
    /// In the inbox.
    pub inbox: u32,
    /// Open hazards.
    pub hazards: u32,
    /// General hazards past their day.
    pub overdue: u32,
    /// Suspected majors.
    pub majors: u32,
    /// Phones that hold records which have not arrived.
    pub phones: u32,
}

/// A phone with something that has not arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneLine {
    /// Whose.
    pub person: String,
    /// Sealed records not arrived or without their photos.
    pub records: u32,
    /// Open drafts.
    pub drafts: u32,
    /// The oldest of the records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Timestamp>,
    /// Its last sign of life.
    pub seen_at: Timestamp,
    /// Records that the phone says it has lost.
    pub lost: u32,
    /// The build that it runs.
    pub build: String,
    /// What these records are, the lost ones first, the oldest before the others; at most twenty.
    pub held: Vec<HeldLine>,
}

/// A record that a phone holds, or has lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLine {
    /// The premises' name; none of what the person may not see.
    pub premises: Option<String>,
    /// The provisional number, by which its inspector knows it.
    pub number: String,
    /// When it was handed in on the phone.
    pub sealed_at: Timestamp,
    /// Photos and signatures that have not arrived.
    pub missing: u32,
    /// Gone from the phone.
    pub is_lost: bool,
}
