//! The one door to the data: entities, migrations, [`Store::apply`], queries, blobs.
//!
//! `apply` is the only writer of what people decide; queries go around it and change nothing. Outside the door stand only sessions,
//! sign-in counters, leases, blob bytes and holdings.

mod backup;
mod blob;
mod code;
mod door;
mod due;
mod entity;
mod error;
mod found;
mod house;
mod lease;
mod migration;
mod open;
pub mod query;
mod room;
pub mod session;
mod sweep;
mod told;
mod verify;

pub use blob::{Appended, BLOB_MAX_BYTES, BLOB_PIECE_BYTES, BlobPieces, Derivative, Part, draw, measure};
pub use door::{Answer, Submitter};
pub use error::StoreError;
pub use found::{DISTRICT_NAME, STREET_NAME};
pub use house::House;
pub use open::{Clock, StoreConfig};
pub use room::RESERVE;
pub use sweep::Swept;
pub use told::Told;
pub use verify::Fault;

use domain::time::Timestamp;
use sea_orm::DatabaseConnection;
use std::sync::Arc;
use sync::hello::Epoch;

/// The data of one installation. Shared by all that serve it; dropping it stops the writer after what it has begun.
pub struct Store {
    pub(crate) readers: DatabaseConnection,
    pub(crate) door: door::Door,
    pub(crate) blobs: blob::Blobs,
    pub(crate) halves: blob::Halves,
    pub(crate) room: Arc<room::Room>,
    pub(crate) houses: Arc<house::Houses>,
    pub(crate) told: told::Teller,
    /// Held for as long as the store is.
    pub(crate) _asker: told::Asker,
    pub(crate) broom: sweep::Broom,
    /// Held for as long as the store is.
    pub(crate) _sweeper: sweep::Sweeper,
    pub(crate) epoch: Epoch,
    pub(crate) clock: Clock,
}

impl Store {
    /// Server time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The epoch in which receipts are durable; another after a restore.
    #[must_use]
    pub const fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Where queries read: on SQLite several readers, on PostgreSQL the pool.
    pub(crate) const fn readers(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Places, people and checklists as they stand.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn house(&self) -> Result<Arc<House>, StoreError> {
        self.houses.current(&self.readers).await
    }
}
