//! What is done next: probe the line, then text, then photos, then ask again, then clean up.

use super::purge::purgeable_from;
use super::{
    BLOBS_AT_ONCE, Blob, BlobState, COMMANDS_AT_ONCE, Change, Flight, HELLO_EVERY_MS, Item, Link, Now, Outbox, Output, REQUEST_LIMIT_MS,
    Request, RequestNo, Session, State, Step, StoreOp, VerifiedFor7Days,
};
use crate::reconcile::{Held, RECONCILE_MAX, Reconcile};
use domain::digest::Sha256;
use domain::ids::{CommandId, PremisesId, UserId};
use domain::time::Timestamp;
use std::collections::BTreeSet;

impl Outbox {
    pub(super) fn advance(&mut self, step: &mut Step) {
        self.give_up_the_silent(step);
        if !self.is_sender || !self.is_loaded {
            // The chip shows the line in every tab, and `hello` hands nothing in.
            if self.session != Session::Nobody && self.link != Link::Online {
                self.probe(step);
            }
            return;
        }
        let user = match self.session {
            Session::Open(user) if self.link == Link::Online && !self.needs_update => user,
            Session::Nobody => return,
            // Also with a closed session: it may have been opened again elsewhere, and the chip shows the line.
            _ => return self.probe(step),
        };
        self.offer_refused_again(step, user);
        self.send_commands(step, user);
        self.send_blobs(step, user);
        self.ask_again(step, user);
        self.clean_up(step, user);
        if self.next_hello_ms().is_some_and(|at| at <= step.now.mono_ms) {
            self.probe(step);
        }
    }

    /// When `hello` is to be said again although the line is fine.
    fn next_hello_ms(&self) -> Option<u64> {
        let (_, since_ms) = self.server_clock.filter(|_| !self.items.is_empty())?;
        Some((since_ms + HELLO_EVERY_MS).max(self.hello.not_before_ms))
    }

    fn give_up_the_silent(&mut self, step: &mut Step) {
        let silent: Vec<_> = self
            .in_flight
            .iter()
            .filter(|(_, flight)| step.now.mono_ms.saturating_sub(flight.since_ms) >= REQUEST_LIMIT_MS)
            .map(|(no, _)| *no)
            .collect();
        for no in silent {
            step.out.push(Output::Abort { no });
            self.timed_out(step, no);
        }
    }

    fn probe(&mut self, step: &mut Step) {
        let is_asked = self.in_flight.values().any(|flight| flight.what == Request::Hello);
        if !is_asked && self.hello.is_due(step.now.mono_ms) {
            self.send(step, Request::Hello);
        }
    }

    fn send(&mut self, step: &mut Step, what: Request) {
        let no = RequestNo(self.next_no());
        self.in_flight.insert(no, Flight { what: what.clone(), since_ms: step.now.mono_ms });
        step.out.push(Output::Send { no, request: what });
    }

    fn count_in_flight(&self, is_counted: impl Fn(&Request) -> bool) -> usize {
        self.in_flight.values().filter(|flight| is_counted(&flight.what)).count()
    }

    fn is_item_due(&self, id: CommandId, now: Now) -> bool {
        self.item_pace.get(&id).is_none_or(|pace| pace.is_due(now.mono_ms))
    }

    fn is_blob_due(&self, sha256: Sha256, now: Now) -> bool {
        self.blob_pace.get(&sha256).is_none_or(|pace| pace.is_due(now.mono_ms))
    }

    fn items_of(&self, user: UserId) -> impl Iterator<Item = &Item> {
        self.items.values().filter(move |item| item.owner == user)
    }

    /// Items to be offered just now. What nobody knows yet is one more write away from its first attempt.
    fn due_commands(&self, user: UserId, now: Now) -> Vec<Item> {
        let (busy, coming) = (self.busy_items(), self.coming_premises(user));
        let is_due = |item: &&Item| {
            let waits = item.adds().is_none() && item.premises.is_some_and(|premises| coming.contains(&premises));
            item.state == State::Sealed && !waits && !busy.contains(&item.id) && self.is_item_due(item.id, now)
        };
        self.items_of(user).filter(is_due).cloned().collect()
    }

