//! Handing in: sealing, taking back, what the queue shows.

use super::StoreFault;
use super::draft_store::OpenDraft;
use domain::command::What;
use domain::ids::{CommandId, InspectionId, PlaceId};
use domain::user::Role;
use leptos::prelude::ArcReadSignal;
use sync::journal::NotSealable;
use sync::outbox::Summary;

/// What the finished page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The command; its row is in [`queue`].
    pub command: CommandId,
    /// 本机编号
    pub number: String,
}

/// Why it was not sealed. The draft is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmitFault {
    /// See there.
    NotSealable(NotSealable),
    /// Not durable: nothing was sealed.
    Store(StoreFault),
}

/// Why it was not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawFault {
    /// It was already offered to the server.
    TooLate,
    /// The database's.
    Store(StoreFault),
}

/// The outbox as it stands; tracked.
#[must_use]
pub fn queue() -> ArcReadSignal<Summary> { unimplemented!() }

/// 签完并提交: seals the draft in one step, with or without network. The draft leaves the list; it comes back by [`withdraw`].
///
/// # Errors
/// See [`SubmitFault`].
pub async fn submit(draft: OpenDraft) -> Result<Submitted, SubmitFault> { let _ = draft; unimplemented!() }

/// 撤回修改, until the first attempt to send. The draft is open again; its signatures should be taken anew.
///
/// # Errors
/// See [`WithdrawFault`].
pub async fn withdraw(command: CommandId) -> Result<InspectionId, WithdrawFault> { let _ = command; unimplemented!() }

/// Issues another command: `AddPremises`, `EditPremises` … It goes the same way. `title` is what the queue calls it.
///
/// # Errors
/// The database's: nothing was issued.
pub async fn issue(what: What, place: PlaceId, role: Role, base: Option<u32>, title: String) -> Result<CommandId, StoreFault> { let _ = (what, place, role, base, title); unimplemented!() }

/// 立即重试
pub fn retry_now() { unimplemented!() }

/// Offers a refused item again, because its owner says so.
pub fn offer_again(command: CommandId) { let _ = command; unimplemented!() }
