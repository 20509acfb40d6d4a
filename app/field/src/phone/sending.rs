//! Handing in: sealing, taking back, what the queue shows.

use super::draft_store::{self, OpenDraft};
use super::photo::PhotoFault;
use super::sync_driver::{self, Sealing};
use super::{StoreFault, clock, identity, ledger, photo};
use domain::command::{Command, What};
use domain::ids::{CommandId, InspectionId, PlaceId};
use domain::premises::Premises;
use domain::user::Role;
use leptos::prelude::ArcReadSignal;
use std::sync::Arc;
use sync::feed::PremisesRow;
use sync::journal::{Edit, Finish, NotSealable, seal};
use sync::outbox::{Input, Summary};

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
    /// A picture is not in the draft: sealed now, the record would lack it. [`PhotoFault::Later`] while it is being made.
    Photo(PhotoFault),
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
pub fn queue() -> ArcReadSignal<Summary> {
    sync_driver::summary()
}

/// 签完并提交: seals the draft in one step, with or without network. The draft leaves the list; it comes back by [`withdraw`].
///
/// # Errors
/// See [`SubmitFault`].
pub async fn submit(draft: OpenDraft) -> Result<Submitted, SubmitFault> {
    photo::all_taken(draft).await.map_err(SubmitFault::Photo)?;
    draft.settled().await.map_err(SubmitFault::Store)?;
    let now = draft.draft();
    let finish = Finish { command: CommandId(clock::new_id()), at: clock::now(), server_seen_at: identity::server_seen_at() };
    let lists: Vec<_> = now.checklists.iter().filter_map(|pin| ledger::checklist(pin.sha256)).collect();
    let lists: Vec<_> = lists.iter().map(Arc::as_ref).collect();
    let command = seal(&now, &lists, finish).map_err(SubmitFault::NotSealable)?;
    let journal = draft_store::next_entry(&now, Edit::Sealed { command: Some(command.id) });
    let title = now.begin.snapshot.name.clone();
    let sealing = Sealing { command, title, journal: Some(journal.clone()) };
    let command = sync_driver::seal(sealing).await.map_err(SubmitFault::Store)?;
    draft_store::follow(&journal);
    Ok(Submitted { command, number: now.begin.provisional_number })
}

/// 撤回修改, until the first attempt to send. The draft is open again, without its signatures: they were given to what was handed in.
///
/// # Errors
/// See [`WithdrawFault`].
pub async fn withdraw(command: CommandId) -> Result<InspectionId, WithdrawFault> {
    if !sync_driver::with(|outbox| outbox.can_withdraw(command)) {
        return Err(WithdrawFault::TooLate);
    }
    let draft = draft_store::sealed_into(command).await.map_err(WithdrawFault::Store)?.ok_or(WithdrawFault::TooLate)?;
    let journal = draft.taken_back(clock::now());
    let mut open_again = draft;
    journal.iter().for_each(|entry| open_again.apply(entry));
    sync_driver::withdraw(command, journal).await.map_err(|fault| match fault {
        StoreFault::Taken => WithdrawFault::TooLate,
        other => WithdrawFault::Store(other),
    })?;
    draft_store::taken_back(&open_again);
    Ok(open_again.id())
}

/// Issues another command: `AddPremises`, `EditPremises` … It goes the same way. `title` is what the queue calls it. Premises that are
/// added are in the ledger at once, and leave it if the server does not take them; what was typed is then read by [`typed_premises`].
///
/// # Errors
/// The database's: nothing was issued.
pub async fn issue(what: What, place: PlaceId, role: Role, base: Option<u32>, title: String) -> Result<CommandId, StoreFault> {
    let by = identity::person().ok_or(StoreFault::Broken)?.user.id;
    let added = match &what {
        What::AddPremises { premises } => Some((**premises).clone()),
        _ => None,
    };
    let command = Command { id: CommandId(clock::new_id()), by, role, place, at: clock::now(), base, what };
    let id = sync_driver::seal(Sealing { command, title, journal: None }).await?;
    if let Some(premises) = added {
        let row = PremisesRow { premises, version: 1, pinyin: String::new(), risk: "blue".into(), visits: vec![], follow_ups: vec![] };
        // Only the view of it: the command is safe already.
        let _ = ledger::keep_own(by, row).await;
    }
    Ok(id)
}

/// 立即重试
pub fn retry_now() {
    sync_driver::retry_now();
}

/// What a person typed of premises that were added and not taken: to be put right and issued anew, under the same id, so that the visits
/// which name it fit. None if the bytes can't be read or are another command's.
pub async fn typed_premises(command: CommandId) -> Option<Premises> {
    let me = identity::person()?.user.id;
    let command = sync_driver::sealed(command).await.filter(|command| command.by == me)?;
    if let What::AddPremises { premises } = command.what { Some(*premises) } else { None }
}

/// Offers a refused item, or its refused photos, again, because its owner says so. A refusal that the server keeps comes back as it was:
/// see `Row::is_refused_for_good`.
pub fn offer_again(command: CommandId) {
    sync_driver::input(Input::OfferAgain { id: command });
}
