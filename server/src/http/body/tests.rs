use super::*;
use domain::command::COMMAND_MAX_BYTES;
use futures::Stream;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::BLOB_MAX_BYTES;

const CHUNK_BYTES: usize = 16 * 1024;
const CHUNK: Bytes = Bytes::from_static(&[7; CHUNK_BYTES]);
/// A body of four parts.
const SIZE: usize = 4 * PART_BYTES;

const LI: UserId = UserId(uuid::Uuid::from_u128(1));
const ZHAO: UserId = UserId(uuid::Uuid::from_u128(2));

fn room(parts: usize, uploads: usize) -> Room {
    let (stall_max, whole_max) = (Duration::from_millis(20), Duration::from_secs(60));
    Room::new(Limits { parts, uploads, uploads_of_one: 40, stall_max, whole_max })
}

/// How many are there, and how many there were at most.
#[derive(Default)]
struct Count {
    here: AtomicUsize,
    most: AtomicUsize,
}

/// One that comes in chunks between which others get on, and counts how many are there with it.
fn body(count: &Arc<Count>) -> impl Stream<Item = Result<Bytes, Infallible>> + use<> {
    let count = Arc::clone(count);
    stream::iter(0..SIZE / CHUNK_BYTES).then(move |n| {
        let count = Arc::clone(&count);
        async move {
            if n == 0 {
                count.most.fetch_max(count.here.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            }
            tokio::task::yield_now().await;
            Ok(CHUNK)
        }
    })
}

#[tokio::test]
async fn of_forty_large_ones_eight_are_read_at_a_time_and_all_arrive() {
    assert_eq!(ROOM_PARTS * PART_BYTES / COMMAND_MAX_BYTES, 8, "the same of real commands");
    let (room, count) = (room(32, 0), Arc::default());
    let send = async || {
        let whole = room.read(Some(SIZE), Box::pin(body(&count)), COMMAND_MAX_BYTES).await;
        assert!(whole.is_ok_and(|whole| whole.bytes.len() == SIZE));
        count.here.fetch_sub(1, Ordering::SeqCst);
    };
    futures::future::join_all((0..40).map(|_| send())).await;
    assert_eq!(count.most.load(Ordering::SeqCst), 8);
    assert_eq!(room.parts.available_permits(), 32, "all of it is given back");
}

#[tokio::test]
async fn of_forty_uploads_as_many_are_read_as_there_are_places() {
    let (room, count) = (room(0, 8), Arc::default());
    let send = async || {
        let mut pieces = room.pieces(Some(SIZE), LI, Box::pin(body(&count)), BLOB_MAX_BYTES).await.ok().unwrap();
        let mut size = 0;
        while let Some(piece) = pieces.next().await {
            size += piece.ok().unwrap().len();
        }
        assert_eq!(size, SIZE);
        count.here.fetch_sub(1, Ordering::SeqCst);
    };
    futures::future::join_all((0..40).map(|_| send())).await;
    assert_eq!(count.most.load(Ordering::SeqCst), 8);
    assert_eq!(room.uploads.available_permits(), 8, "all of them are given back");
}

/// The bytes come out as they went in, and no more is taken from the line than the piece that is asked for.
#[tokio::test]
async fn an_upload_is_read_a_piece_at_a_time() {
    let whole: Vec<u8> = (0..5 * BLOB_PIECE_BYTES + 3).map(|n| (n % 251) as u8).collect();
    let read = Arc::new(AtomicUsize::new(0));
    let (bytes, so_far) = (Bytes::from(whole.clone()), Arc::clone(&read));
    let mut at = 0;
    let chunks = stream::iter(std::iter::from_fn(move || {
        // Of all sizes, none of them a piece's.
        let next = bytes.len().min(at + 1 + at % 50_021);
        let chunk = (next > at).then(|| bytes.slice(at..next));
        so_far.fetch_add(next - at, Ordering::SeqCst);
        at = next;
        chunk.map(Ok::<_, Infallible>)
    }));
    let mut pieces = room(0, 1).pieces(None, LI, chunks, BLOB_MAX_BYTES).await.ok().unwrap();
    let mut got = vec![];
    while let Some(piece) = pieces.next().await {
        let piece = piece.ok().unwrap();
        got.extend_from_slice(&piece);
        assert!(piece.len() == BLOB_PIECE_BYTES || got.len() == whole.len(), "full but for the last");
        assert!(read.load(Ordering::SeqCst) - got.len() <= 50_021, "at most a chunk ahead");
    }
    assert_eq!(got, whole);
}

#[tokio::test]
async fn a_length_alone_takes_no_room_for_long() {
    let room = room(400, 1);
    let silent = || stream::once(std::future::ready(Ok::<_, Infallible>(CHUNK))).chain(stream::pending());
    let given_up = room.read(Some(COMMAND_MAX_BYTES), silent(), COMMAND_MAX_BYTES).await;
    assert!(matches!(given_up, Err(Problem::BrokenOff)));
    assert_eq!(room.parts.available_permits(), 400);
    let mut pieces = room.pieces(Some(BLOB_MAX_BYTES), LI, silent(), BLOB_MAX_BYTES).await.ok().unwrap();
    assert_eq!(pieces.next().await.unwrap().ok().unwrap(), CHUNK, "what came before is not lost");
    assert!(matches!(pieces.next().await, Some(Err(Problem::BrokenOff))));
    drop(pieces);
    assert_eq!(room.uploads.available_permits(), 1);
}

#[tokio::test]
async fn a_body_that_only_trickles_is_given_up_at_last() {
    let limits = Limits { whole_max: Duration::from_millis(60), stall_max: Duration::from_secs(60), ..room(400, 1).limits };
    let trickle = || {
        Box::pin(stream::iter(0..).then(async |_: u32| {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok::<_, Infallible>(Bytes::from_static(b"x"))
        }))
    };
    let room = Room::new(limits);
    let given_up = room.read(Some(COMMAND_MAX_BYTES), trickle(), COMMAND_MAX_BYTES).await;
    assert!(matches!(given_up, Err(Problem::BrokenOff)));
    let mut pieces = room.pieces(Some(BLOB_MAX_BYTES), LI, trickle(), BLOB_MAX_BYTES).await.ok().unwrap();
    assert!(matches!(pieces.next().await, Some(Ok(_))));
    assert!(matches!(pieces.next().await, Some(Err(Problem::BrokenOff))));
    drop(pieces);
    assert_eq!((room.parts.available_permits(), room.uploads.available_permits()), (400, 1));
}

#[tokio::test]
async fn one_account_leaves_places_for_the_others() {
    let room = Room::new(Limits { uploads_of_one: 2, ..room(0, 8).limits });
    let one = || stream::iter([Ok::<_, Infallible>(CHUNK)]);
    let send = async |of| room.pieces(Some(CHUNK_BYTES), of, one(), BLOB_MAX_BYTES).await;
    let [first, second] = [send(LI).await.ok().unwrap(), send(LI).await.ok().unwrap()];
    assert!(matches!(send(LI).await, Err(Problem::Wait { seconds }) if seconds == UPLOADS_WAIT_S));
    assert!(send(ZHAO).await.is_ok(), "others are taken in meanwhile");
    drop(first);
    assert!(send(LI).await.is_ok(), "a place that is given back is there again");
    drop(second);
    assert_eq!((room.uploads.available_permits(), room.accounts.lock().unwrap().len()), (8, 0), "nothing is kept of who is done");
}

#[tokio::test]
async fn a_small_one_waits_for_nobody() {
    let small = stream::iter([Ok::<_, Infallible>(CHUNK)]);
    assert!(room(0, 0).read(Some(CHUNK_BYTES), small, COMMAND_MAX_BYTES).await.is_ok());
}

#[tokio::test]
async fn more_than_was_said_is_refused() {
    let two = || stream::iter([Ok::<_, Infallible>(CHUNK), Ok(CHUNK)]);
    let refused = room(400, 1).read(Some(CHUNK_BYTES), two(), COMMAND_MAX_BYTES).await;
    assert!(matches!(refused, Err(Problem::TooLarge { .. })));
    let mut pieces = room(400, 1).pieces(Some(CHUNK_BYTES), LI, two(), BLOB_MAX_BYTES).await.ok().unwrap();
    assert!(matches!(pieces.next().await, Some(Err(Problem::TooLarge { .. }))));
    // Nothing was said, so that only the limit holds.
    let unsaid = room(400, 1).read(None, two(), CHUNK_BYTES).await;
    assert!(matches!(unsaid, Err(Problem::TooLarge { max_bytes }) if max_bytes == CHUNK_BYTES as u64));
}
