//! How an open desk page hears of changes.

use super::DeskError;
use leptos::prelude::*;

/// The longest a call waits, seconds; below the 30 s after which proxies give up.
#[cfg(feature = "ssr")]
const WAIT_MAX_S: u64 = 20;

/// Waits until something in scope differs from `marker` or the wait is over, and says where things stand. Without a marker it
/// answers at once.
#[server(prefix = "/desk/call", endpoint = "news")]
pub(crate) async fn news(marker: Option<String>) -> Result<String, DeskError> {
    let access = crate::access::signed_in()?;
    crate::access::told(
        store::query::news::wait(&access.store, &access.scope, marker.as_deref(), std::time::Duration::from_secs(WAIT_MAX_S)).await,
    )
}
