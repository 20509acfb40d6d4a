//! The real store on SQLite behind the record of what was promised. Its time and its epochs come from the run, so that a seed gives the same
//! bytes here too.

use crate::server::Behind;
use domain::command::{Command, Sealed, What};
use domain::digest::Sha256;
use domain::ids::{CommandId, DeviceId, UserId};
use domain::place::{Place, PlaceKind};
use domain::time::Timestamp;
use domain::user::{Grant, Role};
use sea_orm::{ConnectionTrait, Database};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use store::session::Token;
use store::{Store, StoreConfig, Submitter};
use sync::hello::Epoch;
use sync::reconcile::{Held, Presence, Reconcile};
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

/// Nobody signs in with it.
const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA";
/// 2026-03-01, about: before every run.
const FOUNDED: Timestamp = Timestamp::from_millis(1_772_200_000_000);
const DATABASE: &str = "xunan.db";

/// The store, and what it takes to kill it and to put it back.
#[derive(Debug)]
pub struct RealStore {
    runtime: Runtime,
    folder: tempfile::TempDir,
    now: Arc<AtomicI64>,
    store: Option<Opened>,
    epoch: Epoch,
}

/// A store that says nothing of itself.
struct Opened(Store);

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

/// Everybody who works on the phones of a run.
fn users() -> impl Iterator<Item = UserId> {
    (0..2).flat_map(crate::people::owners)
}

fn token(user: UserId) -> Token {
    Token::new(Sha256::of(user.0.as_bytes()).0)
}

/// In memory where the machine has such a place: a run syncs hundreds of times.
fn fast_folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a folder can be made")
}

/// A founded street with everybody signed in, made once for all runs of a process.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, file) = TEMPLATE.get_or_init(|| {
        let folder = fast_folder();
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let store = open(folder.path(), &Arc::new(AtomicI64::new(FOUNDED.0))).await;
            found(&store).await;
            store.close().await.expect("it closes");
        });
        let file = folder.path().join(DATABASE);
        (folder, file)
    });
    file
}

async fn open(folder: &Path, now: &Arc<AtomicI64>) -> Store {
    let clock = Arc::clone(now);
    let clock: store::Clock = Arc::new(move || Timestamp(clock.load(Ordering::SeqCst)));
    Store::open(StoreConfig { folder: folder.to_owned(), database_url: None, clock }).await.expect("the store opens")
}

async fn found(store: &Store) {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let street = store.house().await.expect("a house").streets().next().expect("a street").id;
    let mut orders = vec![];
    for (n, place) in crate::feed::places().into_iter().enumerate() {
        let place =
            Place {
                id: place, parent: Some(street), kind: PlaceKind::Community, name: format!("第{n}社区"), code: Some(format!("C{n}"))
            };
        orders.push(What::AddPlace { place });
    }
    for (n, user) in users().enumerate() {
        let grants = crate::feed::places().map(|place| Grant { role: Role::Inspector, place }).to_vec();
        let (login, name) = (format!("1390000000{n}"), "李敏".to_owned());
        orders.push(What::AddUser { user, login, name, password_hash: PASSWORD_HASH.to_owned(), grants });
    }
    for what in orders {
        let id = CommandId(Uuid::from_u128(0x9000 + u128::from(NUMBER.fetch_add(1, Ordering::Relaxed))));
        let command = Command { id, by: UserId::SYSTEM, role: Role::System, place: street, at: FOUNDED, base: None, what };
        let answer = store.apply(Sealed::of(&command), Submitter::System { operator: None }).await.expect("it is applied");
        assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.bytes));
    }
    for user in users() {
        store.begin_session(user, Some(DeviceId(Uuid::from_u128(5))), &token(user)).await.expect("a session begins");
    }
}

impl RealStore {
    /// A street of its own for the run.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let (runtime, folder) = (Builder::new_current_thread().enable_all().build().expect("a runtime"), fast_folder());
        std::fs::copy(template(), folder.path().join(DATABASE)).expect("the template is copied");
        let epoch = Epoch(Uuid::from_u64_pair(seed, 0xE90C));
        let mut real = Self { runtime, folder, now: Arc::new(AtomicI64::new(FOUNDED.0)), store: None, epoch };
        real.begin(epoch.0);
        real
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Opens what is in the folder as the house of this epoch.
    fn begin(&mut self, epoch: Uuid) {
        self.epoch = Epoch(epoch);
        let url = format!("sqlite://{}", self.file(DATABASE).display());
        let (folder, now) = (self.folder.path().to_owned(), Arc::clone(&self.now));
        let store = self.runtime.block_on(async {
            let rows = Database::connect(url).await.expect("the rows");
            rows.execute_unprepared(&format!("UPDATE meta SET value = '{epoch}' WHERE key = 'epoch'")).await.expect("an epoch");
            rows.close().await.expect("they close");
            open(&folder, &now).await
        });
        self.store = Some(Opened(store));
    }

    fn at(&self, now: Timestamp) -> &Store {
        self.now.store(now.0, Ordering::SeqCst);
        &self.store.as_ref().expect("it is open").0
    }
}

impl Behind for RealStore {
    fn epoch(&self) -> Epoch {
        self.epoch
    }

    fn command(&mut self, bytes: &[u8], by: UserId, now: Timestamp) -> (u16, Vec<u8>) {
        let applied = self.at(now).apply(Sealed::from_bytes(bytes.to_vec()), Submitter::Session { user: by });
        let answer = self.runtime.block_on(applied).expect("nothing is wrong with the disk");
        (answer.status, answer.bytes)
    }

    fn blob(&mut self, sha256: Sha256, bytes: &[u8], by: UserId, now: Timestamp) {
        let kept = self.at(now).put_blob(by, sha256, "image/jpeg", bytes.to_vec().into());
        self.runtime.block_on(kept).expect("nothing is wrong with the disk");
    }

    fn presence(&mut self, held: &[Held], by: UserId, now: Timestamp) -> Vec<Presence> {
        let store = self.at(now);
        let asked = Reconcile { held: held.to_vec() };
        self.runtime.block_on(async {
            let session = store.session(&token(by)).await.expect("it is read").expect("everybody is signed in");
            store::query::reconcile::answer(store, &session.scope, &asked).await.expect("it is read").presence
        })
    }

    fn back_up(&mut self) {
        let file = self.file("backup.db");
        let _ = std::fs::remove_file(&file); // there is none at first
        let store = &self.store.as_ref().expect("it is open").0;
        self.runtime.block_on(store.copy_database(&file)).expect("it is copied");
    }

    fn restore(&mut self, epoch: Uuid) {
        let Opened(store) = self.store.take().expect("it is open");
        self.runtime.block_on(store.close()).expect("it closes");
        drop(store);
        let backup = self.file("backup.db");
        let from = if backup.exists() { backup.as_path() } else { template() };
        for ending in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(self.file(&format!("{DATABASE}{ending}"))); // gone with the close
        }
        std::fs::copy(from, self.file(DATABASE)).expect("it is put back");
        self.begin(epoch);
    }

    fn crash(&mut self) {
        // What runs for it goes with it, in the middle of whatever it does.
        self.store = None;
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        std::mem::replace(&mut self.runtime, runtime).shutdown_background();
        self.begin(self.epoch.0);
    }

    fn verify(&mut self) -> Result<(), String> {
        let store = &self.store.as_ref().expect("it is open").0;
        match self.runtime.block_on(store.verify()) {
            Ok(None) => Ok(()),
            Ok(Some(fault)) => Err(fault.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }
}
