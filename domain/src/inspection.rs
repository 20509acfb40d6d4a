//! An inspection as it is sealed on the phone: every answer, finding, photo and signature of one visit, one revision a document.
//!
//! The bytes are written once and never again; what stands here is therefore read for years. Add optional fields, never rename one.

mod standing;

pub use standing::{InspectionState, ReturnPoint, ReturnReason};

use crate::checklist::{ChecklistId, ItemId};
use crate::decimal::Decimal;
use crate::digest::Sha256;
use crate::ids::{DeviceId, FindingId, HazardId, InspectionId, PlaceId, PremisesId, UserId};
use crate::position::Located;
use crate::time::{Day, Timestamp};
use serde::{Deserialize, Serialize};

/// The law's wall (`documents.md` 0): a grid worker's patrol advises, only an administrative check demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// 日常巡查: look, advise, record, report. Rests on consent.
    Patrol,
    /// 行政检查 by two certified officers. Known, not offered yet.
    AdminCheck,
    /// 企业自查
    #[serde(rename = "self")]
    SelfCheck,
    /// An expert beside officers.
    Assist,
}

/// Kinds of visit (`lifecycle.md` a).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitKind {
    /// 日常巡查
    Routine,
    /// 专项
    Special,
    /// 暗访
    SpotCheck,
    /// 联合检查
    Joint,
    /// 领导带队
    Leader,
    /// 专家检查
    Expert,
    /// 复查
    Reinspection,
    /// 回头看
    Revisit,
    /// 核查
    Verification,
    /// 重大隐患盯守
    MajorWatch,
    /// 企业自查
    SelfCheck,
}

/// How the door was opened. Only `Entered` is coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// 进入
    Entered,
    /// 拒绝检查
    Refused,
    /// 关门
    Closed,
    /// 空置
    Vacant,
    /// 查无此处
    NotFound,
}

/// A checklist by its content: one version has one hash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChecklistPin {
    /// Its id.
    pub id: ChecklistId,
    /// SHA-256 of the checklist file's bytes.
    pub sha256: Sha256,
    /// Its version, for people.
    pub version: u32,
}

/// One item of a pinned checklist.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ItemRef {
    /// The list; its hash stands once in [`Inspection::checklists`].
    pub list: ChecklistId,
    /// The item.
    pub item: ItemId,
}

/// Why an item could not be checked. A code: field reasons need no minimum of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotCheckedReason {
    /// 锁门
    Locked,
    /// 无人配合
    NobodyToAsk,
    /// 靠近有危险
    Dangerous,
    /// 看不清
    Unreadable,
    /// 拿不准
    Unsure,
    /// 其他, with text
    Other,
}

/// The answer to one item. Which kinds fit which item is the checklist's `answer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// 符合
    Pass,
    /// 不符合; its findings say what.
    Fail,
    /// 不涉及
    NotApplicable,
    /// 查不了: counts neither as pass nor as fail and opens a follow-up.
    NotChecked {
        /// Why.
        reason: NotCheckedReason,
        /// Said in words; needed for `Other` only.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
    /// A fact.
    YesNo(bool),
    /// A measured figure in the item's unit.
    Number(Decimal),
    /// Id of the option.
    Choice(String),
    /// A date read off something.
    Date(Day),
    /// Free text.
    Text(String),
    /// The required picture is among the photos of this item.
    Photo,
}

/// One answered item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Which.
    #[serde(flatten)]
    pub at: ItemRef,
    /// What.
    pub answer: Answer,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// How long the item was on screen before it was answered, milliseconds. Shown to the inspector first.
    #[serde(default)]
    pub dwell_ms: u32,
    /// Answered with its whole section.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bulk: bool,
    /// The earlier visit from which a fact was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<InspectionId>,
}

/// Weight of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 一般隐患
    General,
    /// 重大事故隐患
    Major,
}

/// What the inspector did about a finding (`lifecycle.md` a, Disposition of a finding).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Disposition {
    /// 当场改好: general only, with pictures before and after.
    OnSpot {
        /// Pictures taken before, among [`Inspection::photos`].
        before: Vec<Sha256>,
        /// Pictures taken after.
        after: Vec<Sha256>,
    },
    /// 限期
    Order {
        /// The last day for it.
        due_on: Day,
        /// Why later than the item's default; a code and ≥ 5 characters. Absent within the default.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// 同一隐患: a sighting of an open hazard here; no new hazard, no new clock.
    SameAs {
        /// The open one.
        hazard: HazardId,
    },
    /// 报疑似重大
    SuspectedMajor {
        /// Which of the item's `major_basis`, by position; none if the inspector's own judgement.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<u8>,
        /// What it may lead to, one line.
        consequence: String,
    },
}

/// One thing that is wrong. An item may have several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The same through all revisions.
    pub id: FindingId,
    /// The failed item.
    pub at: ItemRef,
    /// What is wrong; prefilled with the item's `violation`.
    pub violation: String,
    /// Where in the premises.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub spot: String,
    /// What is asked for; prefilled with the item's `rectify`.
    pub demand: String,
    /// The item's severity; `Major` only with `SuspectedMajor` or `SameAs` a major.
    pub severity: Severity,
    /// What was done about it.
    pub disposition: Disposition,
    /// Pictures, among [`Inspection::photos`].
    #[serde(default)]
    pub photos: Vec<Sha256>,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoOf {
    /// An item or its finding.
    Item,
    /// A finding put right on the spot.
    After,
    /// The door of premises that were not entered.
    Door,
}

