//! What people do, and what befalls them.

use super::rare::short;
use super::{Event, World};
use crate::bug::Bug;
use crate::people::{self, owners};
use crate::phone::{Page, Phone, Transaction, Wrote, open_drafts};
use domain::command::{Command, Sealed, What};
use domain::ids::{CommandId, InspectionId, UserId};
use std::collections::BTreeSet;
use sync::journal::{Edit, Entry, Finish, Trashed, seal};
use sync::outbox::{Blob, Input, Item, Seal, State};

/// Drafts that one person has open at most.
const DRAFTS_MAX: usize = 3;

impl World {
    /// A person does one thing, then the sky may fall.
    pub(super) fn act(&mut self, phone: usize) {
        if self.acts_left[phone] == 0 {
            return;
        }
        self.acts_left[phone] -= 1;
        if self.phones[phone].page.is_some() {
            self.do_something(phone);
        }
        self.befall(phone);
        let user = self.phones[phone].page.as_ref().and_then(|page| page.user);
        self.befall_rarely(phone, user);
        let pause = self.random.between(100, 40_000);
        self.queue.add(self.now_ms + pause, Event::Act { phone });
    }

    fn do_something(&mut self, phone: usize) {
        let open = self.open_here(phone);
        let Some(draft) = self.random.pick(&open).copied() else { return self.begin(phone) };
        match self.random.below(21) {
            20 => self.add_premises(phone),
            0 if open.len() < DRAFTS_MAX => self.begin(phone),
            0..=9 => self.edit(phone, draft),
            10..=12 => self.photograph(phone, draft),
            13..=16 => self.seal(phone, draft),
            17 => self.withdraw(phone),
            18 => self.trash_and_restore(phone, draft),
            _ => self.input(phone, Input::RetryNow),
        }
    }

    fn befall(&mut self, phone: usize) {
        let life = self.weather.life.clone();
        if self.random.one_in_thousand(20) {
            self.server.back_up();
        }
        if self.random.one_in_thousand(life.server_away) {
            self.server_away_until_ms = self.now_ms + self.random.below(600_000);
            self.tell(|| "the server is away".into());
        }
        if self.random.one_in_thousand(life.restore) {
            let epoch = self.random.uuid();
            self.server.restore(epoch);
            self.tell(|| "the server is restored to an earlier day".into());
        }
        if self.random.one_in_thousand(life.clock_jump) {
            let off = self.random.below(20 * 365 * 86_400_000).cast_signed();
            self.phones[phone].clock_off_ms = off - 10 * 365 * 86_400_000;
        }
        if self.random.one_in_thousand(life.hand_over) && self.phones[phone].page.is_some() {
            let user = *self.random.pick(&owners(phone)).unwrap_or(&owners(phone)[0]);
            self.sign_in(phone, user);
        }
        if self.random.one_in_thousand(life.kill) && self.phones[phone].page.is_some() {
            self.kill(phone);
        }
    }

    /// The page dies. Transactions that had begun may have committed, in their order; of localStorage the newest writes may be lost.
    fn kill(&mut self, phone: usize) {
        let Some(page) = self.phones[phone].page.take() else { return };
        self.tell(|| format!("phone {phone}: the page is killed"));
        let survive = usize::try_from(self.random.below(page.transactions.len() as u64 + 1)).unwrap_or(0);
        for transaction in page.transactions.into_iter().take(survive) {
            let _ = self.commit_writes(phone, transaction.writes);
        }
        let kept = self.weather.storage.cushion_kept;
        let mut lost_from = vec![];
        for key in self.phones[phone].cushion.keys().copied().collect::<Vec<_>>() {
            if !self.random.one_in_thousand(kept) {
                lost_from.push(key);
            }
        }
        let lost = lost_from.iter().filter_map(|key| self.phones[phone].cushion.remove(key)).collect();
        self.resurface(phone, lost);
        self.phones[phone].life += 1;
        let away = self.random.between(500, 100_000);
        self.queue.add(self.now_ms + away, Event::Start { phone });
    }

    /// The page opens: everything comes from the disk.
    pub(super) fn start(&mut self, phone: usize) {
        if self.phones[phone].page.is_some() {
            return;
        }
        self.tell(|| format!("phone {phone}: the page opens"));
        self.overwrite_by_cushion(phone);
        self.notice_loss(phone);
        let Phone { disk, cushion, cookie, .. } = &self.phones[phone];
        let mut page = Page { user: *cookie, ..Page::default() };
        for (draft, to_store) in open_drafts(disk, cushion) {
            page.unsaved.insert(draft.id(), to_store);
            page.drafts.insert(draft.id(), draft);
        }
        let to_store: Vec<InspectionId> = page.unsaved.keys().copied().collect();
        let cookie = *cookie;
        self.phones[phone].page = Some(page);
        self.reload(phone);
        if !self.has(Bug::LockLeftBehind) || !std::mem::replace(&mut self.phones[phone].disk.is_locked, true) {
            self.input(phone, Input::BecameSender);
        }
        self.pin(phone);
        self.input(phone, cookie.map_or(Input::SignedOut, |user| Input::SignedIn { user }));
        to_store.into_iter().for_each(|draft| self.store_edits(phone, draft));
        let life = self.phones[phone].life;
        let soon = self.rare.below(20_000);
        self.queue.add(self.now_ms + soon, Event::Pull { phone, life });
    }

