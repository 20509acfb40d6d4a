//! The headers of every answer: one table. A handler that has its own `Content-Security-Policy` (pages with a nonce) keeps it.

use crate::layer::cookie::Line;
use crate::state::Server;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use sync::hello::{EPOCH_HEADER, PROTOCOL, PROTOCOL_HEADER};

/// No script but ours, nothing inline, nothing from elsewhere. `wasm-unsafe-eval` lets WASM be compiled and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; \
                      connect-src 'self'; font-src 'self'; manifest-src 'self'; media-src 'self' blob:; worker-src 'self'; \
                      object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const TABLE: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // Forms without script go back to where they came from; other sites learn nothing.
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), display-capture=(), browsing-topics=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Only over TLS: on localhost it would lock the browser out of everything else that runs there.
const TRANSPORT: &str = "max-age=31536000";

/// The policy of a server-rendered page, whose inline scripts carry this nonce.
pub(crate) fn policy_with_nonce(nonce: &str) -> HeaderValue {
    let policy = POLICY.replacen("script-src 'self'", &format!("script-src 'self' 'nonce-{nonce}'"), 1);
    HeaderValue::try_from(policy).expect("a nonce is base64")
}

/// Puts the table on the answer, and what tells a captive portal from us.
pub(crate) async fn put(State(server): State<Server>, request: Request, next: Next) -> Response {
    let line = Line::of(request.headers(), server.insecure_cookie);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in TABLE {
        headers.entry(*name).or_insert(HeaderValue::from_static(value));
    }
    if line == Line::Tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
    headers.insert(PROTOCOL_HEADER, HeaderValue::from(PROTOCOL));
    headers.insert(EPOCH_HEADER, server.epoch_header.clone());
    response
}