/// A picture: its bytes travel apart, named by their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// SHA-256 of the bytes that are sent.
    pub sha256: Sha256,
    /// Their number.
    pub size_bytes: u64,
    /// `image/jpeg`, or what the file called itself where it could not be decoded.
    pub media_type: String,
    /// SHA-256 of the original file, where other bytes stand for it: a scaled JPEG, a copy for a second item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_sha256: Option<Sha256>,
    /// When it was taken or chosen, by the phone's clock.
    pub taken_at: Timestamp,
    /// Where.
    pub position: Located,
    /// Picked from the album, not taken in the app.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_album: bool,
    /// Could not be decoded on the phone; sent as it came.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undecodable: bool,
    /// What it shows.
    pub of: PhotoOf,
    /// The item it belongs to; none for the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<ItemRef>,
}

/// A drawn signature: a PNG by its hash, or a typed name with a picture for those who can't draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The name written beside it.
    pub name: String,
    /// SHA-256 of the PNG (or of the picture).
    pub sha256: Sha256,
    /// Number of its bytes.
    pub size_bytes: u64,
    /// Typed instead of drawn.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub typed: bool,
    /// When.
    pub at: Timestamp,
}

/// Why the accompanying person did not sign. Of a patrol a reason is enough, no witness is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotSigned {
    /// 拒绝签字
    Refused,
    /// 在场的人做不了主 or nobody stayed
    Absent,
    /// 不会写字
    CannotSign,
}

/// The accompanying person of the premises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Counterpart {
    /// Signed.
    Signed {
        /// The signature and name.
        signature: Signature,
        /// 店主, 店员 …
        position: String,
        /// 有异议: the objection in their words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        objection: String,
    },
    /// Did not sign.
    Unsigned {
        /// Why.
        why: NotSigned,
        /// In words.
        note: String,
        /// The witness, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        witness: Option<Signature>,
    },
}

/// The premises as the phone knew them when the draft began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesSnapshot {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// Address.
    pub address: String,
    /// Community.
    pub community: PlaceId,
    /// Grid, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<PlaceId>,
}

/// One revision of one visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// The visit, the same through revisions.
    pub id: InspectionId,
    /// 1, 2, …
    pub revision: u32,
    /// SHA-256 of the sealed command of the revision before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Sha256>,
    /// Phone code and counter: 7F3A-21.
    pub provisional_number: String,
    /// Patrol or check.
    pub nature: Nature,
    /// Kind of visit.
    pub kind: VisitKind,
    /// Where.
    pub premises: PremisesId,
    /// What the phone knew of it.
    pub snapshot: PremisesSnapshot,
    /// Who inspected; the first made the draft.
    pub inspectors: Vec<UserId>,
    /// How the door was opened.
    pub access: Access,
    /// When the draft was begun; `today` of the checklists is its day.
    pub started_at: Timestamp,
    /// When it was sealed.
    pub finished_at: Timestamp,
    /// Position at the start.
    pub position: Located,
    /// The lists that were gone through, by content. Empty where nobody entered.
    #[serde(default)]
    pub checklists: Vec<ChecklistPin>,
    /// Every answered visible item.
    #[serde(default)]
    pub answers: Vec<Answered>,
    /// What is wrong.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Every picture.
    #[serde(default)]
    pub photos: Vec<Photo>,
    /// The accompanying person; none where nobody entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<Counterpart>,
    /// The inspectors' own signatures.
    #[serde(default)]
    pub signatures: Vec<Signature>,
    /// A remark on the whole visit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What the inspector says to a return he does not agree with, or why a finding is gone from this revision.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
    /// The installation that sealed it.
    pub device: DeviceId,
    /// The last server time this installation had confirmed (T1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_seen_at: Option<Timestamp>,
}

impl Inspection {
    /// Every blob the record needs to be complete: photos and signatures, each once, with its size.
    #[must_use]
    pub fn blobs(&self) -> std::collections::BTreeMap<Sha256, u64> {
        let photos = self.photos.iter().map(|photo| (photo.sha256, photo.size_bytes));
        let counterpart = self.counterpart.iter().filter_map(|counterpart| match counterpart {
            Counterpart::Signed { signature, .. } => Some(signature),
            Counterpart::Unsigned { witness, .. } => witness.as_ref(),
        });
        let signatures = self.signatures.iter().chain(counterpart).map(|signature| (signature.sha256, signature.size_bytes));
        photos.chain(signatures).collect()
    }
}

/// The visible items of a record by their answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// 符合
    pub passed: u32,
    /// 不符合
    pub failed: u32,
    /// 不涉及
    pub not_applicable: u32,
    /// 查不了
    pub not_checked: u32,
    /// Answered facts, which nobody judges.
    pub facts: u32,
    /// Asked and left without a fitting answer.
    #[serde(default)]
    pub unanswered: u32,
}

impl Counts {
    /// Every item that was settled otherwise than as a fact.
    #[must_use]
    pub const fn judged(self) -> u32 {
        self.passed + self.failed + self.not_applicable + self.not_checked
    }

    /// Every item that was settled.
    #[must_use]
    pub const fn all(self) -> u32 {
        self.judged() + self.facts
    }

    /// Every item that was asked.
    #[must_use]
    pub const fn asked(self) -> u32 {
        self.all() + self.unanswered
    }
}
