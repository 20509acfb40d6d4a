//! Talking to our server. Every call ends: by an answer, a stall limit, or an abort.

use super::timer::{TooLate, within};
use domain::digest::Sha256;
use js_sys::{ArrayBuffer, Uint8Array};
use sync::answer::Answer;
use sync::hello::{EPOCH_HEADER, Epoch, PROTOCOL, PROTOCOL_HEADER};
use sync::upload::{Halves, LENGTH_HEADER, OFFSET_HEADER};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, Request, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response};

const BASE: &str = "/api/v1/";
/// Small calls: first byte to last.
pub(super) const SMALL_LIMIT_MS: u32 = 15_000;
/// A feed page of 500 rows on a slow line.
pub(super) const PAGE_LIMIT_MS: u32 = 60_000;
/// The slowest line on which a photo still makes sense, bytes per second.
const SLOWEST_BYTES_PER_S: u64 = 4_000;

/// A call.
pub(super) struct Call<'a> {
    pub(super) method: &'static str,
    /// Below `/api/v1/`.
    pub(super) path: &'a str,
    pub(super) body: Option<Body>,
    pub(super) limit_ms: u32,
}

/// What a call carries.
pub(super) enum Body {
    Json(Vec<u8>),
    /// A part of a blob: from where to its end.
    Part {
        bytes: ArrayBuffer,
        offset: u32,
        length: u32,
    },
    Bytes(ArrayBuffer),
}

/// An answer as it came.
#[derive(Debug)]
pub(super) struct Got {
    status: u16,
    is_ours: bool,
    epoch: Option<Epoch>,
    retry_after_s: Option<u32>,
    upload_offset: Option<u64>,
    body: Vec<u8>,
}

/// No answer: nobody knows whether it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lost;

impl Got {
    /// For the one table.
    pub(super) fn answer(&self) -> Answer<'_> {
        Answer { status: self.status, is_ours: self.is_ours, epoch: self.epoch, retry_after_s: self.retry_after_s, body: &self.body }
    }

    /// What the server has of a blob, as it says.
    pub(super) fn note(&self, halves: &mut Halves, sha256: Sha256) {
        halves.heard(sha256, self.status, self.is_ours, self.upload_offset);
    }

    /// A server that does not know this method: one that is older than this build.
    pub(super) const fn is_method_unknown(&self) -> bool {
        self.status == 405
    }
}

impl Body {
    /// How long it may take.
    pub(super) fn limit_ms(&self) -> u32 {
        let size_bytes = match self {
            Self::Json(bytes) => bytes.len() as u64,
            Self::Part { bytes, .. } | Self::Bytes(bytes) => bytes.byte_length().into(),
        };
        let ms = u64::from(SMALL_LIMIT_MS) + size_bytes * 1_000 / SLOWEST_BYTES_PER_S;
        u32::try_from(ms).unwrap_or(u32::MAX)
    }
}

/// Calls. `abort` ends it from outside.
///
/// # Errors
/// [`Lost`]
pub(super) async fn call(call: Call<'_>, abort: &AbortController) -> Result<Got, Lost> {
    let answered = within(call.limit_ms, fetch(&call, abort)).await;
    match answered {
        Ok(Ok(got)) => Ok(got),
        Ok(Err(_)) => Err(Lost),
        Err(TooLate) => {
            abort.abort();
            Err(Lost)
        }
    }
}

async fn fetch(call: &Call<'_>, abort: &AbortController) -> Result<Got, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let request = Request::new_with_str_and_init(&format!("{BASE}{}", call.path), &init(call, abort)?)?;
    let response: Response = JsFuture::from(window.fetch_with_request(&request)).await?.dyn_into()?;
    let headers = response.headers();
    let header = |name: &str| headers.get(name).ok().flatten();
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Got {
        status: response.status(),
        is_ours: header(PROTOCOL_HEADER).is_some_and(|value| value.trim().parse::<u16>().is_ok()),
        epoch: header(EPOCH_HEADER).and_then(|value| value.trim().parse().ok()).map(Epoch),
        // Only the form in seconds: our server and the usual proxies send no date.
        retry_after_s: header("retry-after").and_then(|value| value.trim().parse().ok()),
        upload_offset: header(OFFSET_HEADER).and_then(|value| value.trim().parse().ok()),
        body: Uint8Array::new(&body).to_vec(),
    })
}

fn init(call: &Call<'_>, abort: &AbortController) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    headers.set(PROTOCOL_HEADER, &PROTOCOL.to_string())?;
    let init = RequestInit::new();
    init.set_method(call.method);
    match &call.body {
        Some(Body::Json(bytes)) => {
            headers.set("content-type", "application/json")?;
            init.set_body(&Uint8Array::from(&bytes[..]));
        }
        Some(Body::Part { bytes, offset, length }) => {
            headers.set("content-type", "application/octet-stream")?;
            headers.set(OFFSET_HEADER, &offset.to_string())?;
            headers.set(LENGTH_HEADER, &length.to_string())?;
            init.set_body(bytes);
        }
        Some(Body::Bytes(bytes)) => {
            headers.set("content-type", "application/octet-stream")?;
            init.set_body(bytes);
        }
        None => {}
    }
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::SameOrigin);
    // A portal redirects to itself: that is no answer of ours.
    init.set_redirect(RequestRedirect::Error);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(&abort.signal()));
    Ok(init)
}

/// What ends a call from outside.
pub(super) fn abort() -> Option<AbortController> {
    AbortController::new().ok()
}

/// A call that nobody ends.
///
/// # Errors
/// [`Lost`]
pub(super) async fn ask(method: &'static str, path: &str, body: Option<Body>, limit_ms: u32) -> Result<Got, Lost> {
    let abort = abort().ok_or(Lost)?;
    call(Call { method, path, body, limit_ms }, &abort).await
}
