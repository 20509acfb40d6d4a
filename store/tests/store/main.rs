//! The door and what stands behind it, on both databases.

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
