//! The phone's outbox as a pure state machine: inputs are what people do, answers, time-outs and ticks; outputs are requests, writes
//! and what to show. It runs in the browser and, unchanged, in the simulation.
//!
//! - Memory changes after the write is durable, never before: a kill at any step finds the last state that was written down, and every
//!   step is safe to repeat. That something is being sent is written nowhere; the tab's lock dies with the tab.
//! - Text first: a photo leaves once its record has a receipt and no text is due. Each item has its own back-off, so one that is
//!   poisoned delays nobody but what would be wrong without it: a visit waits until its new premises were taken or refused.
//! - Nothing leaves the phone but by [`VerifiedFor7Days`].
//! - A database that could not be read is not an empty one: until everything was read, nothing is sent and nothing is claimed.

mod advance;
mod answered;
mod item;
mod message;
mod pace;
mod person;
mod purge;
mod show;
mod stage;
mod summary;

pub use item::{Blob, BlobState, Confirmed, Item, State};
pub use message::{Input, Now, Output, Reply, Request, RequestNo, Seal, StoreOp, TransactionNo};
pub use purge::{KEPT_DAYS, VerifiedFor7Days};
pub use show::{Chip, Link, Row, Status, Summary};
pub use stage::Stage;

use crate::hello::Epoch;
use crate::reconcile::Held;
use domain::digest::Sha256;
use domain::ids::{CommandId, UserId};
use domain::time::Timestamp;
use pace::{Dice, Pace};
use std::collections::{BTreeMap, BTreeSet};

/// Commands on their way at the same time.
pub const COMMANDS_AT_ONCE: usize = 3;
/// Photos on their way at the same time: on a slow line two arrive later than one after the other.
pub const BLOBS_AT_ONCE: usize = 1;
/// After a receipt, before it is asked about again: several are asked about together.
pub const RECONCILE_AFTER_MS: u64 = 3_000;
/// What was refused without being kept as refused is offered again by itself so much later: a layer before the door may have said it, or
/// a server that an update has taught more since. It stays shown as refused until then.
pub const REFUSED_AGAIN_MS: u64 = 3_600_000;
/// While something is still on the phone, `hello` is said so often: a restored server has another epoch, and days pass by its clock.
pub const HELLO_EVERY_MS: u64 = 900_000;
/// A request of which nothing was heard for so long is given up here, even if the driver has not said so: some browsers never settle
/// what was on its way when they were put to sleep. Longer than the driver's own limit for the largest photo on the slowest line.
pub const REQUEST_LIMIT_MS: u64 = 600_000;

/// Whose session is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Session {
    /// Nobody works here.
    #[default]
    Nobody,
    /// This person, and the server says so too.
    Open(UserId),
    /// This person, but the session ended or was never opened.
    Closed(UserId),
}

impl Session {
    /// Who works here.
    #[must_use]
    pub const fn user(self) -> Option<UserId> {
        match self {
            Self::Nobody => None,
            Self::Open(user) | Self::Closed(user) => Some(user),
        }
    }
}

/// The machine.
#[derive(Debug, Default)]
pub struct Outbox {
    /// Everything that the database has was read, and nothing that may have changed it since is unread.
    is_loaded: bool,
    items: BTreeMap<CommandId, Item>,
    blobs: BTreeMap<Sha256, Blob>,
    epoch: Option<Epoch>,
    session: Session,
    /// Whose account the server called disabled: it takes what is here, so sending goes on.
    stopped: Option<UserId>,
    link: Link,
    hello: Pace,
    needs_update: bool,
    is_sender: bool,
    /// The server's time, and when by the monotonic clock it was that.
    server_clock: Option<(Timestamp, u64)>,
    in_flight: BTreeMap<RequestNo, Flight>,
    pending: BTreeMap<TransactionNo, Vec<Change>>,
    item_pace: BTreeMap<CommandId, Pace>,
    blob_pace: BTreeMap<Sha256, Pace>,
    reconcile: Pace,
    /// Items whose last write failed.
    blocked: BTreeSet<CommandId>,
    pins: BTreeSet<Sha256>,
    last_no: u64,
    shown: Option<Summary>,
}

/// A request on its way.
#[derive(Debug)]
struct Flight {
    what: Request,
    since_ms: u64,
}

/// What memory takes over once its write is durable.
#[derive(Debug)]
enum Change {
    Item(Box<Item>),
    Blob(Blob),
    Gone(CommandId, Vec<Sha256>),
}

impl Change {
    const fn item(&self) -> Option<CommandId> {
        match self {
            Self::Item(item) => Some(item.id),
            Self::Gone(id, _) => Some(*id),
            Self::Blob(_) => None,
        }
    }
}

/// What a step works with.
struct Step {
    now: Now,
    dice: Dice,
    out: Vec<Output>,
}

