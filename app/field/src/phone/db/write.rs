//! Writing: several rows of several stores in one transaction, or none of them.

use super::{Store, StoreFault, WRITE_LIMIT_MS, attempt, beginning, reserve};
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{Error, UnexpectedDataError};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;

/// What a row that is there (or not) has to be like.
type Condition = Box<dyn Fn(Option<JsValue>) -> bool>;

/// One write.
pub(in super::super) enum Op {
    /// Writes a row, whatever was there.
    Put(Store, String, JsValue),
    /// Writes a row; the transaction fails if there is one.
    Add(Store, String, JsValue),
    /// Removes a row.
    Delete(Store, String),
    /// Removes every row whose key begins so.
    DeleteAll(Store, String),
    /// The transaction fails if this does not hold.
    Require(Store, String, Condition),
}

impl Op {
    /// Whether it writes no picture.
    const fn is_small(&self) -> bool {
        !matches!(self, Self::Put(Store::Blobs | Store::Thumbs | Store::Quarantine, ..) | Self::Add(Store::Blobs | Store::Thumbs, ..))
    }

    const fn store(&self) -> Store {
        match self {
            Self::Put(store, ..) | Self::Add(store, ..) | Self::Delete(store, _) | Self::DeleteAll(store, _) | Self::Require(store, ..) => {
                *store
            }
        }
    }
}

/// Does all of it in one transaction of durability `strict`, or nothing. Returns after `complete`.
///
/// # Errors
/// [`StoreFault::Taken`] if a row to be added is there or a condition does not hold; what else stands in the way. After
/// [`StoreFault::TimedOut`] nobody knows whether it was done.
pub(in super::super) async fn write(ops: Vec<Op>) -> Result<(), StoreFault> {
    match once(&ops).await {
        // Words fit into what was laid by for them; a photo waits until there is room.
        Err(StoreFault::Full) if ops.iter().all(Op::is_small) && reserve::give_up().await => once(&ops).await,
        done => done,
    }
}

/// The same without what was laid by.
pub(super) async fn once(ops: &[Op]) -> Result<(), StoreFault> {
    // A transaction over no store is refused as if the database were broken.
    if ops.is_empty() {
        return Ok(());
    }
    let stores: BTreeSet<Store> = ops.iter().map(Op::store).collect();
    let names: Vec<&str> = stores.into_iter().map(Store::name).collect();
    attempt(WRITE_LIMIT_MS, async |database: Database| {
        let mut options = TransactionOptions::new();
        options.set_durability(TransactionDurability::Strict);
        let builder = database.transaction(&names[..]).with_mode(TransactionMode::Readwrite).with_options(options);
        let transaction = builder.build()?;
        for op in ops {
            apply(&transaction, op).await?;
        }
        transaction.commit().await
    })
    .await
}

async fn apply(transaction: &Transaction<'_>, op: &Op) -> Result<(), Error> {
    let store = transaction.object_store(op.store().name())?;
    match op {
        Op::Put(_, key, value) => {
            // Requests go out when they are built; their failure aborts the transaction, which is where it is heard.
            drop(store.put(value).with_key(key.as_str()).without_key_type().primitive()?);
        }
        Op::Add(_, key, value) => store.add(value).with_key(key.as_str()).without_key_type().primitive()?.await?,
        Op::Delete(_, key) => drop(store.delete(key.as_str()).primitive()?),
        Op::DeleteAll(_, prefix) => drop(store.delete::<String, _>(beginning(prefix)).primitive()?),
        Op::Require(_, key, holds) => {
            let value: Option<JsValue> = store.get(key.as_str()).primitive()?.await?;
            if !holds(value) {
                // The transaction is dropped, and with that aborted.
                return Err(Error::MissingData(UnexpectedDataError::TransactionAborted));
            }
        }
    }
    Ok(())
}
