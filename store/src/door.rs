//! The only writer. A command goes in, an answer comes out; what lies between is one transaction.
//!
//! 1. an id seen before with the same bytes gets the stored answer again, byte for byte; with other bytes a conflict, and nothing is
//!    overwritten.
//! 2. what the command touches is loaded, `domain` decides.
//! 3. state tables, events and the answer are written in one transaction.
//! 4. only after the commit is durable is anyone told. The work runs in its own task, so a client that hangs up cancels nothing.
//!
//! A refusal is stored and repeated like a receipt, because the same bytes cannot become right by being sent again. Three are not
//! stored: `unreadable`, `not_owner` and `too_large` say nothing about a command whose owner might send it by another way, and an
//! `id_conflict` must not take the place of the first answer.

mod checklist;
mod event;
mod ledger;
mod number;
mod one;
mod organisation;
mod queue;
mod record;
mod review;
mod submit;

pub(crate) use event::{By, Ends, hash_of, write as write_events};
pub(crate) use record::{facts_of, hazard_of, premises_of};
pub(crate) use review::Standing;
pub(crate) use submit::{record_of, standing_record};

use crate::house::Houses;
use crate::open::Clock;
use crate::told::{Teller, Told};
use crate::{Store, StoreError};
use domain::command::{Command, Sealed};
use domain::ids::{CommandId, UserId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use sea_orm::DatabaseConnection;
use std::sync::Arc;
use sync::hello::Epoch;
use sync::receipt::{Outcome, status_of};

/// Who knocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitter {
    /// A signed-in person: the command's `by` must be theirs.
    Session {
        /// Who.
        user: UserId,
    },
    /// A timer, or the command line.
    System {
        /// Who says he is typing; kept in the audit trail.
        operator: Option<String>,
    },
}

/// The door's answer: its bytes are stored and repeated as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status that goes with it.
    pub status: u16,
    /// JSON of [`Outcome`].
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The answer as a value.
    ///
    /// # Errors
    /// [`StoreError::Broken`] if a newer server wrote what this one cannot read.
    pub fn outcome(&self) -> Result<Outcome, StoreError> {
        serde_json::from_slice(&self.bytes).map_err(|error| StoreError::broken("command", "answer", error))
    }
}

/// A command on its way in.
struct Knock {
    command: Command,
    sealed: Sealed,
    submitter: Submitter,
}

/// What one command came to, before anybody is told.
struct Done {
    answer: Answer,
    told: Vec<Told>,
}

/// What the door is made of.
pub(crate) struct Parts {
    pub writer: DatabaseConnection,
    pub epoch: Epoch,
    pub houses: Arc<Houses>,
    pub told: Teller,
    pub clock: Clock,
}

/// The door.
pub(crate) struct Door {
    parts: Arc<Parts>,
    queue: queue::Queue,
}

impl Door {
    pub(crate) fn open(parts: Parts) -> Self {
        let parts = Arc::new(parts);
        Self { queue: queue::Queue::start(Arc::clone(&parts)), parts }
    }

    /// A piece of writing outside commands that must not run beside one: evidence that arrived.
    pub(crate) fn parts(&self) -> &Arc<Parts> {
        &self.parts
    }

    pub(crate) const fn queue(&self) -> &queue::Queue {
        &self.queue
    }
}

impl Store {
    /// Applies a command once and for all.
    ///
    /// # Errors
    /// [`StoreError`] if the data could not be read or written: then nothing is known about the command, and sending the same bytes
    /// again is safe.
    pub async fn apply(&self, sealed: Sealed, submitter: Submitter) -> Result<Answer, StoreError> {
        let now = self.now();
        let command = match sealed.open() {
            Ok(command) => command,
            Err(refusal) => return Ok(refuse(CommandId(uuid::Uuid::nil()), &sealed, refusal, now)),
        };
        let is_owner = match &submitter {
            Submitter::Session { user } => command.by == *user,
            Submitter::System { .. } => command.by == UserId::SYSTEM,
        };
        if !is_owner {
            return Ok(refuse(command.id, &sealed, Refusal::NotOwner, now));
        }
        self.door.queue.put(Knock { command, sealed, submitter }).await
    }
}

/// A refusal as an answer.
fn refuse(id: CommandId, sealed: &Sealed, refusal: Refusal, received_at: Timestamp) -> Answer {
    let status = status_of(&refusal);
    let outcome = Outcome::Refused { id, sha256: sealed.sha256, refusal, received_at };
    Answer { status, bytes: crate::code::json(&outcome).into_bytes() }
}
