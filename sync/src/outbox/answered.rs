//! What answers change. Every change is written down first.

use super::pace::Pace;
use super::{
    Blob, BlobState, Change, Confirmed, Item, Link, Outbox, RECONCILE_AFTER_MS, REFUSED_AGAIN_MS, Reply, Request, RequestNo, Session,
    State, Step, StoreOp,
};
use crate::answer::{BlobMeaning, Meaning, Trouble};
use crate::hello::{Epoch, Hello};
use crate::reconcile::{Held, Presence, Reconcile, Reconciled};
use domain::digest::Sha256;
use domain::ids::CommandId;
use domain::time::Timestamp;

impl Outbox {
    pub(super) fn answered(&mut self, step: &mut Step, no: RequestNo, epoch: Option<Epoch>, reply: Reply) {
        // An answer to what was given up: it is asked again anyway.
        let Some(flight) = self.in_flight.remove(&no) else { return };
        match (flight.what, reply) {
            (Request::Hello, Reply::Hello(answer)) => self.greeted(step, answer),
            (Request::Command { id, .. }, Reply::Command(meaning)) => self.command_answered(step, id, epoch, meaning),
            (Request::AskBlob { sha256 } | Request::Blob { sha256 }, Reply::Blob(meaning)) => {
                self.blob_answered(step, sha256, epoch, meaning)
            }
            (Request::Reconcile(asked), Reply::Reconciled(answer)) => self.reconciled(step, &asked, answer),
            (what, _) => self.came_to_nothing(step, &what),
        }
        // Only `hello` says which epoch it is: an answer may be older than the restore. But another one is a reason to ask.
        if epoch.is_some_and(|epoch| self.epoch.is_some_and(|known| known != epoch)) && self.link == Link::Online {
            self.look_at_the_line(Link::Unknown);
        }
    }

    pub(super) fn timed_out(&mut self, step: &mut Step, no: RequestNo) {
        let Some(flight) = self.in_flight.remove(&no) else { return };
        if flight.what == Request::Hello {
            self.no_greeting(step, Link::Offline, None);
        } else {
            self.came_to_nothing(step, &flight.what);
            self.look_at_the_line(Link::Unknown);
        }
    }

    pub(super) fn unreadable(&mut self, step: &mut Step, no: RequestNo) {
        let Some(flight) = self.in_flight.remove(&no) else { return };
        match flight.what {
            Request::Command { id, .. } => self.set_state(step, id, State::Corrupt),
            Request::Blob { sha256 } => self.set_blob(step, sha256, BlobState::Corrupt),
            what => self.came_to_nothing(step, &what),
        }
    }

    fn came_to_nothing(&mut self, step: &mut Step, what: &Request) {
        match what {
            Request::Hello => self.no_greeting(step, Link::Busy, None),
            Request::Command { id, .. } => self.item_failed(step, *id, None),
            Request::AskBlob { sha256 } | Request::Blob { sha256 } => self.blob_failed(step, *sha256, None),
            Request::Reconcile(_) => self.reconcile_failed(step, None),
        }
    }

    fn reconcile_failed(&mut self, step: &mut Step, retry_after_s: Option<u32>) {
        self.reconcile = self.reconcile.after_failure(step.now.mono_ms, retry_after_s, step.dice.roll());
    }

    /// Something in between answered, or nobody: `hello` finds out, at once the first time.
    pub(super) fn look_at_the_line(&mut self, link: Link) {
        if self.link == Link::Online {
            self.hello = Pace::default();
        }
        self.link = link;
    }

    fn greeted(&mut self, step: &mut Step, answer: Result<Hello, Trouble>) {
        match answer {
            Ok(hello) => {
                self.link = Link::Online;
                self.hello = Pace::default();
                self.needs_update = false;
                self.server_clock = Some((hello.now, step.now.mono_ms));
                self.know_epoch(step, hello.epoch);
                self.stopped = hello.user.filter(|_| !hello.is_active);
                self.session = match self.session.user() {
                    None => Session::Nobody,
                    Some(user) if hello.user == Some(user) => Session::Open(user),
                    // The cookie may be another's, who signed in elsewhere: nobody's work is sent under another's name.
                    Some(user) => {
                        self.no_greeting(step, Link::Online, None);
                        Session::Closed(user)
                    }
                };
            }
            Err(Trouble::NeedsUpdate) => {
                self.needs_update = true;
                self.no_greeting(step, Link::Online, None);
            }
            Err(Trouble::NotOurs) => self.no_greeting(step, Link::Portal, None),
            Err(Trouble::NeedsAuth) => self.no_greeting(step, Link::Busy, None),
            Err(Trouble::Unknown { retry_after_s }) => self.no_greeting(step, Link::Busy, retry_after_s),
        }
    }

