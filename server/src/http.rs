//! The phone's API, `/api/v1`: versioned, documented, understood for the last two versions, because an old cached client must still be
//! able to hand in its work.

pub(crate) mod blobs;
mod body;
pub(crate) mod commands;
pub(crate) mod desk_session;
pub(crate) mod feed;
pub(crate) mod health;
pub(crate) mod hello;
pub(crate) mod holdings;
pub(crate) mod photos;
pub(crate) mod reconcile;
pub(crate) mod session;
mod signed;

#[cfg(feature = "pages")]
pub(crate) use signed::find as find_session;
pub(crate) use signed::{Sender, Signed};
