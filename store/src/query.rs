//! Reads: they go around the door and change nothing. Every query takes a [`Scope`](crate::session::Scope), which only a session can
//! make; what lies outside of it is not found. The desk's read models are the types of `sync::desk`, and its queries return exactly these.
//!
//! Every list is paged by key and names its index.

mod after;
pub mod chain;
pub mod duplicates;
pub mod feed;
mod follow_ups;
pub mod hazards;
pub mod holdings;
pub mod inspections;
pub mod news;
pub mod people;
pub mod photos;
pub mod place;
pub mod premises;
pub mod reconcile;
pub mod record;
mod time_line;

/// Rows of a page of a desk's list.
pub const PAGE_SIZE: u64 = 250;
