//! Accepts what the inbox does not show once it is old enough. Run twice, it finds nothing the second time.

use store::{Store, StoreError};

/// Its lease.
pub(super) const NAME: &str = "auto_accept";

pub(super) async fn run(store: &Store) -> Result<(), StoreError> {
    let accepted = store.accept_due().await?;
    if accepted > 0 {
        tracing::info!(accepted, "{accepted} records accepted by the timer");
    }
    Ok(())
}
