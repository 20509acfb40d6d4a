//! What nobody needs any more goes by itself: half files of uploads that nobody finishes, and the failed sign-ins of names that nobody
//! tries any more. And what was given up when the disk was full is laid by again once there is room.
//!
//! Every process of a server does it, without a lease: what is gone already is not missed.

use crate::open::Clock;
use crate::room::Room;
use crate::{Store, StoreError, blob, session};
use sea_orm::DatabaseConnection;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// The first round after the start: a program of the command line has ended by then.
const FIRST_AFTER: Duration = Duration::from_secs(300);
/// From one round to the next.
const EVERY: Duration = Duration::from_secs(6 * 3_600);

/// What a round found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Half files.
    pub files: u64,
    /// Counters of failed sign-ins.
    pub counters: u64,
}

/// Everything a round needs.
#[derive(Clone)]
pub(crate) struct Broom {
    pub(crate) writer: DatabaseConnection,
    pub(crate) blobs: PathBuf,
    pub(crate) halves: PathBuf,
    pub(crate) room: Arc<Room>,
    pub(crate) clock: Clock,
}

impl Broom {
    async fn sweep(self) -> Result<Swept, StoreError> {
        let counters = session::forget_counters(&self.writer, (self.clock)()).await?;
        let files = tokio::task::spawn_blocking(move || {
            self.room.lay_by()?; // the disk may have room again
            Ok::<_, StoreError>(blob::sweep(&self.blobs)? + blob::Halves::sweep(&self.halves)?)
        });
        let files = files.await.map_err(|_| StoreError::Stopped)??;
        Ok(Swept { files, counters })
    }
}

/// Sweeps as long as it is held.
#[derive(Debug)]
pub(crate) struct Sweeper(JoinHandle<()>);

impl Sweeper {
    pub(crate) fn start(broom: Broom) -> Self {
        Self(tokio::spawn(async move {
            tokio::time::sleep(FIRST_AFTER).await;
            loop {
                match broom.clone().sweep().await {
                    Ok(swept) if swept == Swept::default() => {}
                    Ok(Swept { files, counters }) => tracing::info!(files, counters, "{files} half files and {counters} counters swept up"),
                    Err(error) => tracing::warn!("sweeping did not work: {error}"),
                }
                tokio::time::sleep(EVERY).await;
            }
        }))
    }
}

impl Drop for Sweeper {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Store {
    /// One round by hand.
    ///
    /// # Errors
    /// [`StoreError`] of the first thing that could not be read or removed.
    pub async fn sweep(&self) -> Result<Swept, StoreError> {
        self.broom.clone().sweep().await
    }
}
