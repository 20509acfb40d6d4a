//! What seldom befalls people, their phones and the server; and the bugs that are built into the phone.

use super::{Event, World};
use crate::bug::Bug;
use crate::disk::{Disk, Write};
use crate::fault::{network, storage};
use crate::feed::{self, COMMIT_TAKES_MS, KEYS};
use crate::phone::Phone;
use crate::wire::Call;
use domain::command::Sealed;
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId, UserId};
use domain::time::Timestamp;
use std::collections::BTreeMap;
use sync::journal::Entry;
use sync::outbox::{Now, Stage, State, StoreOp};

/// How long a server that died is away, milliseconds.
const CRASH_AWAY_MS: u64 = 20_000;

/// What a browser loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    Everything,
    ItsDatabase,
    TheEndOfItsDatabase,
}

impl World {
    /// After whatever a person did.
    pub(super) fn befall_rarely(&mut self, phone: usize, user: Option<UserId>) {
        let weather = self.weather.rare.clone();
        if self.rare.one_in_thousand(weather.desk) {
            self.change_something();
        }
        if self.rare.one_in_thousand(weather.crash) {
            let now = self.server_time();
            self.server.crash(now);
            self.server_away_until_ms = self.server_away_until_ms.max(self.now_ms + self.rare.below(CRASH_AWAY_MS));
            self.tell(|| "the server dies and is started again".into());
        }
        if let Some(user) = user {
            if self.rare.one_in_thousand(weather.scope) {
                self.server.change_scope(user);
                self.tell(|| format!("{} gets or loses a community", short(user.0)));
            }
            if self.rare.one_in_thousand(weather.disabled) {
                self.server.disabled.insert(user);
                self.tell(|| format!("the account of {} is disabled", short(user.0)));
            }
        }
        if weather.damages > 0 && self.rare.one_in_thousand(100) {
            self.phones[phone].earlier = Some(Box::new(self.phones[phone].disk.clone()));
        }
        if self.phones[phone].earlier.is_some() && self.rare.one_in_thousand(weather.damages) {
            self.evict(phone, Lost::TheEndOfItsDatabase);
        } else if self.rare.one_in_thousand(weather.evicts) {
            let is_all = self.rare.one_in_thousand(500);
            self.evict(phone, if is_all { Lost::Everything } else { Lost::ItsDatabase });
        }
    }

    /// At the desk: a change is stamped when its transaction begins and numbered when it ends.
    fn change_something(&mut self) {
        let place = feed::places()[usize::try_from(self.rare.below(2)).unwrap_or(0)];
        let (key, value) = (self.rare.below(KEYS), self.rare.next());
        let began = self.server_time().millis() - self.rare.below(COMMIT_TAKES_MS).cast_signed();
        self.server.durable.log.change(place, key, value, Timestamp::from_millis(began));
    }

    /// The browser loses what it has of us, or some of it, and the page with it.
    fn evict(&mut self, phone: usize, what: Lost) {
        if self.phones[phone].page.is_none() {
            return;
        }
        self.tell(|| format!("phone {phone} loses {what:?}"));
        self.phones[phone].page = None;
        self.phones[phone].life += 1;
        let left = match what {
            Lost::TheEndOfItsDatabase => self.phones[phone].earlier.take().map(|earlier| *earlier).unwrap_or_default(),
            Lost::ItsDatabase | Lost::Everything => Disk::default(),
        };
        let disk = std::mem::replace(&mut self.phones[phone].disk, left);
        self.count_lost(phone, &disk, what);
        let lost = &mut self.phones[phone];
        if what == Lost::Everything {
            lost.cushion.clear();
            lost.lost_cushion.clear();
            lost.unsent.clear();
            lost.cookie = None;
            lost.installation += 1_000;
        }
        let away = 500 + self.rare.below(60_000);
        self.queue.add(self.now_ms + away, Event::Start { phone });
    }

    /// What is no more is asked for by no checker; that it is missed is.
    fn count_lost(&mut self, phone: usize, before: &Disk, what: Lost) {
        let Phone { disk, unsent, installation, .. } = &self.phones[phone];
        let told = self.server.holdings.get(installation);
        let is_lost = |id: &&CommandId| !disk.sealed.contains_key(id);
        for id in before.sealed.keys().filter(is_lost) {
            // The phone itself can only miss what localStorage counts, and what is a draft again is not lost; the desk misses what it
            // was told of.
            let is_missed = match what {
                Lost::Everything => told.is_some_and(|told| told.contains(id)),
                _ => unsent.iter().any(|(of, draft)| of == id && !disk.drafts().contains(draft)) && self.truth.sealed.contains_key(id),
            };
            if !self.server.durable.commands.contains_key(id) {
                self.truth.evicted.insert(*id, is_missed);
            }
            self.truth.gone.insert(*id);
            self.truth.sealed.remove(id);
        }
        self.truth.gone.extend(before.items.keys().filter(|id| !disk.items.contains_key(id)));
        self.truth.saved.retain(|(of, draft, n), row| *of != phone || disk.journal.get(&(*draft, *n)).is_some_and(|there| there == row));
        self.truth.sealed.retain(|id, sealed| sealed.phone != phone || disk.sealed.contains_key(id) || disk.receipts.contains_key(id));
        self.truth.added.retain(|_, (of, _)| *of != phone);
        // What was taken back may be handed in again, as it was, and what was offered may be taken back: the phone has forgotten it.
        self.truth.withdrawn.retain(|id| !disk.sealed.contains_key(id));
        self.truth.forgotten.extend(disk.items.keys());
    }

