//! `POST reconcile`: what the phone still holds, and whether the server has it. Only after this may anything leave the phone.

use crate::hello::Epoch;
use domain::digest::Sha256;
use domain::ids::CommandId;
use serde::{Deserialize, Serialize};

/// Pairs a call may carry.
pub const RECONCILE_MAX: usize = 200;

/// One thing the phone holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Held {
    /// A sealed command.
    Command {
        /// Its id.
        id: CommandId,
        /// SHA-256 of its bytes.
        sha256: Sha256,
    },
    /// A photo or signature.
    Blob {
        /// Its name.
        sha256: Sha256,
    },
}

/// What the server has of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// The same bytes, durable.
    Present,
    /// Nothing under this id.
    Absent,
    /// Other bytes under this id.
    Different,
    /// Known and refused; the stored refusal is repeated on the next offer.
    Refused,
}

/// The question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconcile {
    /// At most [`RECONCILE_MAX`].
    pub held: Vec<Held>,
}

/// The answer, in the order of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciled {
    /// The epoch this is true in.
    pub epoch: Epoch,
    /// One for each of [`Reconcile::held`].
    pub presence: Vec<Presence>,
}
