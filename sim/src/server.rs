//! The other side: a record of what it promised, around a model of the wire or, where one is given, the real store. What is durable
//! outlives a crash; a restore takes it back to an earlier day.

mod halves;

use crate::bug::Bug;
use crate::feed::{self, Log};
use crate::wire::{Call, Packet, Response};
use domain::command::{COMMAND_MAX_BYTES, Sealed, What};
use domain::digest::Sha256;
use domain::ids::{CommandId, PlaceId, PremisesId, UserId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use halves::Halves;
use std::collections::{BTreeMap, BTreeSet};
use sync::feed::Cursor;
use sync::hello::{Epoch, Hello, PROTOCOL, PROTOCOL_MIN};
use sync::receipt::{Outcome, Receipt, status_of};
use sync::reconcile::{Held, Presence, Reconciled};
use uuid::Uuid;

/// A visit whose note, or premises whose name says so are refused by the model: somebody has to see it.
pub(crate) const REFUSED_NOTE: &str = "refuse me";
/// With [`Bug::DedupeByReadThenInsert`]: what was inserted so lately the look has not seen.
const INSERT_TAKES_MS: i64 = 2_000;
/// With [`Bug::AckBeforeCommit`]: so much later it commits.
const COMMIT_TAKES_MS: i64 = 400;

/// A server of flesh and blood behind the record: it decides what becomes of commands and blobs.
pub trait Behind: std::fmt::Debug {
    /// Its epoch.
    fn epoch(&self) -> Epoch;
    /// `PUT commands/{id}`: status and body.
    fn command(&mut self, bytes: &[u8], by: UserId, now: Timestamp) -> (u16, Vec<u8>);
    /// A whole blob whose hash is right.
    fn blob(&mut self, sha256: Sha256, bytes: &[u8], by: UserId, now: Timestamp);
    /// `POST reconcile`
    fn presence(&mut self, held: &[Held], by: UserId, now: Timestamp) -> Vec<Presence>;
    /// Keeps what is there now as yesterday's backup.
    fn back_up(&mut self);
    /// Back to the backup, in a new epoch.
    fn restore(&mut self, epoch: Uuid);
    /// Its process dies and starts again.
    fn crash(&mut self);
    /// What is wrong with what it holds.
    fn verify(&mut self) -> Result<(), String>;
}

/// What is durable.
#[derive(Debug, Clone, Default)]
pub(crate) struct Durable {
    /// Sealed bytes and the stored answer, by command.
    pub(crate) commands: BTreeMap<CommandId, Stored>,
    /// Blobs by their name, and the hash of what is kept under it.
    pub(crate) blobs: BTreeMap<Sha256, Sha256>,
    /// Rows of each command.
    pub(crate) rows: BTreeMap<CommandId, u32>,
    /// What the desk changed.
    pub(crate) log: Log,
    seq: i64,
}

/// One command with its answer, byte for byte.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) bytes: Vec<u8>,
    pub(crate) status: u16,
    pub(crate) answer: Vec<u8>,
    stored_at: Timestamp,
}

/// The server.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) durable: Durable,
    pub(crate) epoch: Epoch,
    /// Yesterday's backup.
    backup: Durable,
    behind: Option<Box<dyn Behind>>,
    bug: Option<Bug>,
    halves: Halves,
    /// Answered and not yet durable; empty without the bug.
    volatile: Vec<(Timestamp, CommandId, Stored)>,
    /// Every receipt ever given, with the hash it named.
    pub(crate) receipts: BTreeMap<CommandId, Sha256>,
    /// Commands that came with another's session; the phones must never do that.
    pub(crate) not_owner: Vec<CommandId>,
    /// Commands whose id came with other bytes.
    pub(crate) conflicts: Vec<CommandId>,
    /// Commands whose second answer was another than the first.
    pub(crate) differing: Vec<CommandId>,
    /// Premises whose addition was ever answered.
    answered: BTreeSet<PremisesId>,
    /// Visits that came while nobody had answered for their premises: of a listed shop, or too early.
    pub(crate) of_unanswered: Vec<(CommandId, PremisesId)>,
    /// Accounts that were disabled.
    pub(crate) disabled: BTreeSet<UserId>,
    /// The communities of those who lost one.
    scopes: BTreeMap<UserId, BTreeSet<PlaceId>>,
    /// What each installation said last that it holds.
    pub(crate) holdings: BTreeMap<u64, Vec<CommandId>>,
}

