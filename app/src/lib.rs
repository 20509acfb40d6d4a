//! The router, the two shells and the one WASM entry.
//!
//! Desk and portal pages are server-rendered and hydrated; the phone's pages under `/field` are mounted into an empty shell that the
//! front build writes. Both use the same WASM: the body's `data-shell` says which.

#![expect(unreachable_pub, reason = "the component macro writes a pub function into a private module")]
#![recursion_limit = "512"]

mod routes;
#[cfg(feature = "ssr")]
mod shell;

#[cfg(feature = "hydrate")]
mod entry;

pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::{Site, shell};
