//! The small types that all bodies are made of.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A UUID. Ids are made by whoever issues the thing: UUIDv7, except where said otherwise.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", example = "0198c0de-0000-7000-8000-000000000001")]
pub(crate) struct Id(pub(crate) String);

/// SHA-256 of bytes, 64 small hexadecimal digits.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(pattern = "^[0-9a-f]{64}$", example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
pub(crate) struct Sha256(pub(crate) String);

/// An instant: whole microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = 1_790_000_000_000_000_i64)]
pub(crate) struct Timestamp(pub(crate) i64);

/// A date in Asia/Shanghai.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", example = "2026-09-22")]
pub(crate) struct Day(pub(crate) String);

/// A decimal number as text, so that no reader rounds it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(pattern = "^-?[0-9]+(\\.[0-9]+)?$", example = "1.20")]
pub(crate) struct Decimal(pub(crate) String);

/// A role a person holds in a place; each act is done in exactly one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// 网格员/巡查员: makes patrols in a grid.
    Inspector,
    /// 社区安全专干: reviews routine patrols of a community.
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
    /// 企业主要负责人
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
    /// Timers and the command line; no account.
    System,
}

/// A role and the root of the subtree of places in which it holds.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Grant {
    pub(crate) role: Role,
    /// A grid, a community or the street.
    pub(crate) place: Id,
}

/// A person with an account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct User {
    pub(crate) id: Id,
    /// Sign-in name.
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) grants: Vec<Grant>,
    pub(crate) is_active: bool,
}

/// What a place is in the tree: district > street > community > grid.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlaceKind {
    District,
    /// Carries what is everyone's: checklists, users.
    Street,
    Community,
    Grid,
}

/// One place.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Place {
    pub(crate) id: Id,
    /// The place it lies in; absent for a district.
    pub(crate) parent: Option<Id>,
    pub(crate) kind: PlaceKind,
    /// Unique under its parent: 绿苑社区, 第一网格.
    pub(crate) name: String,
    /// Short code of a community, part of premises numbers.
    pub(crate) code: Option<String>,
}
