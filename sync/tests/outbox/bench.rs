//! An outbox with its driver's notebook: requests that wait for an answer, transactions that wait for the disk.

use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId, PlaceId, PremisesId, UserId};
use domain::time::Timestamp;
use sync::answer::{BlobMeaning, Meaning};
use sync::hello::{Epoch, Hello};
use sync::outbox::{Blob, Input, Item, Now, Outbox, Output, Reply, Request, RequestNo, Row, Seal, State, Status, StoreOp, TransactionNo};
use sync::receipt::Receipt;
use sync::reconcile::{Presence, Reconciled};
use uuid::Uuid;

pub(crate) const LI: UserId = UserId(Uuid::from_u128(1));
pub(crate) const ZHAO: UserId = UserId(Uuid::from_u128(2));
pub(crate) const EPOCH: Epoch = Epoch(Uuid::from_u128(11));
pub(crate) const RESTORED: Epoch = Epoch(Uuid::from_u128(12));
pub(crate) const DAY_S: i64 = 86_400;

/// An outbox with its driver's notebook.
pub(crate) struct Bench {
    pub(crate) outbox: Outbox,
    pub(crate) mono_ms: u64,
    /// Requests that nobody has answered yet.
    pub(crate) asked: Vec<(RequestNo, Request)>,
    /// Transactions that nobody has settled yet.
    pub(crate) writing: Vec<(TransactionNo, Vec<StoreOp>)>,
    pub(crate) server_now: Timestamp,
    pub(crate) too_late: bool,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let mut bench = Self {
            outbox: Outbox::default(),
            mono_ms: 0,
            asked: vec![],
            writing: vec![],
            server_now: Timestamp::from_millis(1_772_300_000_000),
            too_late: false,
        };
        bench.step(Input::Loaded { items: vec![], blobs: vec![], epoch: None });
        bench.step(Input::BecameSender);
        bench
    }

    /// Li is signed in and the line is fine.
    pub(crate) fn online() -> Self {
        let mut bench = Self::new();
        bench.step(Input::SignedIn { user: LI });
        bench.greet(EPOCH, LI);
        bench.settle();
        bench
    }

    pub(crate) fn step(&mut self, input: Input) {
        let now = Now { mono_ms: self.mono_ms, wall: self.server_now };
        for output in self.outbox.step(now, self.mono_ms ^ 0x5DEE_CE66, input) {
            match output {
                Output::Send { no, request } => self.asked.push((no, request)),
                Output::Abort { no } => self.asked.retain(|(asked, _)| *asked != no),
                Output::Store { no, ops } => self.writing.push((no, ops)),
                Output::TooLate { .. } => self.too_late = true,
                Output::Show(_) | Output::WakeAt { .. } => {}
            }
        }
    }

    /// Everything that was to be written is durable.
    pub(crate) fn settle(&mut self) -> Vec<StoreOp> {
        let mut done = vec![];
        while !self.writing.is_empty() {
            let (no, ops) = self.writing.remove(0);
            done.extend(ops);
            self.step(Input::StorageDone { no });
        }
        done
    }

    pub(crate) fn pass(&mut self, seconds: i64) {
        self.mono_ms += u64::try_from(seconds).expect("forward") * 1_000;
        self.server_now = self.server_now.plus_seconds(seconds);
        self.step(Input::Tick);
    }

    pub(crate) fn take(&mut self, is_wanted: impl Fn(&Request) -> bool) -> Option<(RequestNo, Request)> {
        let at = self.asked.iter().position(|(_, request)| is_wanted(request))?;
        Some(self.asked.remove(at))
    }

    pub(crate) fn greet(&mut self, epoch: Epoch, user: UserId) {
        self.greet_account(epoch, user, true);
    }

    pub(crate) fn greet_account(&mut self, epoch: Epoch, user: UserId, is_active: bool) {
        let (no, _) = self.take(|request| *request == Request::Hello).expect("hello is asked");
        let hello = Hello {
            service: "xunan".into(),
            protocol: 1,
            protocol_min: 1,
            epoch,
            now: self.server_now,
            build: "b".into(),
            user: Some(user),
            is_active,
        };
        self.step(Input::Answer { no, epoch: Some(epoch), reply: Reply::Hello(Ok(hello)) });
    }

    pub(crate) fn command(&mut self) -> Option<(RequestNo, CommandId)> {
        let (no, request) = self.take(|request| matches!(request, Request::Command { .. }))?;
        match request {
            Request::Command { id, .. } => Some((no, id)),
            _ => None,
        }
    }

    pub(crate) fn answer(&mut self, no: RequestNo, meaning: Meaning) {
        self.step(Input::Answer { no, epoch: Some(EPOCH), reply: Reply::Command(meaning) });
    }

    pub(crate) fn acknowledge(&mut self, no: RequestNo, id: CommandId) {
        let sha256 = self.outbox.item(id).expect("known").sha256;
        let receipt =
            Receipt { id, sha256, place: PlaceId(Uuid::nil()), seq: 1, received_at: self.server_now, epoch: EPOCH, quarantine: vec![] };
        self.answer(no, Meaning::Receipt(receipt));
    }

    pub(crate) fn seal(&mut self, n: u128, owner: UserId, photos: &[&str]) -> CommandId {
        let bytes = format!("command {n}").into_bytes();
        let blobs: Vec<_> = photos.iter().map(|name| Blob::new(Sha256::of(name.as_bytes()), 3, true)).collect();
        let item = Item {
            id: CommandId(Uuid::from_u128(n)),
            sha256: Sha256::of(&bytes),
            size_bytes: bytes.len() as u64,
            owner,
            kind: "submit_inspection".into(),
            inspection: Some(InspectionId(Uuid::from_u128(n))),
            premises: Some(PremisesId(Uuid::from_u128(n))),
            title: "兴旺旅馆".into(),
            number: format!("7F3A-{n}"),
            sealed_at: Timestamp(i64::try_from(n).expect("small")),
            blobs: blobs.iter().map(|blob| blob.sha256).collect(),
            attempted: false,
            state: State::Sealed,
        };
        let id = item.id;
        self.step(Input::Seal(Box::new(Seal { item, blobs, bytes, journal: None })));
        id
    }

    /// The premises of visit `n` are added.
    pub(crate) fn add_premises(&mut self, n: u128) -> CommandId {
        let bytes = format!("premises {n}").into_bytes();
        let item = Item {
            id: CommandId(Uuid::from_u128(n + 1_000)),
            sha256: Sha256::of(&bytes),
            size_bytes: bytes.len() as u64,
            owner: LI,
            kind: "add_premises".into(),
            inspection: None,
            premises: Some(PremisesId(Uuid::from_u128(n))),
            title: "兴旺旅馆".into(),
            number: String::new(),
            sealed_at: Timestamp(i64::try_from(n).expect("small")),
            blobs: vec![],
            attempted: false,
            state: State::Sealed,
        };
        let id = item.id;
        self.step(Input::Seal(Box::new(Seal { item, blobs: vec![], bytes, journal: None })));
        id
    }

    /// The next photo is taken.
    pub(crate) fn store_photo(&mut self) -> bool {
        let Some((no, _)) = self.take(|request| matches!(request, Request::Blob { .. })) else { return false };
        self.step(Input::Answer { no, epoch: Some(EPOCH), reply: Reply::Blob(BlobMeaning::Stored) });
        self.settle();
        true
    }

    pub(crate) fn reconcile(&mut self, epoch: Epoch, presence: impl Fn(usize) -> Presence) -> bool {
        let Some((no, Request::Reconcile(asked))) = self.take(|request| matches!(request, Request::Reconcile(_))) else { return false };
        let presence = (0..asked.held.len()).map(presence).collect();
        self.step(Input::Answer { no, epoch: Some(epoch), reply: Reply::Reconciled(Ok(Reconciled { epoch, presence })) });
        true
    }

    /// Sealed, sent, acknowledged.
    pub(crate) fn delivered(&mut self, n: u128, photos: &[&str]) -> CommandId {
        let id = self.seal(n, LI, photos);
        self.settle();
        let (no, sent) = self.command().expect("is sent");
        assert_eq!(sent, id);
        self.acknowledge(no, id);
        self.settle();
        while self.store_photo() {}
        id
    }

    pub(crate) fn status(&self, id: CommandId) -> Status {
        self.row(id).status
    }

    pub(crate) fn row(&self, id: CommandId) -> Row {
        let summary = self.outbox.summary(Now { mono_ms: self.mono_ms, wall: self.server_now });
        summary.rows.into_iter().find(|row| row.id == id).expect("shown")
    }
}
