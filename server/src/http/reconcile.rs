//! `POST reconcile`: what the phone still holds, and whether the server has it.

use super::{Sender, body};
use crate::document::phone::{Reconcile as ReconcileBody, Reconciled as ReconciledBody};
use crate::problem::{Problem, ProblemBody};
use crate::state::Server;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use sync::reconcile::{RECONCILE_MAX, Reconcile, Reconciled};

/// Asks whether what the client holds is durable here. Only after this may anything leave the client.
#[utoipa::path(post, path = "/reconcile", tag = "commands", request_body = ReconcileBody, security(("session" = [])), responses(
    (status = 200, body = ReconciledBody), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)))]
pub(crate) async fn post(
    State(server): State<Server>,
    Sender(session): Sender,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Reconciled>, Problem> {
    let asked: Reconcile = body::json(&headers, body, body::SMALL_MAX_BYTES).await?;
    if asked.held.len() > RECONCILE_MAX {
        return Err(Problem::Malformed("more than 200 pairs"));
    }
    Ok(Json(store::query::reconcile::answer(&server.store, &session.scope, &asked).await?))
}
