//! A client that speaks a protocol from before the oldest we understand is told so; what it holds stays valid and can be sent after an
//! update.

use crate::problem::Problem;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sync::hello::{PROTOCOL_HEADER, PROTOCOL_MIN};

/// Refuses what is too old. Who says nothing is taken to speak the oldest.
pub(crate) async fn understand(request: Request, next: Next) -> Response {
    let said = request.headers().get(PROTOCOL_HEADER).and_then(|said| said.to_str().ok()?.parse::<u16>().ok());
    if said.is_some_and(|said| said < PROTOCOL_MIN) { Problem::UpdateNeeded.into_response() } else { next.run(request).await }
}
