//! How a desk's browser and the server agree: the read models of the supervisors' pages. `store::query` returns exactly these, the
//! pages show them; nothing here decides anything.

pub mod hazard;
pub mod inbox;
pub mod people;
pub mod premises;
pub mod record;

use serde::{Deserialize, Serialize};

/// One page of a list that is paged by key, never by offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// What to pass as `after` for the next page; none at the end. Opaque, safe in an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many rows the filter has in all, where that is cheap to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}
