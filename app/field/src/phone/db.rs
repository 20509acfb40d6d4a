//! The one door to IndexedDB: one database, transactions that are durable when they say so, time-outs on every call, a new connection
//! after a lost one. Rows of evidence carry a hash and go to quarantine when they can't be read; nothing here ever deletes the database.

mod reserve;
mod row;
mod write;

use super::timer::{TooLate, within};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::prelude::*;
use leptos::prelude::{ArcReadSignal, ArcRwSignal, GetUntracked, Set};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

pub(super) use reserve::lay_by;
pub(super) use row::{decode, encode, kept, kept_one};
pub(super) use write::{Op, write};

const NAME: &str = "xunan";
/// Raised only to add a store; an older build must still open the database of a newer one.
const VERSION: u8 = 1;
/// Some browsers hang at the first opening after an update.
const OPEN_LIMIT_MS: u32 = 15_000;
const READ_LIMIT_MS: u32 = 20_000;
/// A full disk makes writes hang for longer than any of ours takes.
const WRITE_LIMIT_MS: u32 = 20_000;
/// Above every character that stands in our keys.
const LAST: char = '\u{ffff}';

/// The stores. Keys are words made by us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Store {
    /// Device, persons, cursor, epoch.
    Meta,
    /// Journal entries, `draft/number`.
    Drafts,
    /// Sealed bytes, by command.
    Sealed,
    /// The outbox's rows: `item/…`, `blob/…`.
    Outbox,
    /// Bytes of photos and signatures, by hash; `raw/…` for files on their way to become one.
    Blobs,
    /// Small pictures, by hash.
    Thumbs,
    /// Receipts of what has left, by command.
    Receipts,
    /// What the server has sent: `generation/kind/id`.
    Ledger,
    /// Rows that can't be read, as they were: `store/key`.
    Quarantine,
}

impl Store {
    pub(super) const ALL: [Self; 9] =
        [Self::Meta, Self::Drafts, Self::Sealed, Self::Outbox, Self::Blobs, Self::Thumbs, Self::Receipts, Self::Ledger, Self::Quarantine];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Drafts => "drafts",
            Self::Sealed => "sealed",
            Self::Outbox => "outbox",
            Self::Blobs => "blobs",
            Self::Thumbs => "thumbs",
            Self::Receipts => "receipts",
            Self::Ledger => "ledger",
            Self::Quarantine => "quarantine",
        }
    }
}

/// Why something could not be stored or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// `st.full`
    #[error("no room")]
    Full,
    /// The database did not answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The database is closed or broken.
    #[error("the database does not work")]
    Broken,
    /// The row is there already: another tab was faster.
    #[error("another tab wrote this")]
    Taken,
}

/// How the phone's storage does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Health {
    /// Not tried yet.
    #[default]
    Unknown,
    /// `st.good`
    Good,
    /// `st.full`
    Full,
    /// Does not open or answer: nothing can be kept here.
    Broken,
    /// This browser has no IndexedDB (private window, old browser): `app.noff`.
    Missing,
}

struct Connection {
    database: RefCell<Option<Database>>,
    health: ArcRwSignal<Health>,
}

thread_local! {
    static CONNECTION: Connection =
        Connection { database: RefCell::new(None), health: ArcRwSignal::new(Health::Unknown) };
}

/// How the phone's storage does; tracked.
#[must_use]
pub fn health() -> ArcReadSignal<Health> {
    CONNECTION.with(|connection| connection.health.read_only())
}

fn tell(health: Health) {
    CONNECTION.with(|connection| {
        if connection.health.get_untracked() != health {
            connection.health.set(health);
        }
    });
}

/// The connection; a new one if the last was lost.
///
/// # Errors
/// What stands in the way; [`health`] says it too.
pub(super) async fn open() -> Result<Database, StoreFault> {
    let known = CONNECTION.with(|connection| connection.database.borrow().clone());
    if let Some(database) = known {
        return Ok(database);
    }
    let opening = Database::open(NAME).with_version(VERSION).with_on_upgrade_needed(|_, database| {
        // What is there already stays: an upgrade only adds.
        let there: Vec<String> = database.object_store_names().collect();
        for store in Store::ALL.into_iter().filter(|store| !there.iter().any(|name| name == store.name())) {
            database.create_object_store(store.name()).build()?;
        }
        Ok(())
    });
    let opened = within(OPEN_LIMIT_MS, async move { opening.await }).await;
    match opened {
        Ok(Ok(database)) => {
            CONNECTION.with(|connection| connection.database.replace(Some(database.clone())));
            tell(Health::Good);
            Ok(database)
        }
        Ok(Err(OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory)) => {
            tell(Health::Missing);
            Err(StoreFault::Broken)
        }
        Ok(Err(OpenDbError::VersionZero | OpenDbError::Base(_))) => {
            tell(Health::Broken);
            Err(StoreFault::Broken)
        }
        Err(TooLate) => {
            tell(Health::Broken);
            Err(StoreFault::TimedOut)
        }
    }
}

