//! The driver around the pure machines: the same few lines that the browser's driver has.

use super::rare::{short, short_hash};
use super::{Arriving, Event, SealedBy, World};
use crate::bug::Bug;
use crate::disk::Write;
use crate::fault::{network, storage};
use crate::phone::{Transaction, Wrote, open_drafts};
use crate::random::Random;
use crate::wire::{Call, Packet, Response};
use domain::digest::Sha256;
use domain::ids::InspectionId;
use sync::journal::{Edit, Entry};
use sync::outbox::{Input, Item, Now, Output, Reply, Request, RequestNo, State, StoreOp};
use sync::receipt::{Outcome, Receipt};

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
        self.look_at_stages(phone);
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
            Output::Show(summary) => {
                self.page(phone).summary = *summary;
                self.remember_unsent(phone);
            }
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
        let usual = self.weather.storage.fate(&mut self.random);
        let fate = if self.connect(phone) { self.rare_storage_fate(usual) } else { storage::Fate::Aborts };
        let is_heard = match fate {
            storage::Fate::Commits => self.commit_writes(phone, writes),
            storage::Fate::Aborts => false,
            storage::Fate::Dies => {
                self.page(phone).is_handle_dead = true;
                self.tell(|| format!("phone {phone}: the connection to its database dies"));
                false
            }
            // The driver's time-out lets go of the connection; what was written may be there.
            storage::Fate::NeverSettles => {
                if self.rare.one_in_thousand(500) {
                    let _ = self.commit_writes(phone, writes);
                }
                self.page(phone).is_handle_dead = true;
                false
            }
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

    /// Whether there is a connection to the database: a dead one is let go of, and the next call has another.
    fn connect(&mut self, phone: usize) -> bool {
        let is_dead = self.page(phone).is_handle_dead;
        if is_dead && !self.has(Bug::DeadHandle) {
            self.page(phone).is_handle_dead = false;
        }
        !self.page(phone).is_handle_dead
    }

    /// localStorage counts what is unsent, if that is known.
    fn remember_unsent(&mut self, phone: usize) {
        let Some(page) = &self.phones[phone].page else { return };
        if page.outbox.is_loaded() {
            let owners: std::collections::BTreeSet<_> = page.outbox.items().map(|item| item.owner).collect();
            let held = owners.into_iter().flat_map(|owner| page.outbox.held(owner));
            self.phones[phone].unsent = held.map(|record| (record.command, record.inspection)).collect();
        }
    }

    /// Commits, and writes down what is true from now on.
    pub(super) fn commit_writes(&mut self, phone: usize, mut writes: Vec<Write>) -> bool {
        for id in self.purge_too_early(&mut writes) {
            let disk = &mut self.phones[phone].disk;
            disk.receipts.extend(disk.items.remove(&id).map(|row| (id, row)));
            disk.sealed.remove(&id);
        }
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
                .cloned()
                .map(|bytes| Call::Command { id: *id, bytes: self.bytes_to_offer(phone, *id, &bytes) }),
            Request::AskBlob { sha256 } => Some(Call::AskBlob { sha256: *sha256 }),
            Request::Blob { sha256 } => disk.blob_bytes.get(sha256).map(|bytes| self.part_of(phone, *sha256, bytes)),
            Request::Reconcile(asked) => Some(Call::Reconcile(asked.clone())),
        };
        self.note(format!("{request:?}").as_bytes());
        self.tell(|| format!("phone {phone} asks: {}", words_of(&request)));
        let is_blob = matches!(request, Request::Blob { .. });
        let Some(call) = call else { return self.input(phone, Input::Unreadable { no }) };
        let packet = Packet { cookie: self.phones[phone].cookie, call };
        let is_skipped = matches!(&request, Request::Command { id, .. } if self.phones[phone].disk.skipped.contains(id));
        let journey = self.weather.network.journey(&mut self.random);
        let (life, now_ms) = (self.phones[phone].life, self.now_ms);
        self.page(phone).requests.insert(no, request);
        if is_skipped {
            return;
        }
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
        let fate = self.rare_fate(fate);
        if let (Some(arrived), Call::Blob { sha256, offset, length, .. }, Some(user)) =
            (self.cut(&packet.call), &packet.call, packet.cookie)
        {
            let here = arrived.len();
            self.server.cut(user, *sha256, (*offset, *length), &arrived);
            return self.tell(|| format!("the line breaks after {here} bytes of a photo"));
        }
        if let (network::Fate::Damaged, Call::Blob { bytes, .. }) = (fate, &mut packet.call) {
            bytes.push(0);
        }
        let now = self.server_time();
        let mut said = fate.reaches().then(|| self.server.handle(&packet, now));
        if fate == network::Fate::Forbidden {
            self.server.was_answered_for(&packet.call);
        }
        if fate == network::Fate::Accepted {
            said = Some(self.promise(&packet.call));
        }
        let heard = fate.heard(said);
        self.tell(|| format!("the answer to phone {phone}: {fate:?}, {:?}", heard.as_ref().map(|response| response.status)));
        if let Some(response) = heard {
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
        let Some(request) = self.page(phone).requests.remove(&no) else { return };
        if let Request::AskBlob { sha256 } | Request::Blob { sha256 } = &request {
            self.page(phone).halves.heard(*sha256, response.status, response.is_ours, response.upload_offset);
        }
        let mut response = response.clone();
        if let (Request::Command { id, .. }, 403, true) = (&request, response.status, self.has(Bug::ForbiddenSkipped)) {
            self.phones[phone].disk.skipped.insert(*id);
            return self.input(phone, Input::TimedOut { no });
        }
        if response.status == 202 && self.has(Bug::AcceptedTakenForDone) {
            response.status = 201;
        }
        let mut reply = response.read(&request);
        if self.has(Bug::EpochIgnored) {
            self.forget_epoch(phone, &mut response, &mut reply);
        }
        self.input(phone, Input::Answer { no, epoch: response.epoch, reply });
    }

    /// With a bug, the first epoch is the only one.
    fn forget_epoch(&mut self, phone: usize, response: &mut Response, reply: &mut Reply) {
        let first = *self.phones[phone].first_epoch.get_or_insert(response.epoch.unwrap_or(self.server.epoch));
        response.epoch = response.epoch.map(|_| first);
        match reply {
            Reply::Hello(Ok(hello)) => hello.epoch = first,
            Reply::Reconciled(Ok(reconciled)) => reconciled.epoch = first,
            _ => {}
        }
    }

    /// From where it was broken off.
    fn part_of(&self, phone: usize, sha256: Sha256, bytes: &[u8]) -> Call {
        let length = bytes.len() as u64;
        let offset = self.phones[phone].page.as_ref().map_or(0, |page| page.halves.begin(sha256, length));
        let part = bytes[usize::try_from(offset).unwrap_or(0)..].to_vec();
        Call::Blob { sha256, offset, length, bytes: part }
    }

    /// What somebody in between says of a call that he will see to, and does not: for a command what looks like a receipt.
    fn promise(&self, call: &Call) -> Response {
        let body = match call {
            Call::Command { id, bytes } => {
                let (place, received_at) = (crate::feed::places()[0], self.server_time());
                let receipt = Receipt {
                    id: *id,
                    sha256: Sha256::of(bytes),
                    place,
                    seq: 0,
                    received_at,
                    epoch: self.server.epoch,
                    quarantine: vec![],
                };
                serde_json::to_vec(&Outcome::Receipt(receipt)).expect("wire types write")
            }
            _ => vec![],
        };
        Response { body, ..Response::status(202) }
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

fn words_of(request: &Request) -> String {
    match request {
        Request::Hello => "are you there?".into(),
        Request::Command { id, .. } => format!("take {}", short(id.0)),
        Request::AskBlob { sha256 } => format!("have you photo {}?", short_hash(*sha256)),
        Request::Blob { sha256 } => format!("take photo {}", short_hash(*sha256)),
        Request::Reconcile(asked) => format!("have you still these {}?", asked.held.len()),
    }
}
