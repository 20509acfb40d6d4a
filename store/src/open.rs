//! Opening the data: connect, migrate, found the street where there is none.

use crate::house::Houses;
use crate::sweep::{Broom, Sweeper};
use crate::told::{Asker, Teller};
use crate::{Store, StoreError, blob, door, migration, room};
use domain::time::Timestamp;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend};
use sea_orm_migration::MigratorTrait;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Where the time comes from: the machine's clock in a server, a fixed one in tests and demo data.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Readers of one process.
const READERS: u32 = 6;
/// What each of SQLite's connections keeps of the file in memory at most, in KB as SQLite wants it. All writing goes through one; what
/// the many read is in the system's cache as well, which gives it back when memory is short.
const WRITER_CACHE: &str = "-32000";
const READER_CACHE: &str = "-4000";
/// How long a connection waits for another process' write, milliseconds.
const BUSY_TIMEOUT_MS: u64 = 10_000;

/// Prepared statements a connection keeps. What a visit writes is one text for each number of photos, findings and events.
const STATEMENTS_KEPT: usize = 256;
/// Pages of the log before it is taken over into the file: the same pages of the indexes are written again and again, so taking them
/// over seldom saves most of it. 32 MB.
const WAL_PAGES: &str = "8000";

/// Where the data stands.
#[derive(Clone)]
pub struct StoreConfig {
    /// The folder of the embedded database and of the blobs; made if it is not there.
    pub folder: PathBuf,
    /// `postgres://…` instead of the embedded database.
    pub database_url: Option<String>,
    /// The clock.
    pub clock: Clock,
}

impl Store {
    /// Opens the data. An empty folder or database becomes a street with the built-in checklists.
    ///
    /// # Errors
    /// [`StoreError`] if the folder, the database or a migration does not let us.
    pub async fn open(config: StoreConfig) -> Result<Self, StoreError> {
        tokio::fs::create_dir_all(&config.folder).await?;
        let room = Arc::new(room::Room::open(&config.folder)?);
        let (writer, readers) = connect(&config).await?;
        migration::Migrator::up(&writer, None).await?;
        let epoch = crate::found::epoch(&writer, (config.clock)()).await?;
        let houses = Arc::new(Houses::default());
        let told = Teller::new();
        let door = door::Door::open(door::Parts {
            writer,
            epoch,
            houses: Arc::clone(&houses),
            told: told.clone(),
            clock: Arc::clone(&config.clock),
            commits: door::Commits::default(),
            room: Arc::clone(&room),
        });
        let folder = config.folder.join("blobs");
        let blobs = blob::Blobs::open(&folder)?;
        let asker = Asker::start(readers.clone(), told.clone());
        let halves = config.folder.join("halves");
        let clock = Arc::clone(&config.clock);
        let broom = Broom { writer: door.parts().writer.clone(), blobs: folder, halves: halves.clone(), room: Arc::clone(&room), clock };
        let halves = blob::Halves::open(&halves);
        let sweeper = Sweeper::start(broom.clone());
        let store =
            Self { readers, door, blobs, halves, room, houses, told, _asker: asker, broom, _sweeper: sweeper, epoch, clock: config.clock };
        crate::found::found(&store).await?;
        Ok(store)
    }
}

/// The writer and the readers. PostgreSQL has one pool for both.
async fn connect(config: &StoreConfig) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    if let Some(url) = &config.database_url {
        let mut options = ConnectOptions::new(url.clone());
        options.max_connections(16).sqlx_logging(false);
        let pool = Database::connect(options).await?;
        return Ok((pool.clone(), pool));
    }
    let path = config.folder.join("xunan.db");
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let writer = sqlite(&url, 1, WRITER_CACHE).await?;
    let readers = sqlite(&url, READERS, READER_CACHE).await?;
    Ok((writer, readers))
}

/// The embedded database as it must be: a log that readers do not wait for, and every commit on the disk before it is told.
async fn sqlite(url: &str, connections: u32, cache: &'static str) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(url.to_owned());
    options.min_connections(connections).max_connections(connections).sqlx_logging(false);
    options.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |options| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_millis(BUSY_TIMEOUT_MS))
            .foreign_keys(true)
            .statement_cache_capacity(STATEMENTS_KEPT)
            .pragma("wal_autocheckpoint", WAL_PAGES)
            .pragma("cache_size", cache)
            .pragma("temp_store", "memory")
    });
    let database = Database::connect(options).await?;
    debug_assert_eq!(database.get_database_backend(), DbBackend::Sqlite);
    Ok(database)
}
