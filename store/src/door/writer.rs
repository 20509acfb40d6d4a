//! The one writer of SQLite. What waits together shares one commit. Should one of them go wrong, be it by a bug of ours, all are taken
//! back and written again, each in its own savepoint, so that it spoils no other.
//!
//! A commit that the disk did not take is not the writer's end. Whoever waits for it hears that nothing is known, nothing that was read
//! inside is kept, and the connection goes: SQLite may have rolled back by itself, and then the connection would count a transaction
//! that is no more. Should the log hold the lost commit after all, it is found as known when the same bytes come again.

use super::queue::{Call, Task, Work, contained, release, run};
use super::turn::Turn;
use super::{Done, Parts};
use crate::StoreError;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Commands that share one commit at most.
const BATCH_MAX: usize = 64;
/// How long the writer waits for work, while it could not write, before it looks whether it can again.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// A write that changes nothing.
const NOTHING: &str = "UPDATE place_seq SET seq = seq";

/// The writer's life: take what waits, write it, commit once, answer all.
pub(super) async fn write(parts: Arc<Parts>, mut receiver: mpsc::Receiver<Call>) {
    let mut closing = vec![];
    while let Some(first) = next(&parts, &mut receiver).await {
        let mut calls = vec![first];
        while calls.len() < BATCH_MAX {
            let Ok(next) = receiver.try_recv() else { break };
            calls.push(next);
        }
        let mut batch = Vec::with_capacity(calls.len());
        for call in calls {
            match call {
                Call::Work(work) => batch.push(work),
                Call::Close(waiting) => {
                    receiver.close(); // what is in the queue still comes out
                    closing.push(waiting);
                }
            }
        }
        if !batch.is_empty() {
            together(&parts, batch).await;
        }
    }
    for waiting in closing {
        let _ = waiting.send(()); // who closed may have gone
    }
}

/// What comes next; none when all is written after the closing.
async fn next(parts: &Parts, receiver: &mut mpsc::Receiver<Call>) -> Option<Call> {
    while parts.commits.are_failing.load(Ordering::Relaxed) {
        match timeout(LOOK_AGAIN, receiver.recv()).await {
            Ok(call) => return call,
            Err(_) => revive(parts).await,
        }
    }
    receiver.recv().await
}

/// Why a transaction came to nothing.
enum Trouble {
    /// One of the tasks; the transaction was taken back.
    One(StoreError),
    /// The transaction itself: what the connection holds is not known any more.
    All(DbErr),
}

async fn together(parts: &Parts, batch: Vec<Work>) {
    let mut written = one_by_one_if_need_be(parts, &batch).await;
    // SQLite has taken all of it back by itself.
    if first_error(&written).is_some_and(|error| parts.room.give_up_reserve(&error)) && renew(parts).await.is_ok() {
        written = one_by_one_if_need_be(parts, &batch).await;
    }
    match written {
        Ok(results) => {
            parts.commits.count(results.len());
            parts.commits.are_failing.store(false, Ordering::Relaxed);
            batch.into_iter().zip(results).for_each(|(work, result)| release(parts, work, result));
        }
        Err(error) => {
            tracing::error!("a commit of {} commands did not work: {error}", batch.len());
            batch.into_iter().for_each(|work| drop(work.waiting.send(Err(StoreError::NotWritten))));
            revive(parts).await;
        }
    }
}

type Written = Result<Vec<Result<Done, StoreError>>, DbErr>;

async fn one_by_one_if_need_be(parts: &Parts, batch: &[Work]) -> Written {
    match in_one_go(parts, batch).await {
        Err(Trouble::One(_)) if batch.len() > 1 => apart(parts, batch).await,
        Err(Trouble::One(error)) => Ok(vec![Err(error)]),
        Err(Trouble::All(error)) => Err(error),
        Ok(done) => Ok(done.into_iter().map(Ok).collect()),
    }
}

/// What went wrong, if anything did.
fn first_error(written: &Written) -> Option<String> {
    match written {
        Err(error) => Some(error.to_string()),
        Ok(results) => results.iter().find_map(|result| result.as_ref().err().map(ToString::to_string)),
    }
}

/// Gives the writer a new connection and notes whether it can write.
async fn revive(parts: &Parts) {
    let revived = renew(parts).await;
    if let Err(error) = &revived {
        tracing::error!("nothing can be written: {error}");
    }
    parts.commits.are_failing.store(revived.is_err(), Ordering::Relaxed);
}

async fn renew(parts: &Parts) -> Result<(), DbErr> {
    discard(parts).await?;
    let looked = write_nothing(parts).await;
    if looked.is_err() {
        discard(parts).await?;
    }
    looked
}

/// The writer's pool holds one connection and opens another when the next transaction begins.
async fn discard(parts: &Parts) -> Result<(), DbErr> {
    let lost = |error: sea_orm::sqlx::Error| DbErr::Custom(error.to_string());
    let old = parts.writer.get_sqlite_connection_pool().acquire().await.map_err(lost)?;
    old.close().await.map_err(lost)
}

async fn write_nothing(parts: &Parts) -> Result<(), DbErr> {
    let transaction = begin(parts).await?;
    transaction.execute_unprepared(NOTHING).await?;
    transaction.commit().await
}

async fn begin(parts: &Parts) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
    parts.writer.begin_with_options(options).await
}

/// All of them one after the other; the first that goes wrong takes back all.
async fn in_one_go(parts: &Parts, batch: &[Work]) -> Result<Vec<Done>, Trouble> {
    let transaction = begin(parts).await.map_err(Trouble::All)?;
    match contained(all_of(&transaction, parts, batch)).await {
        Ok((done, turn)) => {
            transaction.commit().await.map_err(Trouble::All)?;
            turn.keep_house(parts);
            Ok(done)
        }
        Err(error) => {
            transaction.rollback().await.map_err(Trouble::All)?;
            Err(Trouble::One(error))
        }
    }
}

async fn all_of(transaction: &DatabaseTransaction, parts: &Parts, batch: &[Work]) -> Result<(Vec<Done>, Turn), StoreError> {
    let knocks = batch.iter().filter_map(|work| match &work.task {
        Task::Command(knock) => Some(knock.as_ref()),
        Task::Evidence(_) | Task::Overdue(_) => None,
    });
    let mut turn = Turn::shared(transaction, parts, knocks).await?;
    let mut done = Vec::with_capacity(batch.len());
    for work in batch {
        done.push(run(transaction, parts, &mut turn, &work.task).await?);
    }
    Ok((done, turn))
}

/// Each in its own savepoint; what goes wrong is taken back alone.
async fn apart(parts: &Parts, batch: &[Work]) -> Written {
    let transaction = begin(parts).await?;
    let mut results = Vec::with_capacity(batch.len());
    for work in batch {
        let savepoint = transaction.begin().await?;
        let result = contained(run(&savepoint, parts, &mut Turn::default(), &work.task)).await;
        // A savepoint that does not end says that the transaction around it is gone: what came after would stand alone.
        match &result {
            Ok(_) => savepoint.commit().await?,
            Err(_) => savepoint.rollback().await?,
        }
        results.push(result);
    }
    transaction.commit().await?;
    Ok(results)
}
