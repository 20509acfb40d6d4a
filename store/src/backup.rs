//! What a backup takes from the data while it is in use, and what a restored copy must begin with.

use crate::entity::{blob, meta};
use crate::{BlobPieces, Store, StoreError};
use domain::digest::Sha256;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::path::Path;

/// Names read at a time.
const PAGE: u64 = 1_000;

impl Store {
    /// Whether the rows are in the data folder too, so that a copy of it is all there is.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.readers().get_database_backend() == DbBackend::Sqlite
    }

    /// Copies the embedded database as it is at one moment into a new file. Whoever writes goes on meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Database`] if there is a file already, or no room.
    pub async fn copy_database(&self, to: &Path) -> Result<(), StoreError> {
        let name = to.display().to_string().replace('\'', "''");
        self.readers().execute_unprepared(&format!("VACUUM INTO '{name}'")).await?;
        Ok(())
    }

    /// Names of the blobs that are here, in their order, from behind this one; at most a thousand.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn blobs_after(&self, last: Option<Sha256>) -> Result<Vec<Sha256>, StoreError> {
        let after = last.map(|last| last.to_string()).unwrap_or_default();
        let names: Vec<String> = blob::Entity::find()
            .select_only()
            .column(blob::Column::Sha256)
            .filter(blob::Column::Sha256.gt(after))
            .order_by_asc(blob::Column::Sha256)
            .limit(PAGE)
            .into_tuple()
            .all(self.readers())
            .await?;
        names.iter().map(|name| name.parse().map_err(|_| StoreError::broken("blob", name, "is named by no hash"))).collect()
    }

    /// The bytes of a blob that [`Self::blobs_after`] named, for a copy.
    ///
    /// # Errors
    /// [`StoreError::Broken`] if they are gone.
    pub async fn blob_for_copy(&self, sha256: Sha256) -> Result<BlobPieces, StoreError> {
        self.blob(sha256).await?.ok_or_else(|| StoreError::broken("blob", sha256, "its bytes are gone"))
    }

    /// Ends the epoch of restored data: the next opening begins another, and with that phones offer again what they still hold.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn end_epoch(&self) -> Result<(), StoreError> {
        meta::Entity::delete_by_id("epoch").exec(&self.broom.writer).await?;
        Ok(())
    }
}
