//! Named persons with accounts, and the roles they hold in places (`roles.md` 1 and 4).

use crate::ids::{PlaceId, UserId};
use serde::{Deserialize, Serialize};

/// The roles of `roles.md` 1. A person may hold several, an act is done under exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 网格员/巡查员
    Inspector,
    /// 社区安全专干
    CommunitySafety,
    /// 社区书记
    CommunitySecretary,
    /// 平安建设办经办
    OfficeClerk,
    /// 平安建设办主任
    OfficeLead,
    /// 科室审核人
    DeptReviewer,
    /// 街道领导
    StreetLeader,
    /// 专家
    Expert,
    /// 企业主要负责人/实际控制人
    EnterpriseHead,
    /// 企业安全员
    EnterpriseSafety,
    /// 公众举报人
    Reporter,
    /// 系统管理员
    Admin,
    /// 审计监督
    Auditor,
    /// 身份保管员
    VaultKeeper,
    /// Timers and the command line.
    System,
}

impl Role {
    /// Every role, in the order of `roles.md`.
    pub const ALL: [Self; 15] = [
        Self::Inspector,
        Self::CommunitySafety,
        Self::CommunitySecretary,
        Self::OfficeClerk,
        Self::OfficeLead,
        Self::DeptReviewer,
        Self::StreetLeader,
        Self::Expert,
        Self::EnterpriseHead,
        Self::EnterpriseSafety,
        Self::Reporter,
        Self::Admin,
        Self::Auditor,
        Self::VaultKeeper,
        Self::System,
    ];
}

/// A role held in a subtree of places: a grid, a community or the street.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The root of the subtree in which it holds.
    pub place: PlaceId,
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Sign-in name: a mobile number or staff number, unique in the installation.
    pub login: String,
    /// Their name as colleagues write it.
    pub name: String,
    /// Roles with their places.
    pub grants: Vec<Grant>,
    /// False once the account is disabled; what its phone still holds is taken into quarantine.
    pub is_active: bool,
}
