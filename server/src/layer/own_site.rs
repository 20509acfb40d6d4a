//! Nothing is changed on behalf of another site. Cookies are `SameSite=Lax`, but server functions have no check of their own and can
//! be called by a plain form, so one layer stands before every unsafe method.

use crate::problem::Problem;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sync::hello::PROTOCOL_HEADER;

/// Refuses unsafe requests that another site may have caused.
pub(crate) async fn require(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || is_from_us(request.headers()) { next.run(request).await } else { Problem::CrossSite.into_response() }
}

fn is_from_us(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    if let Some(site) = text("sec-fetch-site") {
        // `none`: the person himself, from the address bar. A page cannot write this header.
        return matches!(site, "same-origin" | "none");
    }
    if let Some(origin) = text(header::ORIGIN.as_str()) {
        let host = origin.split_once("://").map(|(_, host)| host);
        return host.is_some() && host == text(header::HOST.as_str());
    }
    // No browser that says where it comes from. Our own header can't be written by a form, and other sites' scripts may not send it.
    headers.contains_key(PROTOCOL_HEADER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn passes(pairs: &[(&'static str, &'static str)]) -> bool {
        let own = ("host", "xunan.example");
        let all = pairs.iter().chain([&own]);
        is_from_us(&all.map(|&(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect())
    }

    #[test]
    fn the_browsers_word_decides() {
        assert!(passes(&[("sec-fetch-site", "same-origin")]));
        assert!(passes(&[("sec-fetch-site", "none")]));
        assert!(!passes(&[("sec-fetch-site", "same-site")]));
        assert!(!passes(&[("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[("sec-fetch-site", "cross-site"), ("origin", "https://xunan.example"), (PROTOCOL_HEADER, "1")]));
    }

    #[test]
    fn an_old_browser_says_its_origin() {
        assert!(passes(&[("origin", "https://xunan.example")]));
        assert!(!passes(&[("origin", "https://evil.example")]));
        assert!(!passes(&[("origin", "https://xunan.example.evil.example")]));
        assert!(!passes(&[("origin", "null")]));
        assert!(!passes(&[("origin", "null"), (PROTOCOL_HEADER, "1")]));
    }

    #[test]
    fn whoever_says_nothing_needs_our_header() {
        assert!(!passes(&[]));
        assert!(passes(&[(PROTOCOL_HEADER, "1")]));
    }
}
