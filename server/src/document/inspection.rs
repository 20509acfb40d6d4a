//! One revision of one visit, as a phone seals it.

use super::scalar::{Day, Decimal, Id, Sha256, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One revision of one visit: every answer, finding, photo and signature. A visit that is handed in twice keeps its `id`, counts
/// `revision` up and names the earlier sealed bytes as `parent`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Inspection {
    /// The visit, the same through revisions. Differs from the command's id.
    pub(crate) id: Id,
    /// 1, 2, …
    pub(crate) revision: u32,
    /// SHA-256 of the sealed command of the revision before; absent in revision 1.
    pub(crate) parent: Option<Sha256>,
    /// Phone code and counter, by which people speak of it until it has its number.
    #[schema(example = "7F3A-21")]
    pub(crate) provisional_number: String,
    pub(crate) nature: Nature,
    pub(crate) kind: VisitKind,
    /// The premises visited; from the feed.
    pub(crate) premises: Id,
    pub(crate) snapshot: PremisesSnapshot,
    /// Who inspected; the first made the draft.
    pub(crate) inspectors: Vec<Id>,
    pub(crate) access: Access,
    /// When the draft was begun.
    pub(crate) started_at: Timestamp,
    /// When it was sealed.
    pub(crate) finished_at: Timestamp,
    /// Position at the start.
    pub(crate) position: Located,
    /// The lists that were gone through, pinned by their content; from the feed. Empty where nobody entered.
    pub(crate) checklists: Option<Vec<ChecklistPin>>,
    /// One for every item that was asked. Whoever leaves one out is not refused: the record waits in quarantine (`incomplete`).
    pub(crate) answers: Option<Vec<Answered>>,
    /// What is wrong. Every `fail` has at least one.
    pub(crate) findings: Option<Vec<Finding>>,
    /// Every picture of the record. Their bytes travel apart: `PUT /api/v1/blobs/{sha256}`, before or after.
    pub(crate) photos: Option<Vec<Photo>>,
    /// The accompanying person of the premises; absent where nobody entered.
    pub(crate) counterpart: Option<Counterpart>,
    /// The inspectors' own signatures.
    pub(crate) signatures: Option<Vec<Signature>>,
    /// A remark on the whole visit.
    pub(crate) note: Option<String>,
    /// What the inspector says to a return, or why a finding is gone from this revision.
    pub(crate) reply: Option<String>,
    /// The installation that sealed it: made once, kept.
    pub(crate) device: Id,
    /// The last server time (`hello.now`) this installation had seen.
    pub(crate) server_seen_at: Option<Timestamp>,
}

/// What the visit is in law: a patrol advises, only an administrative check demands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Nature {
    Patrol,
    /// Known, not offered yet: waits in quarantine.
    AdminCheck,
    #[serde(rename = "self")]
    SelfCheck,
    Assist,
}

/// Kind of visit; `routine` is the ordinary one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VisitKind {
    Routine,
    Special,
    SpotCheck,
    Joint,
    Leader,
    Expert,
    Reinspection,
    Revisit,
    Verification,
    MajorWatch,
    SelfCheck,
}

/// How the door was opened. Only `entered` counts as a visit, and only then are lists gone through.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Access {
    Entered,
    Refused,
    Closed,
    Vacant,
    NotFound,
}

/// The premises as the phone knew them when the draft began.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PremisesSnapshot {
    pub(crate) name: String,
    /// Kind id: `small-shop`.
    pub(crate) kind: String,
    pub(crate) address: String,
    pub(crate) community: Id,
    pub(crate) grid: Option<Id>,
}

/// A checklist version by its content.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ChecklistPin {
    /// `checklist.id` of the feed's row.
    pub(crate) id: String,
    /// `sha256` of the feed's row.
    pub(crate) sha256: Sha256,
    /// `checklist.version`.
    pub(crate) version: u32,
}

/// One item of a pinned checklist.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ItemRef {
    /// Checklist id.
    pub(crate) list: String,
    /// Item id.
    pub(crate) item: String,
}

/// One answered item.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Answered {
    /// Checklist id.
    pub(crate) list: String,
    /// Item id.
    pub(crate) item: String,
    pub(crate) answer: Answer,
    /// A remark.
    pub(crate) note: Option<String>,
    /// Milliseconds the item was on screen before it was answered.
    pub(crate) dwell_ms: Option<u32>,
    /// Answered together with its whole section.
    pub(crate) bulk: Option<bool>,
    /// The earlier visit from which a fact was taken over.
    pub(crate) carried_from: Option<Id>,
}