impl Server {
    pub(crate) fn new(epoch: Uuid, bug: Option<Bug>, behind: Option<Box<dyn Behind>>) -> Self {
        Self {
            durable: Durable::default(),
            epoch: behind.as_ref().map_or(Epoch(epoch), |behind| behind.epoch()),
            backup: Durable::default(),
            behind,
            bug,
            halves: Halves::default(),
            volatile: vec![],
            receipts: BTreeMap::new(),
            not_owner: vec![],
            conflicts: vec![],
            differing: vec![],
            answered: BTreeSet::new(),
            of_unanswered: vec![],
            disabled: BTreeSet::new(),
            scopes: BTreeMap::new(),
            holdings: BTreeMap::new(),
        }
    }

    fn is(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }

    pub(crate) fn back_up(&mut self) {
        self.backup = self.durable.clone();
        if let Some(behind) = &mut self.behind {
            behind.back_up();
        }
    }

    /// Back to the backup, in a new epoch.
    pub(crate) fn restore(&mut self, epoch: Uuid) {
        self.durable = self.backup.clone();
        self.epoch = Epoch(epoch);
        self.volatile.clear();
        self.halves = Halves::default();
        if let Some(behind) = &mut self.behind {
            behind.restore(epoch);
        }
    }

    /// Its process dies: what was not durable is gone.
    pub(crate) fn crash(&mut self, now: Timestamp) {
        self.settle(now);
        self.volatile.clear();
        if let Some(behind) = &mut self.behind {
            behind.crash();
        }
    }

    /// Answered and not yet durable.
    pub(crate) fn is_volatile(&self, id: CommandId) -> bool {
        self.volatile.iter().any(|(_, of, _)| *of == id)
    }

    /// Whether what is behind holds what the record says, no more and no less, and is whole.
    pub(crate) fn verify_behind(&mut self, now: Timestamp) -> Result<(), String> {
        let Some(behind) = &mut self.behind else { return Ok(()) };
        let any = UserId(Uuid::from_u128(100));
        for (id, stored) in &self.durable.commands {
            let held = Held::Command { id: *id, sha256: Sha256::of(&stored.bytes) };
            let expected = if stored.status == 201 { Presence::Present } else { Presence::Refused };
            let presence = behind.presence(&[held], any, now);
            if presence != [expected] {
                return Err(format!("{id} is {presence:?} behind and should be {expected:?}"));
            }
        }
        behind.verify()
    }

    pub(crate) fn scope(&self, user: UserId) -> BTreeSet<PlaceId> {
        self.scopes.get(&user).cloned().unwrap_or_else(|| feed::places().into())
    }

    /// Gives the second community to the person, or takes it away.
    pub(crate) fn change_scope(&mut self, user: UserId) {
        let mut scope = self.scope(user);
        if !scope.remove(&feed::places()[1]) {
            scope.insert(feed::places()[1]);
        }
        self.scopes.insert(user, scope);
    }

    /// Commits and answers.
    pub(crate) fn handle(&mut self, packet: &Packet, now: Timestamp) -> Response {
        self.settle(now);
        if let Call::Hello = packet.call {
            return self.hello(packet.cookie, now);
        }
        let Some(user) = packet.cookie else { return self.say(401, vec![]) };
        match &packet.call {
            Call::Hello => self.hello(Some(user), now),
            Call::Command { id, bytes } => self.command(*id, bytes, user, now),
            Call::AskBlob { sha256 } => self.ask_blob(*sha256, user),
            Call::Blob { sha256, offset, length, bytes } => self.blob(*sha256, (*offset, *length), bytes, user, now),
            Call::Reconcile(asked) => {
                let mut presence: Vec<_> = asked.held.iter().map(|held| self.presence(held)).collect();
                if let Some(behind) = &mut self.behind {
                    presence = behind.presence(&asked.held, user, now);
                }
                self.say(200, json(&Reconciled { epoch: self.epoch, presence }))
            }
            Call::Feed(cursor, until) => self.feed(cursor.as_ref(), Timestamp(*until), user),
            Call::Holdings(installation, held) => {
                self.holdings.insert(*installation, held.clone());
                self.say(204, vec![])
            }
        }
    }

