//! `HEAD/PUT blobs/{sha256}`: a photo or signature by its content.

use super::{Sender, body};
use crate::problem::{Problem, ProblemBody};
use crate::state::Server;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use domain::digest::Sha256;
use store::BLOB_MAX_BYTES;
use store::query::reconcile;

/// Longer is no media type.
const MEDIA_TYPE_MAX: usize = 100;

/// Whether a blob has arrived.
///
/// Only of what a record of the signed-in person names; of everything else the answer is 404, and sending it again does no harm.
#[utoipa::path(head, path = "/blobs/{sha256}", tag = "blobs", params(("sha256" = String, Path, description = "64 small hexadecimal digits")),
    security(("session" = [])), responses((status = 200, description = "it is here"), (status = 404, description = "it is not")))]
pub(crate) async fn head(State(server): State<Server>, Sender(session): Sender, Path(name): Path<String>) -> Result<StatusCode, Problem> {
    let sha256: Sha256 = name.parse().map_err(|_| Problem::NotFound)?;
    let is_here = reconcile::has_blob(&server.store, &session.scope, sha256).await?;
    if is_here { Ok(StatusCode::OK) } else { Err(Problem::NotFound) }
}

/// Hands in a photo or signature.
///
/// The body is the bytes themselves, at most 25 MB, before or after the record that names them. The server reckons the hash itself.
#[utoipa::path(put, path = "/blobs/{sha256}", tag = "blobs", params(("sha256" = String, Path, description = "SHA-256 of the body")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the bytes, under their own media type"), security(("session" = [])), responses(
    (status = 201, description = "kept, and durable"),
    (status = 200, description = "it was here already"),
    (status = 401, body = ProblemBody, description = "`unauthenticated`"),
    (status = 413, body = ProblemBody, description = "`too_large`"),
    (status = 422, body = ProblemBody, description = "`hash_mismatch`: damaged on its way, nothing was kept; send it again"),
    (status = 429, body = ProblemBody, description = "`rate_limited`: six uploads of this account are coming in already; send it again after `Retry-After` seconds"),
))]
pub(crate) async fn put(
    State(server): State<Server>,
    Sender(session): Sender,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let sha256: Sha256 = name.parse().map_err(|_| Problem::Malformed("the name is not a SHA-256"))?;
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).filter(|value| value.len() <= MEDIA_TYPE_MAX);
    let media_type = media_type.unwrap_or("application/octet-stream").to_owned();
    let pieces = body::pieces(&headers, session.user.id, body, BLOB_MAX_BYTES).await?;
    let store = std::sync::Arc::clone(&server.store);
    // In its own task: once all of it is here, a client that hangs up cancels nothing.
    let work = tokio::spawn(async move { store.take_blob::<Problem>(session.user.id, sha256, &media_type, pieces).await });
    let is_new = work.await.map_err(crate::problem::Broken::from)??;
    Ok(if is_new { StatusCode::CREATED } else { StatusCode::OK })
}
