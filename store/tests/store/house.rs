//! A house for each test: its own database, folder and clock, a street with two communities, and a cast with fixed powers.

use crate::visit::Visit;
use bytes::Bytes;
use domain::command::{Command, Sealed, What};
use domain::coordinates::Datum;
use domain::digest::Sha256;
use domain::ids::{CommandId, PlaceId, PremisesId, UserId, uuid_v7};
use domain::place::{Place, PlaceKind};
use domain::premises::{PositionSource, Premises, PremisesPosition};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::user::{Grant, Role};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::session::{Scope, Token};
use store::{Answer, Store, StoreConfig, Submitter};
use sync::receipt::{Outcome, Receipt};
use uuid::Uuid;

/// 2026-11-24 10:00 in Asia/Shanghai.
pub(crate) const MORNING: Timestamp = Timestamp(1_795_485_600_000_000);
/// The checklist of the shop.
pub(crate) const LIST: &str = "fire-small-place";

const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA";

/// One of the cast, in the one role that he acts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) role: Role,
}

const fn person(n: u128, role: Role) -> Person {
    Person { id: UserId(Uuid::from_u128(0x2000 + n)), role }
}

/// Inspects the first grid.
pub(crate) const LI: Person = person(1, Role::Inspector);
/// Inspects the other community.
pub(crate) const CHEN: Person = person(2, Role::Inspector);
/// Leads the office.
pub(crate) const WANG: Person = person(3, Role::OfficeLead);
/// The office's clerk.
pub(crate) const QIAN: Person = person(4, Role::OfficeClerk);
/// May do nothing.
pub(crate) const SUN: Person = person(5, Role::Auditor);
/// The machine.
pub(crate) const SYSTEM: Person = Person { id: UserId::SYSTEM, role: Role::System };

pub(crate) const COMMUNITY: PlaceId = PlaceId(Uuid::from_u128(0x1002));
pub(crate) const GRID: PlaceId = PlaceId(Uuid::from_u128(0x1003));
pub(crate) const OTHER_COMMUNITY: PlaceId = PlaceId(Uuid::from_u128(0x1004));

/// A house.
pub(crate) struct House {
    store: Option<Store>,
    config: StoreConfig,
    now: Arc<AtomicI64>,
    made: AtomicU64,
    /// A look at the tables from outside.
    pub(crate) tables: DatabaseConnection,
    pub(crate) street: PlaceId,
    folder: tempfile::TempDir,
}

/// The same test on both databases: SQLite always, PostgreSQL where `TEST_DATABASE_URL` names a server on which databases may be made.
pub(crate) async fn on_both(test: impl AsyncFn(House)) {
    test(House::open(None).await).await;
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else { return };
    let name = format!("xunan_{}_{}", std::process::id(), Uuid::from_u128(rand()).simple());
    let admin = Database::connect(&server).await.expect("the PostgreSQL of the tests answers");
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database a test");
    let url = format!("{}/{name}", server.rsplit_once('/').expect("a URL with a database").0);
    test(House::open(Some(url)).await).await;
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("it goes again");
}

/// Only names a database, so the clock is random enough.
fn rand() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_nanos()
}

impl House {
    async fn open(database_url: Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let now = Arc::new(AtomicI64::new(MORNING.0));
        let clock = Arc::clone(&now);
        let clock: store::Clock = Arc::new(move || Timestamp(clock.load(Ordering::SeqCst)));
        let config = StoreConfig { folder: folder.path().to_owned(), database_url: database_url.clone(), clock };
        let store = Store::open(config.clone()).await.expect("a new house opens");
        let url = database_url.unwrap_or_else(|| format!("sqlite://{}", folder.path().join("xunan.db").display()));
        let tables = Database::connect(url).await.expect("the tables");
        let street = store.house().await.expect("the house").streets().next().expect("it has a street").id;
        let house = Self { store: Some(store), config, now, made: AtomicU64::new(0), tables, street, folder };
        house.people().await;
        house
    }

