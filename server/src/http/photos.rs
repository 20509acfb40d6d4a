//! `GET records/{id}/photos/{n}`: a picture of a record in scope, drawn anew. `…/original`: the bytes as they came, as a file to keep;
//! they are never served for a page to show.

use super::Signed;
use crate::document::scalar::Id;
use crate::problem::{Problem, ProblemBody};
use crate::state::Server;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::InspectionId;
use serde::Deserialize;
use store::query::photos;
use store::{BlobPieces, Derivative};
use utoipa::IntoParams;
use uuid::Uuid;

/// How large.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Size {
    /// Longest side in pixels; the next of 320, 640 and 1600 is served. Default 1600.
    px: Option<u32>,
}

/// A picture of a record, as JPEG.
#[utoipa::path(get, path = "/records/{id}/photos/{n}", tag = "records", params(("id" = Id, Path, description = "the inspection"),
    ("n" = u32, Path, description = "the picture's number in it: from 1 on in the order of their hashes; those of a later revision follow"), Size), security(("session" = [])), responses(
    (status = 200, content_type = "image/jpeg", body = Vec<u8>),
    (status = 401, body = ProblemBody),
    (status = 404, body = ProblemBody, description = "unknown, out of scope, or not arrived yet"),
    (status = 422, body = ProblemBody, description = "cannot be drawn"),
))]
pub(crate) async fn get(
    State(server): State<Server>,
    Signed(session): Signed,
    Path((id, n)): Path<(Uuid, u32)>,
    Query(size): Query<Size>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let size = Derivative::for_px(size.px.unwrap_or(Derivative::Large.px()));
    let found = photos::of_record(&server.store, &session.scope, InspectionId(id), n).await?;
    let sha256 = found.ok_or(Problem::NotFound)?;
    let tag = format!("\"{sha256}-{}\"", size.px());
    let kept = [
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400")),
        (header::ETAG, HeaderValue::try_from(&tag).expect("hexadecimal digits in quotes")),
    ];
    if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let drawn = server.store.picture(sha256, size).await?;
    let jpeg =
        [(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")), (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"))];
    Ok((kept, jpeg, drawn.ok_or(Problem::NotFound)?).into_response())
}

/// A picture's bytes as the phone sent them: for what cannot be drawn. A file to keep, of no type, so that no browser opens it.
#[utoipa::path(get, path = "/records/{id}/photos/{n}/original", tag = "records", params(("id" = Id, Path, description = "the inspection"),
    ("n" = u32, Path, description = "the picture's number in it")), security(("session" = [])), responses(
    (status = 200, content_type = "application/octet-stream", body = Vec<u8>),
    (status = 401, body = ProblemBody),
    (status = 404, body = ProblemBody, description = "unknown, out of scope, or not arrived yet"),
))]
pub(crate) async fn original(
    State(server): State<Server>,
    Signed(session): Signed,
    Path((id, n)): Path<(Uuid, u32)>,
) -> Result<Response, Problem> {
    let sha256 = photos::of_record(&server.store, &session.scope, InspectionId(id), n).await?.ok_or(Problem::NotFound)?;
    // Piece by piece: it may have 25 MB, and who asks may be slow.
    let BlobPieces { size_bytes, pieces } = server.store.blob(sha256).await?.ok_or(Problem::NotFound)?;
    let kept = [
        (header::CONTENT_LENGTH, HeaderValue::from(size_bytes)),
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((kept, Body::from_stream(pieces)).into_response())
}
