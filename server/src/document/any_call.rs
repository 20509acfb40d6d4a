//! What any call may be answered, said once for all of them: the layers before the handlers and the faults of ours.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response};

const JSON: &str = "application/json";
const PROBLEM_JSON: &str = "application/problem+json";
const PROBLEM: &str = "#/components/schemas/ProblemBody";

/// When a call may be answered so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// It has something to be read: a path, a query, a body.
    Read,
    /// It changes something.
    Unsafe,
    /// It takes a body.
    Body,
    /// It needs a session.
    Session,
}

struct Common {
    when: When,
    status: &'static str,
    name: &'static str,
    why: &'static str,
}

const TABLE: &[Common] = &[
    Common { when: When::Read, status: "400", name: "Invalid", why: "`invalid`: not of the documented form; the same again helps nothing" },
    Common { when: When::Session, status: "401", name: "Unauthenticated", why: "`unauthenticated`: nobody is signed in, or no longer" },
    Common {
        when: When::Unsafe,
        status: "403",
        name: "CrossSite",
        why: "`cross_site`: neither from our own pages nor with the header `x-xunan-protocol`",
    },
    Common { when: When::Body, status: "408", name: "Timeout", why: "`timeout`: the body did not come whole; send it again" },
    Common { when: When::Body, status: "413", name: "TooLarge", why: "`too_large`: over `max_bytes`; nothing was kept" },
    Common {
        when: When::Always,
        status: "426",
        name: "Unsupported",
        why: "`unsupported`: the protocol in `x-xunan-protocol` is older than `protocol_min`; what the client holds stays valid and can be \
              sent after an update",
    },
    Common {
        when: When::Always,
        status: "500",
        name: "Internal",
        why: "`internal`: a fault of ours; nothing is known about what was asked, and the same again is safe",
    },
    Common {
        when: When::Always,
        status: "503",
        name: "Unavailable",
        why: "`unavailable`: the server is ending or starting anew; again after a while",
    },
];

/// Adds them to every call that does not say them itself.
pub(crate) fn add(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    for common in TABLE {
        components.responses.insert(common.name.to_owned(), RefOr::T(common.response()));
    }
    for item in document.paths.paths.values_mut() {
        for (operation, is_unsafe) in operations(item) {
            operation.responses.responses.values_mut().for_each(as_problem);
            for common in TABLE {
                if common.is_of(operation, is_unsafe) {
                    common.add(operation);
                }
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&mut Operation, bool)> {
    let PathItem { get, head, put, post, patch, delete, .. } = item;
    [(get, false), (head, false), (put, true), (post, true), (patch, true), (delete, true)]
        .into_iter()
        .filter_map(|(operation, is_unsafe)| Some((operation.as_mut()?, is_unsafe)))
}

impl Common {
    fn is_of(&self, operation: &Operation, is_unsafe: bool) -> bool {
        match self.when {
            When::Always => true,
            When::Read => operation.request_body.is_some() || operation.parameters.is_some(),
            When::Unsafe => is_unsafe,
            When::Body => operation.request_body.is_some(),
            When::Session => operation.security.is_some(),
        }
    }

    fn response(&self) -> Response {
        let mut response = Response::new(self.why);
        response.content.insert(PROBLEM_JSON.to_owned(), RefOr::T(Content::new(Some(Ref::new(PROBLEM)))));
        response
    }

    fn add(&self, operation: &mut Operation) {
        let all = &mut operation.responses.responses;
        match all.get_mut(self.status) {
            // The call has a meaning of its own for this status: then it has both.
            Some(RefOr::T(own)) if !own.content.contains_key(PROBLEM_JSON) => {
                own.content.extend(self.response().content);
                own.description = format!("{}; or {}", own.description, self.why);
            }
            Some(_) => {}
            None => {
                all.insert(self.status.to_owned(), RefOr::Ref(Ref::from_response_name(self.name)));
            }
        }
    }
}

/// A problem is sent under its own media type, whatever a handler's description says.
fn as_problem(response: &mut RefOr<Response>) {
    let RefOr::T(response) = response else { return };
    if response.content.get(JSON).is_some_and(is_problem)
        && let Some(content) = response.content.shift_remove(JSON)
    {
        response.content.insert(PROBLEM_JSON.to_owned(), content);
    }
}

fn is_problem(content: &RefOr<Content>) -> bool {
    let RefOr::T(Content { schema: Some(RefOr::Ref(schema)), .. }) = content else { return false };
    schema.ref_location == PROBLEM
}
