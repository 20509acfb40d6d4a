//! What lies in the outbox, as it is stored. Kept for weeks: add optional fields, never rename one.

use crate::hello::Epoch;
use crate::receipt::Receipt;
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId, PremisesId, UserId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The name on the wire of the command that adds premises.
const ADD_PREMISES: &str = "add_premises";

/// A sealed command. Its bytes lie beside it and are never written again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The command's id.
    pub id: CommandId,
    /// Hash of its bytes.
    pub sha256: Sha256,
    /// Their number.
    pub size_bytes: u64,
    /// Whose: sent with this person's session only.
    pub owner: UserId,
    /// The command's name on the wire.
    pub kind: String,
    /// Its visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspection: Option<InspectionId>,
    /// The premises it visits, changes or adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premises: Option<PremisesId>,
    /// What people call it by: the premises' name.
    pub title: String,
    /// The provisional number.
    #[serde(default)]
    pub number: String,
    /// When it was sealed, by the phone's clock.
    pub sealed_at: Timestamp,
    /// Photos and signatures that belong to it.
    #[serde(default)]
    pub blobs: Vec<Sha256>,
    /// Written down before the first request leaves, because from then on it can't be taken back.
    #[serde(default)]
    pub attempted: bool,
    /// How far it is.
    pub state: State,
}

/// How far an item is, by what is known and written down; that it is being sent just now is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum State {
    /// The server has not said that it has it.
    Sealed,
    /// A receipt that checks out.
    Acked {
        /// As given. Its epoch is that of the first commit and may be older than `epoch`.
        receipt: Receipt,
        /// The server's epoch when it was given.
        epoch: Epoch,
        /// Confirmed by a later reconcile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed: Option<Confirmed>,
    },
    /// Not taken.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The server keeps this answer: offered again, the same bytes get it again.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        repeats: bool,
    },
    /// The server has other bytes under this id.
    Conflict,
    /// The bytes here can't be read or are not those that were sealed.
    Corrupt,
}

/// A reconcile said that it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// In this epoch.
    pub epoch: Epoch,
    /// At this server time.
    pub at: Timestamp,
}

/// A photo or signature; several items may name the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blob {
    /// Hash of its bytes, and its name.
    pub sha256: Sha256,
    /// Their number.
    pub size_bytes: u64,
    /// Its bytes are on this phone. Pictures of a revision that was made on another phone are not.
    pub here: bool,
    /// How far it is.
    pub state: BlobState,
}

/// How far a blob is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum BlobState {
    /// The server has not said that it has it.
    Wanted,
    /// The server said so.
    Stored {
        /// In this epoch.
        epoch: Epoch,
    },
    /// A reconcile confirmed it.
    Verified {
        /// When and where.
        confirmed: Confirmed,
    },
    /// The server does not take it.
    Refused,
    /// The bytes here can't be read or are not those of its name.
    Corrupt,
}

impl Blob {
    /// One that the server has not got yet.
    #[must_use]
    pub const fn new(sha256: Sha256, size_bytes: u64, here: bool) -> Self {
        Self { sha256, size_bytes, here, state: BlobState::Wanted }
    }

    /// Whether the server of this epoch has it.
    #[must_use]
    pub fn is_stored(&self, epoch: Option<Epoch>) -> bool {
        match self.state {
            BlobState::Stored { epoch: of } => Some(of) == epoch,
            BlobState::Verified { confirmed } => Some(confirmed.epoch) == epoch,
            _ => false,
        }
    }

    /// When a reconcile of this epoch confirmed it.
    #[must_use]
    pub fn confirmed_at(&self, epoch: Option<Epoch>) -> Option<Timestamp> {
        match self.state {
            BlobState::Verified { confirmed } if Some(confirmed.epoch) == epoch => Some(confirmed.at),
            _ => None,
        }
    }
}

impl Item {
    /// The premises that it adds to the ledger, if that is what it does.
    #[must_use]
    pub fn adds(&self) -> Option<PremisesId> {
        self.premises.filter(|_| self.kind == ADD_PREMISES)
    }

    /// Whether the server of this epoch has said its word, or never will.
    pub(super) fn is_answered(&self, now: Option<Epoch>) -> bool {
        match &self.state {
            State::Sealed => false,
            State::Acked { .. } => self.is_acked(now),
            State::Refused { .. } | State::Conflict | State::Corrupt => true,
        }
    }

    /// Whether the server of this epoch has the command.
    #[must_use]
    pub fn is_acked(&self, now: Option<Epoch>) -> bool {
        match &self.state {
            State::Acked { epoch, confirmed, .. } => Some(*epoch) == now || confirmed.is_some_and(|confirmed| Some(confirmed.epoch) == now),
            _ => false,
        }
    }

    /// When a reconcile of this epoch confirmed the command.
    #[must_use]
    pub fn confirmed_at(&self, now: Option<Epoch>) -> Option<Timestamp> {
        match &self.state {
            State::Acked { confirmed: Some(confirmed), .. } if Some(confirmed.epoch) == now => Some(confirmed.at),
            _ => None,
        }
    }

    /// Its receipt.
    #[must_use]
    pub const fn receipt(&self) -> Option<&Receipt> {
        match &self.state {
            State::Acked { receipt, .. } => Some(receipt),
            _ => None,
        }
    }
}
