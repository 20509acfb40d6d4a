//! Photos and signatures, named by the hash of their bytes. The bytes are on the disk before their row is, and their row before
//! anybody is told; a record may come before its blobs or after them.

mod arrived;
mod derivative;

pub(crate) use arrived::{Arrived, lock, note};
pub use derivative::Derivative;

use crate::entity::blob;
use crate::{Store, StoreError};
use bytes::Bytes;
use domain::digest::Sha256;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use sea_orm::EntityTrait;
use std::sync::Arc;

/// The largest blob, bytes: a picture that no phone could decode is sent as it came.
pub const BLOB_MAX_BYTES: usize = 25 * 1024 * 1024;

/// Where the bytes stand: a folder, and at scale a bucket.
pub(crate) struct Blobs {
    place: Arc<dyn ObjectStore>,
    drawing: Arc<tokio::sync::Semaphore>,
}

impl Blobs {
    /// The folder `blobs` of the data folder. Every file and its folder entry is on the disk before a write returns: without
    /// `with_fsync` a photo could be acknowledged and lost.
    pub(crate) fn open(folder: &std::path::Path) -> Result<Self, StoreError> {
        let folder = folder.join("blobs");
        std::fs::create_dir_all(&folder)?;
        let place = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { place: Arc::new(place), drawing: Arc::new(tokio::sync::Semaphore::new(derivative::DRAWING_MAX)) })
    }

    /// `ab/cd/abcd…`, so that no folder grows too long.
    fn path(sha256: Sha256) -> Path {
        let name = sha256.to_string();
        Path::from(format!("{}/{}/{name}", &name[..2], &name[2..4]))
    }

    /// Whether there is a file of this size under the name.
    async fn has(&self, sha256: Sha256, size: usize) -> Result<bool, StoreError> {
        match self.place.head(&Self::path(sha256)).await {
            Ok(found) => Ok(found.size == size as u64),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn read(&self, sha256: Sha256) -> Result<Option<Bytes>, StoreError> {
        match self.place.get(&Self::path(sha256)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl Store {
    /// Keeps bytes under their hash, and reads back what was written before it says so. Again the same bytes: nothing changes, but for
    /// a file that has gone missing. True if they were new.
    ///
    /// # Errors
    /// [`StoreError::WrongHash`], [`StoreError::TooLarge`]; then nothing was kept. [`StoreError::Broken`] if the disk gives back other
    /// bytes than it took.
    pub async fn put_blob(&self, sha256: Sha256, media_type: &str, bytes: Bytes) -> Result<bool, StoreError> {
        if bytes.len() > BLOB_MAX_BYTES {
            return Err(StoreError::TooLarge { max_bytes: BLOB_MAX_BYTES });
        }
        let size_bytes = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        if hash(bytes.clone()).await? != sha256 {
            return Err(StoreError::WrongHash);
        }
        let is_known = self.has_blob(sha256).await?;
        if is_known && self.blobs.has(sha256, bytes.len()).await? {
            return Ok(false);
        }
        self.blobs.place.put(&Blobs::path(sha256), PutPayload::from_bytes(bytes)).await?;
        let stored = self.blobs.read(sha256).await?.unwrap_or_default();
        if hash(stored).await? != sha256 {
            self.blobs.place.delete(&Blobs::path(sha256)).await?;
            return Err(StoreError::broken("blob", sha256, "the disk gives back other bytes than it took"));
        }
        if is_known {
            return Ok(false);
        }
        self.door.queue().arrived(Arrived { sha256, size_bytes, media_type: media_type.to_owned() }).await?;
        Ok(true)
    }

    /// Whether the bytes are here and noted.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn has_blob(&self, sha256: Sha256) -> Result<bool, StoreError> {
        Ok(blob::Entity::find_by_id(sha256.to_string()).one(self.readers()).await?.is_some())
    }

    /// The bytes. Whoever asks has found the hash in a record of his scope: a hash alone is no right to see.
    ///
    /// # Errors
    /// [`StoreError::Blobs`].
    pub async fn blob(&self, sha256: Sha256) -> Result<Option<Bytes>, StoreError> {
        self.blobs.read(sha256).await
    }
}

/// A large photo takes milliseconds to hash: not on a thread that others wait for.
async fn hash(bytes: Bytes) -> Result<Sha256, StoreError> {
    tokio::task::spawn_blocking(move || Sha256::of(&bytes)).await.map_err(|_| StoreError::Stopped)
}
