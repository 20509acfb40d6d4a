//! The phone's outbox.
