//! Bodies are read up to a limit, and what is too long is refused before it is read. What they may take of the memory together is
//! held here, whatever is sent and however many send it:
//!
//! - A blob goes to the disk in pieces ([`pieces`]) and takes one piece, whatever its size. [`UPLOADS_AT_ONCE`] are read at a time:
//!   4 MB, and what the lines themselves have read ahead (hyper reads up to 400 KB at once, 0.7 MB each was measured). An account has
//!   at most [`UPLOADS_OF_ONE`] of these places, so that one phone gone wrong leaves some for the others.
//! - A command and other JSON has to be there whole ([`whole`]). What is larger than [`SMALL_MAX_BYTES`] shares a room of 16 MB,
//!   and each body takes of it what its length says, in one block that never grows.

use crate::problem::Problem;
use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use domain::ids::UserId;
use futures::stream::{self, BoxStream, StreamExt, TryStream, TryStreamExt};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;
use store::BLOB_PIECE_BYTES;
use sync::outbox::REQUEST_LIMIT_MS;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// Bodies of the small calls: sign-in, reconcile. What is no larger than this waits for nobody.
pub(super) const SMALL_MAX_BYTES: usize = 64 * 1024;
/// What all larger JSON bodies in work may hold together, in parts of [`PART_BYTES`]: eight of the largest commands, hundreds of
/// usual ones.
const ROOM_PARTS: usize = 256;
/// How finely the room is given out.
const PART_BYTES: usize = 64 * 1024;
/// Blobs that are read at a time. More than a street has phones: slow ones keep their place for minutes.
const UPLOADS_AT_ONCE: usize = 64;
/// Blobs of one account that are read at a time. A phone sends one after the other; some people have two.
const UPLOADS_OF_ONE: usize = 6;
/// When an account that has all its places is to ask again, seconds.
const UPLOADS_WAIT_S: u32 = 5;
/// A body of which nothing comes for so long is given up, and its place with it. The slowest phones send some kilobytes a second.
const STALL_MAX: Duration = Duration::from_secs(60);
/// A body that has not come whole after so long is given up, however little of it keeps coming. Phones give up before
/// ([`sync::outbox::REQUEST_LIMIT_MS`]).
const WHOLE_MAX: Duration = Duration::from_millis(REQUEST_LIMIT_MS + 60_000);

static ROOM: LazyLock<Room> = LazyLock::new(|| {
    Room::new(Limits {
        parts: ROOM_PARTS,
        uploads: UPLOADS_AT_ONCE,
        uploads_of_one: UPLOADS_OF_ONE,
        stall_max: STALL_MAX,
        whole_max: WHOLE_MAX,
    })
});

/// What a room gives out.
#[derive(Clone, Copy)]
struct Limits {
    parts: usize,
    uploads: usize,
    uploads_of_one: usize,
    stall_max: Duration,
    whole_max: Duration,
}

/// Where bodies are read into.
struct Room {
    parts: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    /// How many places an account has; one that has none is not in it.
    accounts: Arc<Mutex<BTreeMap<UserId, usize>>>,
    limits: Limits,
}

/// One of an account's places.
struct Account {
    of: UserId,
    accounts: Arc<Mutex<BTreeMap<UserId, usize>>>,
}

impl Drop for Account {
    fn drop(&mut self) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut places) = accounts.entry(self.of) {
            *places.get_mut() -= 1;
            if *places.get() == 0 {
                places.remove();
            }
        }
    }
}

/// A body, and the room that it takes until whoever works with it is done.
pub(super) struct Whole {
    pub(super) bytes: Bytes,
    pub(super) room: Option<OwnedSemaphorePermit>,
}

/// The whole body. Waits for room before it reads; the sender notices nothing but a slow line.
pub(super) async fn whole(headers: &HeaderMap, body: Body, max_bytes: usize) -> Result<Whole, Problem> {
    ROOM.read(said(headers), body.into_data_stream(), max_bytes).await
}

/// The account's body in pieces of [`BLOB_PIECE_BYTES`], each read when it is asked for. Waits for a place before it reads, and keeps it
/// until the pieces are dropped; [`Problem::Wait`] if the account has all of its places.
pub(super) async fn pieces(
    headers: &HeaderMap,
    account: UserId,
    body: Body,
    max_bytes: usize,
) -> Result<BoxStream<'static, Result<Bytes, Problem>>, Problem> {
    ROOM.pieces(said(headers), account, body.into_data_stream(), max_bytes).await
}

fn said(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok())
}

/// How much comes at most; [`Problem::TooLarge`] before a byte of it is read.
fn expected(said: Option<usize>, max_bytes: usize) -> Result<usize, Problem> {
    let left = said.unwrap_or(max_bytes);
    if left <= max_bytes { Ok(left) } else { Err(Problem::TooLarge { max_bytes: max_bytes as u64 }) }
}

impl Room {
    fn new(limits: Limits) -> Self {
        let [parts, uploads] = [limits.parts, limits.uploads].map(|places| Arc::new(Semaphore::new(places)));
        Self { parts, uploads, accounts: Arc::default(), limits }
    }

