//! For whoever watches the machine: `/healthz` says that the process lives, `/readyz` that it can serve.

use crate::state::Server;
use axum::extract::State;
use axum::http::StatusCode;

/// The process answers.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers and takes what is written, its migrations are done (the store does not open before), and the server is not
/// about to end.
pub(crate) async fn readyz(State(server): State<Server>) -> (StatusCode, &'static str) {
    if *server.ending.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "ending\n");
    }
    if server.store.has_stopped() || server.store.is_failing() {
        return (StatusCode::SERVICE_UNAVAILABLE, "nothing can be written any more\n");
    }
    match server.store.house().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(cause = &error as &dyn std::error::Error, "not ready: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