    /// Premises that are added from here and of which the server has not said its word. A visit that arrives before them would be set
    /// aside as one of premises that nobody knows.
    fn coming_premises(&self, user: UserId) -> BTreeSet<PremisesId> {
        self.items_of(user).filter(|item| !item.is_answered(self.epoch)).filter_map(Item::adds).collect()
    }

    /// What was refused and not kept as refused, when its time has come.
    fn offer_refused_again(&mut self, step: &mut Step, user: UserId) {
        let busy = self.busy_items();
        let is_due = |item: &&Item| {
            let may_change = matches!(item.state, State::Refused { repeats: false, .. });
            may_change && !busy.contains(&item.id) && self.is_item_due(item.id, step.now)
        };
        let due: Vec<CommandId> = self.items_of(user).filter(is_due).map(|item| item.id).collect();
        due.into_iter().for_each(|id| self.offer_again(step, id));
    }

    fn send_commands(&mut self, step: &mut Step, user: UserId) {
        let room = COMMANDS_AT_ONCE.saturating_sub(self.count_in_flight(|what| matches!(what, Request::Command { .. })));
        for item in self.due_commands(user, step.now).into_iter().take(room) {
            if item.attempted {
                self.send(step, Request::Command { id: item.id, sha256: item.sha256 });
            } else {
                // From here on it can't be taken back; written down first, because a kill must not forget it.
                self.put_item(step, Item { attempted: true, ..item });
            }
        }
    }

    fn send_blobs(&mut self, step: &mut Step, user: UserId) {
        let is_text_on_its_way =
            self.count_in_flight(|what| matches!(what, Request::Command { .. })) > 0 || !self.due_commands(user, step.now).is_empty();
        if is_text_on_its_way {
            return;
        }
        let busy = self.busy_blobs();
        let due: BTreeSet<Sha256> = self
            .wanted_blobs(user)
            .map(|blob| blob.sha256)
            .filter(|sha256| !busy.contains(sha256) && self.is_blob_due(*sha256, step.now))
            .collect();
        // In the order of the records, so that one record is whole before the next begins.
        let in_order: Vec<Sha256> =
            self.items_of(user).flat_map(|item| item.blobs.iter().copied()).filter(|sha256| due.contains(sha256)).collect();
        let room =
            BLOBS_AT_ONCE.saturating_sub(self.count_in_flight(|what| matches!(what, Request::Blob { .. } | Request::AskBlob { .. })));
        for sha256 in in_order.into_iter().take(room) {
            let was_tried = self.blob_pace.get(&sha256).is_some_and(|pace| pace.failures > 0 && !pace.failures.is_multiple_of(2));
            self.send(step, if was_tried { Request::AskBlob { sha256 } } else { Request::Blob { sha256 } });
        }
    }

    /// Blobs that are here and that the server needs for a record it has, or may have: one whose bytes can't be read any more may have
    /// arrived before, with an answer that nobody heard.
    fn wanted_blobs(&self, user: UserId) -> impl Iterator<Item = &Blob> {
        let may_be_there = |item: &&Item| item.is_acked(self.epoch) || (item.attempted && item.state == State::Corrupt);
        self.items_of(user)
            .filter(may_be_there)
            .flat_map(|item| self.blobs_of(item))
            .filter(|blob| blob.here && blob.state == BlobState::Wanted)
    }

    /// What a reconcile has to confirm of an item: everything that was not confirmed in this epoch, and everything once more when its
    /// seven days are over.
    fn unconfirmed(&self, item: &Item, now: Now) -> Vec<Held> {
        let Some(receipt) = item.receipt() else { return vec![] };
        let days_over = purgeable_from(receipt);
        let is_over = self.server_now(now).is_some_and(|now| now >= days_over);
        let holds = |at: Option<Timestamp>| at.is_some_and(|at| !is_over || at >= days_over);
        let command = (!holds(item.confirmed_at(self.epoch))).then_some(Held::Command { id: item.id, sha256: item.sha256 });
        let blobs = self.blobs_of(item).filter(|blob| !holds(blob.confirmed_at(self.epoch)));
        command.into_iter().chain(blobs.map(|blob| Held::Blob { sha256: blob.sha256 })).collect()
    }

