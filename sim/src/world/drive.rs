//! The driver around the pure machines: the same few lines that the browser's driver has.

use super::{Arriving, Event, SealedBy, World};
use crate::disk::Write;
use crate::fault::{network, storage};
use crate::phone::{Transaction, Wrote, open_drafts};
use crate::random::Random;
use crate::wire::{Call, Packet, Response};
use domain::digest::Sha256;
use domain::ids::InspectionId;
use sync::journal::{Edit, Entry};
use sync::outbox::{Input, Item, Now, Output, Request, RequestNo, State, StoreOp};

/// When the driver gives up a small call, and a photo.
const SMALL_LIMIT_MS: u64 = 15_000;
const BLOB_LIMIT_MS: u64 = 60_000;
/// Before edits that could not be stored are tried again.
const STORE_AGAIN_MS: u64 = 500;
/// Before a database that could not be read is read again.
const READ_AGAIN_MS: u64 = 2_000;

impl World {
    /// One step of the phone's outbox and whatever it wants done.
    pub(super) fn input(&mut self, phone: usize, input: Input) {
        let now = Now { mono_ms: self.now_ms, wall: self.phone_time(phone) };
        let random = self.random.next();
        let Some(page) = &mut self.phones[phone].page else { return };
        let outputs = page.outbox.step(now, random, input);
        outputs.into_iter().for_each(|output| self.output(phone, output));
    }

    fn output(&mut self, phone: usize, output: Output) {
        match output {
            Output::Send { no, request } => self.send(phone, no, request),
            Output::Abort { no } => {
                self.page(phone).requests.remove(&no);
            }
            Output::Store { no, ops } => {
                let draft = ops.iter().find_map(|op| match op {
                    StoreOp::AppendJournal(entry) => Some(entry.draft),
                    _ => None,
                });
                self.note(format!("{ops:?}").as_bytes());
                let writes = ops.into_iter().map(Write::Op).collect();
                self.transact(phone, Transaction { what: Wrote::Outbox(no, draft), writes });
            }
            Output::Show(summary) => self.page(phone).summary = *summary,
            Output::WakeAt { mono_ms } => self.wake(phone, mono_ms),
            Output::TooLate { .. } => self.page(phone).sealing.clear(),
        }
    }

    fn page(&mut self, phone: usize) -> &mut crate::phone::Page {
        self.phones[phone].page.as_mut().expect("only a living page has outputs")
    }

    fn wake(&mut self, phone: usize, at_ms: u64) {
        let (life, now_ms) = (self.phones[phone].life, self.now_ms);
        let page = self.page(phone);
        if page.wake_at_ms.is_none_or(|known| known <= now_ms || at_ms < known) {
            page.wake_at_ms = Some(at_ms);
            self.queue.add(at_ms, Event::Tick { phone, life });
        }
    }

    pub(super) fn tick(&mut self, phone: usize) {
        self.input(phone, Input::Tick);
    }

    // Storage

    pub(super) fn transact(&mut self, phone: usize, transaction: Transaction) {
        let took = 1 + self.random.below(self.weather.storage.delay_max_ms.max(3));
        let (life, now_ms) = (self.phones[phone].life, self.now_ms);
        let page = self.page(phone);
        page.transactions.push_back(transaction);
        page.last_commit_ms = page.last_commit_ms.max(now_ms) + took;
        let at_ms = page.last_commit_ms;
        self.queue.add(at_ms, Event::Commit { phone, life });
    }

    pub(super) fn commit(&mut self, phone: usize) {
        let Some(Transaction { what, writes }) = self.page(phone).transactions.pop_front() else { return };
        let is_heard = match self.weather.storage.fate(&mut self.random) {
            storage::Fate::Commits => self.commit_writes(phone, writes),
            storage::Fate::Aborts => false,
            storage::Fate::CommitsUnheard => {
                let _ = self.commit_writes(phone, writes);
                false
            }
        };
        match what {
            Wrote::Outbox(no, draft) => self.outbox_wrote(phone, is_heard, no, draft),
            Wrote::Edits(draft, entries) => self.edits_wrote(phone, is_heard, draft, entries),
            Wrote::Photo(draft, photo) => {
                let is_open = self.page(phone).drafts.get(&draft).is_some_and(|open| open.sealed.is_none())
                    && !self.page(phone).sealing.contains(&draft);
                if is_heard && is_open {
                    self.make(phone, draft, Edit::Photo { sha256: photo.sha256, photo: Some(photo) });
                }
                self.pin(phone);
            }
        }
    }