    fn say(&self, status: u16, body: Vec<u8>) -> Response {
        Response { epoch: Some(self.epoch), body, ..Response::status(status) }
    }

    fn hello(&self, user: Option<UserId>, now: Timestamp) -> Response {
        let (protocol, protocol_min) = (PROTOCOL, PROTOCOL_MIN);
        let (service, build) = ("xunan".into(), "model".into());
        let is_active = user.is_none_or(|user| !self.disabled.contains(&user));
        let hello = Hello { service, protocol, protocol_min, epoch: self.epoch, now, build, user, is_active };
        self.say(200, json(&hello))
    }

    fn feed(&self, cursor: Option<&Cursor>, until: Timestamp, user: UserId) -> Response {
        if self.disabled.contains(&user) {
            return self.say(403, vec![]);
        }
        let by_time = self.is(Bug::FeedCursorByTime).then_some(until);
        self.say(200, json(&self.durable.log.page(self.epoch, &self.scope(user), cursor, by_time)))
    }

    /// With the bug, what was answered a while ago becomes durable now.
    fn settle(&mut self, now: Timestamp) {
        let (ripe, rest) = std::mem::take(&mut self.volatile).into_iter().partition(|(due, ..)| *due <= now);
        self.volatile = rest;
        for (_, id, stored) in ripe {
            self.insert(id, stored);
        }
    }

    fn insert(&mut self, id: CommandId, stored: Stored) {
        self.durable.commands.insert(id, stored);
        *self.durable.rows.entry(id).or_default() += 1;
    }

    fn stored(&self, id: CommandId, now: Timestamp) -> Option<&Stored> {
        let waiting = self.volatile.iter().find(|(_, of, _)| *of == id).map(|(.., stored)| stored);
        let stored = waiting.or_else(|| self.durable.commands.get(&id))?;
        let is_overlooked = self.is(Bug::DedupeByReadThenInsert) && now.0 - stored.stored_at.0 < INSERT_TAKES_MS * 1_000;
        (!is_overlooked).then_some(stored)
    }

    fn command(&mut self, id: CommandId, bytes: &[u8], user: UserId, now: Timestamp) -> Response {
        let sealed = Sealed::from_bytes(bytes.to_vec());
        if let Some(stored) = self.stored(id, now).cloned() {
            if stored.bytes == bytes {
                return self.repeat(id, &stored, user, now);
            }
            self.conflicts.push(id);
            return self.refuse(id, sealed.sha256, Refusal::IdConflict, now);
        }
        let command = match sealed.open() {
            Ok(command) => command,
            Err(refusal) => return self.refuse(id, sealed.sha256, refusal, now),
        };
        if command.by != user {
            self.not_owner.push(id);
            return self.refuse(id, sealed.sha256, Refusal::NotOwner, now);
        }
        assert!(bytes.len() <= COMMAND_MAX_BYTES, "phones seal small commands");
        let is_refused = self.look_at(id, &command.what);
        let (status, answer) = match &mut self.behind {
            Some(behind) => behind.command(bytes, user, now),
            None => self.decide(id, sealed.sha256, is_refused, now),
        };
        if status == 201 {
            self.receipts.insert(id, sealed.sha256);
        }
        let stored = Stored { bytes: sealed.bytes, status, answer: answer.clone(), stored_at: now };
        if self.is(Bug::AckBeforeCommit) {
            self.volatile.push((Timestamp::from_millis(now.millis() + COMMIT_TAKES_MS), id, stored));
        } else {
            self.insert(id, stored);
        }
        self.say(status, answer)
    }

    /// The same answer as before; one from behind is held against it.
    fn repeat(&mut self, id: CommandId, stored: &Stored, user: UserId, now: Timestamp) -> Response {
        if let Some(behind) = &mut self.behind
            && behind.command(&stored.bytes, user, now) != (stored.status, stored.answer.clone())
        {
            self.differing.push(id);
        }
        self.say(stored.status, stored.answer.clone())
    }