    /// What localStorage counts as unsent and the database does not hold, nor has seen leave, nor has as a draft again: somebody has to
    /// be told.
    fn notice_loss(&mut self, phone: usize) {
        let Phone { disk, unsent, alarm, .. } = &mut self.phones[phone];
        let drafts = disk.drafts();
        let is_there = |(id, draft): &(CommandId, InspectionId)| {
            disk.items.contains_key(id) || disk.receipts.contains_key(id) || drafts.contains(draft)
        };
        alarm.extend(unsent.iter().filter(|record| !is_there(record)).map(|(id, _)| *id));
    }

    pub(super) fn sign_in(&mut self, phone: usize, user: UserId) {
        self.phones[phone].cookie = Some(user);
        self.tell(|| format!("phone {phone}: {} signs in", short(user.0)));
        if let Some(page) = &mut self.phones[phone].page {
            page.user = Some(user);
            self.input(phone, Input::SignedIn { user });
        }
    }

    /// Drafts that the person on this phone can work on.
    fn open_here(&self, phone: usize) -> Vec<InspectionId> {
        let Some(page) = &self.phones[phone].page else { return vec![] };
        let is_open = |draft: &&sync::journal::Draft| {
            Some(draft.begin.by) == page.user && draft.sealed.is_none() && !page.sealing.contains(&draft.id())
        };
        page.drafts.values().filter(is_open).map(sync::journal::Draft::id).collect()
    }

    fn begin(&mut self, phone: usize) {
        let Some(user) = self.phones[phone].page.as_ref().and_then(|page| page.user) else { return };
        self.phones[phone].numbers += 1;
        let (number, at) = (self.phones[phone].numbers, self.phone_time(phone));
        let mut begin = people::begin(&mut self.random, user, number, at);
        let added: Vec<_> = self.truth.added.iter().filter(|(_, by)| **by == (phone, user)).map(|(id, _)| *id).collect();
        if self.random.one_in_thousand(500) {
            begin.premises = self.random.pick(&added).copied().unwrap_or(begin.premises);
        }
        let draft = begin.inspection;
        let entry = Entry { draft, n: 1, at, edit: Edit::Begin { begin: Box::new(begin) } };
        let Some(page) = &mut self.phones[phone].page else { return };
        page.drafts.extend(sync::journal::Draft::from_entries(std::slice::from_ref(&entry)).map(|begun| (draft, begun)));
        self.keep(phone, entry);
    }

    fn edit(&mut self, phone: usize, draft: InspectionId) {
        let Some(edit) =
            self.phones[phone].page.as_ref().and_then(|page| page.drafts.get(&draft)).map(|draft| people::edit(&mut self.random, draft))
        else {
            return;
        };
        self.make(phone, draft, edit);
    }

    /// At once in memory and cushion, durable later.
    pub(super) fn make(&mut self, phone: usize, draft: InspectionId, edit: Edit) {
        let at = self.phone_time(phone);
        let Some(open) = self.phones[phone].page.as_mut().and_then(|page| page.drafts.get_mut(&draft)) else { return };
        let entry = open.entry(at, edit);
        open.apply(&entry);
        self.keep(phone, entry);
    }

    fn keep(&mut self, phone: usize, entry: Entry) {
        let draft = entry.draft;
        self.phones[phone].cushion.insert((draft, entry.n), entry.clone());
        if let Some(page) = &mut self.phones[phone].page {
            page.unsaved.entry(draft).or_default().push(entry);
        }
        self.store_edits(phone, draft);
    }

    fn photograph(&mut self, phone: usize, draft: InspectionId) {
        let at = self.phone_time(phone);
        let (photo, bytes) = people::photo(&mut self.random, at);
        let writes = vec![crate::disk::Write::Bytes(photo.sha256, bytes)];
        self.transact(phone, Transaction { what: Wrote::Photo(draft, Box::new(photo)), writes });
        // Only now is it pinned; the transactions run in order, so what is deleted before it is written anew by it.
        self.pin(phone);
    }

    fn trash_and_restore(&mut self, phone: usize, draft: InspectionId) {
        let at = self.phone_time(phone);
        self.make(phone, draft, Edit::Trash { trashed: Some(Trashed { at, reason: None }) });
        self.make(phone, draft, Edit::Trash { trashed: None });
    }