    /// Commits, and writes down what is true from now on.
    pub(super) fn commit_writes(&mut self, phone: usize, writes: Vec<Write>) -> bool {
        let mut withdrawn = vec![];
        let mut leaving = vec![];
        let mut added = vec![];
        for write in &writes {
            match write {
                Write::Op(StoreOp::Withdraw { id }) => withdrawn.push(*id),
                Write::Op(StoreOp::Purge(proof)) => leaving.extend(proof.inspection()),
                Write::Op(StoreOp::PutItem { item, known: false }) => added.extend(item.adds().map(|id| (id, (phone, item.owner)))),
                _ => {}
            }
        }
        let is_committed = self.phones[phone].disk.commit(writes).is_ok();
        if is_committed {
            self.truth.withdrawn.extend(withdrawn);
            self.truth.left.extend(leaving);
            self.truth.added.extend(added);
        }
        is_committed
    }

    fn outbox_wrote(&mut self, phone: usize, is_heard: bool, no: sync::outbox::TransactionNo, draft: Option<InspectionId>) {
        self.input(phone, if is_heard { Input::StorageDone { no } } else { Input::StorageFailed { no } });
        if !is_heard {
            // Nobody knows whether it is there: look.
            self.reload(phone);
        }
        if let Some(draft) = draft {
            self.page(phone).sealing.remove(&draft);
            self.open_anew(phone, draft);
            let sealed = self.page(phone).drafts.get(&draft).and_then(|draft| draft.sealed);
            if let Some(item) = sealed.filter(|_| is_heard).and_then(|id| self.phones[phone].disk.item(id)) {
                self.truth.sealed.insert(item.id, SealedBy { phone, sha256: item.sha256 });
            }
            self.pin(phone);
        }
    }

    fn open_anew(&mut self, phone: usize, draft: InspectionId) {
        let found = open_drafts(&self.phones[phone].disk, &self.phones[phone].cushion).into_iter().find(|(found, _)| found.id() == draft);
        match found {
            Some((found, _)) => self.page(phone).drafts.insert(draft, found),
            None => self.page(phone).drafts.remove(&draft),
        };
    }

    pub(super) fn reload(&mut self, phone: usize) {
        if self.reading.one_in_thousand(self.weather.storage.unreadable) {
            self.input(phone, Input::NotLoaded);
            let (life, at_ms) = (self.phones[phone].life, self.now_ms + READ_AGAIN_MS);
            return self.queue.add(at_ms, Event::ReadAgain { phone, life });
        }
        let disk = &self.phones[phone].disk;
        let loaded = Input::Loaded { items: disk.all_items(), blobs: disk.all_blobs(), epoch: disk.epoch };
        self.input(phone, loaded);
    }

    /// All edits of a draft that are not stored yet, in one transaction; one such transaction at a time.
    pub(super) fn store_edits(&mut self, phone: usize, draft: InspectionId) {
        let page = self.page(phone);
        let is_writing = page.transactions.iter().any(|transaction| matches!(&transaction.what, Wrote::Edits(of, _) if *of == draft));
        let entries = page.unsaved.get(&draft).cloned().unwrap_or_default();
        if is_writing || entries.is_empty() {
            return;
        }
        let writes = entries.iter().cloned().map(Write::Entry).collect();
        self.transact(phone, Transaction { what: Wrote::Edits(draft, entries), writes });
    }

    fn edits_wrote(&mut self, phone: usize, is_heard: bool, draft: InspectionId, entries: Vec<Entry>) {
        // What was told to have failed may be there all the same: then it is the same entry, or another tab's.
        let is_there = entries.iter().all(|entry| self.phones[phone].disk.entries(draft).contains(entry));
        if !is_heard && !is_there {
            let (life, at_ms) = (self.phones[phone].life, self.now_ms + STORE_AGAIN_MS);
            self.queue.add(at_ms, Event::StoreAgain { phone, life, draft });
            return;
        }
        for entry in &entries {
            self.phones[phone].cushion.remove(&(draft, entry.n));
            let row = serde_json::to_string(entry).expect("rows write");
            self.truth.saved.insert((phone, draft, entry.n), row);
        }
        let page = self.page(phone);
        if let Some(unsaved) = page.unsaved.get_mut(&draft) {
            unsaved.retain(|entry| !entries.contains(entry));
        }
        self.store_edits(phone, draft);
    }

