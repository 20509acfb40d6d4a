//! What becomes of a record on the server: its state, and what a return points at.

use super::ItemRef;
use serde::{Deserialize, Serialize};

/// Where an inspection stands (`lifecycle.md` a). The server knows no draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InspectionState {
    /// 已提交待审
    Submitted,
    /// 已退回
    Returned,
    /// 已通过
    Accepted,
    /// 已作废
    Voided,
}

impl InspectionState {
    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Voided => "voided",
        }
    }
}

/// What a return points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReturnPoint {
    /// One item.
    Item {
        /// Which.
        at: ItemRef,
        /// What to mend.
        comment: String,
    },
    /// A signature.
    Signature {
        /// What to mend.
        comment: String,
    },
    /// The record as a whole.
    Whole {
        /// What to mend.
        comment: String,
    },
}

impl ReturnPoint {
    /// What to mend.
    #[must_use]
    pub fn comment(&self) -> &str {
        match self {
            Self::Item { comment, .. } | Self::Signature { comment } | Self::Whole { comment } => comment,
        }
    }
}

/// Why a record was returned; the points say the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// 照片看不清
    PhotoUnclear,
    /// 描述不清
    WordingUnclear,
    /// 期限或处理不当
    WrongDisposition,
    /// 漏项
    Incomplete,
    /// 签字问题
    SignatureFault,
    /// 其他
    Other,
}
