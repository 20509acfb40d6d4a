//! Uploads that go on where they were broken off. What has come of one lies in a file of its own, by its sender and its hash; when it is
//! whole, its bytes go the way of every other blob, and only their hash decides whether they are kept: a half is never trusted.
//!
//! A half lies on the disk of the server that took it. Another server behind the same balancer has none and begins anew, which costs
//! time and nothing else.

use super::{BLOB_MAX_BYTES, BLOB_PIECE_BYTES, half};
use crate::{Store, StoreError};
use bytes::{Bytes, BytesMut};
use domain::digest::Sha256;
use domain::ids::UserId;
use futures::stream::{self, Stream, StreamExt};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as Shared, PoisonError, Weak};
use sync::desk::people::Space;
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{Mutex, Notify};

/// Halves that one account may have lying here; with one more the oldest goes. A phone sends one photo after the other.
const OF_ONE_MAX: usize = 32;

/// Where halves lie, and which of them are being written.
pub(crate) struct Halves {
    folder: PathBuf,
    at_work: Shared<BTreeMap<(UserId, Sha256), Weak<Turn>>>,
}

/// The turns of those who write one half: one at a time, the newest first. What came before the newest is a line that is dead and does
/// not know it yet, and must not keep the phone waiting.
#[derive(Default)]
struct Turn {
    newest: AtomicU64,
    file: Mutex<()>,
    newcomer: Notify,
}

/// Which part of a blob comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Where it begins: so many bytes are here already.
    pub offset: u64,
    /// Bytes of the whole blob.
    pub total: u64,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// The blob is whole, durable and noted. True if it was new.
    Whole(bool),
    /// So many bytes are here, more are to come.
    Half(u64),
    /// The part begins elsewhere than what is here ends: so many bytes are here.
    Elsewhere(u64),
}

