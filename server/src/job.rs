//! What the server does by itself. Each job is claimed with a lease, so that two servers never do one twice, and its effect goes through
//! the door like everything else.

mod auto_accept;

use crate::machine;
use std::sync::Arc;
use std::time::Duration;
use store::{Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often it is looked whether something is due.
const EVERY: Duration = Duration::from_secs(30);
/// How long a claim holds, seconds: longer than a round takes, short enough that another server takes over soon.
const LEASE_S: i64 = 60;

/// Starts the jobs; they end with the server, each after what it has begun.
pub(crate) fn start(store: Arc<Store>, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let holder = machine::id().to_string();
        loop {
            if let Err(error) = round(&store, &holder).await {
                // What is due stays due: the next round tries again.
                tracing::error!(cause = &error as &dyn std::error::Error, "a job failed: {error}");
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                _ = ending.wait_for(|ending| *ending) => return,
            }
        }
    })
}

async fn round(store: &Store, holder: &str) -> Result<(), StoreError> {
    if store.claim(auto_accept::NAME, holder, LEASE_S).await? {
        auto_accept::run(store).await?;
    }
    Ok(())
}
