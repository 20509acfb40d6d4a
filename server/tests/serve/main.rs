//! `xunan serve` from outside: a process that is started, used, cut off, killed, told to end.

#![expect(clippy::unwrap_used, reason = "a test stops where what it needs is not there")]

mod field;
mod full_disk;
mod hang_up;
mod kill;
mod line;
mod restore;
mod resume;
mod server;
mod start;
mod storm;
#[path = "../../../store/examples/intake/street.rs"]
#[expect(dead_code, reason = "the benchmarks use more of it")]
mod street;
