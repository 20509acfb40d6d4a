//! How a phone and the server agree: hello, receipts, the feed, reconcile, holdings, and the phone's outbox as a pure state machine.
//! No I/O, no clock, no randomness: both are passed in.

pub mod answer;
pub mod desk;
pub mod feed;
pub mod hello;
pub mod holdings;
pub mod journal;
pub mod outbox;
pub mod receipt;
pub mod reconcile;
pub mod session;
pub mod upload;
