//! The OpenAPI document: everything a stranger needs to write a client. It is made of the handlers' own descriptions and of these
//! shapes, which say what the types of `domain` and `sync` look like as JSON; tests hold them to those types, and a snapshot
//! (`docs/openapi.json`) shows every change of the contract in review.

pub(crate) mod any_call;
pub(crate) mod checklist;
pub(crate) mod command;
pub(crate) mod feed;
pub(crate) mod inspection;
pub(crate) mod outcome;
pub(crate) mod phone;
pub(crate) mod premises;
pub(crate) mod scalar;

use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// The document without its paths, which the router adds.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "巡安 Xun'an",
        description = "What a phone and the server say to each other.\n\n\
            Sign in with `POST /api/v1/session` and keep its cookie. Send `x-xunan-protocol: 1` with every call: calls that change something \
            are refused (`403 cross_site`) unless the browser says that they come from our own pages (`Sec-Fetch-Site`, `Origin`) or they \
            carry this header. Every answer of ours carries `x-xunan-protocol` and `x-xunan-epoch`; an answer without them is somebody \
            else's. What goes wrong is `application/problem+json` with a stable `code`; a refused command is an `Outcome`.\n\n\
            To hand in a visit: `GET feed` for premises and checklists; `PUT commands/{id}` with `submit_inspection`; `PUT blobs/{sha256}` \
            for each photo and signature it names. Instants are microseconds since 1970 UTC, days are dates in Asia/Shanghai, a field that \
            has no value is left out.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/")),
    tags(
        (name = "session", description = "Who is there."),
        (name = "commands", description = "Handing in."),
        (name = "blobs", description = "Photos and signatures."),
        (name = "feed", description = "Hearing of things."),
        (name = "records", description = "Pictures to look at.")
    ),
    modifiers(&SessionCookie)
)]
pub(crate) struct Document;

struct SessionCookie;

impl Modify for SessionCookie {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let description = "the cookie of `POST session`; named `xunan` on plain localhost";
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description("__Host-xunan", description)));
        document.components.get_or_insert_default().add_security_scheme("session", cookie);
    }
}