impl Outbox {
    /// One step. `random` is drawn anew for each; the same steps with the same numbers give the same outputs.
    #[must_use]
    pub fn step(&mut self, now: Now, random: u64, input: Input) -> Vec<Output> {
        let mut step = Step { now, dice: Dice(random), out: vec![] };
        self.take(&mut step, input);
        self.advance(&mut step);
        let summary = self.summary(now);
        if self.shown.as_ref() != Some(&summary) {
            self.shown = Some(summary.clone());
            step.out.push(Output::Show(Box::new(summary)));
        }
        step.out.extend(self.wake_at(now).map(|mono_ms| Output::WakeAt { mono_ms }));
        step.out
    }

    fn take(&mut self, step: &mut Step, input: Input) {
        match input {
            Input::Loaded { items, blobs, epoch } => self.load(items, blobs, epoch),
            Input::NotLoaded => self.is_loaded = false,
            Input::Seal(seal) => self.seal(step, *seal),
            Input::Withdraw { id, journal } => self.withdraw(step, id, journal),
            Input::Answer { no, epoch, reply } => self.answered(step, no, epoch, reply),
            Input::TimedOut { no } => self.timed_out(step, no),
            Input::Unreadable { no } => self.unreadable(step, no),
            Input::Tick => {}
            Input::OnlineHint => self.try_at_once(),
            Input::LookAtTheLine => self.look_at_the_line(Link::Unknown),
            Input::OfflineHint => self.link = Link::Offline,
            Input::SignedIn { user } => self.work_for(step, Session::Open(user)),
            Input::Offline { user } => self.work_for(step, Session::Closed(user)),
            Input::SignedOut => self.work_for(step, Session::Nobody),
            Input::StorageDone { no } => self.stored(no),
            Input::StorageFailed { no } => self.not_stored(step, no),
            Input::BecameSender => self.is_sender = true,
            Input::SenderLost => {
                self.is_sender = false;
                self.abort_all(step);
            }
            Input::RetryNow => self.try_at_once(),
            Input::OfferAgain { id } => self.offer_again(step, id),
            Input::Pins(pins) => self.pins = pins,
        }
    }

    /// What the database has. A tab that sends knows better about the items it knows: it only learns of new ones, and that some were
    /// taken back, which is possible only before the first attempt.
    fn load(&mut self, items: Vec<Item>, blobs: Vec<Blob>, epoch: Option<Epoch>) {
        self.is_loaded = true;
        let stored: BTreeMap<_, _> = items.into_iter().map(|item| (item.id, item)).collect();
        let is_busy = self.busy_items();
        self.items.retain(|id, item| is_busy.contains(id) || stored.contains_key(id) || self.is_sender && item.attempted);
        for (id, item) in stored {
            let knows_better = is_busy.contains(&id) || self.is_sender && self.items.contains_key(&id);
            if !knows_better {
                self.items.insert(id, item);
            }
        }
        let busy_blobs = self.busy_blobs();
        for blob in blobs {
            let knows_better = busy_blobs.contains(&blob.sha256) || self.is_sender && self.blobs.contains_key(&blob.sha256);
            if !knows_better {
                self.blobs.insert(blob.sha256, blob);
            }
        }
        // A blob whose row can't be read: its bytes may still be there, and if not, sending it says so.
        for sha256 in self.items.values().flat_map(|item| &item.blobs) {
            self.blobs.entry(*sha256).or_insert_with(|| Blob::new(*sha256, 0, true));
        }
        self.epoch = self.epoch.or(epoch);
    }

    fn work_for(&mut self, step: &mut Step, session: Session) {
        // Signing in anew, as the same person too, may have made another cookie: what is on its way with the old one is given up.
        self.abort_all(step);
        self.session = session;
        self.link = Link::Unknown;
        self.try_at_once();
    }

    /// The network or a person says: now.
    fn try_at_once(&mut self) {
        if self.link != Link::Online {
            self.link = Link::Unknown;
        }
        self.hello = Pace::default();
        self.item_pace.clear();
        self.blob_pace.clear();
        self.reconcile = Pace::default();
    }

    fn abort_all(&mut self, step: &mut Step) {
        let aborted = std::mem::take(&mut self.in_flight);
        step.out.extend(aborted.into_keys().map(|no| Output::Abort { no }));
    }

    fn put_item(&mut self, step: &mut Step, item: Item) {
        self.store(step, vec![StoreOp::PutItem { item: Box::new(item.clone()), known: true }], vec![Change::Item(Box::new(item))]);
    }

    fn put_blob(&mut self, step: &mut Step, blob: Blob) {
        self.store(step, vec![StoreOp::PutBlob(blob.clone())], vec![Change::Blob(blob)]);
    }

    fn store(&mut self, step: &mut Step, ops: Vec<StoreOp>, changes: Vec<Change>) {
        let no = TransactionNo(self.next_no());
        self.pending.insert(no, changes);
        step.out.push(Output::Store { no, ops });
    }

    const fn next_no(&mut self) -> u64 {
        self.last_no += 1;
        self.last_no
    }

