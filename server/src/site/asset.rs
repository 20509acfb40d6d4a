//! One file of the front end, with its compressed forms.

use crate::layer::compress::takes;
use anyhow::{Context, Result};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

/// A file as it is sent.
#[derive(Debug)]
pub(crate) struct Asset {
    content_type: HeaderValue,
    sha256: String,
    pub(super) immutable: bool,
    pub(super) plain: Bytes,
    pub(super) brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Asset {
    pub(super) fn new(
        content_type: &str,
        sha256: &str,
        immutable: bool,
        plain: Bytes,
        brotli: Option<Bytes>,
        gzip: Option<Bytes>,
    ) -> Result<Self> {
        let content_type = HeaderValue::try_from(content_type).context("a content type of site.json is no header value")?;
        HeaderValue::try_from(sha256).context("a hash of site.json is no header value")?;
        Ok(Self { content_type, sha256: sha256.to_owned(), immutable, plain, brotli, gzip })
    }

    pub(super) fn answer(&self, asked: &HeaderMap) -> Response {
        let (encoding, bytes) = self.form_for(asked);
        // Each form has its own tag; a cache may hold both.
        let tag = encoding.map_or_else(|| format!("\"{}\"", self.sha256), |encoding| format!("\"{}-{encoding}\"", self.sha256));
        let is_known = self.is_known(asked);
        let mut response = if is_known { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(bytes.clone()).into_response() };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, HeaderValue::try_from(tag).expect("checked when it was read"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let cache = if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if !is_known {
            headers.insert(header::CONTENT_TYPE, self.content_type.clone());
            if let Some(encoding) = encoding {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
        }
        response
    }

    /// The smallest form that the client takes.
    fn form_for(&self, asked: &HeaderMap) -> (Option<&'static str>, &Bytes) {
        match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if takes(asked, "br") => (Some("br"), brotli),
            (_, Some(gzip)) if takes(asked, "gzip") => (Some("gzip"), gzip),
            _ => (None, &self.plain),
        }
    }

    /// Whether the client has these bytes, in whatever encoding and however strong its tag.
    fn is_known(&self, asked: &HeaderMap) -> bool {
        let tags = asked.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
        tags.map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"'))
            .any(|tag| tag == "*" || tag.strip_suffix("-br").or_else(|| tag.strip_suffix("-gzip")).unwrap_or(tag) == self.sha256)
    }
}