    fn no_greeting(&mut self, step: &mut Step, link: Link, retry_after_s: Option<u32>) {
        self.link = link;
        self.hello = self.hello.after_failure(step.now.mono_ms, retry_after_s, step.dice.roll());
    }

    fn know_epoch(&mut self, step: &mut Step, epoch: Epoch) {
        if self.epoch != Some(epoch) {
            // In memory at once: if the write is lost, the next `hello` says it again.
            self.epoch = Some(epoch);
            self.store(step, vec![StoreOp::PutEpoch(epoch)], vec![]);
        }
    }

    fn command_answered(&mut self, step: &mut Step, id: CommandId, epoch: Option<Epoch>, meaning: Meaning) {
        match meaning {
            Meaning::Receipt(receipt) => {
                self.item_pace.remove(&id);
                self.reconcile = Pace::at(step.now.mono_ms + RECONCILE_AFTER_MS);
                let epoch = epoch.or(self.epoch).unwrap_or(receipt.epoch);
                self.set_state(step, id, State::Acked { receipt, epoch, confirmed: None });
            }
            Meaning::Refused { refusal, repeats } => {
                let again_ms = step.now.mono_ms + REFUSED_AGAIN_MS / 2 + step.dice.roll() % REFUSED_AGAIN_MS;
                self.item_pace.insert(id, Pace::at(again_ms));
                self.set_state(step, id, State::Refused { refusal, repeats });
            }
            Meaning::Conflict => self.set_state(step, id, State::Conflict),
            Meaning::NeedsAuth => self.item_trouble(step, id, Trouble::NeedsAuth),
            Meaning::NeedsUpdate => self.item_trouble(step, id, Trouble::NeedsUpdate),
            Meaning::Unknown { retry_after_s } => self.item_trouble(step, id, Trouble::Unknown { retry_after_s }),
            Meaning::NotOurs => self.item_trouble(step, id, Trouble::NotOurs),
        }
    }

    fn item_trouble(&mut self, step: &mut Step, id: CommandId, trouble: Trouble) {
        self.item_failed(step, id, trouble.retry_after_s());
        self.trouble(trouble);
    }

    /// What a trouble means for all. Whatever met it waits besides, or one that meets it each time would keep the others from going.
    fn trouble(&mut self, trouble: Trouble) {
        match trouble {
            Trouble::NeedsAuth => {
                if let Some(user) = self.session.user() {
                    self.session = Session::Closed(user);
                }
                self.hello = Pace::default();
            }
            Trouble::NeedsUpdate => {
                self.needs_update = true;
                self.hello = Pace::default();
            }
            Trouble::Unknown { .. } => {}
            Trouble::NotOurs => self.look_at_the_line(Link::Portal),
        }
    }

    fn blob_answered(&mut self, step: &mut Step, sha256: Sha256, epoch: Option<Epoch>, meaning: BlobMeaning) {
        match meaning {
            BlobMeaning::Stored => {
                self.blob_pace.remove(&sha256);
                self.reconcile = Pace::at(step.now.mono_ms + RECONCILE_AFTER_MS);
                if let Some(epoch) = epoch.or(self.epoch) {
                    self.set_blob(step, sha256, BlobState::Stored { epoch });
                }
            }
            // Asked before sending: an even number of failures sends.
            BlobMeaning::Absent => {
                let failures = self.blob_pace.get(&sha256).map_or(0, |pace| pace.failures);
                self.blob_pace.insert(sha256, Pace { failures: failures + 1, not_before_ms: step.now.mono_ms });
            }
            BlobMeaning::Damaged => self.blob_failed(step, sha256, None),
            BlobMeaning::Refused => self.set_blob(step, sha256, BlobState::Refused),
            BlobMeaning::Trouble(trouble) => {
                self.blob_failed(step, sha256, trouble.retry_after_s());
                self.trouble(trouble);
            }
        }
    }

