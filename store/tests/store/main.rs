//! The door and what stands behind it, on both databases.

#![expect(clippy::unwrap_used, reason = "what cannot go on in a test fails it, in its helpers too")]

mod evidence;
mod group;
mod house;
mod law;
mod ledger;
mod number;
mod people;
mod quarantine;
mod repeat;
mod review;
mod timer;
mod verify;
mod visit;
