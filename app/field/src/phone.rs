//! What the browser does for the phone's pages: database, camera, position, network. No rule of the trade stands here.
//!
//! Free functions over one phone per page, because a page has one database and one outbox. Handles are `Copy` ids, so they go into
//! any closure. Everything that can change by itself is an [`ArcReadSignal`](leptos::prelude::ArcReadSignal):
//!
//! | signal | says |
//! | --- | --- |
//! | [`identity::who`] | who works here, online, offline or nobody |
//! | [`ledger::state`] | how much of the ledger is here, as of when; its `revision` counts every change, so `ledger::…` queries can be memoised on it |
//! | [`sending::queue`] | the chip and each item's state |
//! | [`draft_store::OpenDraft::saved`] | 正在存, 已存本机, 还没存上 |
//! | [`health`] | storage: good, full, broken |
//! | [`offline::state`] | whether everything is here that is needed without a network |
//!
//! Nothing awaits the network except sign-in and a returned record's pictures. Errors are enums; their words are the pages'.

pub mod clock;
pub mod cushion;
pub mod db;
pub mod draft_store;
mod hash;
pub mod identity;
pub mod ledger;
mod net;
pub mod offline;
pub mod photo;
pub mod position;
pub mod sending;
mod sync_driver;
pub(crate) mod timer;
mod turn;

use domain::ids::InspectionId;
use sync::holdings::HeldRecord;
use sync::journal::Found;

pub use db::{Health, StoreFault, health};

/// What there is to tell when the app has opened.
#[derive(Debug, Clone, Default)]
pub struct Started {
    /// Drafts in which something had to be put together, for `draft.restored`.
    pub restored: Vec<(InspectionId, Found)>,
    /// A draft whose camera was open when the page died: open it there and say that the photo was not kept.
    pub camera: Option<InspectionId>,
    /// Records that this installation had not sent and that are gone from its database: `st.lost`.
    pub lost: Vec<HeldRecord>,
}

/// Opens the database and says who works here. Called once, before anything else; takes some milliseconds and never the network. With a
/// database that does not open it still returns: [`health`] then says so.
pub async fn open() {
    let _ = db::open().await;
    identity::open().await;
}

/// Reads drafts, the ledger and what is unsent, begins to send and to fetch. Called once, after [`open`].
pub async fn start() -> Started {
    let started = sync_driver::start().await;
    wasm_bindgen_futures::spawn_local(db::lay_by());
    started
}
