//! `PUT commands/{id}`: the sealed bytes, answered by the door's stored bytes.

use super::{Sender, body};
use crate::document::command::Command as CommandBody;
use crate::document::outcome::Outcome;
use crate::document::scalar::Id;
use crate::problem::{Problem, ProblemBody};
use crate::state::Server;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::command::{COMMAND_MAX_BYTES, Sealed};
use store::Submitter;
use uuid::Uuid;

/// Hands in a command.
///
/// The body's bytes are kept as they are. Send them again whenever the answer did not arrive: the same bytes get the same answer, byte
/// for byte, and nothing happens twice. Whatever is wrong with an inspection (late, incomplete, out of scope) makes it wait in
/// `quarantine` and not fail.
#[utoipa::path(put, path = "/commands/{id}", tag = "commands", params(("id" = Id, Path, description = "the command's `id`")),
    request_body = CommandBody, security(("session" = [])), responses(
    (status = 201, body = Outcome, description = "taken and durable: a receipt. A repeat answers 201 as well"),
    (status = 400, body = ProblemBody, description = "`invalid`: the id in the path is not the id in the bytes"),
    (status = 401, body = ProblemBody, description = "`unauthenticated`"),
    (status = 403, body = Outcome, description = "refused; the status follows from the refusal's code"),
    (status = 404, body = Outcome, description = "refused"),
    (status = 409, body = Outcome, description = "refused"),
    (status = 413, body = ProblemBody, description = "`too_large`: over 2 MiB, nothing was kept"),
    (status = 422, body = Outcome, description = "refused"),
    (status = 500, body = ProblemBody, description = "nothing is known about the command: send the same bytes again"),
))]
pub(crate) async fn put(
    State(server): State<Server>,
    Sender(session): Sender,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let body::Whole { bytes, room } = body::whole(&headers, body, COMMAND_MAX_BYTES).await?;
    let sealed = Sealed::from_bytes(bytes.into());
    if sealed.open().is_ok_and(|command| command.id.0 != id) {
        return Err(Problem::Malformed("the id in the path is not the id in the bytes"));
    }
    let store = std::sync::Arc::clone(&server.store);
    // In its own task: a client that hangs up cancels nothing.
    let work = tokio::spawn(async move {
        let _room = room;
        store.apply(sealed, Submitter::Session { user: session.user.id }).await
    });
    let answer = work.await.map_err(crate::problem::Broken::from)??;
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((status, kind, answer.bytes).into_response())
}
