//! `GET feed`: the present state in pages, then what changed.

use super::Signed;
use crate::document::feed::FeedPage as FeedPageBody;
use crate::problem::{Problem, ProblemBody};
use crate::state::Server;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::time::Duration;
use utoipa::IntoParams;

/// The longest a call waits for a change, seconds; below the 30 s after which proxies give up.
const WAIT_MAX_S: u64 = 25;

/// Where to go on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// `cursor` of the page before: base64url without padding over its JSON. Without it, or with one that cannot be read, the present
    /// state begins.
    cursor: Option<String>,
    /// Seconds to wait for a change when there is none, at most 25.
    wait: Option<u64>,
}

/// What a phone needs to know.
///
/// Begin without `cursor` and fetch pages while `more` is true; then ask with `wait` for what changed since.
#[utoipa::path(get, path = "/feed", tag = "feed", params(Asked), security(("session" = [])), responses(
    (status = 200, body = FeedPageBody), (status = 401, body = ProblemBody, description = "`unauthenticated`")))]
pub(crate) async fn get(State(server): State<Server>, Signed(session): Signed, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let cursor = asked.cursor.as_deref().and_then(server::cursor::read);
    let wait = Duration::from_secs(asked.wait.unwrap_or(0).min(WAIT_MAX_S));
    let mut ending = server.ending.clone();
    let page = tokio::select! {
        page = store::query::feed::page(&server.store, &session.scope, cursor, wait) => page?,
        _ = ending.wait_for(|ending| *ending) => return Err(Problem::Ending),
    };
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(page)).into_response())
}