/// An answer. Which one fits follows from the item's `answer` in the checklist: `check` takes `pass`, `fail`, `not_applicable`;
/// `yes_no` takes `{"yes_no": true}`; `number` `{"number": "1.20"}`; `choice` the option's id; `date`, `text` a text; `photo` `"photo"`.
/// Any item may be `{"not_checked": {"reason": "locked"}}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    Pass,
    Fail,
    NotApplicable,
    NotChecked {
        reason: NotCheckedReason,
        /// Needed for `other` only.
        text: Option<String>,
    },
    YesNo(bool),
    Number(Decimal),
    Choice(String),
    Date(Day),
    Text(String),
    /// The required picture is among the photos of this item.
    Photo,
}

/// Why an item could not be checked.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NotCheckedReason {
    Locked,
    NobodyToAsk,
    Dangerous,
    Unreadable,
    Unsure,
    Other,
}

/// One thing that is wrong. An item may have several.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Finding {
    /// The same through all revisions.
    pub(crate) id: Id,
    pub(crate) at: ItemRef,
    /// What is wrong; prefilled with the item's `demand.violation`.
    pub(crate) violation: String,
    /// Where in the premises.
    pub(crate) spot: Option<String>,
    /// What is asked for; prefilled with the item's `demand.rectify`.
    pub(crate) demand: String,
    /// The item's `demand.severity`.
    pub(crate) severity: Severity,
    pub(crate) disposition: Disposition,
    /// Pictures of it, each also in `photos` of the inspection.
    pub(crate) photos: Option<Vec<Sha256>>,
    pub(crate) note: Option<String>,
}

/// Weight of a finding.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    General,
    Major,
}

/// What the inspector did about a finding.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Disposition {
    /// Put right on the spot: general ones only, with pictures before and after.
    OnSpot { before: Vec<Sha256>, after: Vec<Sha256> },
    /// To be put right by a day: at most the item's `demand.deadline_days` after the visit without a reason.
    Order { due_on: Day, reason: Option<String> },
    /// A sighting of an open hazard of these premises.
    SameAs { hazard: Id },
    /// A suspected major hazard.
    SuspectedMajor {
        /// Which of the item's `major_basis`, by position.
        basis: Option<u8>,
        /// What it may lead to.
        consequence: String,
    },
}

/// A picture: its bytes travel apart, named by their hash.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Photo {
    /// SHA-256 of the bytes that are sent.
    pub(crate) sha256: Sha256,
    pub(crate) size_bytes: u64,
    /// `image/jpeg`.
    pub(crate) media_type: String,
    /// SHA-256 of the file it was scaled from.
    pub(crate) original_sha256: Option<Sha256>,
    pub(crate) taken_at: Timestamp,
    pub(crate) position: Located,
    pub(crate) from_album: Option<bool>,
    pub(crate) undecodable: Option<bool>,
    pub(crate) of: PhotoOf,
    /// The item it belongs to; absent for the door.
    pub(crate) at: Option<ItemRef>,
}

/// What a picture shows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PhotoOf {
    Item,
    /// A finding put right on the spot.
    After,
    /// The door of premises that were not entered.
    Door,
}

/// A position, or why there is none: `{"at": {…}}` or `{"without": "denied"}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Located {
    At(Position),
    Without(NoPosition),
}

/// A fix of the phone, WGS84.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Position {
    /// Micro-degrees north.
    pub(crate) lat_e6: i32,
    /// Micro-degrees east.
    pub(crate) lng_e6: i32,
    pub(crate) accuracy_m: u32,
    pub(crate) at: Timestamp,
}

/// Why there is no position.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoPosition {
    Denied,
    Unavailable,
    Timeout,
    FromAlbum,
    Unsupported,
}

/// A drawn signature: a PNG by its hash, whose bytes travel like a photo's.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Signature {
    /// The name written beside it.
    pub(crate) name: String,
    pub(crate) sha256: Sha256,
    pub(crate) size_bytes: u64,
    /// Typed instead of drawn.
    pub(crate) typed: Option<bool>,
    pub(crate) at: Timestamp,
}

/// The accompanying person of the premises.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Counterpart {
    Signed {
        signature: Signature,
        /// 店主, 店员 …
        position: String,
        /// An objection in their words.
        objection: Option<String>,
    },
    Unsigned {
        why: NotSigned,
        /// In words.
        note: String,
        witness: Option<Signature>,
    },
}

/// Why nobody signed. Of a patrol a reason is enough.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NotSigned {
    Refused,
    Absent,
    CannotSign,
}

/// What a return points at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ReturnPoint {
    Item { at: ItemRef, comment: String },
    Signature { comment: String },
    Whole { comment: String },
}

/// Why a record was returned.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReturnReason {
    PhotoUnclear,
    WordingUnclear,
    WrongDisposition,
    Incomplete,
    SignatureFault,
    Other,
}
