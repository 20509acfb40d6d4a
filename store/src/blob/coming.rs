//! A blob on its way in. It is hashed and written piece by piece into a file beside its place and moved there at its end, so that a
//! photo costs the memory of a piece and a broken line leaves nothing behind.

use super::{Arrived, BLOB_MAX_BYTES, BLOB_PIECE_BYTES, Blobs};
use crate::entity::blob_sender;
use crate::{Store, StoreError};
use bytes::Bytes;
use domain::digest::Sha256;
use domain::ids::UserId;
use futures::stream::{self, Stream, StreamExt};
use object_store::{MultipartUpload, ObjectStoreExt, PutPayload};
use sea_orm::EntityTrait;
use sha2::{Digest, Sha256 as Hasher};
use std::pin::pin;
use std::sync::Arc;
use sync::desk::people::Space;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

/// What has come so far.
struct Coming {
    hasher: Hasher,
    size: usize,
    /// Where it is written; nowhere if the bytes are here already and only have to be told from others.
    upload: Option<Box<dyn MultipartUpload>>,
}

impl Store {
    /// Takes bytes in under their hash, and reads back what was written before it says so. Again the same bytes: nothing changes, but for
    /// a file that has gone missing or is damaged: it is written anew. Who sent them is noted each time. True if they were new. Whoever gives the pieces (of [`BLOB_PIECE_BYTES`] at most) is asked for the
    /// next one when the one before is written: no more than one is ever held.
    ///
    /// # Errors
    /// [`StoreError::WrongHash`], [`StoreError::TooLarge`], [`StoreError::NoRoom`], and what the pieces end with; then nothing was kept. [`StoreError::Broken`]
    /// if the disk gives back other bytes than it took.
    pub async fn take_blob<E: From<StoreError>>(
        &self,
        by: UserId,
        sha256: Sha256,
        media_type: &str,
        pieces: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<bool, E> {
        let known = self.blob_row(sha256).await?;
        let is_here = known.is_some() && self.blobs.is_whole(sha256).await;
        let upload = match is_here {
            true => None,
            false if self.space() != Space::Enough => return Err(StoreError::NoRoom.into()),
            false => Some(self.blobs.begin(sha256).await?),
        };
        let mut coming = Coming { hasher: Hasher::new(), size: 0, upload };
        if let Err(why) = coming.take_all(sha256, pieces).await {
            coming.give_up().await;
            return Err(why);
        }
        let size_bytes = i64::try_from(coming.size).unwrap_or(i64::MAX);
        if coming.upload.is_some() {
            coming.finish().await?;
            self.read_back(sha256).await?;
            if known.is_some() {
                self.blobs.forget_drawn(sha256).await?;
            }
        }
        // Only now: whoever has not got the bytes has not sent them.
        if known.is_none() || !self.is_noted_of(sha256, by).await? {
            self.door.queue().arrived(Arrived { sha256, size_bytes, media_type: media_type.to_owned(), by }).await?;
        }
        Ok(known.is_none())
    }

    /// The same of bytes that are at hand.
    ///
    /// # Errors
    /// As [`Store::take_blob`].
    pub async fn put_blob(&self, by: UserId, sha256: Sha256, media_type: &str, bytes: Bytes) -> Result<bool, StoreError> {
        let pieces = (0..bytes.len()).step_by(BLOB_PIECE_BYTES).map(|at| Ok(bytes.slice(at..bytes.len().min(at + BLOB_PIECE_BYTES))));
        self.take_blob(by, sha256, media_type, stream::iter(pieces)).await
    }

    async fn is_noted_of(&self, sha256: Sha256, by: UserId) -> Result<bool, StoreError> {
        Ok(blob_sender::Entity::find_by_id((sha256.to_string(), by.0)).one(self.readers()).await?.is_some())
    }

    /// A disk that takes bytes and gives back others is found out while the phone still has them.
    async fn read_back(&self, sha256: Sha256) -> Result<(), StoreError> {
        if self.blobs.hash(sha256).await? == Some(sha256) {
            return Ok(());
        }
        self.blobs.place.delete(&Blobs::path(sha256)).await?;
        Err(StoreError::broken("blob", sha256, "the disk gives back other bytes than it took"))
    }
}

impl Blobs {
    /// A file beside the blob's place. It and the folders to it are made on a blocking thread: `object_store` makes them, and syncs
    /// each new folder, on the thread that asks.
    async fn begin(&self, sha256: Sha256) -> Result<Box<dyn MultipartUpload>, StoreError> {
        let (place, handle) = (Arc::clone(&self.place), Handle::current());
        let begun = spawn_blocking(move || handle.block_on(place.put_multipart(&Self::path(sha256)))).await;
        Ok(begun.map_err(|_| StoreError::Stopped)??)
    }
}

impl Coming {
    async fn take_all<E: From<StoreError>>(&mut self, sha256: Sha256, pieces: impl Stream<Item = Result<Bytes, E>>) -> Result<(), E> {
        let mut pieces = pin!(pieces);
        while let Some(piece) = pieces.next().await {
            self.take(piece?).await?;
        }
        let hash = Sha256(self.hasher.finalize_reset().into());
        if hash == sha256 { Ok(()) } else { Err(StoreError::WrongHash.into()) }
    }

    async fn take(&mut self, piece: Bytes) -> Result<(), StoreError> {
        self.size += piece.len();
        if self.size > BLOB_MAX_BYTES {
            return Err(StoreError::TooLarge { max_bytes: BLOB_MAX_BYTES });
        }
        // Here and not on a blocking thread: for so few bytes the way there takes longer.
        self.hasher.update(&piece);
        if let Some(upload) = &mut self.upload {
            upload.put_part(PutPayload::from_bytes(piece)).await?;
        }
        Ok(())
    }

    /// On the disk with its name when this returns.
    async fn finish(mut self) -> Result<(), StoreError> {
        if let Some(upload) = &mut self.upload {
            upload.complete().await?;
        }
        Ok(())
    }

    async fn give_up(mut self) {
        if let Some(mut upload) = self.upload.take() {
            let _ = upload.abort().await; // a file that stays takes room and nothing else
        }
    }
}
