//! A draft on the phone: an append-only journal of edits, and the draft as what follows from them.
//!
//! Every tap, photo and note is one [`Entry`] with a number that counts up in its draft. An edit sets its [`Slot`] as a whole, so the
//! draft is the entry with the highest number in each slot: nothing depends on a clock, a lost entry harms its own slot only, and what
//! comes back from two copies (database and cushion) is put together by number. Undoing is another edit.

mod begin;
mod draft;
mod edit;
mod named;
mod recover;
mod seal;

pub use begin::{Begin, Mending, Mends};
pub use draft::Draft;
pub use edit::{Camera, Edit, Entry, Given, Signer, Slot, Trashed};
pub use named::ever_named;
pub use recover::{Found, Recovered, Unrecoverable, recover};
pub use seal::{Finish, NotSealable, seal};
