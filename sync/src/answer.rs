//! What each answer of the network means to the phone: one table. No status deletes anything.
//!
//! | answer | with our header | without |
//! | --- | --- | --- |
//! | 200, 201 and a body that checks out (same id, same hash) | it is there | not ours |
//! | any other 2xx, 3xx | not ours | not ours |
//! | 400, 403, 404, 405, 409, 411, 413, 414, 415, 422, 431 | refused, by the stored refusal where the body has one | not ours |
//! | … with the refusal `id_conflict` | conflict | not ours |
//! | … whose refusal is another command's | not ours | not ours |
//! | 401, 419 | needs a session | not ours |
//! | 410, 426 | needs an update | not ours |
//! | 408, 423, 425, 429, 5xx, any other; of a blob 403, 404, 405, 409 | unknown, later again | the same |
//!
//! "Not ours" is a portal, a proxy or a fault in between: the line is looked at, the item is offered again.

use crate::hello::{Epoch, Hello, PROTOCOL};
use crate::receipt::{Outcome, Receipt, is_stored};
use crate::reconcile::{Reconcile, Reconciled};
use domain::digest::Sha256;
use domain::ids::CommandId;
use domain::refusal::Refusal;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// An answer as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: u16,
    /// It carried [`crate::hello::PROTOCOL_HEADER`] with a number.
    pub is_ours: bool,
    /// [`crate::hello::EPOCH_HEADER`], if it could be read.
    pub epoch: Option<Epoch>,
    /// `Retry-After` in seconds.
    pub retry_after_s: Option<u32>,
    /// The body.
    pub body: &'a [u8],
}

/// Whose answer is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// The command that was offered.
    pub id: CommandId,
    /// Hash of the bytes that were offered.
    pub sha256: Sha256,
}

/// What an answer to `PUT commands/{id}` means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Durable on the server: the receipt names the same id and the same hash.
    Receipt(Receipt),
    /// Not taken; shown to its owner, kept.
    Refused {
        /// Why.
        refusal: Refusal,
        /// See [`is_stored`].
        repeats: bool,
    },
    /// The id is known with other bytes. Both are kept.
    Conflict,
    /// The session ended: sending pauses, drafting does not.
    NeedsAuth,
    /// Too old for this server: sending pauses.
    NeedsUpdate,
    /// Nobody knows whether it arrived: later again.
    Unknown {
        /// Not before.
        retry_after_s: Option<u32>,
    },
    /// Somebody else answered.
    NotOurs,
}

/// What an answer to `PUT` or `HEAD blobs/{sha256}` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobMeaning {
    /// The server has it and has verified its hash.
    Stored,
    /// The server does not have it (`HEAD`).
    Absent,
    /// The bytes that arrived have another hash: damaged on the way, or here.
    Damaged,
    /// Not taken: too large, or nothing that the server keeps.
    Refused,
    /// Nothing of the kind.
    Trouble(Trouble),
}

/// What stands between a question and its answer, whatever was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// See [`Meaning::NeedsAuth`].
    NeedsAuth,
    /// See [`Meaning::NeedsUpdate`].
    NeedsUpdate,
    /// See [`Meaning::Unknown`].
    Unknown {
        /// Not before.
        retry_after_s: Option<u32>,
    },
    /// See [`Meaning::NotOurs`].
    NotOurs,
}

impl Trouble {
    /// Not before, if somebody said so.
    #[must_use]
    pub const fn retry_after_s(self) -> Option<u32> {
        match self {
            Self::Unknown { retry_after_s } => retry_after_s,
            _ => None,
        }
    }
}

impl From<Trouble> for Meaning {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::NeedsAuth => Self::NeedsAuth,
            Trouble::NeedsUpdate => Self::NeedsUpdate,
            Trouble::Unknown { retry_after_s } => Self::Unknown { retry_after_s },
            Trouble::NotOurs => Self::NotOurs,
        }
    }
}

/// The rows of the table.
enum Kind {
    Success,
    Refused,
    Trouble(Trouble),
}

/// The table's left and right column.
fn kind_of(answer: &Answer<'_>) -> Kind {
    let ours = |kind| if answer.is_ours { kind } else { Kind::Trouble(Trouble::NotOurs) };
    match answer.status {
        200 | 201 => ours(Kind::Success),
        // Redirects included: none of our calls has one.
        202..=399 => Kind::Trouble(Trouble::NotOurs),
        401 | 419 => ours(Kind::Trouble(Trouble::NeedsAuth)),
        410 | 426 => ours(Kind::Trouble(Trouble::NeedsUpdate)),
        400 | 403 | 404 | 405 | 409 | 411 | 413 | 414 | 415 | 422 | 431 => ours(Kind::Refused),
        _ => Kind::Trouble(Trouble::Unknown { retry_after_s: answer.retry_after_s }),
    }
}

