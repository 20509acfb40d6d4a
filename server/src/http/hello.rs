//! `GET hello`: tells a captive portal from us.

use super::signed;
use crate::document::phone::Hello as HelloBody;
use crate::problem::{Problem, ProblemBody};
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::http::request::Parts;
use store::session::Session;
use sync::hello::{Hello, PROTOCOL, PROTOCOL_MIN};

/// Says who we are.
///
/// An answer without the header `x-xunan-protocol`, or without `"service": "xunan"`, is somebody else's.
#[utoipa::path(get, path = "/hello", tag = "session", responses((status = 200, body = HelloBody), (status = 500, body = ProblemBody)))]
pub(crate) async fn hello(State(server): State<Server>, parts: Parts) -> Result<Json<Hello>, Problem> {
    // A disabled account is named as long as its phone may hand in, or the phone would take its session for another's and stop sending.
    let session = signed::find(&parts, &server).await?.filter(Session::may_hand_in);
    Ok(Json(Hello {
        service: "xunan".to_owned(),
        protocol: PROTOCOL,
        protocol_min: PROTOCOL_MIN,
        epoch: server.store.epoch(),
        now: server.store.now(),
        build: server.site.build.clone(),
        user: session.as_ref().map(|session| session.user.id),
        is_active: session.is_none_or(|session| session.user.is_active),
    }))
}
