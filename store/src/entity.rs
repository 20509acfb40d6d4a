//! The tables. They stay inside this crate: what others see are the types of `domain` and `sync`.
//!
//! Instants are whole microseconds UTC as `i64` (as text, SQLite would sort 10:00:00Z after 10:00:00.5Z), days `YYYY-MM-DD`, hashes 64
//! hexadecimal digits, codes as the wire writes them.

#![expect(unreachable_pub, reason = "sea-orm derives items that are as visible as `Model`, and they must be `pub`")]

pub(crate) mod blob;
pub(crate) mod blob_ref;
pub(crate) mod blob_sender;
pub(crate) mod checklist_version;
pub(crate) mod command;
pub(crate) mod event;
pub(crate) mod finding;
pub(crate) mod follow_up;
pub(crate) mod hazard;
pub(crate) mod hazard_sighting;
pub(crate) mod holdings;
pub(crate) mod import_batch;
pub(crate) mod inspection;
pub(crate) mod inspection_person;
pub(crate) mod inspection_return;
pub(crate) mod inspection_revision;
pub(crate) mod lease;
pub(crate) mod meta;
pub(crate) mod place;
pub(crate) mod place_seq;
pub(crate) mod premises;
pub(crate) mod premises_version;
pub(crate) mod role_grant;
pub(crate) mod session;
pub(crate) mod sign_in_counter;
pub(crate) mod user_account;
