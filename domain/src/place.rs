//! The tree of places: district > street > community > grid. Every row of the ledger belongs to a community.

use crate::ids::PlaceId;
use serde::{Deserialize, Serialize};

/// What a place is in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// 区
    District,
    /// 街道; carries what is everyone's: checklists, users, parameters.
    Street,
    /// 社区
    Community,
    /// 网格
    Grid,
}

impl PlaceKind {
    /// The kind one step below, none under a grid.
    #[must_use]
    pub const fn below(self) -> Option<Self> {
        match self {
            Self::District => Some(Self::Street),
            Self::Street => Some(Self::Community),
            Self::Community => Some(Self::Grid),
            Self::Grid => None,
        }
    }
}

/// One place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// The place it lies in, none for a district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<PlaceId>,
    /// What it is.
    pub kind: PlaceKind,
    /// Its name, unique under its parent: 绿苑社区, 第一网格.
    pub name: String,
    /// A short code of digits or capital letters, part of premises numbers; communities have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}
