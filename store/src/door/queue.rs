//! How commands wait. On SQLite one task owns the writer: what waits together shares one commit, each command in its own savepoint,
//! so that one that goes wrong spoils no other. On PostgreSQL communities run in parallel, each command in its own transaction.

use super::{Answer, Done, Knock, Parts, one};
use crate::StoreError;
use sea_orm::{DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc, oneshot};

/// Commands that share one commit at most.
const BATCH_MAX: usize = 64;
/// Commands that may wait before the next one must wait to be put in.
const WAITING_MAX: usize = 1_024;
/// Commands in work at once on PostgreSQL; below its pool, so that readers get through.
const PARALLEL_MAX: usize = 10;
/// Times a transaction is begun anew after PostgreSQL took it back (deadlock, serialisation, two sending the same id).
const RETRIES_MAX: usize = 6;

/// Something to be written, and who waits for it.
pub(crate) enum Work {
    Command(Box<Knock>, oneshot::Sender<Result<Answer, StoreError>>),
    Evidence(crate::blob::Arrived, oneshot::Sender<Result<(), StoreError>>),
}

pub(crate) enum Queue {
    /// One writer for all.
    One(mpsc::Sender<Work>),
    /// Several at once.
    Many(Arc<Parts>, Arc<Semaphore>),
}

impl Queue {
    pub(super) fn start(parts: Arc<Parts>) -> Self {
        if parts.writer.get_database_backend() != DbBackend::Sqlite {
            return Self::Many(parts, Arc::new(Semaphore::new(PARALLEL_MAX)));
        }
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        tokio::spawn(write(parts, receiver));
        Self::One(sender)
    }

    pub(super) async fn put(&self, knock: Knock) -> Result<Answer, StoreError> {
        let (answer, waiting) = oneshot::channel();
        self.send(Work::Command(Box::new(knock), answer)).await?;
        waiting.await.map_err(|_| StoreError::Stopped)?
    }

    pub(crate) async fn arrived(&self, arrived: crate::blob::Arrived) -> Result<(), StoreError> {
        let (answer, waiting) = oneshot::channel();
        self.send(Work::Evidence(arrived, answer)).await?;
        waiting.await.map_err(|_| StoreError::Stopped)?
    }

    async fn send(&self, work: Work) -> Result<(), StoreError> {
        match self {
            Self::One(sender) => sender.send(work).await.map_err(|_| StoreError::Stopped),
            Self::Many(parts, turns) => {
                let (parts, turns) = (Arc::clone(parts), Arc::clone(turns));
                tokio::spawn(async move {
                    let _turn = turns.acquire_owned().await;
                    alone(&parts, work).await;
                });
                Ok(())
            }
        }
    }
}

/// The writer's life: take what waits, write it, commit once, answer all.
async fn write(parts: Arc<Parts>, mut receiver: mpsc::Receiver<Work>) {
    while let Some(first) = receiver.recv().await {
        let mut batch = vec![first];
        while batch.len() < BATCH_MAX {
            let Ok(next) = receiver.try_recv() else { break };
            batch.push(next);
        }
        together(&parts, batch).await;
    }
}

/// One command's result, kept until the commit is durable.
enum Kept {
    Command(Result<Done, StoreError>, oneshot::Sender<Result<Answer, StoreError>>),
    Evidence(Result<Vec<crate::Told>, StoreError>, oneshot::Sender<Result<(), StoreError>>),
}

async fn together(parts: &Parts, batch: Vec<Work>) {
    let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
    let transaction = match parts.writer.begin_with_options(options).await {
        Ok(transaction) => transaction,
        Err(error) => return fail(batch, &error.to_string()),
    };
    let is_alone = batch.len() == 1;
    let mut kept = Vec::with_capacity(batch.len());
    for work in batch {
        kept.push(in_savepoint(&transaction, parts, work, is_alone).await);
    }
    // A command alone that went wrong takes the whole transaction with it; with others it was rolled back to its savepoint.
    let ended = match kept.as_slice() {
        [Kept::Command(Err(_), _) | Kept::Evidence(Err(_), _)] => transaction.rollback().await,
        _ => transaction.commit().await,
    };
    match ended {
        Ok(()) => kept.into_iter().for_each(|kept| release(parts, kept)),
        Err(error) => {
            tracing::error!(%error, "the commit did not work: {error}");
            for kept in kept {
                match kept {
                    Kept::Command(_, waiting) => drop(waiting.send(Err(StoreError::Stopped))),
                    Kept::Evidence(_, waiting) => drop(waiting.send(Err(StoreError::Stopped))),
                }
            }
        }
    }
}

