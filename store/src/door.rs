//! The only writer. A command goes in, an answer comes out; what lies between is one transaction.
//!
//! 1. an id seen before with the same bytes gets the stored answer again, byte for byte; with other bytes a conflict, and nothing is
//!    overwritten.
//! 2. what the command touches is loaded, `domain` decides.
//! 3. state tables, events and the answer are written in one transaction.
//! 4. only after the commit is durable is anyone told. The work runs in its own task, so a client that hangs up cancels nothing.
//!
//! A refusal is stored and repeated like a receipt, because the same bytes cannot become right by being sent again. Not stored are
//! `unreadable`, `not_owner` and `too_large`, which say nothing about a command whose owner might send it by another way; an
//! `id_conflict`, which must not take the place of the first answer; and what a timer is refused, because its id follows from what
//! fell due and it must be able to try again.

mod around;
mod checklist;
mod event;
mod follow_up;
mod later;
mod ledger;
mod number;
mod one;
mod organisation;
mod overdue;
mod queue;
mod record;
mod review;
mod submit;
mod touch;
mod turn;
mod writer;

pub(crate) use event::{By, Ends, hash_of, write as write_events};
pub(crate) use later::Later;
pub(crate) use overdue::ends_with as overdue_ends_with;
pub(crate) use record::{hazard_of, premises_of};
pub(crate) use review::Standing;
pub(crate) use submit::{record_of, standing_record};

use crate::house::Houses;
use crate::open::Clock;
use crate::room::Room;
use crate::told::{Teller, Told};
use crate::{Store, StoreError};
use domain::command::{Command, Sealed};
use domain::ids::{CommandId, UserId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use sea_orm::DatabaseConnection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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
pub(crate) struct Knock {
    command: Command,
    sealed: Sealed,
    submitter: Submitter,
}

/// What one command came to, before anybody is told.
pub(crate) struct Done {
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
    pub commits: Commits,
    pub room: Arc<Room>,
}

/// How many commits were made since the start, and how many commands and pieces of evidence they held.
#[derive(Debug, Default)]
pub(crate) struct Commits {
    commits: AtomicU64,
    held: AtomicU64,
    /// The writer could not write, and has not been able to since.
    are_failing: AtomicBool,
}

impl Commits {
    fn count(&self, held: usize) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.held.fetch_add(held as u64, Ordering::Relaxed);
    }
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
    /// Commits since the start, and the commands and pieces of evidence they held: how well the group commit works.
    #[must_use]
    pub fn commits(&self) -> (u64, u64) {
        let commits = &self.door.parts.commits;
        (commits.commits.load(Ordering::Relaxed), commits.held.load(Ordering::Relaxed))
    }

    /// Writes what was handed in, then takes nothing more: the graceful stop. Answers [`StoreError::Stopped`] from then on. Reading ends
    /// too, so whoever still answers questions is to be stopped before. A second call finds nothing to do.
    ///
    /// # Errors
    /// [`StoreError::Database`] if a connection does not close.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.door.queue.close().await;
        self.readers.clone().close().await?;
        Ok(self.door.parts.writer.clone().close().await?)
    }

    /// Whether the writer has stopped for good: closed, or gone. Then only a new start helps.
    #[must_use]
    pub fn has_stopped(&self) -> bool {
        self.door.queue.is_closed()
    }

    /// Whether nothing can be written for now: the disk did not take a commit and has taken none since. The writer looks by itself every
    /// few seconds, so this ends when its cause does; reading goes on meanwhile. Only SQLite's writer knows it.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.door.parts.commits.are_failing.load(Ordering::Relaxed)
    }

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
