//! `PUT holdings`: what a phone holds, so that a loss becomes visible at the desk.

use super::{Sender, body};
use crate::document::phone::Holdings as HoldingsBody;
use crate::problem::{Problem, ProblemBody};
use crate::state::Server;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use sync::holdings::{HOLDINGS_MAX, Holdings};

/// A thousand drafts and records with their ids.
const MAX_BYTES: usize = 1024 * 1024;

/// Says which drafts and unsent records an installation holds: ids, no content. Replaces what it said before.
#[utoipa::path(put, path = "/holdings", tag = "commands", request_body = HoldingsBody, security(("session" = [])), responses(
    (status = 204, description = "noted"), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)))]
pub(crate) async fn put(
    State(server): State<Server>,
    Sender(session): Sender,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let holdings: Holdings = body::json(&headers, body, MAX_BYTES).await?;
    if [holdings.drafts.len(), holdings.records.len(), holdings.lost.len()].into_iter().any(|length| length > HOLDINGS_MAX) {
        return Err(Problem::Malformed("more than 1,000 of a kind"));
    }
    store::query::holdings::put(&server.store, &session.scope, &holdings).await?;
    Ok(StatusCode::NO_CONTENT)
}
