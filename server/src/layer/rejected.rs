//! What a path or a query could not be read as is a problem like any other: the extractors' own words are plain text, which the
//! document does not know.

use crate::problem::Problem;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Says it in our form.
pub(crate) async fn as_problem(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_text = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if response.status() == StatusCode::BAD_REQUEST && is_text {
        Problem::Malformed("the address is not of the documented form").into_response()
    } else {
        response
    }
}
