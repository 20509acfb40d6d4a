//! Answers in words travel small: JSON and pages, by brotli or gzip as the client takes it. Files of the front end are compressed when
//! they are built.

use crate::problem::{Broken, Problem};
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use std::io::{self, Write};

/// Below this, headers weigh more than what is saved; it all fits into one packet.
const WORTH_IT_BYTES: u64 = 1_200;
/// Longer is no answer of ours and passes as it is.
const LENGTH_MAX_BYTES: usize = 16 * 1024 * 1024;
/// Brotli's effort: nearly as small as the best, in the time of a database query.
const BROTLI_QUALITY: u32 = 4;
/// Brotli looks back this far (2^22 bytes).
const BROTLI_WINDOW_BITS: u32 = 22;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Brotli,
    Gzip,
}

/// Compresses what gains by it.
pub(crate) async fn compress(request: Request, next: Next) -> Response {
    let form = [(Form::Brotli, "br"), (Form::Gzip, "gzip")].into_iter().find(|(_, name)| takes(request.headers(), name));
    let response = next.run(request).await;
    match form {
        Some((form, name)) if gains(&response) => small(response, form, name).await.unwrap_or_else(IntoResponse::into_response),
        _ => response,
    }
}

/// Whether the client takes this encoding.
pub(crate) fn takes(headers: &HeaderMap, name: &str) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|one| {
        let (encoding, weight) = one.split_once(';').unwrap_or((one, ""));
        encoding.trim() == name && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn gains(response: &Response) -> bool {
    let headers = response.headers();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let is_words = ["application/json", "application/problem+json", "text/html"].iter().any(|words| kind.starts_with(words));
    let is_long = response.body().size_hint().exact().is_none_or(|length| length >= WORTH_IT_BYTES);
    is_words && is_long && !headers.contains_key(header::CONTENT_ENCODING)
}

async fn small(response: Response, form: Form, name: &'static str) -> Result<Response, Problem> {
    let (mut parts, body) = response.into_parts();
    let whole = axum::body::to_bytes(body, LENGTH_MAX_BYTES).await.map_err(|_| Problem::Panicked)?;
    let written = tokio::task::spawn_blocking(move || write(&whole, form)).await.map_err(Broken::from)?;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(Response::from_parts(parts, Body::from(written)))
}

fn write(whole: &[u8], form: Form) -> Bytes {
    let written: io::Result<Vec<u8>> = match form {
        Form::Brotli => {
            let out = Vec::with_capacity(whole.len() / 4);
            let mut encoder = brotli::CompressorWriter::new(out, 1 << 16, BROTLI_QUALITY, BROTLI_WINDOW_BITS);
            encoder.write_all(whole).map(|()| encoder.into_inner())
        }
        Form::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(whole.len() / 4), flate2::Compression::fast());
            encoder.write_all(whole).and_then(|()| encoder.finish())
        }
    };
    written.expect("writing into memory does not fail").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn headers(accepts: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepts))])
    }

    #[test]
    fn the_client_says_what_it_takes() {
        assert!(takes(&headers("gzip, deflate, br"), "br"));
        assert!(!takes(&headers("gzip, br;q=0"), "br"));
        assert!(!takes(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn what_was_made_small_is_the_same_again() {
        let whole = "隐患整改 ".repeat(1_000).into_bytes();
        let mut again = vec![];
        flate2::read::GzDecoder::new(&*write(&whole, Form::Gzip)).read_to_end(&mut again).unwrap();
        assert_eq!(again, whole);
        let mut again = vec![];
        brotli::Decompressor::new(&*write(&whole, Form::Brotli), 4096).read_to_end(&mut again).unwrap();
        assert_eq!(again, whole);
        assert!(write(&whole, Form::Brotli).len() < 200);
    }
}
