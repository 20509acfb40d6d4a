//! The phone's outbox.

mod show;

pub use show::{Chip, Link, Row, Status, Summary};
