//! Bodies are read up to a limit, and what is too long is refused before it is read. Those that are not small share one room, so that
//! forty phones that send their largest pictures at once do not take the memory from the rest.

use crate::problem::Problem;
use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt};
use serde::de::DeserializeOwned;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Bodies of the small calls: sign-in, reconcile. What is no larger than this waits for nobody's pictures.
pub(super) const SMALL_MAX_BYTES: usize = 64 * 1024;
/// What all larger bodies in work may hold together, in parts of [`PART_BYTES`]: ten pictures of the largest size, hundreds of usual
/// ones. 256 MB; while they grow they hold half as much again, and `docs/operations.md` gives the service 1 GB for everything.
const ROOM_PARTS: usize = 4_096;
/// How finely the room is given out.
const PART_BYTES: usize = 64 * 1024;
/// A body of which nothing comes for so long is given up, and its room with it. The slowest phones send some kilobytes a second.
const STALL_MAX: Duration = Duration::from_secs(60);

static ROOM: LazyLock<Room> = LazyLock::new(|| Room { parts: Arc::new(Semaphore::new(ROOM_PARTS)), stall_max: STALL_MAX });

/// Where bodies are read into.
struct Room {
    parts: Arc<Semaphore>,
    stall_max: Duration,
}

/// A body, and the room that it takes until whoever works with it is done.
pub(super) struct Whole {
    pub(super) bytes: Bytes,
    pub(super) room: Option<OwnedSemaphorePermit>,
}

/// The whole body. Waits for room before it reads; the sender notices nothing but a slow line.
pub(super) async fn whole(headers: &HeaderMap, body: Body, max_bytes: usize) -> Result<Whole, Problem> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    ROOM.read(said, body.into_data_stream(), max_bytes).await
}

impl Room {
    async fn read<E>(
        &self,
        said: Option<usize>,
        mut chunks: impl Stream<Item = Result<Bytes, E>> + Unpin,
        max_bytes: usize,
    ) -> Result<Whole, Problem> {
        let too_large = || Problem::TooLarge { max_bytes: max_bytes as u64 };
        let size = said.unwrap_or(max_bytes);
        if size > max_bytes {
            return Err(too_large());
        }
        let room = self.take(size).await?;
        let mut all = BytesMut::new();
        loop {
            let next = timeout(self.stall_max, chunks.next()).await.map_err(|_| Problem::BrokenOff)?;
            let Some(chunk) = next else { break };
            let chunk = chunk.map_err(|_| Problem::BrokenOff)?;
            if all.len() + chunk.len() > size {
                return Err(too_large());
            }
            if all.capacity() - all.len() < chunk.len() {
                // Grows with what came and never past what was said: a length alone takes no memory.
                all.reserve(chunk.len().max(all.len().min(size - all.len())));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(Whole { bytes: all.freeze(), room })
    }

    async fn take(&self, bytes: usize) -> Result<Option<OwnedSemaphorePermit>, Problem> {
        if bytes <= SMALL_MAX_BYTES {
            return Ok(None);
        }
        let parts = u32::try_from(bytes.div_ceil(PART_BYTES)).unwrap_or(u32::MAX);
        Arc::clone(&self.parts).acquire_many_owned(parts).await.map(Some).map_err(|_| Problem::Ending)
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
mod tests {
    use super::*;
    use futures::stream;
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use store::BLOB_MAX_BYTES;

    const CHUNK_BYTES: usize = 16 * 1024;
    const CHUNK: Bytes = Bytes::from_static(&[7; CHUNK_BYTES]);
    /// A body of four parts.
    const SIZE: usize = 4 * PART_BYTES;

    fn room(parts: usize) -> Room {
        Room { parts: Arc::new(Semaphore::new(parts)), stall_max: Duration::from_millis(20) }
    }

    /// One that comes in pieces between which others get on, and counts how many are there with it.
    fn body(here: &AtomicUsize, most: &AtomicUsize) -> impl Stream<Item = Result<Bytes, Infallible>> {
        stream::iter(0..SIZE / CHUNK_BYTES).then(async |n| {
            if n == 0 {
                most.fetch_max(here.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            }
            tokio::task::yield_now().await;
            Ok(CHUNK)
        })
    }

    #[tokio::test]
    async fn of_forty_large_ones_ten_are_read_at_a_time_and_all_arrive() {
        assert_eq!(ROOM_PARTS * PART_BYTES / BLOB_MAX_BYTES, 10, "the same of real pictures");
        let (room, here, most) = (room(40), AtomicUsize::new(0), AtomicUsize::new(0));
        let upload = async || {
            let whole = room.read(Some(SIZE), Box::pin(body(&here, &most)), BLOB_MAX_BYTES).await;
            assert!(whole.is_ok_and(|whole| whole.bytes.len() == SIZE));
            here.fetch_sub(1, Ordering::SeqCst);
        };
        futures::future::join_all((0..40).map(|_| upload())).await;
        assert_eq!(most.load(Ordering::SeqCst), 10);
        assert_eq!(room.parts.available_permits(), 40, "all of it is given back");
    }

    #[tokio::test]
    async fn a_length_alone_takes_no_room_for_long() {
        let room = room(400);
        let silent = stream::once(std::future::ready(Ok::<_, Infallible>(CHUNK))).chain(stream::pending());
        let given_up = room.read(Some(BLOB_MAX_BYTES), silent, BLOB_MAX_BYTES).await;
        assert!(matches!(given_up, Err(Problem::BrokenOff)));
        assert_eq!(room.parts.available_permits(), 400);
    }

    #[tokio::test]
    async fn a_small_one_waits_for_nobody() {
        let full = room(0);
        let small = stream::iter([Ok::<_, Infallible>(CHUNK)]);
        assert!(full.read(Some(CHUNK_BYTES), small, BLOB_MAX_BYTES).await.is_ok());
    }

    #[tokio::test]
    async fn more_than_was_said_is_refused() {
        let two = stream::iter([Ok::<_, Infallible>(CHUNK), Ok(CHUNK)]);
        let refused = room(400).read(Some(CHUNK_BYTES), two, BLOB_MAX_BYTES).await;
        assert!(matches!(refused, Err(Problem::TooLarge { .. })));
    }
}
