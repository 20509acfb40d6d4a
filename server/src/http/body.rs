//! Bodies are read up to a limit, and what is too long is refused before it is read.

use crate::problem::Problem;
use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use serde::de::DeserializeOwned;

/// Bodies of the small calls: sign-in, reconcile.
pub(super) const SMALL_MAX_BYTES: usize = 64 * 1024;

/// The whole body.
pub(super) async fn bytes(headers: &HeaderMap, body: Body, max_bytes: usize) -> Result<Bytes, Problem> {
    let too_large = || Problem::TooLarge { max_bytes: max_bytes as u64 };
    let said = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|said| said > max_bytes) {
        return Err(too_large());
    }
    let mut all = BytesMut::with_capacity(said.unwrap_or(0));
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Problem::Malformed("the body broke off"))?;
        if all.len() + chunk.len() > max_bytes {
            return Err(too_large());
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}

/// A JSON body. The content type is asked for: a form of another site can't send it.
pub(super) async fn json<T: DeserializeOwned>(headers: &HeaderMap, body: Body, max_bytes: usize) -> Result<T, Problem> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if content_type.split(';').next().map(str::trim) != Some("application/json") {
        return Err(Problem::Malformed("the content type must be application/json"));
    }
    let bytes = bytes(headers, body, max_bytes).await?;
    serde_json::from_slice(&bytes).map_err(|_| Problem::Malformed("the body is not the JSON that this call takes"))
}
