//! The real outbox and the real journal under one seeded clock, network and disk, against a model of the server. Never shipped.
//!
//! One thread, one seed, one queue of events: the same seed gives the same bytes. A run has three parts: people work while things go
//! wrong; nothing goes wrong any more and everything has to heal; eight days pass and the phones have to be empty.

mod bug;
pub mod check;
mod coverage;
mod disk;
pub mod fault;
mod feed;
mod people;
mod phone;
mod queue;
mod random;
#[cfg(feature = "store")]
mod real;
mod server;
mod story;
mod wire;
mod world;

pub use bug::Bug;
pub use coverage::Coverage;
#[cfg(feature = "store")]
pub use real::RealStore;
pub use server::Behind;
pub use world::{Order, Run, run, run_as};
