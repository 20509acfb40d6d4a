//! `GET hello`: tells a captive portal from us, and whether the two sides still understand each other.

use domain::ids::UserId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The protocol this build speaks. Raised only when an old phone could misread an answer.
pub const PROTOCOL: u16 = 1;
/// The oldest protocol still understood.
pub const PROTOCOL_MIN: u16 = 1;
/// Every answer of ours carries this header with [`PROTOCOL`]; an answer without it is somebody else's.
pub const PROTOCOL_HEADER: &str = "x-xunan-protocol";
/// Every answer carries the server's epoch in this header.
pub const EPOCH_HEADER: &str = "x-xunan-epoch";

/// The server's epoch: random, made anew when a backup is restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub Uuid);

/// The answer to `GET hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Always `xunan`, so that another server's JSON is not taken for ours.
    pub service: String,
    /// The newest protocol the server speaks.
    pub protocol: u16,
    /// The oldest it understands.
    pub protocol_min: u16,
    /// Its epoch.
    pub epoch: Epoch,
    /// Its time.
    pub now: Timestamp,
    /// The build it serves to new visitors.
    pub build: String,
    /// Who is signed in with this cookie, if anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// False: their account was disabled. What the phone still holds is taken all the same; the feed is closed.
    #[serde(default = "stands")]
    pub is_active: bool,
}

const fn stands() -> bool {
    true
}
