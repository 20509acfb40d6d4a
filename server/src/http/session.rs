//! Signing in and out: `POST/DELETE session`.

use super::body;
use crate::document::phone::{SignIn as SignInBody, SignedIn as SignedInBody};
use crate::layer::cookie::Line;
use crate::password;
use crate::problem::{Problem, ProblemBody};
use crate::state::Server;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::{DeviceId, UserId};
use store::session::{DESK_HOURS, PHONE_DAYS, Session, Token};
use sync::session::{SignIn, SignedIn};
use time::Duration;

/// Signs in. The answer's `Set-Cookie` is the session: send it back with every call.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignInBody, responses(
    (status = 200, body = SignedInBody, headers(("set-cookie" = String, description = "the session, HttpOnly"))),
    (status = 400, body = ProblemBody),
    (status = 401, body = ProblemBody, description = "`bad_credentials`: name or password is wrong; which of them is not said"),
    (status = 429, body = ProblemBody, description = "`rate_limited`: too many failures, wait `Retry-After` seconds"),
))]
pub(crate) async fn sign_in(State(server): State<Server>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let asked: SignIn = body::json(&headers, body, body::SMALL_MAX_BYTES).await?;
    let (session, cookies) = open(&server, &headers, asked).await?.take(&server).await?;
    let body = Json(SignedIn { user: session.user, expires_at: session.expires_at });
    Ok((StatusCode::OK, cookies, [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], body).into_response())
}

/// Signs out. Without a session nothing is to do.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204, description = "signed out")))]
pub(crate) async fn sign_out(State(server): State<Server>, headers: HeaderMap) -> Result<Response, Problem> {
    let cookie = close(&server, &headers).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// A session that has begun and that no browser has yet.
pub(super) struct Opened {
    pub(super) session: Session,
    cookies: HeaderMap,
    token: Token,
    before: Option<Token>,
}

impl Opened {
    /// For the browser, with its cookies. The session that it had before ends: a token never outlives a sign-in.
    pub(super) async fn take(self, server: &Server) -> Result<(Session, HeaderMap), Problem> {
        if let Some(before) = self.before {
            server.store.end_session(&before).await?;
        }
        Ok((self.session, self.cookies))
    }

    /// For nobody. The browser keeps what it has: a phone that tries the desk stays signed in.
    pub(super) async fn leave(self, server: &Server) -> Result<(), Problem> {
        Ok(server.store.end_session(&self.token).await?)
    }
}

/// Checks the password and begins a session.
///
/// A disabled account opens a session on a phone that it signed in on before, to hand in what is still there: evidence is never refused,
/// and without a session unsent work would stay on the phone for good. On a desk, or on a phone that can hold nothing of theirs, its
/// password is as good as a wrong one.
pub(super) async fn open(server: &Server, headers: &HeaderMap, asked: SignIn) -> Result<Opened, Problem> {
    let login = asked.login.trim().to_owned();
    if asked.password.len() > password::LENGTH_MAX_BYTES || login.len() > password::LENGTH_MAX_BYTES {
        return Err(Problem::WrongPassword);
    }
    let line = Line::of(headers, server.insecure_cookie);
    let counted_by = asked.device.or_else(|| line.browser(headers));
    let attempt = server.store.sign_in_begins(&login, counted_by).await?.map_err(|seconds| Problem::Wait { seconds })?;
    let account = server.store.account(&login).await?;
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let is_right = password::is_right(asked.password, hash).await;
    let may_hand_in = asked.device.is_some() && attempt.is_known_device;
    let Some(account) = account.filter(|account| is_right && (account.is_active || may_hand_in)) else {
        tracing::info!("a sign-in failed");
        return Err(Problem::WrongPassword);
    };
    // A browser that has no name yet gets one.
    let counted_by = counted_by.unwrap_or_else(|| DeviceId(crate::machine::id()));
    server.store.sign_in_succeeded(&attempt, &login, counted_by).await?;
    let mut opened = begin(server, &line, headers, account.user, asked.device).await?;
    if asked.device.is_none() {
        opened.cookies.append(header::SET_COOKIE, line.set_browser(counted_by));
    }
    Ok(opened)
}

async fn begin(server: &Server, line: &Line, headers: &HeaderMap, user: UserId, device: Option<DeviceId>) -> Result<Opened, Problem> {
    let mut random = [0; 32];
    crate::machine::fill(&mut random);
    let token = Token::new(random);
    server.store.begin_session(user, device, &token).await?;
    let session = server.store.session(&token).await?.ok_or(Problem::SignedOut)?;
    let lives = if device.is_some() { Duration::days(PHONE_DAYS) } else { Duration::hours(DESK_HOURS) };
    tracing::info!(user.id = %user, phone = device.is_some(), "user {user} signed in");
    let cookies = HeaderMap::from_iter([(header::SET_COOKIE, line.set(&token.text(), lives))]);
    Ok(Opened { session, cookies, token, before: line.token(headers).and_then(Token::read) })
}

/// Ends the session of the request; gives the cookie that takes it away.
pub(super) async fn close(server: &Server, headers: &HeaderMap) -> Result<HeaderValue, Problem> {
    let line = Line::of(headers, server.insecure_cookie);
    if let Some(token) = line.token(headers).and_then(Token::read) {
        server.store.end_session(&token).await?;
    }
    Ok(line.clear())
}
