//! What else a phone says and hears.

use super::scalar::{Id, Sha256, Timestamp, User};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Tells a captive portal from us.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Hello {
    /// Always `xunan`.
    #[schema(example = "xunan")]
    pub(crate) service: String,
    /// The newest protocol the server speaks.
    pub(crate) protocol: u16,
    /// The oldest it understands.
    pub(crate) protocol_min: u16,
    /// Random; another one after a restore. Then clients offer again what they still hold.
    pub(crate) epoch: Id,
    /// The server's time.
    pub(crate) now: Timestamp,
    /// The front end's build; empty without one.
    pub(crate) build: String,
    /// Who is signed in with this cookie.
    pub(crate) user: Option<Id>,
    /// `false`: that account was disabled. What its phone still holds is taken all the same; the feed is closed.
    pub(crate) is_active: bool,
}

/// A sign-in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SignIn {
    pub(crate) login: String,
    #[schema(format = Password)]
    pub(crate) password: String,
    /// The installation: with it the session lives 30 days (a phone), without it 8 hours (a desk).
    pub(crate) device: Option<Id>,
}

/// The signed-in person and until when. The session itself is the cookie of this answer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SignedIn {
    pub(crate) user: User,
    pub(crate) expires_at: Timestamp,
}

/// What the client still holds.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Reconcile {
    /// At most 200.
    pub(crate) held: Vec<Held>,
}

/// One thing a client holds.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Held {
    /// A sealed command.
    Command { id: Id, sha256: Sha256 },
    /// A photo or signature.
    Blob { sha256: Sha256 },
}

/// One answer for each of `held`, in its order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Reconciled {
    pub(crate) epoch: Id,
    pub(crate) presence: Vec<Presence>,
}

/// What the server has.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Presence {
    /// The same bytes, durable.
    Present,
    /// Nothing under this name.
    Absent,
    /// Other bytes under this id.
    Different,
    /// Known and refused.
    Refused,
}

/// What one installation holds. Replaces what it said before.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Holdings {
    pub(crate) device: Id,
    /// The build it runs.
    pub(crate) build: String,
    /// Open drafts, at most 1,000.
    pub(crate) drafts: Vec<HeldDraft>,
    /// Sealed records without a confirmed receipt, at most 1,000.
    pub(crate) records: Vec<HeldRecord>,
    /// Records that are gone from the phone's database.
    pub(crate) lost: Option<Vec<HeldRecord>>,
}

/// An open draft.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct HeldDraft {
    pub(crate) inspection: Id,
    pub(crate) premises: Id,
    pub(crate) started_at: Timestamp,
}

/// A sealed record.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct HeldRecord {
    pub(crate) command: Id,
    pub(crate) inspection: Id,
    pub(crate) premises: Id,
    pub(crate) sealed_at: Timestamp,
    pub(crate) provisional_number: String,
    pub(crate) blobs_missing: u32,
}