    /// Whether there is nothing of it left to send, so that asking makes sense. After a restore of the server it makes sense at once.
    fn is_settled(&self, item: &Item) -> bool {
        let is_sent = |blob: &Blob| !blob.here || !matches!(blob.state, BlobState::Wanted);
        item.receipt().is_some() && (!item.is_acked(self.epoch) || self.blobs_of(item).all(is_sent))
    }

    fn ask_again(&mut self, step: &mut Step, user: UserId) {
        if self.count_in_flight(|what| matches!(what, Request::Reconcile(_))) > 0 || !self.reconcile.is_due(step.now.mono_ms) {
            return;
        }
        let (busy, busy_blobs) = (self.busy_items(), self.busy_blobs());
        let is_due = |item: &&Item| self.is_settled(item) && !busy.contains(&item.id) && self.is_item_due(item.id, step.now);
        let mut held = BTreeSet::new();
        for item in self.items_of(user).filter(is_due) {
            held.extend(self.unconfirmed(item, step.now));
        }
        held.retain(|held| super::blob_of(held).is_none_or(|sha256| !busy_blobs.contains(&sha256)));
        let mut held: Vec<_> = held.into_iter().collect();
        if held.len() > RECONCILE_MAX {
            // What can't be confirmed must not stand before the rest for ever.
            let first = step.dice.roll() % held.len() as u64;
            held.rotate_left(usize::try_from(first).unwrap_or(0));
            held.truncate(RECONCILE_MAX);
        }
        if !held.is_empty() {
            self.send(step, Request::Reconcile(Reconcile { held }));
        }
    }

    fn clean_up(&mut self, step: &mut Step, user: UserId) {
        let (busy, busy_blobs) = (self.busy_items(), self.busy_blobs());
        let may_go = |item: &&Item| {
            let is_idle = !busy.contains(&item.id) && self.is_item_due(item.id, step.now);
            is_idle && VerifiedFor7Days::of(item, &self.blobs, self.epoch, &BTreeSet::new()).is_some()
        };
        let candidates: Vec<CommandId> = self.items_of(user).filter(may_go).map(|item| item.id).collect();
        let mut leaving = BTreeSet::new();
        for id in candidates {
            let stays = |item: &&Item| item.id != id && !leaving.contains(&item.id);
            let mut in_use: BTreeSet<Sha256> = self.items.values().filter(stays).flat_map(|item| item.blobs.iter().copied()).collect();
            in_use.extend(self.pins.iter().chain(&busy_blobs));
            in_use.extend(self.blobs_of_unwritten());
            let Some(proof) = self.items.get(&id).and_then(|item| VerifiedFor7Days::of(item, &self.blobs, self.epoch, &in_use)) else {
                continue;
            };
            leaving.insert(id);
            let blobs = proof.blobs().to_vec();
            self.store(step, vec![StoreOp::Purge(proof)], vec![Change::Gone(id, blobs)]);
        }
    }

    /// Blobs that an item names, sent or not, durable or being sealed just now: their bytes are the outbox's to delete.
    #[must_use]
    pub fn named_blobs(&self) -> BTreeSet<Sha256> {
        self.items.values().flat_map(|item| item.blobs.iter().copied()).chain(self.blobs_of_unwritten()).collect()
    }

    /// Blobs of items that are being sealed just now.
    fn blobs_of_unwritten(&self) -> impl Iterator<Item = Sha256> {
        let items = self.pending.values().flatten().filter_map(|change| match change {
            Change::Item(item) => Some(item),
            _ => None,
        });
        items.flat_map(|item| item.blobs.iter().copied())
    }

    /// The next moment at which something may be due by itself.
    pub(super) fn wake_at(&self, now: Now) -> Option<u64> {
        if !self.is_sender || self.session == Session::Nobody {
            return None;
        }
        let silent = self.in_flight.values().map(|flight| flight.since_ms + REQUEST_LIMIT_MS);
        let paces =
            self.item_pace.values().chain(self.blob_pace.values()).chain([&self.hello, &self.reconcile]).map(|pace| pace.not_before_ms);
        paces.chain(silent).chain(self.next_hello_ms()).filter(|at| *at > now.mono_ms).min()
    }
}
