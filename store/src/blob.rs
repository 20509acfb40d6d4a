//! Photos and signatures, named by the hash of their bytes. The bytes are on the disk before their row is, and their row before
//! anybody is told; a record may come before its blobs or after them.

mod arrived;
mod coming;
mod derivative;
mod half;
mod resumed;
mod sent;

pub(crate) use arrived::{Arrived, lock, note};
pub use derivative::{Derivative, draw, measure};
pub(crate) use half::sweep;
pub(crate) use resumed::Halves;
pub use resumed::{Appended, Part};
pub(crate) use sent::{belongs, here, sent_for};

use crate::entity::blob;
use crate::{Store, StoreError};
use bytes::Bytes;
use domain::digest::Sha256;
use futures::stream::{self, BoxStream, StreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use sea_orm::EntityTrait;
use sha2::{Digest, Sha256 as Hasher};
use std::sync::Arc;

/// The largest blob, bytes: a picture that no phone could decode is sent as it came.
pub const BLOB_MAX_BYTES: usize = 25 * 1024 * 1024;
/// A blob comes, is hashed, written and read in pieces of this size: whatever its own, it takes the memory of one of them. A piece is
/// hashed in a fraction of a millisecond and small enough for the allocator to use its place again. A bucket takes no parts below
/// 5 MB: whoever offers one raises this.
pub const BLOB_PIECE_BYTES: usize = 64 * 1024;

/// Where the bytes stand: a folder, and at scale a bucket.
pub(crate) struct Blobs {
    place: Arc<dyn ObjectStore>,
    drawing: Arc<tokio::sync::Semaphore>,
}

impl Blobs {
    /// Every file and its folder entry is on the disk before a write returns: without
    /// `with_fsync` a photo could be acknowledged and lost.
    pub(crate) fn open(folder: &std::path::Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder)?;
        let place = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { place: Arc::new(place), drawing: Arc::new(tokio::sync::Semaphore::new(derivative::DRAWING_MAX)) })
    }

    /// `ab/cd/abcd…`, so that no folder grows too long.
    fn path(sha256: Sha256) -> Path {
        let name = sha256.to_string();
        Path::from(format!("{}/{}/{name}", &name[..2], &name[2..4]))
    }

    /// How many bytes stand under the name, if there is a file.
    async fn size(&self, sha256: Sha256) -> Result<Option<u64>, StoreError> {
        match self.place.head(&Self::path(sha256)).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
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

    /// The same piece by piece.
    async fn pieces(&self, sha256: Sha256) -> Result<Option<BlobPieces>, StoreError> {
        let Some(size_bytes) = self.size(sha256).await? else { return Ok(None) };
        let (place, path) = (Arc::clone(&self.place), Self::path(sha256));
        let pieces = stream::iter((0..size_bytes).step_by(BLOB_PIECE_BYTES)).then(move |at| {
            let (place, path) = (Arc::clone(&place), path.clone());
            async move { Ok(place.get_range(&path, at..size_bytes.min(at + BLOB_PIECE_BYTES as u64)).await?) }
        });
        Ok(Some(BlobPieces { size_bytes, pieces: pieces.boxed() }))
    }

    /// Whether what stands under the name are the bytes that it names. What cannot be read is not: sent again, it comes to another
    /// place of the disk.
    async fn is_whole(&self, sha256: Sha256) -> bool {
        self.hash(sha256).await.unwrap_or_else(|error| {
            tracing::error!("the blob {sha256} cannot be read: {error}");
            None
        }) == Some(sha256)
    }

    /// The hash of what stands under the name, read anew.
    async fn hash(&self, sha256: Sha256) -> Result<Option<Sha256>, StoreError> {
        let Some(BlobPieces { mut pieces, .. }) = self.pieces(sha256).await? else { return Ok(None) };
        let mut hasher = Hasher::new();
        while let Some(piece) = pieces.next().await {
            hasher.update(&piece?);
        }
        Ok(Some(Sha256(hasher.finalize().into())))
    }
}

/// A blob on its way out.
pub struct BlobPieces {
    /// Of all together.
    pub size_bytes: u64,
    /// One after the other, each of [`BLOB_PIECE_BYTES`] at most.
    pub pieces: BoxStream<'static, Result<Bytes, StoreError>>,
}

impl Store {
    /// Whether the bytes are here, whole and noted.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn has_blob(&self, sha256: Sha256) -> Result<bool, StoreError> {
        Ok(self.blob_row(sha256).await?.is_some() && self.has_whole_blob(sha256).await)
    }

    /// Whether the bytes on the disk are what their name says. Read anew each time: whoever asks has the only other copy.
    pub(crate) async fn has_whole_blob(&self, sha256: Sha256) -> bool {
        self.blobs.is_whole(sha256).await
    }

    async fn blob_row(&self, sha256: Sha256) -> Result<Option<blob::Model>, StoreError> {
        Ok(blob::Entity::find_by_id(sha256.to_string()).one(self.readers()).await?)
    }

    /// The bytes. Whoever asks has found the hash in a record of his scope: a hash alone is no right to see.
    ///
    /// # Errors
    /// [`StoreError::Blobs`].
    pub async fn blob(&self, sha256: Sha256) -> Result<Option<BlobPieces>, StoreError> {
        self.blobs.pieces(sha256).await
    }

    /// The hash of the bytes that are here under this name: the same, unless the disk has lost some.
    pub(crate) async fn blob_hash(&self, sha256: Sha256) -> Result<Option<Sha256>, StoreError> {
        self.blobs.hash(sha256).await
    }
}
