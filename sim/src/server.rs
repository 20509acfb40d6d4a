//! A model of the server: the wire's promises and nothing else. What it holds is durable; a restore takes it back to an earlier day.

use crate::wire::{Call, Packet, Response};
use domain::command::{COMMAND_MAX_BYTES, Sealed, What};
use domain::digest::Sha256;
use domain::ids::{CommandId, PlaceId, PremisesId, UserId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use sync::hello::{Epoch, Hello, PROTOCOL, PROTOCOL_MIN};
use sync::receipt::{Outcome, Receipt, status_of};
use sync::reconcile::{Held, Presence, Reconciled};
use uuid::Uuid;

/// A visit whose note, or premises whose name says so are refused by the model: somebody has to see it.
pub(crate) const REFUSED_NOTE: &str = "refuse me";

/// What is durable.
#[derive(Debug, Clone, Default)]
pub(crate) struct Durable {
    /// Sealed bytes and the stored answer, by command.
    pub(crate) commands: BTreeMap<CommandId, Stored>,
    /// Blobs by their hash.
    pub(crate) blobs: BTreeSet<Sha256>,
    seq: i64,
}

/// One command with its answer, byte for byte.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) bytes: Vec<u8>,
    pub(crate) status: u16,
    pub(crate) answer: Vec<u8>,
}

/// The server.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) durable: Durable,
    pub(crate) epoch: Epoch,
    /// Yesterday's backup.
    pub(crate) backup: Durable,
    /// Every receipt ever given, with the hash it named.
    pub(crate) receipts: BTreeMap<CommandId, Sha256>,
    /// Commands that came with another's session; the phones must never do that.
    pub(crate) not_owner: Vec<CommandId>,
    /// Commands whose id came with other bytes.
    pub(crate) conflicts: Vec<CommandId>,
    /// Premises whose addition was ever answered.
    answered: BTreeSet<PremisesId>,
    /// Visits that came while nobody had answered for their premises: of a listed shop, or too early.
    pub(crate) of_unanswered: Vec<(CommandId, PremisesId)>,
}

impl Server {
    pub(crate) fn new(epoch: Uuid) -> Self {
        Self {
            durable: Durable::default(),
            epoch: Epoch(epoch),
            backup: Durable::default(),
            receipts: BTreeMap::new(),
            not_owner: vec![],
            conflicts: vec![],
            answered: BTreeSet::new(),
            of_unanswered: vec![],
        }
    }

    /// Back to the backup, in a new epoch.
    pub(crate) fn restore(&mut self, epoch: Uuid) {
        self.durable = self.backup.clone();
        self.epoch = Epoch(epoch);
    }

    /// Commits and answers.
    pub(crate) fn handle(&mut self, packet: &Packet, now: Timestamp) -> Response {
        if let Call::Hello = packet.call {
            return self.hello(packet.cookie, now);
        }
        let Some(user) = packet.cookie else { return self.say(401, vec![]) };
        match &packet.call {
            Call::Hello => self.hello(Some(user), now),
            Call::Command { id, bytes } => self.command(*id, bytes, user, now),
            Call::AskBlob { sha256 } => self.say(if self.durable.blobs.contains(sha256) { 200 } else { 404 }, vec![]),
            Call::Blob { sha256, bytes } => self.blob(*sha256, bytes),
            Call::Reconcile(asked) => {
                let presence = asked.held.iter().map(|held| self.presence(held)).collect();
                self.say(200, json(&Reconciled { epoch: self.epoch, presence }))
            }
        }
    }

    fn say(&self, status: u16, body: Vec<u8>) -> Response {
        Response { status, is_ours: true, epoch: Some(self.epoch), retry_after_s: None, body }
    }

    fn hello(&self, user: Option<UserId>, now: Timestamp) -> Response {
        let (protocol, protocol_min) = (PROTOCOL, PROTOCOL_MIN);
        let (service, build) = ("xunan".into(), "model".into());
        let hello = Hello { service, protocol, protocol_min, epoch: self.epoch, now, build, user, is_active: true };
        self.say(200, json(&hello))
    }

    fn command(&mut self, id: CommandId, bytes: &[u8], user: UserId, now: Timestamp) -> Response {
        let sealed = Sealed::from_bytes(bytes.to_vec());
        if let Some(stored) = self.durable.commands.get(&id) {
            if stored.bytes == bytes {
                return self.say(stored.status, stored.answer.clone());
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
        let is_refused = match &command.what {
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
        };
        let sha256 = sealed.sha256;
        let outcome = if is_refused {
            Outcome::Refused { id, sha256, refusal: Refusal::WrongState { actual: "merged".into() }, received_at: now }
        } else {
            self.durable.seq += 1;
            let place = PlaceId(Uuid::nil());
            let receipt = Receipt { id, sha256, place, seq: self.durable.seq, received_at: now, epoch: self.epoch, quarantine: vec![] };
            self.receipts.insert(id, sha256);
            Outcome::Receipt(receipt)
        };
        let status = match &outcome {
            Outcome::Receipt(_) => 201,
            Outcome::Refused { refusal, .. } => status_of(refusal),
        };
        let answer = json(&outcome);
        self.durable.commands.insert(id, Stored { bytes: sealed.bytes, status, answer: answer.clone() });
        self.say(status, answer)
    }

    fn refuse(&self, id: CommandId, sha256: Sha256, refusal: Refusal, now: Timestamp) -> Response {
        let status = status_of(&refusal);
        self.say(status, json(&Outcome::Refused { id, sha256, refusal, received_at: now }))
    }

    fn blob(&mut self, sha256: Sha256, bytes: &[u8]) -> Response {
        if Sha256::of(bytes) != sha256 {
            return self.say(422, vec![]);
        }
        let status = if self.durable.blobs.insert(sha256) { 201 } else { 200 };
        self.say(status, vec![])
    }

    fn presence(&self, held: &Held) -> Presence {
        match held {
            Held::Command { id, sha256 } => match self.durable.commands.get(id) {
                None => Presence::Absent,
                Some(stored) if Sha256::of(&stored.bytes) != *sha256 => Presence::Different,
                Some(stored) if stored.status == 201 => Presence::Present,
                Some(_) => Presence::Refused,
            },
            Held::Blob { sha256 } if self.durable.blobs.contains(sha256) => Presence::Present,
            Held::Blob { .. } => Presence::Absent,
        }
    }
}

fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("wire types write")
}
