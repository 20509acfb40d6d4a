//! The whole server as one service: the API, the desk's doors, the server-rendered pages, the front end's files.

use crate::document::{Document, any_call};
use crate::http::{blobs, commands, desk_session, feed, health, hello, holdings, photos, reconcile, session};
use crate::layer::{compress, headers, own_site, protocol, rejected, request};
use crate::problem::Problem;
use crate::state::Server;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Everything that the server answers.
pub(crate) fn router(server: &Server) -> Router {
    let (api, document) = api();
    let document = document.to_pretty_json().expect("the document is JSON");
    let kind = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    let router = api
        .route_layer(from_fn(rejected::as_problem))
        .route_layer(from_fn(protocol::understand))
        .route("/api/v1/openapi.json", get(move || std::future::ready((kind, document))))
        .route("/api/{*rest}", get(nothing).put(nothing).post(nothing).delete(nothing))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/sign-in", post(desk_session::sign_in))
        .route("/sign-out", post(desk_session::sign_out));
    #[cfg(feature = "pages")]
    let router = crate::pages::mount(router, server);
    router
        .fallback(file)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(compress::compress))
        .layer(from_fn(own_site::require))
        .layer(from_fn_with_state(server.clone(), headers::put))
        .layer(from_fn(request::name))
        .with_state(server.clone())
}

/// The API and the document about it.
pub(crate) fn api() -> (Router<Server>, OpenApi) {
    let api = OpenApiRouter::new()
        .routes(routes!(session::sign_in, session::sign_out))
        .routes(routes!(hello::hello))
        .routes(routes!(commands::put))
        .routes(routes!(blobs::head, blobs::put, blobs::patch))
        .routes(routes!(feed::get))
        .routes(routes!(photos::get))
        .routes(routes!(photos::original))
        .routes(routes!(reconcile::post))
        .routes(routes!(holdings::put));
    let (router, mut document) = OpenApiRouter::with_openapi(Document::openapi()).nest("/api/v1", api).split_for_parts();
    any_call::add(&mut document);
    (router, document)
}

async fn nothing() -> Problem {
    Problem::NotFound
}

/// A file of the front end, or nothing.
async fn file(State(server): State<Server>, request: Request) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let found = if is_read { server.site.answer(request.uri(), request.headers()) } else { None };
    if let Some(found) = found {
        return found;
    }
    if is_read && let Some(found) = server.site.answer_older(request.uri().path(), request.headers()).await {
        return found;
    }
    #[cfg(feature = "pages")]
    if is_read && wants_page(&request) {
        return crate::pages::lost(&server, request).await.into_response();
    }
    Problem::NotFound.into_response()
}

/// A person who followed a link, and not a script or a picture.
#[cfg(feature = "pages")]
fn wants_page(request: &Request) -> bool {
    request.headers().get(header::ACCEPT).is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")))
}

/// A panic is a bug of ours: the caller gets a problem and not a dead line, the log gets the message.
#[expect(clippy::needless_pass_by_value, reason = "the layer gives it away")]
fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let message = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("");
    tracing::error!(message, "a handler panicked");
    Problem::Panicked.into_response()
}
