//! `HEAD/PUT/PATCH blobs/{sha256}`: a photo or signature by its content, whole or from where it was broken off.

use super::{Sender, body};
use crate::problem::{Problem, ProblemBody};
use crate::state::Server;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Sha256;
use store::query::reconcile;
use store::{Appended, BLOB_MAX_BYTES, Part};
use sync::upload::{LENGTH_HEADER, OFFSET_HEADER};

/// Longer is no media type.
const MEDIA_TYPE_MAX: usize = 100;

/// Whether a blob has arrived.
///
/// Only of what a record of the signed-in person names; of everything else the answer is 404, and sending it again does no harm. If the
/// person has sent a part of it, `Upload-Offset` says how many bytes of it are here.
#[utoipa::path(head, path = "/blobs/{sha256}", tag = "blobs", params(("sha256" = String, Path, description = "64 small hexadecimal digits")),
    security(("session" = [])), responses((status = 200, description = "it is here"), (status = 404, description = "it is not", headers(("upload-offset" = u64, description = "bytes of it that are here; absent if none are")))))]
pub(crate) async fn head(State(server): State<Server>, Sender(session): Sender, Path(name): Path<String>) -> Result<StatusCode, Problem> {
    let sha256: Sha256 = name.parse().map_err(|_| Problem::NotFound)?;
    let is_here = reconcile::has_blob(&server.store, &session.scope, sha256).await?;
    if is_here {
        return Ok(StatusCode::OK);
    }
    match server.store.half_of_blob(session.user.id, sha256).await? {
        0 => Err(Problem::NotFound),
        bytes => Err(Problem::Half { bytes }),
    }
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
    (status = 507, body = ProblemBody, description = "`no_room`: the disk is nearly full; records are still taken, photos later"),
))]
pub(crate) async fn put(
    State(server): State<Server>,
    Sender(session): Sender,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let sha256: Sha256 = name.parse().map_err(|_| Problem::Malformed("the name is not a SHA-256"))?;
    let media_type = media_type(&headers);
    let pieces = body::pieces(&headers, session.user.id, body, BLOB_MAX_BYTES).await?;
    let store = std::sync::Arc::clone(&server.store);
    // In its own task: once all of it is here, a client that hangs up cancels nothing.
    let work = tokio::spawn(async move { store.take_blob::<Problem>(session.user.id, sha256, &media_type, pieces).await });
    let is_new = work.await.map_err(crate::problem::Broken::from)??;
    Ok(if is_new { StatusCode::CREATED } else { StatusCode::OK })
}

/// Hands in a photo or signature from where it was broken off.
///
/// The body are the bytes from `Upload-Offset` on, as far as they come: what has arrived when the line breaks stays for a day, and
/// `HEAD` says how much it is. `Upload-Length` is the length of the whole, at most 25 MB. When it is whole the server reckons the hash
/// over all of it; a part is never trusted.
#[utoipa::path(patch, path = "/blobs/{sha256}", tag = "blobs", params(("sha256" = String, Path, description = "SHA-256 of the whole"),
    ("upload-offset" = u64, Header, description = "bytes before this part"), ("upload-length" = u64, Header, description = "bytes of the whole")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the part"), security(("session" = [])), responses(
    (status = 201, description = "whole, kept, and durable"),
    (status = 200, description = "whole; it was here already"),
    (status = 202, description = "a part; nothing is promised of it", headers(("upload-offset" = u64, description = "where the next has to begin"))),
    (status = 401, body = ProblemBody, description = "`unauthenticated`"),
    (status = 409, body = ProblemBody, description = "`offset_differs`: `Upload-Offset` says where the part has to begin"),
    (status = 413, body = ProblemBody, description = "`too_large`"),
    (status = 422, body = ProblemBody, description = "`hash_mismatch`: what was here of it is thrown away; send it again from its beginning"),
    (status = 429, body = ProblemBody, description = "`rate_limited`: as for the whole"),
    (status = 507, body = ProblemBody, description = "`no_room`: as for the whole"),
))]
pub(crate) async fn patch(
    State(server): State<Server>,
    Sender(session): Sender,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let sha256: Sha256 = name.parse().map_err(|_| Problem::Malformed("the name is not a SHA-256"))?;
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    let (Some(offset), Some(total)) = (number(OFFSET_HEADER), number(LENGTH_HEADER)) else {
        return Err(Problem::Malformed("Upload-Offset and Upload-Length say which part it is"));
    };
    let (media_type, part) = (media_type(&headers), Part { offset, total });
    let pieces = body::pieces(&headers, session.user.id, body, BLOB_MAX_BYTES).await?;
    let store = std::sync::Arc::clone(&server.store);
    let work = tokio::spawn(async move { store.append_blob::<Problem>(session.user.id, sha256, &media_type, part, pieces).await });
    match work.await.map_err(crate::problem::Broken::from)?? {
        Appended::Whole(is_new) => Ok(if is_new { StatusCode::CREATED } else { StatusCode::OK }.into_response()),
        Appended::Half(here) => Ok((StatusCode::ACCEPTED, [(OFFSET_HEADER, here.to_string())]).into_response()),
        Appended::Elsewhere(bytes) => Err(Problem::Elsewhere { bytes }),
    }
}

fn media_type(headers: &HeaderMap) -> String {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).filter(|value| value.len() <= MEDIA_TYPE_MAX);
    said.unwrap_or("application/octet-stream").to_owned()
}
