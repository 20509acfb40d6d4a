//! The door and what stands behind it, on both databases.

#![expect(clippy::unwrap_used, reason = "what cannot go on in a test fails it, in its helpers too")]

mod broken_commit;
mod desk;
mod evidence;
mod feed;
mod feed_wait;
mod group;
mod house;
mod law;
mod ledger;
mod news;
mod number;
mod people;
mod quarantine;
mod repeat;
mod review;
mod search;
mod sign_in;
mod timer;
mod verify;
mod visit;
