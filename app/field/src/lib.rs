//! The phone: pages that live from the local database, browser calls in phone/.
//!
//! `door` is what a phone downloads first: who works here, and signing in. `inside` is the part behind it. `page` routes and composes,
//! `part` shows, `state` holds what pages have in common, `phone` speaks with the browser. Nothing under `/field` waits for the network
//! but signing in.

#![recursion_limit = "256"]

mod door;
mod inside;
pub mod page;
pub mod part;
pub mod phone;
pub mod state;

pub use door::mount;
