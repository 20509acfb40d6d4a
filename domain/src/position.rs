//! Where something was, as a phone says it. WGS84 everywhere; degrees are whole micro-degrees so that sealed bytes hold no floats.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A fix of the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Latitude, micro-degrees north.
    pub lat_e6: i32,
    /// Longitude, micro-degrees east.
    pub lng_e6: i32,
    /// Radius of the 68 % circle, metres, rounded up.
    pub accuracy_m: u32,
    /// When the fix was taken, by the phone's clock.
    pub at: Timestamp,
}

/// Why there is no fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPosition {
    /// The person said no to the browser's question.
    Denied,
    /// The phone found no position: basement, no signal.
    Unavailable,
    /// Nothing came in time.
    Timeout,
    /// The picture came from the album: a position now would say nothing.
    FromAlbum,
    /// This browser has no positioning.
    Unsupported,
}

/// A position, or why there is none: an absent position is never silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Located {
    /// The fix.
    At(Position),
    /// Why there is none.
    Without(NoPosition),
}