    async fn people(&self) {
        let place = |id, parent, kind, name: &str, code: Option<&str>| Place {
            id,
            parent: Some(parent),
            kind,
            name: name.to_owned(),
            code: code.map(str::to_owned),
        };
        for place in [
            place(COMMUNITY, self.street, PlaceKind::Community, "绿苑社区", Some("LY")),
            place(OTHER_COMMUNITY, self.street, PlaceKind::Community, "新村社区", Some("XC")),
            place(GRID, COMMUNITY, PlaceKind::Grid, "第一网格", None),
        ] {
            self.take(&self.order(SYSTEM, self.street, None, What::AddPlace { place })).await;
        }
        for (person, name, place) in [
            (LI, "李敏", GRID),
            (CHEN, "陈刚", OTHER_COMMUNITY),
            (WANG, "王主任", self.street),
            (QIAN, "钱芳", self.street),
            (SUN, "孙明", self.street),
        ] {
            let grants = vec![Grant { role: person.role, place }];
            let what = What::AddUser {
                user: person.id,
                login: format!("13900000{:03}", person.id.0.as_u128() & 0xff),
                name: name.to_owned(),
                password_hash: PASSWORD_HASH.to_owned(),
                grants,
            };
            self.take(&self.order(SYSTEM, self.street, None, what)).await;
        }
    }

    pub(crate) fn store(&self) -> &Store {
        self.store.as_ref().expect("the house is open")
    }

    pub(crate) const fn is_sqlite(&self) -> bool {
        self.config.database_url.is_none()
    }

    /// What this person may see, as of now.
    pub(crate) async fn scope(&self, of: UserId) -> Scope {
        let mut random = [9; 32];
        random[..8].copy_from_slice(&self.next().to_be_bytes());
        let token = Token::new(random);
        self.store().begin_session(of, None, &token).await.expect("a session");
        self.store().session(&token).await.expect("readable").expect("it has just begun").scope
    }

