//! Names each request, logs it without anything personal, and writes the name into problems.

use crate::machine;
use crate::problem::{Problem, Raised};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument;

const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer.
pub(crate) async fn name(request: Request, next: Next) -> Response {
    let id = new_id();
    let method = request.method().clone();
    // The route and not the path: paths hold ids, and an address may hold what was searched for.
    let route = request.extensions().get::<MatchedPath>().map_or("(file)", MatchedPath::as_str).to_owned();
    let begun = Instant::now();
    let span = tracing::info_span!("request", id = %id);
    async move {
        let response = with_name(next.run(request).await, &id);
        let (status, took_ms) = (response.status().as_u16(), begun.elapsed().as_millis());
        if status < 500 {
            tracing::debug!(%method, route, status, took_ms, "{method} {route} {status}");
        } else {
            tracing::warn!(%method, route, status, took_ms, "{method} {route} {status}");
        }
        response
    }
    .instrument(span)
    .await
}

fn with_name(response: Response, id: &str) -> Response {
    let mut response = match response.extensions().get::<Raised>().cloned() {
        None => response,
        Some(Raised(problem)) => {
            if let Problem::Broken(cause) = &*problem {
                tracing::error!(cause = cause as &(dyn std::error::Error + 'static), "request {id} failed: {cause}");
            }
            let headers = response.headers().clone();
            let mut renamed = problem.answer(Some(id));
            for (name, value) in &headers {
                renamed.headers_mut().entry(name).or_insert(value.clone());
            }
            renamed
        }
    };
    response.headers_mut().insert(NAME, HeaderValue::try_from(id).expect("hexadecimal digits"));
    response
}

fn new_id() -> String {
    let mut random = [0; 8];
    machine::fill(&mut random);
    format!("{:016x}", u64::from_be_bytes(random))
}