    async fn read<S: TryStream<Ok = Bytes> + Unpin>(&self, said: Option<usize>, chunks: S, max_bytes: usize) -> Result<Whole, Problem> {
        let left = expected(said, max_bytes)?;
        let room = self.take(left).await?;
        let mut coming = self.coming(left, chunks, max_bytes);
        // One block for all that was said. It costs address space and no memory until it is written to: a length alone takes none.
        let mut all = BytesMut::with_capacity(left);
        while let Some(chunk) = coming.next().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(Whole { bytes: all.freeze(), room })
    }

    async fn pieces<S>(
        &self,
        said: Option<usize>,
        account: UserId,
        chunks: S,
        max_bytes: usize,
    ) -> Result<BoxStream<'static, Result<Bytes, Problem>>, Problem>
    where
        S: TryStream<Ok = Bytes> + Unpin + Send + 'static,
    {
        let left = expected(said, max_bytes)?;
        let account = self.place_of(account)?;
        let place = Arc::clone(&self.uploads).acquire_owned().await.map_err(|_| Problem::Ending)?;
        let coming = self.coming(left, chunks, max_bytes);
        let pieces = Pieces { coming, rest: Bytes::new(), broken: None, _place: (account, place) };
        let pieces = stream::try_unfold(pieces, async |mut pieces| Ok(pieces.next().await?.map(|piece| (piece, pieces))));
        Ok(pieces.boxed())
    }

    fn place_of(&self, account: UserId) -> Result<Account, Problem> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let places = accounts.entry(account).or_default();
        if *places >= self.limits.uploads_of_one {
            return Err(Problem::Wait { seconds: UPLOADS_WAIT_S });
        }
        *places += 1;
        Ok(Account { of: account, accounts: Arc::clone(&self.accounts) })
    }

    fn coming<S>(&self, left: usize, chunks: S, max_bytes: usize) -> Coming<S> {
        let Limits { stall_max, whole_max, .. } = self.limits;
        Coming { chunks, left, max_bytes, stall_max, until: Instant::now() + whole_max }
    }

    async fn take(&self, bytes: usize) -> Result<Option<OwnedSemaphorePermit>, Problem> {
        if bytes <= SMALL_MAX_BYTES {
            return Ok(None);
        }
        let parts = u32::try_from(bytes.div_ceil(PART_BYTES)).unwrap_or(u32::MAX);
        Arc::clone(&self.parts).acquire_many_owned(parts).await.map(Some).map_err(|_| Problem::Ending)
    }
}

/// A body on its way in, as the line gives it.
struct Coming<S> {
    chunks: S,
    /// Bytes that may still come.
    left: usize,
    max_bytes: usize,
    stall_max: Duration,
    until: Instant,
}

impl<S: TryStream<Ok = Bytes> + Unpin> Coming<S> {
    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let until = self.until.min(Instant::now() + self.stall_max);
        let next = timeout_at(until, self.chunks.try_next()).await.map_err(|_| Problem::BrokenOff)?;
        let Some(chunk) = next.map_err(|_| Problem::BrokenOff)? else { return Ok(None) };
        self.left = self.left.checked_sub(chunk.len()).ok_or(Problem::TooLarge { max_bytes: self.max_bytes as u64 })?;
        Ok(Some(chunk))
    }
}

struct Pieces<S> {
    coming: Coming<S>,
    /// Of the last chunk, what did not fit into the piece.
    rest: Bytes,
    /// Why the line ended, once what had come before has been given out.
    broken: Option<Problem>,
    _place: (Account, OwnedSemaphorePermit),
}

impl<S: TryStream<Ok = Bytes> + Unpin> Pieces<S> {
    /// The next piece, full unless it is the last; what came before the line broke is given out too. Chunks are copied: each keeps the whole buffer alive that the line was read into,
    /// which for a few bytes of a slow phone may be a hundred times as large.
    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        if let Some(broken) = self.broken.take() {
            return Err(broken);
        }
        let mut piece = BytesMut::new();
        while piece.len() < BLOB_PIECE_BYTES {
            if self.rest.is_empty() {
                self.rest = Bytes::new();
                match self.coming.next().await {
                    Ok(Some(chunk)) => self.rest = chunk,
                    Ok(None) => break,
                    Err(broken @ Problem::BrokenOff) if !piece.is_empty() => {
                        self.broken = Some(broken);
                        break;
                    }
                    Err(problem) => return Err(problem),
                }
                continue;
            }
            if piece.is_empty() {
                piece.reserve(BLOB_PIECE_BYTES);
            }
            let some = self.rest.len().min(BLOB_PIECE_BYTES - piece.len());
            piece.extend_from_slice(&self.rest.split_to(some));
        }
        Ok((!piece.is_empty()).then(|| piece.freeze()))
    }
}

/// A JSON body. The content type is asked for: a form of another site can't send it.
pub(super) async fn json<T: DeserializeOwned>(headers: &HeaderMap, body: Body, max_bytes: usize) -> Result<T, Problem> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if content_type.split(';').next().map(str::trim) != Some("application/json") {
        return Err(Problem::Malformed("the content type must be application/json"));
    }
    let Whole { bytes, room: _room } = whole(headers, body, max_bytes).await?;
    serde_json::from_slice(&bytes).map_err(|_| Problem::Malformed("the body is not the JSON that this call takes"))
}

#[cfg(test)]
mod tests;