impl Halves {
    pub(crate) fn open(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), at_work: Shared::default() }
    }

    /// Halves of which nothing was heard for a day go. Says how many there were.
    pub(crate) fn sweep(folder: &Path) -> Result<u64, StoreError> {
        if folder.exists() { half::sweep_all(folder, &|_| true) } else { Ok(0) }
    }

    fn path(&self, by: UserId, sha256: Sha256) -> PathBuf {
        self.folder.join(by.to_string()).join(sha256.to_string())
    }

    fn turn(&self, by: UserId, sha256: Sha256) -> Arc<Turn> {
        let mut at_work = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        at_work.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = at_work.get(&(by, sha256)).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::new(Turn::default());
        at_work.insert((by, sha256), Arc::downgrade(&turn));
        turn
    }

    async fn size(path: &Path) -> Result<u64, StoreError> {
        match tokio::fs::metadata(path).await {
            Ok(file) => Ok(file.len()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// The file, to be written on. The first of a sender makes room for itself.
    async fn begin(&self, path: &Path) -> Result<File, StoreError> {
        let of_sender = path.parent().unwrap_or(&self.folder).to_owned();
        if !tokio::fs::try_exists(path).await? {
            tokio::task::spawn_blocking(move || make_room(&of_sender)).await.map_err(|_| StoreError::Stopped)??;
        }
        Ok(OpenOptions::new().create(true).append(true).open(path).await?)
    }
}

/// A folder in which one more half has room.
fn make_room(of_sender: &Path) -> Result<(), StoreError> {
    std::fs::create_dir_all(of_sender)?;
    let mut halves = vec![];
    for half in std::fs::read_dir(of_sender)? {
        let half = half?;
        halves.push((half.metadata()?.modified()?, half.path()));
    }
    halves.sort();
    for (_, oldest) in halves.iter().take(halves.len().saturating_sub(OF_ONE_MAX - 1)) {
        let _ = std::fs::remove_file(oldest); // gone already, or it goes with the next
    }
    Ok(())
}

impl Store {
    /// How many bytes of a blob this sender may leave out, because they are here.
    ///
    /// # Errors
    /// [`StoreError::Folder`].
    pub async fn half_of_blob(&self, by: UserId, sha256: Sha256) -> Result<u64, StoreError> {
        Halves::size(&self.halves.path(by, sha256)).await
    }

    /// Takes a part of a blob in. What has come when the pieces end early stays, and the next part goes on from it. A sender's newer
    /// part ends an older one that is still being read.
    ///
    /// # Errors
    /// As [`Store::take_blob`]; bytes of another hash, or more of them than were said, are thrown away. [`StoreError::Overtaken`] if a
    /// newer part came. What the pieces end with.
    pub async fn append_blob<E: From<StoreError>>(
        &self,
        by: UserId,
        sha256: Sha256,
        media_type: &str,
        part: Part,
        pieces: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<Appended, E> {
        if self.space() != Space::Enough {
            return Err(StoreError::NoRoom.into());
        }
        if part.total > BLOB_MAX_BYTES as u64 {
            return Err(StoreError::TooLarge { max_bytes: BLOB_MAX_BYTES }.into());
        }
        let turn = self.halves.turn(by, sha256);
        let ticket = turn.newest.fetch_add(1, Ordering::SeqCst) + 1;
        turn.newcomer.notify_waiters();
        let _one_at_a_time = turn.file.lock().await;
        if turn.newest.load(Ordering::SeqCst) != ticket {
            return Err(StoreError::Overtaken.into());
        }
        let path = self.halves.path(by, sha256);
        let here = Halves::size(&path).await?;
        if here != part.offset {
            return Ok(Appended::Elsewhere(here));
        }
        let mut file = self.halves.begin(&path).await?;
        let came = write_on(&mut file, part, &turn, ticket, pieces).await;
        // What came counts, however it ended. Not synced: after a power cut the hash finds out what is missing.
        file.flush().await.map_err(StoreError::from)?;
        drop(file);
        let here = match came {
            Ok(here) => here,
            Err(Ended::TooLong) => {
                throw_away(&path).await;
                return Err(StoreError::WrongHash.into());
            }
            Err(Ended::With(why)) => return Err(why),
        };
        if here < part.total {
            return Ok(Appended::Half(here));
        }
        let taken = match read_half(&path).await {
            Ok(pieces) => self.take_blob::<StoreError>(by, sha256, media_type, pieces).await,
            Err(error) => Err(error),
        };
        // Whole or wrong: either way it is no half any more. What the disk did not take is kept for the next try.
        if matches!(taken, Ok(_) | Err(StoreError::WrongHash)) {
            throw_away(&path).await;
        }
        Ok(Appended::Whole(taken?))
    }
}

/// Why a part came to nothing.
enum Ended<E> {
    /// More came than was said.
    TooLong,
    With(E),
}

/// How many bytes are here afterwards.
async fn write_on<E: From<StoreError>>(
    file: &mut File,
    part: Part,
    turn: &Turn,
    ticket: u64,
    pieces: impl Stream<Item = Result<Bytes, E>>,
) -> Result<u64, Ended<E>> {
    let (mut here, mut pieces) = (part.offset, pin!(pieces));
    loop {
        let mut newcomer = pin!(turn.newcomer.notified());
        newcomer.as_mut().enable();
        if turn.newest.load(Ordering::SeqCst) != ticket {
            return Err(Ended::With(StoreError::Overtaken.into()));
        }
        let piece = tokio::select! {
            piece = pieces.next() => piece,
            () = newcomer => return Err(Ended::With(StoreError::Overtaken.into())),
        };
        let Some(piece) = piece else { return Ok(here) };
        let piece = piece.map_err(Ended::With)?;
        here += piece.len() as u64;
        if here > part.total {
            return Err(Ended::TooLong);
        }
        file.write_all(&piece).await.map_err(|error| Ended::With(StoreError::from(error).into()))?;
    }
}

async fn read_half(path: &Path) -> Result<impl Stream<Item = Result<Bytes, StoreError>>, StoreError> {
    let file = File::open(path).await?;
    Ok(stream::try_unfold(file, async |mut file| {
        let mut piece = BytesMut::with_capacity(BLOB_PIECE_BYTES);
        while piece.len() < BLOB_PIECE_BYTES && file.read_buf(&mut piece).await? > 0 {}
        Ok((!piece.is_empty()).then(|| (piece.freeze(), file)))
    }))
}

async fn throw_away(path: &Path) {
    if let Err(error) = tokio::fs::remove_file(path).await {
        tracing::warn!("a half file stays until it is swept up: {error}");
    }
}
