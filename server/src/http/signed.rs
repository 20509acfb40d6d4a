//! Who asks: by the session cookie, looked up anew for each request, so that an end of a session holds at once.

use crate::layer::cookie::Line;
use crate::problem::Problem;
use crate::state::Server;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use store::session::{Session, Token};

/// Somebody who is signed in and whose account stands.
pub(crate) struct Signed(pub(crate) Session);

/// Somebody who hands something in. From the phone of a disabled account what it still holds is taken too; the rules put it into
/// quarantine.
pub(crate) struct Sender(pub(crate) Session);

impl FromRequestParts<Server> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let Sender(session) = Sender::from_request_parts(parts, server).await?;
        if session.user.is_active { Ok(Self(session)) } else { Err(Problem::SignedOut) }
    }
}

impl FromRequestParts<Server> for Sender {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        find(parts, server).await?.filter(Session::may_hand_in).map(Self).ok_or(Problem::SignedOut)
    }
}

/// The session of a request, if there is one.
pub(crate) async fn find(parts: &Parts, server: &Server) -> Result<Option<Session>, Problem> {
    let line = Line::of(&parts.headers, server.insecure_cookie);
    let Some(token) = line.token(&parts.headers).and_then(Token::read) else { return Ok(None) };
    Ok(server.store.session(&token).await?)
}
