//! A hazard (隐患): what a finding becomes when the inspection is handed in (`lifecycle.md` b, c). This step builds its birth; what
//! comes after stands in the states already, so that nothing has to be renamed.

use crate::ids::{FindingId, HazardId, InspectionId, PlaceId, PremisesId, UserId};
use crate::inspection::{ItemRef, Severity};
use crate::time::{Day, Timestamp};
use serde::{Deserialize, Serialize};

/// Where a hazard stands. Phones keep these for weeks: never rename one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HazardState {
    /// 已登记
    Registered,
    /// 限期整改中
    Ordered,
    /// 已报整改待复查
    ReportedRectified,
    /// 疑似重大
    Suspected,
    /// 已销号
    Closed,
    /// 挂起
    Suspended,
    /// 拟移交
    TransferProposed,
    /// 已移交
    Transferred,
    /// 已合并
    Merged,
    /// 撤销认定
    Withdrawn,
}

impl HazardState {
    /// Not yet gone: a sighting may name it, the premises card shows it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Merged | Self::Withdrawn)
    }
}

/// How a hazard was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closure {
    /// 当场改好
    OnSpot,
    /// 复查销号
    Reinspected,
    /// 远程
    Remote,
    /// 自查自改
    #[serde(rename = "self")]
    SelfClosed,
    /// 移交办结
    Transferred,
}

/// What paper stands behind the demand (`documents.md` 0): a patrol advises, only an administrative check orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemandKind {
    /// No demand.
    None,
    /// 提示告知单
    Advised,
    /// 整改通知书
    Ordered,
}

/// Who owes the next step (T4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Debtor {
    /// 检查人
    Inspector,
    /// 店方
    Enterprise,
    /// 办公室
    Office,
    /// 科室
    Department,
    /// 专家
    Expert,
    /// 外部
    Outside,
}

/// A hazard as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hazard {
    /// Its id; made from the finding's, so that a repeat makes the same one.
    pub id: HazardId,
    /// 隐〔2026〕412号
    pub number: String,
    /// Where.
    pub premises: PremisesId,
    /// The premises' community.
    pub community: PlaceId,
    /// The visit in which it was found.
    pub inspection: InspectionId,
    /// The finding it came from.
    pub finding: FindingId,
    /// The failed item.
    pub at: ItemRef,
    /// What is wrong.
    pub violation: String,
    /// Where in the premises.
    pub spot: String,
    /// What is asked for.
    pub demand: String,
    /// General or major (as suspected).
    pub severity: Severity,
    /// On an exit or escape route.
    pub lifeline: bool,
    /// Where it stands.
    pub state: HazardState,
    /// How it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure: Option<Closure>,
    /// What paper stands behind it.
    pub demand_kind: DemandKind,
    /// The last day for rectification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// Who found it.
    pub found_by: UserId,
    /// When, by the rule T1.
    pub found_at: Timestamp,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// Closed before at the same premises and item within the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrence_of: Option<HazardId>,
}

impl Hazard {
    /// Who owes the next step.
    #[must_use]
    pub const fn debtor(&self) -> Option<Debtor> {
        match self.state {
            HazardState::Ordered => Some(Debtor::Enterprise),
            HazardState::Registered
            | HazardState::ReportedRectified
            | HazardState::Suspected
            | HazardState::Suspended
            | HazardState::TransferProposed => Some(Debtor::Office),
            HazardState::Transferred => Some(Debtor::Outside),
            HazardState::Closed | HazardState::Merged | HazardState::Withdrawn => None,
        }
    }

    /// T3: derived, never stored. The enterprise is not late while somebody else owes the next step.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        matches!(self.debtor(), Some(Debtor::Enterprise)) && self.due_on.is_some_and(|due| today > due)
    }
}