    /// Another person, with these roles.
    pub(crate) async fn newcomer(&self, name: &str, grants: Vec<Grant>) -> UserId {
        let n = self.next();
        let user = UserId(Uuid::from_u128(0x2800 + u128::from(n)));
        let what = What::AddUser {
            user,
            login: format!("13800000{n:03}"),
            name: name.to_owned(),
            password_hash: PASSWORD_HASH.to_owned(),
            grants,
        };
        self.take(&self.order(SYSTEM, self.street, None, what)).await;
        user
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn config(&self) -> StoreConfig {
        self.config.clone()
    }

    /// Pulls the plug and starts anew: nobody is told to finish anything.
    pub(crate) async fn reopen(&mut self) {
        drop(self.store.take());
        self.store = Some(Store::open(self.config.clone()).await.expect("it opens again"));
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    pub(crate) fn pass_hours(&self, hours: i64) {
        self.pass_seconds(hours * 3_600);
    }

    /// Time passes, or this server's clock stands behind another's.
    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// A number that no other call of this test gets.
    pub(crate) fn next(&self) -> u64 {
        self.made.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// A command as this person's device makes it, now.
    pub(crate) fn order(&self, by: Person, place: PlaceId, base: Option<u32>, what: What) -> Command {
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.next().to_be_bytes());
        Command { id: CommandId(uuid_v7(self.now(), &random)), by: by.id, role: by.role, place, at: self.now(), base, what }
    }

    /// Knocks as the person that the command names.
    pub(crate) async fn send(&self, command: &Command) -> Answer {
        self.send_sealed(Sealed::of(command), command.by).await
    }

    pub(crate) async fn send_sealed(&self, sealed: Sealed, by: UserId) -> Answer {
        let submitter = match by {
            UserId::SYSTEM => Submitter::System { operator: Some("test".to_owned()) },
            user => Submitter::Session { user },
        };
        self.store().apply(sealed, submitter).await.expect("the data can be written")
    }

    /// Sends what must be taken.
    pub(crate) async fn take(&self, command: &Command) -> Receipt {
        match self.send(command).await.outcome().expect("an answer of ours") {
            Outcome::Receipt(receipt) => receipt,
            Outcome::Refused { refusal, .. } => panic!("{} was refused: {refusal}", command.what.name()),
        }
    }

    /// Sends what must be refused.
    pub(crate) async fn refuse(&self, command: &Command) -> Refusal {
        match self.send(command).await.outcome().expect("an answer of ours") {
            Outcome::Refused { refusal, .. } => refusal,
            Outcome::Receipt(receipt) => panic!("{} was taken: {receipt:?}", command.what.name()),
        }
    }

    /// A shop that is not in the ledger yet.
    pub(crate) fn new_shop(&self, community: PlaceId, grid: Option<PlaceId>) -> Premises {
        let n = self.next();
        Premises {
            id: PremisesId(Uuid::from_u128(0x4000 + u128::from(n))),
            code: None,
            name: format!("兴旺小卖部{n}"),
            kind: "small-shop".to_owned(),
            address: format!("西街{n}号"),
            community,
            grid,
            position: Some(PremisesPosition {
                lat_e6: 39_600_000,
                lng_e6: 109_800_000,
                datum_in: Datum::Wgs84,
                lat_in_e6: 39_600_000,
                lng_in_e6: 109_800_000,
                source: PositionSource::MapPick,
                accuracy_m: None,
            }),
            fields: BTreeMap::new(),
            marks: BTreeMap::new(),
            to_verify: false,
        }
    }

    /// A shop of the first grid, in the ledger.
    pub(crate) async fn shop(&self) -> Premises {
        self.shop_in(COMMUNITY, Some(GRID)).await
    }

    pub(crate) async fn shop_in(&self, community: PlaceId, grid: Option<PlaceId>) -> Premises {
        let premises = self.new_shop(community, grid);
        self.take(&self.order(QIAN, community, None, What::AddPremises { premises: Box::new(premises.clone()) })).await;
        premises
    }

    /// A valid visit by Li.
    pub(crate) fn visit(&self, shop: &Premises) -> Visit {
        Visit::new(self.next(), LI.id, shop, &[LIST], self.now())
    }

    pub(crate) fn submit(&self, visit: &Visit) -> Command {
        self.submit_by(LI, visit)
    }

    pub(crate) fn submit_by(&self, by: Person, visit: &Visit) -> Command {
        let inspection = Box::new(visit.record.clone());
        let place = visit.record.snapshot.community;
        match visit.record.revision {
            1 => self.order(by, place, None, What::SubmitInspection { inspection }),
            revision => self.order(by, place, Some(revision - 1), What::ResubmitInspection { inspection }),
        }
    }

    pub(crate) async fn bring(&self, bytes: &[u8]) -> bool {
        self.bring_by(LI.id, bytes).await
    }

    pub(crate) async fn bring_by(&self, by: UserId, bytes: &[u8]) -> bool {
        self.store().put_blob(by, Sha256::of(bytes), "image/jpeg", Bytes::copy_from_slice(bytes)).await.expect("it can be kept")
    }

    /// Sends all photos and signatures of a visit, as the first of its inspectors.
    pub(crate) async fn bring_all(&self, visit: &Visit) {
        for bytes in visit.blobs.values() {
            self.bring_by(visit.record.inspectors[0], bytes).await;
        }
    }

    /// One number out of the tables.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let row = self.tables.query_one_raw(Statement::from_string(self.tables.get_database_backend(), sql)).await.expect("readable");
        row.expect("one row").try_get_by_index(0).expect("a number")
    }

    /// A column of texts out of the tables.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.tables.query_all_raw(Statement::from_string(self.tables.get_database_backend(), sql)).await.expect("readable");
        rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
    }

    /// Writes past the door, as nobody may.
    pub(crate) async fn tamper(&self, sql: &str) {
        self.tables.execute_unprepared(sql).await.expect("the table lets us");
    }

    /// The state, quarantine and number of missing blobs of a visit.
    pub(crate) async fn standing(&self, visit: &Visit) -> (String, String, i64) {
        let at = format!("FROM inspection WHERE provisional_number = '{}'", visit.record.provisional_number);
        let state = self.texts(&format!("SELECT state {at}")).await.remove(0);
        let quarantine = self.texts(&format!("SELECT quarantine {at}")).await.remove(0);
        (state, quarantine, self.number(&format!("SELECT CAST(missing AS BIGINT) {at}")).await)
    }
}