async fn in_savepoint(transaction: &DatabaseTransaction, parts: &Parts, work: Work, is_alone: bool) -> Kept {
    match work {
        Work::Command(knock, waiting) => {
            let result = if is_alone {
                one::apply(transaction, parts, &knock).await
            } else {
                match transaction.begin().await {
                    Ok(savepoint) => settle(one::apply(&savepoint, parts, &knock).await, savepoint).await,
                    Err(error) => Err(error.into()),
                }
            };
            Kept::Command(result, waiting)
        }
        Work::Evidence(arrived, waiting) => {
            let result = match transaction.begin().await {
                Ok(savepoint) => settle(crate::blob::note(&savepoint, &arrived, (parts.clock)()).await, savepoint).await,
                Err(error) => Err(error.into()),
            };
            Kept::Evidence(result, waiting)
        }
    }
}

async fn settle<T>(result: Result<T, StoreError>, transaction: DatabaseTransaction) -> Result<T, StoreError> {
    match result {
        Ok(done) => transaction.commit().await.map(|()| done).map_err(StoreError::from),
        Err(error) => {
            transaction.rollback().await?;
            Err(error)
        }
    }
}

/// After the commit: tell the world, then the one who waits.
fn release(parts: &Parts, kept: Kept) {
    match kept {
        Kept::Command(Ok(done), waiting) => {
            parts.told.tell(done.told);
            let _ = waiting.send(Ok(done.answer)); // nobody waits any more: the command stands all the same
        }
        Kept::Command(Err(error), waiting) => drop(waiting.send(Err(error))),
        Kept::Evidence(Ok(told), waiting) => {
            parts.told.tell(told);
            let _ = waiting.send(Ok(()));
        }
        Kept::Evidence(Err(error), waiting) => drop(waiting.send(Err(error))),
    }
}

fn fail(batch: Vec<Work>, why: &str) {
    tracing::error!("no transaction: {why}");
    for work in batch {
        match work {
            Work::Command(_, waiting) => drop(waiting.send(Err(StoreError::Stopped))),
            Work::Evidence(_, waiting) => drop(waiting.send(Err(StoreError::Stopped))),
        }
    }
}

/// PostgreSQL: one transaction a command, begun anew where the database took it back.
async fn alone(parts: &Parts, work: Work) {
    for attempt in 1.. {
        let transaction = match parts.writer.begin().await {
            Ok(transaction) => transaction,
            Err(error) => return fail(vec![work], &error.to_string()),
        };
        match &work {
            Work::Command(knock, _) => {
                let result = settle(one::apply(&transaction, parts, knock).await, transaction).await;
                if !(attempt < RETRIES_MAX && result.as_ref().is_err_and(is_passing)) {
                    let Work::Command(_, waiting) = work else { unreachable!("matched above") };
                    return release(parts, Kept::Command(result, waiting));
                }
            }
            Work::Evidence(arrived, _) => {
                let result = settle(crate::blob::note(&transaction, arrived, (parts.clock)()).await, transaction).await;
                if !(attempt < RETRIES_MAX && result.as_ref().is_err_and(is_passing)) {
                    let Work::Evidence(_, waiting) = work else { unreachable!("matched above") };
                    return release(parts, Kept::Evidence(result, waiting));
                }
            }
        }
    }
}

/// A failure that goes away by trying again: deadlock (40P01), serialisation (40001), or the same key written at the same moment
/// (23505), which the next try finds as a repeat.
fn is_passing(error: &StoreError) -> bool {
    let text = error.to_string();
    ["40P01", "40001", "23505", "deadlock detected", "could not serialize", "duplicate key"].iter().any(|sign| text.contains(sign))
}