    fn reconciled(&mut self, step: &mut Step, asked: &Reconcile, answer: Result<Reconciled, Trouble>) {
        let Reconciled { epoch, presence } = match answer {
            Ok(reconciled) => reconciled,
            Err(trouble) => {
                self.reconcile_failed(step, trouble.retry_after_s());
                return self.trouble(trouble);
            }
        };
        // Nothing is asked before the first `hello`, which brings the time.
        let Some(at) = self.server_now(step.now) else { return self.reconcile_failed(step, None) };
        let confirmed = Confirmed { epoch, at };
        let mut changes = vec![];
        for (held, presence) in asked.held.iter().zip(presence) {
            match held {
                Held::Command { id, .. } => {
                    changes.extend(self.command_presence(*id, presence, confirmed).map(|item| Change::Item(Box::new(item))))
                }
                Held::Blob { sha256 } => changes.extend(self.blob_presence(*sha256, presence, confirmed).map(Change::Blob)),
            }
        }
        // Pictures that are neither here nor there may come from another phone: asked again, but not in a loop.
        let is_confirmed = |change: &Change| match change {
            Change::Item(item) => item.confirmed_at(Some(epoch)).is_some(),
            Change::Blob(blob) => blob.confirmed_at(Some(epoch)).is_some(),
            Change::Gone(..) => true,
        };
        if changes.len() == asked.held.len() && changes.iter().all(is_confirmed) {
            self.reconcile = Pace::default();
        } else {
            self.reconcile_failed(step, None);
        }
        if epoch != self.epoch.unwrap_or(epoch) {
            self.look_at_the_line(Link::Unknown);
        }
        if !changes.is_empty() {
            let ops = changes.iter().filter_map(op_of).collect();
            self.store(step, ops, changes);
        }
    }

    fn command_presence(&self, id: CommandId, presence: Presence, now: Confirmed) -> Option<Item> {
        let item = self.items.get(&id)?.clone();
        let state = match (presence, &item.state) {
            (Presence::Present, State::Acked { receipt, epoch, .. }) => {
                State::Acked { receipt: receipt.clone(), epoch: *epoch, confirmed: Some(now) }
            }
            // Lost at the server, or refused there: offered again, which brings the receipt or the stored refusal.
            (Presence::Absent | Presence::Refused, State::Acked { .. }) => State::Sealed,
            (Presence::Different, State::Acked { .. }) => State::Conflict,
            _ => return None,
        };
        Some(Item { state, ..item })
    }

    fn blob_presence(&self, sha256: Sha256, presence: Presence, now: Confirmed) -> Option<Blob> {
        let blob = self.blobs.get(&sha256)?.clone();
        let state = match (presence, blob.state) {
            (Presence::Present, _) => BlobState::Verified { confirmed: now },
            (_, BlobState::Stored { .. } | BlobState::Verified { .. }) => BlobState::Wanted,
            _ => return None,
        };
        Some(Blob { state, ..blob })
    }

    fn set_state(&mut self, step: &mut Step, id: CommandId, state: State) {
        if let Some(item) = self.items.get(&id).cloned() {
            self.put_item(step, Item { state, ..item });
        }
    }

    fn set_blob(&mut self, step: &mut Step, sha256: Sha256, state: BlobState) {
        if let Some(blob) = self.blobs.get(&sha256).cloned() {
            self.put_blob(step, Blob { state, ..blob });
        }
    }

    /// When the server last spoke, by its own clock and as it was then.
    #[must_use]
    pub fn server_seen_at(&self) -> Option<Timestamp> {
        self.server_clock.map(|(at, _)| at)
    }
}

fn op_of(change: &Change) -> Option<StoreOp> {
    match change {
        Change::Item(item) => Some(StoreOp::PutItem { item: item.clone(), known: true }),
        Change::Blob(blob) => Some(StoreOp::PutBlob(blob.clone())),
        Change::Gone(..) => None,
    }
}
