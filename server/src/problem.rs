//! What a client gets when something does not work: `application/problem+json` (RFC 9457) with a code that is a text key. The one
//! place where an error becomes a status; its cause goes into the log and never to the client.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::StoreError;
use sync::upload::OFFSET_HEADER;
use utoipa::ToSchema;

/// Why a call gave nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// Nobody is signed in, the session has ended or the account is disabled.
    #[error("nobody is signed in")]
    SignedOut,
    /// Sign-in name or password is wrong; which of them is not said.
    #[error("the sign-in name or the password is wrong")]
    WrongPassword,
    /// Too many attempts.
    #[error("too many attempts")]
    Wait {
        /// Seconds until the next.
        seconds: u32,
    },
    /// Unknown, or outside the scope.
    #[error("not found")]
    NotFound,
    /// Not here, but a part of it is: the next begins behind that.
    #[error("only the first {bytes} bytes are here")]
    Half {
        /// What is here.
        bytes: u64,
    },
    /// A part begins elsewhere than what is here ends.
    #[error("the part has to begin at byte {bytes}")]
    Elsewhere {
        /// What is here.
        bytes: u64,
    },
    /// The disk is nearly full: photos wait, records are taken.
    #[error("no room for photos")]
    NoRoom,
    /// Came from another site.
    #[error("the request comes from another site")]
    CrossSite,
    /// The body is larger than allowed.
    #[error("the body is larger than {max_bytes} bytes")]
    TooLarge {
        /// The limit.
        max_bytes: u64,
    },
    /// The body came to a halt or ended too soon. A passing trouble of the line, so no `400`, which a phone would take for the last word.
    #[error("the body did not come whole")]
    BrokenOff,
    /// The body's bytes do not have the hash in the path.
    #[error("the bytes have another hash")]
    HashDiffers,
    /// The request is not of the documented form.
    #[error("malformed: {0}")]
    Malformed(&'static str),
    /// The phone speaks a protocol that is no longer understood.
    #[error("this version of the app is too old")]
    UpdateNeeded,
    /// The picture cannot be shown: not an image, or larger than a picture may be.
    #[error("no picture can be made of it")]
    NoPicture,
    /// The server is ending; try again.
    #[error("the server is ending")]
    Ending,
    /// A bug of ours.
    #[error("the server failed")]
    Panicked,
    /// Ours: database, disk.
    #[error("the server failed")]
    Broken(#[from] Broken),
}

/// What broke, for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A task of ours panicked or was cancelled.
    #[error("a task ended early")]
    Task(#[from] tokio::task::JoinError),
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::WrongHash => Self::HashDiffers,
            StoreError::TooLarge { max_bytes } => Self::TooLarge { max_bytes: max_bytes as u64 },
            StoreError::NoPicture => Self::NoPicture,
            StoreError::NoRoom => Self::NoRoom,
            StoreError::Overtaken => Self::BrokenOff,
            error => Self::Broken(Broken::Store(error)),
        }
    }
}

/// A problem as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ProblemBody {
    /// The HTTP status again.
    #[schema(example = 401)]
    pub(crate) status: u16,
    /// A stable code, key of the text that a person reads.
    #[schema(example = "unauthenticated")]
    pub(crate) code: String,
    /// One English sentence for whoever reads logs.
    pub(crate) title: String,
    /// Names this request in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
    /// Seconds to wait, with `rate_limited`; the same as `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after_seconds: Option<u32>,
    /// The limit, with `too_large`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max_bytes: Option<u64>,
}

impl Problem {
    const fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "unauthenticated"),
            Self::WrongPassword => (StatusCode::UNAUTHORIZED, "bad_credentials"),
            Self::Wait { .. } => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
            Self::NotFound | Self::Half { .. } => (StatusCode::NOT_FOUND, "not_found"),
            Self::Elsewhere { .. } => (StatusCode::CONFLICT, "offset_differs"),
            Self::NoRoom => (StatusCode::INSUFFICIENT_STORAGE, "no_room"),
            Self::CrossSite => (StatusCode::FORBIDDEN, "cross_site"),
            Self::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::BrokenOff => (StatusCode::REQUEST_TIMEOUT, "timeout"),
            Self::HashDiffers => (StatusCode::UNPROCESSABLE_ENTITY, "hash_mismatch"),
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, "invalid"),
            Self::UpdateNeeded => (StatusCode::UPGRADE_REQUIRED, "unsupported"),
            Self::NoPicture => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Self::Ending => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Self::Panicked | Self::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }

    /// As it is sent, with the request's name.
    pub(crate) fn body(&self, request_id: Option<&str>) -> ProblemBody {
        let (status, code) = self.status_and_code();
        ProblemBody {
            status: status.as_u16(),
            code: code.to_owned(),
            title: self.to_string(),
            request_id: request_id.map(str::to_owned),
            retry_after_seconds: if let Self::Wait { seconds } = self { Some(*seconds) } else { None },
            max_bytes: if let Self::TooLarge { max_bytes } = self { Some(*max_bytes) } else { None },
        }
    }

    /// The whole answer. `layer::request` calls it again when it knows the request's name.
    pub(crate) fn answer(&self, request_id: Option<&str>) -> Response {
        let mut response = (self.status_and_code().0, Json(self.body(request_id))).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Self::Wait { seconds } = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        if let Self::Half { bytes } | Self::Elsewhere { bytes } = self {
            headers.insert(OFFSET_HEADER, HeaderValue::from(*bytes));
        }
        response
    }
}

/// Travels with the answer to the request layer, which logs the cause and writes the request's name into the body.
#[derive(Debug, Clone)]
pub(crate) struct Raised(pub(crate) Arc<Problem>);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.answer(None);
        response.extensions_mut().insert(Raised(Arc::new(self)));
        response
    }
}
