//! How commands wait. On SQLite one task owns the writer. On PostgreSQL communities run in parallel, each command in its own
//! transaction.

use super::turn::Turn;
use super::{Answer, Done, Knock, Parts, one, overdue, writer};
use crate::StoreError;
use crate::blob::Arrived;
use domain::ids::InspectionId;
use futures::FutureExt;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, TransactionTrait};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc, oneshot};

/// Commands that may wait before the next one must wait to be put in.
const WAITING_MAX: usize = 1_024;
/// Commands in work at once on PostgreSQL; below its pool, so that readers get through.
const PARALLEL_MAX: u32 = 10;
/// Times a transaction is begun anew after PostgreSQL took it back (deadlock, serialisation, two sending the same id).
const RETRIES_MAX: usize = 6;

/// Something to be written.
pub(crate) enum Task {
    Command(Box<Knock>),
    Evidence(Arrived),
    Overdue(InspectionId),
}

/// A task and who waits for it.
pub(crate) struct Work {
    pub(super) task: Task,
    pub(super) waiting: oneshot::Sender<Result<Answer, StoreError>>,
}

/// What the writer is told.
pub(crate) enum Call {
    Work(Work),
    /// Write what waits, then no more.
    Close(oneshot::Sender<()>),
}

pub(crate) enum Queue {
    /// One writer for all.
    One(mpsc::Sender<Call>),
    /// Several at once.
    Many(Arc<Parts>, Arc<Semaphore>),
}

impl Queue {
    pub(super) fn start(parts: Arc<Parts>) -> Self {
        if parts.writer.get_database_backend() != DbBackend::Sqlite {
            return Self::Many(parts, Arc::new(Semaphore::new(PARALLEL_MAX as usize)));
        }
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        tokio::spawn(writer::write(parts, receiver));
        Self::One(sender)
    }

    pub(super) async fn put(&self, knock: Knock) -> Result<Answer, StoreError> {
        self.send(Task::Command(Box::new(knock))).await
    }

    pub(crate) async fn arrived(&self, arrived: Arrived) -> Result<(), StoreError> {
        self.send(Task::Evidence(arrived)).await.map(drop)
    }

    pub(crate) async fn overdue(&self, inspection: InspectionId) -> Result<(), StoreError> {
        self.send(Task::Overdue(inspection)).await.map(drop)
    }

    /// Waits until everything that was put in is written; from now on nothing is taken.
    pub(super) async fn close(&self) {
        match self {
            Self::One(sender) => {
                let (done, waiting) = oneshot::channel();
                if sender.send(Call::Close(done)).await.is_ok() {
                    let _ = waiting.await; // an error says that the writer is gone, which is what we wait for
                }
            }
            Self::Many(_, turns) => {
                let _all = turns.acquire_many(PARALLEL_MAX).await;
                turns.close();
            }
        }
    }

    /// Whether nothing is taken any more.
    pub(super) fn is_closed(&self) -> bool {
        match self {
            Self::One(sender) => sender.is_closed(),
            Self::Many(_, turns) => turns.is_closed(),
        }
    }

    async fn send(&self, task: Task) -> Result<Answer, StoreError> {
        let (waiting, answer) = oneshot::channel();
        let work = Work { task, waiting };
        match self {
            Self::One(sender) => sender.send(Call::Work(work)).await.map_err(|_| StoreError::Stopped)?,
            Self::Many(parts, turns) => {
                let (parts, turns) = (Arc::clone(parts), Arc::clone(turns));
                tokio::spawn(async move {
                    // Closed: the work is dropped, and who waits for it hears that the writer has stopped.
                    let Ok(_turn) = turns.acquire_owned().await else { return };
                    alone(&parts, work).await;
                });
            }
        }
        answer.await.map_err(|_| StoreError::Stopped)?
    }
}

/// A bug that would end whoever runs it becomes an error of this one piece of work: the writer is there for all others too. What the
/// work has begun is taken back with its transaction, and nothing of it lives on elsewhere.
pub(super) async fn contained<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        Err(StoreError::Panicked(words.unwrap_or("without a word").to_owned()))
    })
}

/// Writes one task inside a transaction that the caller ends.
pub(super) async fn run(db: &impl ConnectionTrait, parts: &Parts, turn: &mut Turn, task: &Task) -> Result<Done, StoreError> {
    match task {
        Task::Command(knock) => one::apply(db, parts, turn, knock).await,
        Task::Evidence(arrived) => {
            let told = crate::blob::note(db, &mut turn.ends, arrived, (parts.clock)()).await?;
            Ok(Done { answer: Answer { status: 204, bytes: vec![] }, told })
        }
        Task::Overdue(inspection) => {
            let told = overdue::show(db, &mut turn.ends, *inspection, (parts.clock)()).await?;
            Ok(Done { answer: Answer { status: 204, bytes: vec![] }, told })
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
pub(super) fn release(parts: &Parts, work: Work, result: Result<Done, StoreError>) {
    let answer = result.map(|done| {
        parts.told.tell(done.told);
        done.answer
    });
    let _ = work.waiting.send(answer); // nobody waits any more: the command stands all the same
}

/// PostgreSQL: one transaction a command, begun anew where the database took it back.
async fn alone(parts: &Parts, work: Work) {
    for attempt in 1.. {
        let mut turn = Turn::default();
        let result = match parts.writer.begin().await {
            Ok(transaction) => settle(contained(run(&transaction, parts, &mut turn, &work.task)).await, transaction).await,
            Err(error) => Err(error.into()),
        };
        if attempt < RETRIES_MAX && result.as_ref().is_err_and(is_passing) {
            continue;
        }
        if result.is_ok() {
            turn.keep_house(parts);
            parts.commits.count(1);
        }
        return release(parts, work, result);
    }
}

/// A failure that goes away by trying again: deadlock (40P01), serialisation (40001), or the same key written at the same moment
/// (23505), which the next try finds as a repeat.
fn is_passing(error: &StoreError) -> bool {
    let text = error.to_string();
    ["40P01", "40001", "23505", "deadlock detected", "could not serialize", "duplicate key"].iter().any(|sign| text.contains(sign))
}
