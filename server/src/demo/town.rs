//! The door to the demo's data: every command goes through `apply` at a time of its own, by a clock that can be set.

use super::random::Random;
use anyhow::{Result, bail};
use bytes::Bytes;
use domain::command::{Command, Sealed, What};
use domain::digest::Sha256;
use domain::ids::{CommandId, PlaceId, UserId};
use domain::time::Timestamp;
use domain::user::Role;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Store, StoreConfig, Submitter};
use sync::receipt::{Outcome, Receipt};

/// The store, and what time it is there.
pub(super) struct Town {
    pub(super) store: Arc<Store>,
    clock: Arc<AtomicI64>,
    seed: u64,
    issued: usize,
}

/// Who issues a command.
#[derive(Debug, Clone, Copy)]
pub(super) struct By {
    pub(super) user: UserId,
    pub(super) role: Role,
}

impl By {
    /// The command line.
    pub(super) const SYSTEM: Self = Self { user: UserId::SYSTEM, role: Role::System };
}

impl Town {
    pub(super) async fn open(folder: &Path, database_url: Option<String>, seed: u64, at: Timestamp) -> Result<Self> {
        let clock = Arc::new(AtomicI64::new(at.0));
        let hand = Arc::clone(&clock);
        let config =
            StoreConfig { folder: folder.to_owned(), database_url, clock: Arc::new(move || Timestamp(hand.load(Ordering::Relaxed))) };
        Ok(Self { store: Arc::new(Store::open(config).await?), clock, seed, issued: 0 })
    }

    /// From now on it is this time.
    pub(super) fn set(&self, at: Timestamp) {
        self.clock.store(at.0, Ordering::Relaxed);
    }

    pub(super) fn random(&self, thing: &str, n: usize) -> Random {
        Random::of(self.seed, thing, n)
    }

    /// Makes a command; its id follows from how many came before.
    pub(super) fn command(&mut self, by: By, place: PlaceId, at: Timestamp, base: Option<u32>, what: What) -> Command {
        self.issued += 1;
        let id = CommandId(self.random("command", self.issued).id(at));
        Command { id, by: by.user, role: by.role, place, at, base, what }
    }

    /// Applies it now; a refusal is a fault of the demo.
    pub(super) async fn apply(&self, command: &Command) -> Result<(Receipt, Sha256)> {
        let sealed = Sealed::of(command);
        let sha256 = sealed.sha256;
        let submitter = if command.by == UserId::SYSTEM {
            Submitter::System { operator: Some("xunan demo".to_owned()) }
        } else {
            Submitter::Session { user: command.by }
        };
        match self.store.apply(sealed, submitter).await?.outcome()? {
            Outcome::Receipt(receipt) => Ok((receipt, sha256)),
            Outcome::Refused { refusal, .. } => bail!("{} was refused: {refusal}", command.what.name()),
        }
    }

    /// What the machine's operator orders, at the time it is.
    pub(super) async fn order(&mut self, place: PlaceId, what: What) -> Result<()> {
        let command = self.command(By::SYSTEM, place, self.store.now(), None, what);
        self.apply(&command).await.map(drop)
    }

    pub(super) async fn keep(&self, by: UserId, sha256: Sha256, media_type: &str, bytes: Vec<u8>) -> Result<()> {
        self.store.put_blob(by, sha256, media_type, Bytes::from(bytes)).await?;
        Ok(())
    }
}