    /// What becomes of a request beside what the usual weather does to it.
    pub(super) fn rare_fate(&mut self, usual: network::Fate) -> network::Fate {
        let weather = &self.weather.rare;
        let fates = [
            (weather.forbidden, network::Fate::Forbidden),
            (weather.accepted, network::Fate::Accepted),
            (weather.too_old, network::Fate::TooOld),
        ];
        fates.into_iter().find(|(chance, _)| self.rare.one_in_thousand(*chance)).map_or(usual, |(_, fate)| fate)
    }

    /// Of a photo's part, what arrives before the line breaks; none if it does not break.
    pub(super) fn cut(&mut self, call: &Call) -> Option<Vec<u8>> {
        let Call::Blob { bytes, .. } = call else { return None };
        if !self.rare.one_in_thousand(self.weather.rare.cut) {
            return None;
        }
        let mut arrived = bytes[..usize::try_from(self.rare.below(bytes.len() as u64)).unwrap_or(0)].to_vec();
        if self.rare.one_in_thousand(self.weather.rare.cut_damaged)
            && let Some(byte) = arrived.first_mut()
        {
            *byte ^= 1;
        }
        Some(arrived)
    }

    pub(super) fn rare_storage_fate(&mut self, usual: storage::Fate) -> storage::Fate {
        if self.rare.one_in_thousand(self.weather.rare.dies) {
            return storage::Fate::Dies;
        }
        if self.rare.one_in_thousand(self.weather.rare.never_settles) {
            return storage::Fate::NeverSettles;
        }
        usual
    }

    /// After a kill localStorage may hold what it held in an earlier life, of drafts that are still there.
    pub(super) fn resurface(&mut self, phone: usize, lost: Vec<Entry>) {
        self.phones[phone].lost_cushion.extend(lost);
        if self.rare.one_in_thousand(self.weather.rare.resurfaces) {
            let drafts = self.phones[phone].disk.drafts();
            let old = std::mem::take(&mut self.phones[phone].lost_cushion);
            for entry in old.into_iter().filter(|entry| drafts.contains(&entry.draft)) {
                self.phones[phone].cushion.entry((entry.draft, entry.n)).or_insert(entry);
            }
        }
    }

    // The bugs of the phone

    /// The bytes that leave: with a bug, written anew when they leave again.
    pub(super) fn bytes_to_offer(&mut self, phone: usize, id: CommandId, bytes: &[u8]) -> Vec<u8> {
        let is_again = self.phones[phone].page.as_mut().is_some_and(|page| !page.offered.insert(id));
        if !(is_again && self.has(Bug::ReserialisedRetry)) {
            return bytes.to_vec();
        }
        let anew = Sealed::from_bytes(bytes.to_vec()).open().ok().and_then(|command| serde_json::to_value(command).ok());
        anew.and_then(|value| serde_json::to_vec_pretty(&value).ok()).unwrap_or_else(|| bytes.to_vec())
    }

    /// With a bug, what a receipt was given for goes at once.
    pub(super) fn purge_too_early(&self, writes: &mut Vec<Write>) -> Vec<CommandId> {
        let is_acked = |write: &Write| match write {
            Write::Op(StoreOp::PutItem { item, .. }) if matches!(item.state, State::Acked { .. }) => Some(item.id),
            _ => None,
        };
        if !self.has(Bug::PurgeWithoutReconcile) {
            return vec![];
        }
        let acked: Vec<CommandId> = writes.iter().filter_map(is_acked).collect();
        writes.retain(|write| is_acked(write).is_none());
        acked
    }

    /// With a bug, the cushion is written over the journal, whatever is older.
    pub(super) fn overwrite_by_cushion(&mut self, phone: usize) {
        if self.has(Bug::OlderCushionWins) {
            let phone = &mut self.phones[phone];
            for (key, entry) in &phone.cushion {
                let row = serde_json::to_string(entry).expect("rows write");
                phone.disk.journal.insert(*key, row);
            }
        }
    }

    // What is watched

    pub(super) fn tell(&mut self, what: impl FnOnce() -> String) {
        self.story.tell(self.now_ms, what);
    }

    /// Notes every way that an item has gone since it was last looked at.
    pub(super) fn look_at_stages(&mut self, phone: usize) {
        let now = Now { mono_ms: self.now_ms, wall: self.phone_time(phone) };
        let Some(coverage) = &mut self.coverage else { return };
        let Phone { page: Some(page), stages, .. } = &mut self.phones[phone] else { return };
        let here: BTreeMap<CommandId, Stage> =
            page.outbox.items().filter_map(|item| Some((item.id, page.outbox.stage(item.id, now)?))).collect();
        for (id, stage) in &here {
            coverage.goes(stages.get(id).copied().unwrap_or(Stage::Draft), *stage);
        }
        for (id, before) in stages.iter().filter(|(id, _)| !here.contains_key(id)) {
            let to = if self.truth.withdrawn.contains(id) { Stage::Draft } else { Stage::Purged };
            coverage.goes(*before, to);
        }
        *stages = here;
    }

    /// The draft of a submission, for the story.
    pub(super) fn name_of(draft: InspectionId) -> String {
        short(draft.0)
    }
}

/// The first digits of an id, by which a story calls it.
pub(super) fn short(id: uuid::Uuid) -> String {
    id.simple().to_string()[..6].to_owned()
}

/// A hash the same way.
pub(super) fn short_hash(sha256: Sha256) -> String {
    sha256.to_string()[..6].to_owned()
}