    // Network

    fn send(&mut self, phone: usize, no: RequestNo, request: Request) {
        let disk = &self.phones[phone].disk;
        let call = match &request {
            Request::Hello => Some(Call::Hello),
            Request::Command { id, sha256 } => disk
                .sealed
                .get(id)
                .filter(|bytes| Sha256::of(bytes) == *sha256)
                .map(|bytes| Call::Command { id: *id, bytes: bytes.clone() }),
            Request::AskBlob { sha256 } => Some(Call::AskBlob { sha256: *sha256 }),
            Request::Blob { sha256 } => disk.blob_bytes.get(sha256).map(|bytes| Call::Blob { sha256: *sha256, bytes: bytes.clone() }),
            Request::Reconcile(asked) => Some(Call::Reconcile(asked.clone())),
        };
        self.note(format!("{request:?}").as_bytes());
        let is_blob = matches!(request, Request::Blob { .. });
        let Some(call) = call else { return self.input(phone, Input::Unreadable { no }) };
        let packet = Packet { cookie: self.phones[phone].cookie, call };
        let journey = self.weather.network.journey(&mut self.random);
        let (life, now_ms) = (self.phones[phone].life, self.now_ms);
        self.page(phone).requests.insert(no, request);
        self.queue.add(now_ms + if is_blob { BLOB_LIMIT_MS } else { SMALL_LIMIT_MS }, Event::TimeOut { phone, life, no });
        if let Some(again_ms) = journey.again_ms {
            self.queue.add(now_ms + again_ms, Event::Again(Box::new(packet.clone())));
        }
        self.queue.add(now_ms + journey.there_ms, Event::Arrive(Box::new(Arriving { phone, life, no, packet, journey })));
    }

    pub(super) fn arrive(&mut self, arriving: Arriving) {
        let Arriving { phone, life, no, mut packet, journey } = arriving;
        if !self.is_server_up() {
            return;
        }
        let fate = if self.is_poisoned(&packet) { network::Fate::ErrorBefore } else { journey.fate };
        if let (network::Fate::Damaged, Call::Blob { bytes, .. }) = (fate, &mut packet.call) {
            bytes.push(0);
        }
        let now = self.server_time();
        let said = fate.reaches().then(|| self.server.handle(&packet, now));
        if let Some(response) = fate.heard(said) {
            self.note(&response.body);
            self.queue.add(self.now_ms + journey.back_ms, Event::Deliver { phone, life, no, response: Box::new(response) });
        }
    }

    /// Some records meet an error each time, as long as there is weather.
    fn is_poisoned(&self, packet: &Packet) -> bool {
        match &packet.call {
            Call::Command { id, .. } => Random::new(self.seed ^ id.0.as_u64_pair().0).one_in_thousand(self.weather.life.poisoned),
            _ => false,
        }
    }

    pub(super) fn deliver(&mut self, phone: usize, no: RequestNo, response: &Response) {
        if let Some(request) = self.page(phone).requests.remove(&no) {
            let reply = response.read(&request);
            self.input(phone, Input::Answer { no, epoch: response.epoch, reply });
        }
    }

    pub(super) fn time_out(&mut self, phone: usize, no: RequestNo) {
        if let Some(request) = self.page(phone).requests.remove(&no) {
            self.count_waiting(phone, &request);
            self.input(phone, Input::TimedOut { no });
        }
    }

    fn count_waiting(&mut self, phone: usize, came_to_nothing: &Request) {
        let Request::Command { id, .. } = came_to_nothing else { return };
        let outbox = &self.page(phone).outbox;
        let Some(added) = outbox.item(*id).and_then(Item::adds) else { return };
        let waits = |item: &Item| item.id != *id && item.premises == Some(added) && item.state == State::Sealed;
        if outbox.items().any(waits) {
            self.truth.visits_waited += 1;
        }
    }
}
