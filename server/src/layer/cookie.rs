//! The session cookie. Over TLS it is `__Host-xunan`, which a browser takes only with `Secure`, for this host and the whole path; on
//! plain localhost, where `Secure` is not possible everywhere, it is `xunan`.

//!
//! Beside it a desk's browser keeps a name of its own. It opens nothing: it only says that whoever mistypes here is not the stranger who
//! tries passwords elsewhere.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::ids::DeviceId;
use time::Duration;

const SECURE: &str = "__Host-xunan";
const PLAIN: &str = "xunan";
/// Appended to the session's name: the browser's own.
const BROWSER: &str = "-browser";
/// As long as browsers keep a cookie at most; written anew with each sign-in.
const BROWSER_LIVES: Duration = Duration::days(400);

/// How the client reaches us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// Through TLS, which a proxy ends: everything but plain localhost.
    Tls,
    /// Plain http on this machine, or with `--insecure-cookie`.
    Plain,
}

impl Line {
    /// By the host that the browser asked for and what the proxy says. A proxy must pass `Host` on or set `X-Forwarded-Proto`.
    pub(crate) fn of(headers: &HeaderMap, insecure_cookie: bool) -> Self {
        let is_https = text(headers, "x-forwarded-proto").is_some_and(|proto| proto.eq_ignore_ascii_case("https"));
        let is_local = text(headers, header::HOST.as_str()).is_none_or(is_localhost);
        if !is_https && (is_local || insecure_cookie) { Self::Plain } else { Self::Tls }
    }

    const fn cookie(self) -> &'static str {
        match self {
            Self::Tls => SECURE,
            Self::Plain => PLAIN,
        }
    }

    /// The session's token, if the request brings one. Of the other line's cookie nothing is taken.
    pub(crate) fn token(self, headers: &HeaderMap) -> Option<&str> {
        named(headers, self.cookie())
    }

    /// `Set-Cookie` for a new session.
    pub(crate) fn set(self, token: &str, lives: Duration) -> HeaderValue {
        self.written("", token, lives.whole_seconds())
    }

    /// `Set-Cookie` that takes the session away.
    pub(crate) fn clear(self) -> HeaderValue {
        self.written("", "", 0)
    }

    /// The name that this browser got at a sign-in.
    pub(crate) fn browser(self, headers: &HeaderMap) -> Option<DeviceId> {
        named(headers, &format!("{}{BROWSER}", self.cookie()))?.parse().ok().map(DeviceId)
    }

    /// `Set-Cookie` for the browser's name.
    pub(crate) fn set_browser(self, name: DeviceId) -> HeaderValue {
        self.written(BROWSER, &name.to_string(), BROWSER_LIVES.whole_seconds())
    }

    fn written(self, suffix: &str, value: &str, max_age_s: i64) -> HeaderValue {
        let secure = if self == Self::Tls { "; Secure" } else { "" };
        let cookie = format!("{}{suffix}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}", self.cookie());
        HeaderValue::try_from(cookie).expect("tokens are base64url, the rest is ASCII")
    }
}

/// The value of a cookie.
pub(crate) fn named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find_map(|(key, value)| (key == name).then_some(value))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn is_localhost(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|&(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_plain_localhost_does_without_secure() {
        let plain = |pairs: &[(&'static str, &'static str)]| Line::of(&headers(pairs), false) == Line::Plain;
        assert!(plain(&[("host", "localhost:3000")]));
        assert!(plain(&[("host", "127.0.0.1:3000")]));
        assert!(plain(&[("host", "[::1]:3000")]));
        assert!(!plain(&[("host", "localhost:3000"), ("x-forwarded-proto", "https")]));
        assert!(!plain(&[("host", "192.168.1.5:3000")]));
        assert!(!plain(&[("host", "localhost.evil.example")]));
        assert!(!plain(&[("host", "xunan.example.cn")]));
        assert_eq!(Line::of(&headers(&[("host", "192.168.1.5:3000")]), true), Line::Plain);
    }

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_lines() {
        let secure = Line::Tls.set("abc", Duration::hours(8));
        assert_eq!(secure, "__Host-xunan=abc; Path=/; Max-Age=28800; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(Line::Plain.clear(), "xunan=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn a_plain_cookie_opens_nothing_over_tls() {
        let both = headers(&[("cookie", "a=b; xunan=plain"), ("cookie", "c=d; __Host-xunan=secure")]);
        assert_eq!(Line::Tls.token(&both), Some("secure"));
        assert_eq!(Line::Plain.token(&both), Some("plain"));
        assert_eq!(Line::Tls.token(&headers(&[("cookie", "xunan=plain")])), None);
    }
}