    fn seal(&mut self, phone: usize, draft: InspectionId) {
        let (at, command) = (self.phone_time(phone), CommandId(self.random.uuid()));
        let server_seen_at = None;
        let Some(page) = &mut self.phones[phone].page else { return };
        let is_writing = page.transactions.iter().any(|transaction| matches!(&transaction.what, Wrote::Photo(of, _) if *of == draft));
        let is_unsaved = page.unsaved.get(&draft).is_some_and(|unsaved| !unsaved.is_empty());
        let Some(open) = page.drafts.get(&draft).filter(|_| !is_writing && !is_unsaved) else { return };
        let list = people::checklist();
        let Ok(sealed) = seal(open, &[&list], Finish { command, at, server_seen_at }) else { return };
        let journal = open.entry(at, Edit::Sealed { command: Some(command) });
        page.sealing.insert(draft);
        let seal = self.item_of(phone, &sealed, journal);
        self.tell(|| format!("phone {phone}: {} is handed in as {}", Self::name_of(draft), short(command.0)));
        self.input(phone, Input::Seal(Box::new(seal)));
    }

    /// A shop that is not in the ledger: there at once, and visited from now on.
    fn add_premises(&mut self, phone: usize) {
        let Some(user) = self.phones[phone].page.as_ref().and_then(|page| page.user) else { return };
        let (command, at) = (CommandId(self.random.uuid()), self.phone_time(phone));
        let command = people::new_premises(&mut self.random, command, user, at);
        let What::AddPremises { premises } = &command.what else { return };
        let Sealed { bytes, sha256 } = Sealed::of(&command);
        let item = Item {
            id: command.id,
            sha256,
            size_bytes: bytes.len() as u64,
            owner: user,
            kind: command.what.name().into(),
            inspection: None,
            premises: Some(premises.id),
            title: premises.name.clone(),
            number: String::new(),
            sealed_at: at,
            blobs: vec![],
            attempted: false,
            state: State::Sealed,
        };
        self.input(phone, Input::Seal(Box::new(Seal { item, blobs: vec![], bytes, journal: None })));
    }

    fn item_of(&self, phone: usize, command: &Command, journal: Entry) -> Seal {
        let Sealed { bytes, sha256 } = Sealed::of(command);
        let What::SubmitInspection { inspection } = &command.what else { unreachable!("a draft becomes a submission") };
        let is_here = |sha256| self.phones[phone].disk.blob_bytes.contains_key(sha256);
        let blobs: Vec<Blob> = inspection.blobs().iter().map(|(sha256, size)| Blob::new(*sha256, *size, is_here(sha256))).collect();
        assert!(blobs.iter().all(|blob| blob.here), "a photo of an open draft is on its phone");
        let item = Item {
            id: command.id,
            sha256,
            size_bytes: bytes.len() as u64,
            owner: command.by,
            kind: command.what.name().into(),
            inspection: Some(inspection.id),
            premises: Some(inspection.premises),
            title: inspection.snapshot.name.clone(),
            number: inspection.provisional_number.clone(),
            sealed_at: command.at,
            blobs: blobs.iter().map(|blob| blob.sha256).collect(),
            attempted: false,
            state: State::Sealed,
        };
        Seal { item, blobs, bytes, journal: Some(journal) }
    }

    fn withdraw(&mut self, phone: usize) {
        let at = self.phone_time(phone);
        let Some(page) = &mut self.phones[phone].page else { return };
        let Some(item) = page.outbox.items().find(|item| page.outbox.can_withdraw(item.id) && Some(item.owner) == page.user) else {
            return;
        };
        let (id, draft) = (item.id, item.inspection);
        let Some(open) =
            draft.and_then(|draft| page.drafts.get(&draft)).filter(|open| open.sealed == Some(id) && !page.sealing.contains(&open.id()))
        else {
            return;
        };
        let journal = open.taken_back(at);
        page.sealing.insert(open.id());
        self.tell(|| format!("phone {phone}: {} is taken back", short(id.0)));
        self.input(phone, Input::Withdraw { id, journal });
    }

    /// Blobs of open drafts, and of pictures that are being written.
    pub(super) fn pin(&mut self, phone: usize) {
        let Some(page) = &self.phones[phone].page else { return };
        let mut pins: BTreeSet<_> =
            page.drafts.values().filter(|draft| draft.sealed.is_none()).flat_map(|draft| draft.blobs().collect::<Vec<_>>()).collect();
        pins.extend(page.transactions.iter().filter_map(|transaction| match &transaction.what {
            Wrote::Photo(_, photo) => Some(photo.sha256),
            _ => None,
        }));
        self.input(phone, Input::Pins(pins));
    }
}