    /// Notes what it is about; true if the model does not take it.
    fn look_at(&mut self, id: CommandId, what: &What) -> bool {
        match what {
            What::SubmitInspection { inspection } => {
                if !self.answered.contains(&inspection.premises) {
                    self.of_unanswered.push((id, inspection.premises));
                }
                inspection.note == REFUSED_NOTE
            }
            What::AddPremises { premises } => {
                self.answered.insert(premises.id);
                premises.name == REFUSED_NOTE
            }
            _ => false,
        }
    }

    /// Somebody in our name has said his word about it.
    pub(crate) fn was_answered_for(&mut self, call: &Call) {
        if let Call::Command { bytes, .. } = call
            && let Ok(What::AddPremises { premises }) = Sealed::from_bytes(bytes.clone()).open().map(|command| command.what)
        {
            self.answered.insert(premises.id);
        }
    }

    fn decide(&mut self, id: CommandId, sha256: Sha256, is_refused: bool, now: Timestamp) -> (u16, Vec<u8>) {
        if is_refused {
            let refusal = Refusal::WrongState { actual: "merged".into() };
            return (status_of(&refusal), json(&Outcome::Refused { id, sha256, refusal, received_at: now }));
        }
        self.durable.seq += 1;
        let place = PlaceId(Uuid::nil());
        let receipt = Receipt { id, sha256, place, seq: self.durable.seq, received_at: now, epoch: self.epoch, quarantine: vec![] };
        (201, json(&Outcome::Receipt(receipt)))
    }

    fn refuse(&self, id: CommandId, sha256: Sha256, refusal: Refusal, now: Timestamp) -> Response {
        let status = status_of(&refusal);
        self.say(status, json(&Outcome::Refused { id, sha256, refusal, received_at: now }))
    }

    fn ask_blob(&self, sha256: Sha256, user: UserId) -> Response {
        if self.durable.blobs.contains_key(&sha256) {
            return self.say(200, vec![]);
        }
        let here = self.halves.size(user, sha256);
        Response { upload_offset: (here > 0).then_some(here), ..self.say(404, vec![]) }
    }

    fn blob(&mut self, sha256: Sha256, part: (u64, u64), bytes: &[u8], user: UserId, now: Timestamp) -> Response {
        let whole = match self.halves.append(user, sha256, part, bytes) {
            Ok(Some(whole)) => whole,
            Ok(None) => return Response { upload_offset: Some(self.halves.size(user, sha256)), ..self.say(202, vec![]) },
            Err(here) => return Response { upload_offset: Some(here), ..self.say(409, vec![]) },
        };
        let hash = Sha256::of(&whole);
        if hash != sha256 && !(self.is(Bug::ResumedHashUnchecked) && part.0 > 0) {
            return self.say(422, vec![]);
        }
        if let Some(behind) = &mut self.behind {
            behind.blob(sha256, &whole, user, now);
        }
        let status = if self.durable.blobs.insert(sha256, hash).is_none() { 201 } else { 200 };
        self.say(status, vec![])
    }

    /// The line broke in the middle of a part: what came of it stays.
    pub(crate) fn cut(&mut self, user: UserId, sha256: Sha256, part: (u64, u64), bytes: &[u8]) {
        if !self.durable.blobs.contains_key(&sha256) {
            self.halves.cut(user, sha256, part, bytes);
        }
    }

    fn presence(&self, held: &Held) -> Presence {
        match held {
            Held::Command { id, sha256 } => match self.durable.commands.get(id) {
                None => Presence::Absent,
                Some(stored) if Sha256::of(&stored.bytes) != *sha256 => Presence::Different,
                Some(stored) if stored.status == 201 => Presence::Present,
                Some(_) => Presence::Refused,
            },
            Held::Blob { sha256 } if self.durable.blobs.contains_key(sha256) => Presence::Present,
            Held::Blob { .. } => Presence::Absent,
        }
    }
}

fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("wire types write")
}