    fn stored(&mut self, no: TransactionNo) {
        for change in self.pending.remove(&no).unwrap_or_default() {
            if let Some(id) = change.item() {
                self.blocked.remove(&id);
            }
            match change {
                Change::Item(item) => {
                    self.items.insert(item.id, *item);
                }
                Change::Blob(blob) => {
                    self.blobs.insert(blob.sha256, blob);
                }
                Change::Gone(id, blobs) => self.forget(id, &blobs),
            }
        }
    }

    fn forget(&mut self, id: CommandId, blobs: &[Sha256]) {
        self.items.remove(&id);
        self.item_pace.remove(&id);
        for sha256 in blobs {
            self.blobs.remove(sha256);
            self.blob_pace.remove(sha256);
        }
    }

    /// Nothing has changed, in memory at least. What was to be written follows again from the next answer.
    fn not_stored(&mut self, step: &mut Step, no: TransactionNo) {
        for change in self.pending.remove(&no).unwrap_or_default() {
            match change {
                Change::Item(item) if self.items.contains_key(&item.id) => {
                    self.blocked.insert(item.id);
                    self.item_failed(step, item.id, None);
                }
                Change::Item(_) => {}
                Change::Gone(id, _) => self.item_failed(step, id, None),
                Change::Blob(blob) => self.blob_failed(step, blob.sha256, None),
            }
        }
    }

    fn item_failed(&mut self, step: &mut Step, id: CommandId, retry_after_s: Option<u32>) {
        let pace = self.item_pace.entry(id).or_default();
        *pace = pace.after_failure(step.now.mono_ms, retry_after_s, step.dice.roll());
    }

    fn blob_failed(&mut self, step: &mut Step, sha256: Sha256, retry_after_s: Option<u32>) {
        let pace = self.blob_pace.entry(sha256).or_default();
        *pace = pace.after_failure(step.now.mono_ms, retry_after_s, step.dice.roll());
    }

    /// Items of which something is on its way or being written: nothing else is done to them meanwhile.
    fn busy_items(&self) -> BTreeSet<CommandId> {
        let written = self.pending.values().flatten().filter_map(Change::item);
        let sent = self.in_flight.values().flat_map(|flight| match &flight.what {
            Request::Command { id, .. } => vec![*id],
            Request::Reconcile(asked) => asked.held.iter().filter_map(command_of).collect(),
            _ => vec![],
        });
        written.chain(sent).collect()
    }

    fn busy_blobs(&self) -> BTreeSet<Sha256> {
        let written = self.pending.values().flatten().flat_map(|change| match change {
            Change::Blob(blob) => vec![blob.sha256],
            Change::Gone(_, blobs) => blobs.clone(),
            Change::Item(_) => vec![],
        });
        let sent = self.in_flight.values().flat_map(|flight| match &flight.what {
            Request::Blob { sha256 } | Request::AskBlob { sha256 } => vec![*sha256],
            Request::Reconcile(asked) => asked.held.iter().filter_map(blob_of).collect(),
            _ => vec![],
        });
        written.chain(sent).collect()
    }

    /// The server's time, as far as it is known. A sleeping phone underestimates it, which keeps things longer.
    #[must_use]
    pub fn server_now(&self, now: Now) -> Option<Timestamp> {
        let (at, since_ms) = self.server_clock?;
        let passed_ms = i64::try_from(now.mono_ms.saturating_sub(since_ms)).unwrap_or(0);
        Some(Timestamp(at.0.saturating_add(passed_ms.saturating_mul(1_000))))
    }

    /// Whose session is used.
    #[must_use]
    pub const fn session(&self) -> Session {
        self.session
    }

    /// The line to the server.
    #[must_use]
    pub const fn link(&self) -> Link {
        self.link
    }

    /// Whether what is here is all that the database has. If not, whoever asks what the phone holds has to ask again later.
    #[must_use]
    pub const fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    /// Whether this tab sends.
    #[must_use]
    pub const fn is_sender(&self) -> bool {
        self.is_sender
    }

    /// The server's epoch, as far as it is known.
    #[must_use]
    pub const fn epoch(&self) -> Option<Epoch> {
        self.epoch
    }

    /// One item.
    #[must_use]
    pub fn item(&self, id: CommandId) -> Option<&Item> {
        self.items.get(&id)
    }

    /// Every item, in the order of their ids, which is about that of their sealing.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// One blob.
    #[must_use]
    pub fn blob(&self, sha256: Sha256) -> Option<&Blob> {
        self.blobs.get(&sha256)
    }

    fn blobs_of<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Blob> {
        item.blobs.iter().filter_map(|sha256| self.blobs.get(sha256))
    }
}

const fn command_of(held: &Held) -> Option<CommandId> {
    match held {
        Held::Command { id, .. } => Some(*id),
        Held::Blob { .. } => None,
    }
}

const fn blob_of(held: &Held) -> Option<Sha256> {
    match held {
        Held::Command { .. } => None,
        Held::Blob { sha256 } => Some(*sha256),
    }
}
