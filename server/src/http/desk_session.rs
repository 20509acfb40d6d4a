//! The desk's doors, `POST /sign-in` and `POST /sign-out`: plain forms that work without any script.

use super::session::{close, open};
use crate::problem::Problem;
use crate::state::Server;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::fmt::Write as _;
use sync::session::SignIn;

/// Where a person lands who wanted no page in particular.
const HOME: &str = "/desk";

/// What the form sends.
#[derive(Deserialize)]
pub(crate) struct Asked {
    login: String,
    password: String,
    /// The page that was wanted.
    #[serde(default)]
    next: String,
}

/// To the page that was wanted, or back to the form with what was wrong in the address.
pub(crate) async fn sign_in(State(server): State<Server>, headers: HeaderMap, Form(asked): Form<Asked>) -> Result<Response, Problem> {
    let next = own_page(&asked.next);
    let back = |problem: &str| go(&format!("/sign-in?{problem}&next={}", encoded(next)), HeaderMap::new());
    match open(&server, &headers, SignIn { login: asked.login, password: asked.password, device: None }).await {
        Ok(opened) if opened.session.scope.desk_role().is_some() => Ok(go(next, opened.take(&server).await?.1)),
        // A phone's account: the session is not given out, so that no page has to explain an empty desk.
        Ok(opened) => opened.leave(&server).await.map(|()| back("problem=no_desk")),
        Err(Problem::Wait { seconds }) => Ok(back(&format!("problem=rate_limited&wait={seconds}"))),
        Err(Problem::WrongPassword) => Ok(back("problem=bad_credentials")),
        Err(other) => Err(other),
    }
}

/// To the start page.
pub(crate) async fn sign_out(State(server): State<Server>, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(go("/", HeaderMap::from_iter([(header::SET_COOKIE, close(&server, &headers).await?)])))
}

/// See there.
pub(crate) fn go(to: &str, cookies: HeaderMap) -> Response {
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, cookies, [(header::LOCATION, to)]).into_response()
}

/// A page of the desk and nothing else: a link that signs in must not lead to another site.
fn own_page(next: &str) -> &str {
    let is_desk = next.strip_prefix(HOME).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    if is_desk && is_own_path(next) { next } else { HOME }
}

/// An address of this site, as a path: not `//other.example`, which names a host, nor what a browser would turn into that.
pub(crate) fn is_own_path(address: &str) -> bool {
    let is_graphic = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    address.starts_with('/') && !address.starts_with("//") && is_graphic
}

/// A text as the value of a query.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}"); // a string takes all
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_the_desk_and_nowhere_else() {
        assert_eq!(own_page("/desk/hazards?overdue=true"), "/desk/hazards?overdue=true");
        for foreign in
            ["", "/", "//evil.example", "/\\evil.example", "https://evil.example/desk", "/desktop", "/desk/../x\r\ny", "/desk\\x"]
        {
            assert_eq!(own_page(foreign), HOME, "{foreign:?}");
        }
        assert_eq!(encoded("/desk?a=1&b=中"), "/desk%3Fa%3D1%26b%3D%E4%B8%AD");
    }
}