/// Lets go of a connection that does not work; the next call opens another.
fn lose(fault: StoreFault) {
    let lost = CONNECTION.with(|connection| connection.database.replace(None));
    if let Some(database) = lost {
        database.close();
    }
    tell(if fault == StoreFault::Full { Health::Full } else { Health::Broken });
}

/// Does something with a connection, in time; once more with a new one if the connection was lost.
async fn attempt<T>(limit_ms: u32, work: impl AsyncFn(Database) -> Result<T, Error>) -> Result<T, StoreFault> {
    let mut is_first = true;
    loop {
        let database = open().await?;
        let fault = match within(limit_ms, work(database)).await {
            Ok(Ok(done)) => {
                tell(Health::Good);
                return Ok(done);
            }
            Ok(Err(error)) => fault_of(&error),
            Err(TooLate) => StoreFault::TimedOut,
        };
        match fault {
            // The connection is fine.
            StoreFault::Taken => return Err(fault),
            StoreFault::Full => {
                tell(Health::Full);
                return Err(fault);
            }
            StoreFault::Broken if is_first => lose(fault),
            StoreFault::Broken | StoreFault::TimedOut => {
                lose(fault);
                return Err(fault);
            }
        }
        is_first = false;
    }
}

fn fault_of(error: &Error) -> StoreFault {
    match error {
        Error::DomException(DomException::ConstraintError(_)) => StoreFault::Taken,
        Error::DomException(exception) => match web_sys::DomException::from(exception.clone()) {
            // A full disk shows as "Failed to write blobs (IOError)".
            full if full.name() == "QuotaExceededError" || full.message().contains("IOError") => StoreFault::Full,
            _ => StoreFault::Broken,
        },
        // A condition of ours did not hold: see `write`.
        Error::MissingData(_) => StoreFault::Taken,
        Error::Serialisation(_) | Error::Unknown(_) => StoreFault::Broken,
    }
}

/// One row.
///
/// # Errors
/// What stands in the way.
pub(super) async fn read(store: Store, key: &str) -> Result<Option<JsValue>, StoreFault> {
    attempt(READ_LIMIT_MS, async |database: Database| {
        let transaction = database.transaction(store.name()).build()?;
        let value: Option<JsValue> = transaction.object_store(store.name())?.get(key).primitive()?.await?;
        transaction.commit().await?;
        Ok(value)
    })
    .await
}

/// Every row whose key begins so, in the order of the keys.
///
/// # Errors
/// What stands in the way.
pub(super) async fn read_all(store: Store, prefix: &str) -> Result<Vec<(String, JsValue)>, StoreFault> {
    attempt(READ_LIMIT_MS, async |database: Database| {
        let transaction = database.transaction(store.name()).build()?;
        let object_store = transaction.object_store(store.name())?;
        let keys = object_store.get_all_keys::<String>().with_query::<String, _>(beginning(prefix)).primitive()?;
        let values = object_store.get_all::<JsValue>().with_query::<String, _>(beginning(prefix)).primitive()?;
        let keys = keys.await?.collect::<Result<Vec<_>, _>>()?;
        let values = values.await?.collect::<Result<Vec<_>, _>>()?;
        transaction.commit().await?;
        Ok(keys.into_iter().zip(values).collect())
    })
    .await
}

/// Every key that begins so.
///
/// # Errors
/// What stands in the way.
pub(super) async fn keys(store: Store, prefix: &str) -> Result<Vec<String>, StoreFault> {
    attempt(READ_LIMIT_MS, async |database: Database| {
        let transaction = database.transaction(store.name()).build()?;
        let keys =
            transaction.object_store(store.name())?.get_all_keys::<String>().with_query::<String, _>(beginning(prefix)).primitive()?;
        let keys = keys.await?.collect::<Result<Vec<_>, _>>()?;
        transaction.commit().await?;
        Ok(keys)
    })
    .await
}

fn beginning(prefix: &str) -> KeyRange<String> {
    KeyRange::Bound(prefix.to_owned(), false, format!("{prefix}{LAST}"), false)
}
