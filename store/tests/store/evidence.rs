//! Photos and signatures: before their record, after it, twice, wrong, too large.

use crate::house::{CHEN, COMMUNITY, GRID, House, LI, LIST, OTHER_COMMUNITY, Person, QIAN, WANG, on_both};
use crate::visit::Visit;
use bytes::Bytes;
use domain::command::{Reason, Sealed, What};
use domain::digest::Sha256;
use domain::inspection::{ReturnPoint, ReturnReason};
use domain::user::Grant;
use futures::stream::{self, TryStreamExt};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};
use store::query::{photos, reconcile, record};
use store::{BLOB_MAX_BYTES, BLOB_PIECE_BYTES, BlobPieces, Derivative, Fault, StoreError};
use sync::reconcile::{Held, Presence, Reconcile};

#[tokio::test]
async fn a_blob_may_come_before_its_record_or_after_it() {
    on_both(async |house| {
        let shop = house.shop().await;
        let visit = house.visit(&shop);
        let blobs: Vec<_> = visit.blobs.values().collect();
        assert_eq!(blobs.len(), 3, "the shop front and two signatures");
        assert!(house.bring(blobs[0]).await);
        house.take(&house.submit(&visit)).await;
        assert_eq!(house.standing(&visit).await.2, 2);
        assert!(house.bring(blobs[1]).await);
        assert_eq!(house.standing(&visit).await.2, 1);
        assert!(!house.bring(blobs[1]).await, "again is nothing new");
        assert_eq!(house.standing(&visit).await.2, 1);
        assert!(house.bring(blobs[2]).await);
        assert_eq!(house.standing(&visit).await.2, 0);
        let told = house.texts("SELECT payload FROM event WHERE kind = 'evidence_arrived' ORDER BY seq").await;
        assert_eq!(told.len(), 2);
        assert!(told[1].contains("\"missing\":0"));
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn record_and_blobs_at_the_same_moment_miss_nothing() {
    on_both(async |house| {
        let shop = house.shop().await;
        for _ in 0..8 {
            let visit = house.visit(&shop);
            let command = house.submit(&visit);
            tokio::join!(house.send(&command), house.bring_all(&visit));
            assert_eq!(house.standing(&visit).await.2, 0);
        }
    })
    .await;
}

#[tokio::test]
async fn bytes_under_a_foreign_name_are_not_kept() {
    on_both(async |house| {
        let name = Sha256::of(b"a picture");
        let other = house.store().put_blob(LI.id, name, "image/jpeg", Bytes::from_static(b"another")).await;
        assert!(matches!(other, Err(StoreError::WrongHash)));
        let large = vec![0; BLOB_MAX_BYTES + 1];
        let large = house.store().put_blob(LI.id, Sha256::of(&large), "image/jpeg", large.into()).await;
        assert!(matches!(large, Err(StoreError::TooLarge { max_bytes: BLOB_MAX_BYTES })));
        assert!(house.store().blob(name).await.unwrap().is_none());
        assert_eq!(house.number("SELECT count(*) FROM blob").await, 0);
        assert_eq!(files_in(&house.folder().join("blobs")), 0);
    })
    .await;
}

/// Photos may be large and many come at once: what they take of the memory is how many there are, and not how large.
#[tokio::test]
async fn of_a_large_blob_one_piece_is_held_at_a_time() {
    on_both(async |house| {
        let (whole, held) = (pattern(20 * BLOB_PIECE_BYTES + 1), Arc::new(AtomicUsize::new(0)));
        let pieces = whole.chunks(BLOB_PIECE_BYTES).map(|piece| {
            assert_eq!(held.fetch_add(1, Ordering::SeqCst), 0, "the piece before was written and let go");
            Ok::<_, StoreError>(Bytes::from_owner(Piece { bytes: piece.to_vec(), held: Arc::clone(&held) }))
        });
        let name = Sha256::of(&whole);
        assert!(house.store().take_blob(LI.id, name, "image/jpeg", stream::iter(pieces)).await.unwrap());
        let BlobPieces { size_bytes, pieces } = house.store().blob(name).await.unwrap().unwrap();
        let pieces: Vec<Bytes> = pieces.try_collect().await.unwrap();
        assert_eq!((size_bytes, pieces.concat()), (whole.len() as u64, whole));
        assert!(pieces.iter().all(|piece| piece.len() <= BLOB_PIECE_BYTES));
    })
    .await;
}

#[tokio::test]
async fn a_line_that_breaks_leaves_nothing_behind() {
    on_both(async |house| {
        let whole = pattern(3 * BLOB_PIECE_BYTES);
        let piece = || Bytes::copy_from_slice(&whole[..BLOB_PIECE_BYTES]);
        let broken = stream::iter([Ok(piece()), Ok(piece()), Err(StoreError::Stopped)]);
        let name = Sha256::of(&whole);
        assert!(matches!(house.store().take_blob(LI.id, name, "image/jpeg", broken).await, Err(StoreError::Stopped)));
        assert_eq!((files_in(&house.folder().join("blobs")), house.number("SELECT count(*) FROM blob").await), (0, 0));
        assert!(house.bring(&whole).await, "sent again it arrives");
        // What is here is told from what only has its name, and neither is written again.
        let other = house.store().put_blob(LI.id, name, "image/jpeg", piece()).await;
        assert!(matches!(other, Err(StoreError::WrongHash)));
        assert!(!house.bring(&whole).await);
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}

/// Counts itself while anybody holds it.
struct Piece {
    bytes: Vec<u8>,
    held: Arc<AtomicUsize>,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.held.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Bytes of which no two pieces are alike.
fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n ^ (n >> 8) ^ (n >> 16)) as u8).collect()
}

fn files_in(folder: &Path) -> usize {
    let inside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    inside.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn a_file_that_went_missing_is_taken_again() {
    on_both(async |house| {
        let bytes = b"a picture that somebody deletes";
        house.bring(bytes).await;
        let file = file_of(&house, Sha256::of(bytes));
        std::fs::remove_file(&file).unwrap();
        assert!(house.store().verify().await.unwrap().is_some());
        house.bring(bytes).await;
        assert_eq!(std::fs::read(&file).unwrap(), bytes);
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_damaged_file_is_asked_for_and_taken_again() {
    on_both(async |house| {
        let shop = house.shop().await;
        let visit = house.visit(&shop);
        house.take(&house.submit(&visit)).await;
        house.bring_all(&visit).await;
        let scope = house.scope(LI.id).await;
        for (&sha256, bytes) in &visit.blobs {
            let file = file_of(&house, sha256);
            // As long as it was, with one bit turned.
            let mut damaged = bytes.clone();
            damaged[0] ^= 1;
            std::fs::write(&file, &damaged).unwrap();
            let fault = house.store().verify().await.unwrap();
            assert_eq!(fault, Some(Fault::Blob { sha256: sha256.to_string(), what: "damaged" }));
            let asked = Reconcile { held: vec![Held::Blob { sha256 }] };
            let answer = reconcile::answer(house.store(), &scope, &asked).await.unwrap();
            assert_eq!(answer.presence, [Presence::Absent], "the phone keeps its copy and sends it");
            assert!(!reconcile::has_blob(house.store(), &scope, sha256).await.unwrap());
            assert!(!house.bring(bytes).await, "nothing new, and yet written");
            assert_eq!(std::fs::read(&file).unwrap(), *bytes);
            assert!(reconcile::has_blob(house.store(), &scope, sha256).await.unwrap());
            assert_eq!(house.store().verify().await.unwrap(), None);
        }
        assert_eq!(house.standing(&visit).await.2, 0);
    })
    .await;
}

/// Whoever knows the hash of a stranger's photo and writes it into a record of his own gets nothing by it.
#[tokio::test]
async fn a_strangers_photo_is_not_had_by_its_hash() {
    on_both(async |house| {
        let shop = house.shop().await;
        let theirs = house.visit(&shop);
        house.take(&house.submit(&theirs)).await;
        house.bring_all(&theirs).await;
        let elsewhere = house.shop_in(OTHER_COMMUNITY, None).await;
        let mut mine = Visit::new(house.next(), CHEN.id, &elsewhere, &[LIST], house.now());
        let stolen = theirs.record.photos[0].clone();
        mine.record.photos.push(stolen.clone());
        house.take(&house.submit_by(CHEN, &mine)).await;
        house.bring_all(&mine).await;
        let scope = house.scope(CHEN.id).await;
        let seen = async || {
            let record = record::read(house.store(), &scope, mine.record.id, None).await.unwrap().unwrap();
            let picture = record.pictures.iter().find(|picture| picture.sha256 == stolen.sha256).unwrap();
            let found = photos::of_record(house.store(), &scope, mine.record.id, picture.n).await.unwrap();
            (
                picture.is_here,
                found.is_some(),
                reconcile::has_blob(house.store(), &scope, stolen.sha256).await.unwrap(),
                record.line.missing,
            )
        };
        assert_eq!(seen().await, (false, false, false, 1));
        // Nor by sending other bytes, nor by naming its owner beside himself.
        let other = house.store().put_blob(CHEN.id, stolen.sha256, "image/jpeg", Bytes::from_static(b"other bytes")).await;
        assert!(matches!(other, Err(StoreError::WrongHash)));
        let mut again = Visit::new(house.next(), CHEN.id, &elsewhere, &[LIST], house.now());
        again.record.inspectors.push(LI.id);
        again.record.photos.push(stolen.clone());
        house.take(&house.submit_by(CHEN, &again)).await;
        let pictures = record::read(house.store(), &scope, again.record.id, None).await.unwrap().unwrap().pictures;
        assert!(pictures.iter().all(|picture| !picture.is_here));
        // A colleague who was given the picture has it, and sends it as his own evidence.
        assert!(!house.bring_by(CHEN.id, &theirs.blobs[&stolen.sha256]).await, "the bytes are here already");
        assert_eq!(seen().await, (true, true, true, 0));
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_co_inspector_who_mends_need_not_send_what_the_first_one_sent() {
    on_both(async |house| {
        let shop = house.shop().await;
        let colleague = house.newcomer("赵丽", vec![Grant { role: LI.role, place: GRID }]).await;
        let colleague = Person { id: colleague, role: LI.role };
        let mut visit = house.visit(&shop);
        visit.record.inspectors.push(colleague.id);
        visit.record.signatures.push(visit.record.signatures[0].clone());
        let first = house.submit(&visit);
        house.take(&first).await;
        house.bring_all(&visit).await;
        let points = vec![ReturnPoint::Whole { comment: "写清楚".to_owned() }];
        let what = What::ReturnInspection { inspection: visit.record.id, reason: ReturnReason::WordingUnclear, points };
        house.take(&house.order(WANG, COMMUNITY, Some(1), what)).await;
        let mut mended = visit.mended(Sealed::of(&first).sha256);
        let new = mended.photograph(&shop, None);
        house.take(&house.submit_by(colleague, &mended)).await;
        assert_eq!(house.standing(&visit).await.2, 1, "only the new one is missing");
        house.bring_by(colleague.id, &mended.blobs[&new]).await;
        assert_eq!(house.standing(&visit).await.2, 0);
    })
    .await;
}

/// Data of a release that did not note who sent what.
#[tokio::test]
async fn photos_of_an_older_release_stay_with_their_records() {
    on_both(async |mut house: House| {
        let shop = house.shop().await;
        let (whole, half) = (house.visit(&shop), house.visit(&shop));
        for visit in [&whole, &half] {
            house.take(&house.submit(visit)).await;
        }
        house.bring_all(&whole).await;
        house.bring(half.blobs.values().next().unwrap()).await;
        house.tamper("DROP TABLE blob_sender").await;
        house.tamper("DELETE FROM seaql_migrations WHERE version LIKE '%note_blob_senders'").await;
        house.reopen().await;
        assert_eq!(house.number("SELECT count(*) FROM blob_sender").await, 4);
        house.bring_all(&half).await;
        let scope = house.scope(LI.id).await;
        for visit in [&whole, &half] {
            assert_eq!(house.standing(visit).await.2, 0);
            let pictures = record::read(house.store(), &scope, visit.record.id, None).await.unwrap().unwrap().pictures;
            assert!(pictures.iter().all(|picture| picture.is_here));
        }
    })
    .await;
}

#[tokio::test]
async fn what_a_killed_server_left_half_written_is_swept_up_after_a_day() {
    on_both(async |house| {
        let bytes = b"a picture that arrived";
        house.bring(bytes).await;
        let whole = file_of(&house, Sha256::of(bytes));
        let beside = |n: u8| std::path::PathBuf::from(format!("{}#{n}", whole.display()));
        for n in [1, 2] {
            std::fs::write(beside(n), b"a pic").unwrap();
        }
        let two_days_ago = SystemTime::now() - Duration::from_secs(2 * 24 * 3_600);
        for old in [&whole, &beside(1)] {
            std::fs::File::options().write(true).open(old).unwrap().set_modified(two_days_ago).unwrap();
        }
        assert_eq!(house.store().sweep().await.unwrap().files, 1);
        assert!(whole.is_file() && !beside(1).exists() && beside(2).is_file(), "what may still be coming stays");
    })
    .await;
}

fn file_of(house: &House, sha256: Sha256) -> std::path::PathBuf {
    let name = sha256.to_string();
    house.folder().join("blobs").join(&name[..2]).join(&name[2..4]).join(&name)
}

#[tokio::test]
async fn a_picture_that_a_mended_record_no_longer_names_is_not_waited_for() {
    on_both(async |house: House| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        let lost = visit.photograph(&shop, None);
        let first = house.submit(&visit);
        house.take(&first).await;
        let points = vec![ReturnPoint::Whole { comment: "有一张照片没有传上来".to_owned() }];
        let what = What::ReturnInspection { inspection: visit.record.id, reason: ReturnReason::PhotoUnclear, points };
        house.take(&house.order(WANG, COMMUNITY, Some(1), what)).await;
        let mut mended = visit.mended(Sealed::of(&first).sha256);
        mended.record.photos.retain(|photo| photo.sha256 != lost);
        mended.blobs.remove(&lost);
        house.take(&house.submit(&mended)).await;
        house.bring_all(&mended).await;
        assert_eq!(house.standing(&visit).await.2, 0);
        // A photo that disappears is a person's to decide.
        let reason = Reason { code: "checked".to_owned(), text: "原照片重复，无须补传".to_owned() };
        house.take(&house.order(QIAN, COMMUNITY, Some(2), What::ReleaseQuarantine { inspection: visit.record.id, reason })).await;
        house.take(&house.order(WANG, COMMUNITY, Some(2), What::AcceptInspection { inspection: visit.record.id })).await;
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_drawn_small_and_what_is_none_says_so() {
    on_both(async |house| {
        let mut jpeg = vec![];
        let picture = image::RgbImage::from_fn(1_600, 1_200, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
        picture.write_to(&mut std::io::Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).unwrap();
        house.bring(&jpeg).await;
        let name = Sha256::of(&jpeg);
        for size in [Derivative::Small, Derivative::Large] {
            let drawn = house.store().picture(name, size).await.unwrap().unwrap();
            let decoded = image::load_from_memory(&drawn).unwrap();
            assert_eq!((decoded.width(), decoded.height()), (size.px(), size.px() * 3 / 4));
            assert_eq!(house.store().picture(name, size).await.unwrap().unwrap(), drawn, "kept");
        }
        house.bring(b"a text").await;
        assert!(matches!(house.store().picture(Sha256::of(b"a text"), Derivative::Small).await, Err(StoreError::NoPicture)));
        assert_eq!(house.store().picture(Sha256::of(b"unknown"), Derivative::Small).await.unwrap(), None);
        assert_eq!(LI.id.0.as_u128(), 0x2001);
    })
    .await;
}