/// Reads an answer to `PUT commands/{id}`.
#[must_use]
pub fn of_command(answer: &Answer<'_>, expected: Expected) -> Meaning {
    let kind = match kind_of(answer) {
        Kind::Trouble(trouble) => return trouble.into(),
        kind => kind,
    };
    match (kind, serde_json::from_slice::<Outcome>(answer.body)) {
        (Kind::Success, Ok(Outcome::Receipt(receipt))) if receipt.id == expected.id && receipt.sha256 == expected.sha256 => {
            Meaning::Receipt(receipt)
        }
        (Kind::Refused, Ok(Outcome::Refused { id, sha256, refusal, .. })) if id == expected.id && sha256 == expected.sha256 => {
            match refusal {
                Refusal::IdConflict => Meaning::Conflict,
                refusal => Meaning::Refused { repeats: is_stored(&refusal), refusal },
            }
        }
        // A layer before the door refused (size, method, origin): without words of the door, but by us.
        (Kind::Refused, Err(_)) => Meaning::Refused { refusal: refusal_of_layer(answer.status), repeats: false },
        _ => Meaning::NotOurs,
    }
}

const fn refusal_of_layer(status: u16) -> Refusal {
    match status {
        413 => Refusal::TooLarge { max_bytes: domain::command::COMMAND_MAX_BYTES as u64 },
        _ => Refusal::Unknown,
    }
}

/// What the server may say of a blob; without a body the status alone speaks.
#[derive(Deserialize)]
struct BlobSaid {
    sha256: Sha256,
}

/// Reads an answer to `PUT` or `PATCH blobs/{sha256}`.
#[must_use]
pub fn of_blob(answer: &Answer<'_>, sha256: Sha256) -> BlobMeaning {
    let said = || serde_json::from_slice::<BlobSaid>(answer.body).ok();
    match kind_of(answer) {
        Kind::Success if answer.body.is_empty() || said().is_some_and(|said| said.sha256 == sha256) => BlobMeaning::Stored,
        // A blob's answer may be empty, which `204` says too.
        Kind::Trouble(_) if answer.status == 204 && answer.is_ours => BlobMeaning::Stored,
        Kind::Success => BlobMeaning::Trouble(Trouble::NotOurs),
        Kind::Refused if answer.status == 422 => BlobMeaning::Damaged,
        Kind::Refused => refused_blob(answer),
        Kind::Trouble(trouble) => BlobMeaning::Trouble(trouble),
    }
}

/// The door never forbids a blob and knows all of their names: whoever says so stands before it and may have gone tomorrow. `409` says
/// that a part begins elsewhere than what the server has; asked about, it says where.
const fn refused_blob(answer: &Answer<'_>) -> BlobMeaning {
    match answer.status {
        403 | 404 | 405 | 409 => BlobMeaning::Trouble(Trouble::Unknown { retry_after_s: answer.retry_after_s }),
        _ => BlobMeaning::Refused,
    }
}

/// Reads an answer to `HEAD blobs/{sha256}`, which has no body.
#[must_use]
pub fn of_blob_head(answer: &Answer<'_>) -> BlobMeaning {
    match kind_of(answer) {
        Kind::Success => BlobMeaning::Stored,
        Kind::Trouble(_) if answer.status == 204 && answer.is_ours => BlobMeaning::Stored,
        Kind::Refused if answer.status == 404 => BlobMeaning::Absent,
        Kind::Refused => refused_blob(answer),
        Kind::Trouble(trouble) => BlobMeaning::Trouble(trouble),
    }
}

/// Reads an answer to `GET hello`: somebody else's JSON is not ours, nor is a server that does not understand us.
///
/// # Errors
/// What stands in between.
pub fn of_hello(answer: &Answer<'_>) -> Result<Hello, Trouble> {
    let hello: Hello = of_json(answer)?;
    if hello.service != "xunan" {
        return Err(Trouble::NotOurs);
    }
    if hello.protocol_min > PROTOCOL {
        return Err(Trouble::NeedsUpdate);
    }
    Ok(hello)
}

/// Reads an answer to `POST reconcile`: one presence for each question, or nothing.
///
/// # Errors
/// What stands in between.
pub fn of_reconcile(answer: &Answer<'_>, asked: &Reconcile) -> Result<Reconciled, Trouble> {
    let reconciled: Reconciled = of_json(answer)?;
    if reconciled.presence.len() == asked.held.len() { Ok(reconciled) } else { Err(Trouble::NotOurs) }
}

/// Reads an answer whose success is a JSON document and whose refusal says nothing to the phone but "later again": feed, holdings.
///
/// # Errors
/// What stands in between.
pub fn of_json<T: DeserializeOwned>(answer: &Answer<'_>) -> Result<T, Trouble> {
    match kind_of(answer) {
        Kind::Success => serde_json::from_slice(answer.body).map_err(|_| Trouble::NotOurs),
        Kind::Refused => Err(Trouble::Unknown { retry_after_s: answer.retry_after_s }),
        Kind::Trouble(trouble) => Err(trouble),
    }
}
