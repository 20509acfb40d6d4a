//! The server-rendered pages: desk and doors. Each is rendered whole before its first byte leaves, so that it can be read and sent back
//! without any script; the browser hydrates it afterwards.
//!
//! Pages and their calls find in the context: [`store::session::Access`], the language, and the nonce of Leptos' inline scripts, which is
//! also in the policy of the answer.

mod language;

use crate::http::find_session;
use crate::layer::{cookie, headers};
use crate::problem::Problem;
use crate::state::Server;
use app::App;
use app_ui::part::LANGUAGE_PATH;
use app_ui::words::Locale;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos::context::provide_context;
use leptos::nonce::use_nonce;
use leptos::prelude::expect_context;
use leptos_axum::{ResponseOptions, generate_route_list, handle_server_fns_with_context, render_app_async_with_context};
use std::sync::Arc;
use std::time::Duration;
use store::session::Access;

/// Once the server ends, a call may take so long to finish. Whatever acts is done sooner; what waits for news is let go, or each open
/// desk would hold the end up.
const CALL_ENDS_WITHIN: Duration = Duration::from_secs(1);

/// Adds the pages and what they call.
pub(crate) fn mount(router: Router<Server>, server: &Server) -> Router<Server> {
    let mut router = router.route(LANGUAGE_PATH, post(language::choose));
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        // A call that changes something by GET could be made by any link: there is none, and a test says so.
        if method == Method::POST {
            router = router.route(path, post(call));
        }
    }
    if server.site.is_built() {
        for listing in generate_route_list(App) {
            router = router.route(listing.path(), get(page));
        }
    }
    router
}

/// One page. The desk asks for a session first, so that nobody waits for a page that he may not see.
pub(crate) async fn page(State(server): State<Server>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let access = access(&server, &parts).await?;
    let path = parts.uri.path();
    let is_desk = path == "/desk" || path.starts_with("/desk/");
    let has_desk = access.session.as_ref().is_some_and(|session| session.scope.desk_role().is_some());
    if is_desk && !has_desk {
        let wanted = parts.uri.path_and_query().map_or("/desk", |wanted| wanted.as_str());
        return Ok(to_sign_in(wanted));
    }
    Ok(render(&server, access, Request::from_parts(parts, body)).await)
}

/// The page that says that there is no such page.
pub(crate) async fn lost(server: &Server, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let access = access(server, &parts).await?;
    let mut response = render(server, access, Request::from_parts(parts, body)).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}

async fn render(server: &Server, access: Access, request: Request) -> Response {
    let Some(entry) = server.site.entry.clone() else { return Problem::NotFound.into_response() };
    let locale = locale(request.headers());
    let site = app::Site { style: entry.style, boot: entry.boot, icons: entry.icons };
    let context = move || {
        provide_context(access.clone());
        provide_context(locale);
    };
    let shell = move || {
        let response = expect_context::<ResponseOptions>();
        if let Some(nonce) = use_nonce() {
            response.insert_header(header::CONTENT_SECURITY_POLICY, headers::policy_with_nonce(&nonce));
        }
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        app::shell(&site, locale)
    };
    render_app_async_with_context(context, shell)(request).await
}

/// A call of a page.
async fn call(State(server): State<Server>, request: Request<Body>) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let access = access(&server, &parts).await?;
    let locale = locale(&parts.headers);
    let context = move || {
        provide_context(access.clone());
        provide_context(locale);
    };
    let mut ending = server.ending.clone();
    let is_over = async move {
        let _ = ending.wait_for(|ending| *ending).await; // an error says that the teller is gone: end as well
        tokio::time::sleep(CALL_ENDS_WITHIN).await;
    };
    let mut response = tokio::select! {
        response = handle_server_fns_with_context(context, Request::from_parts(parts, body)) => response.into_response(),
        () = is_over => return Err(Problem::Ending),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Who asks; a disabled account is nobody here.
async fn access(server: &Server, parts: &axum::http::request::Parts) -> Result<Access, Problem> {
    let session = find_session(parts, server).await?.filter(|session| session.user.is_active);
    Ok(Access { store: Arc::clone(&server.store), session })
}

fn to_sign_in(wanted: &str) -> Response {
    let to = format!("/sign-in?next={}", crate::http::desk_session::encoded(wanted));
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/sign-in"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))]).into_response()
}

/// The language that was chosen, else the first one of the browser's that we speak.
fn locale(headers: &HeaderMap) -> Locale {
    let chosen = cookie::named(headers, Locale::COOKIE).and_then(Locale::from_tags);
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|tags| tags.to_str().ok()).and_then(Locale::from_tags);
    chosen.or_else(accepted).unwrap_or_default()
}
