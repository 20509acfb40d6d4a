//! Pictures and signatures: bytes are stored before they are decoded, scaled off the main thread, named by their hash.

mod raw;
mod scale;
mod show;

use super::db::{Op, Store, write};
use super::draft_store::{self, OpenDraft, OpenFault};
use super::hash::sha256;
use super::{StoreFault, clock, position};
use domain::ids::FindingId;
use domain::inspection::{Disposition, Photo, PhotoOf, Signature};
use domain::position::{Located, NoPosition};
use js_sys::{ArrayBuffer, Uint8Array};
use raw::Raw;
use std::cell::Cell;
use sync::journal::{Camera, Edit};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

pub use show::{full, of_record, thumbnail};

/// Files up to this size are kept as they came when they can't be decoded; larger ones are refused in words.
pub const KEPT_MAX_BYTES: u64 = 25 * 1024 * 1024;
/// Files above this are not even stored: no phone takes such pictures, and the room belongs to those that count.
const FILE_MAX_BYTES: u64 = 100 * 1024 * 1024;

thread_local! {
    /// Pictures on their way from file to draft.
    static ON_THEIR_WAY: Cell<u32> = const { Cell::new(0) };
}

/// Why a picture was not taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoFault {
    /// Over [`KEPT_MAX_BYTES`] and not to be decoded.
    TooLarge {
        /// Its size.
        size_bytes: u64,
    },
    /// The file is empty or can't be read any more: `draft.photo_lost`.
    Unreadable,
    /// It could not be stored: `st.full` and others.
    Store(StoreFault),
}

impl From<StoreFault> for PhotoFault {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

/// Before the camera opens: journals what for, durably. [`take`] ends it; call [`camera_closed`] when the person comes back without.
///
/// # Errors
/// The database's; the camera may be opened all the same.
pub async fn camera_opens(draft: OpenDraft, camera: Camera) -> Result<(), StoreFault> {
    draft.edit_durably(Edit::Camera { camera: Some(camera) }).await.map(|_| ())
}

/// The person came back without a picture.
pub fn camera_closed(draft: OpenDraft) {
    if draft.draft().camera.is_some() {
        draft.edit(Edit::Camera { camera: None });
    }
}

/// Takes a file over: stores the bytes, makes the 1600 px JPEG and a thumbnail in a worker, adds position and time, writes the photo
/// into the draft (and into the finding that `camera` names). `from_album` for the second button.
///
/// # Errors
/// See [`PhotoFault`].
pub async fn take(draft: OpenDraft, camera: Camera, file: web_sys::File, from_album: bool) -> Result<Photo, PhotoFault> {
    let _on_its_way = OnItsWay::new();
    let taken_at = clock::now();
    let size_bytes = size_of(&file);
    if size_bytes > FILE_MAX_BYTES {
        return Err(PhotoFault::TooLarge { size_bytes });
    }
    let bytes = read(&file).await.ok_or(PhotoFault::Unreadable)?;
    let raw = Raw::new(draft.id(), camera, taken_at, from_album, file.type_());
    raw.store(&bytes).await?;
    let located = async { if from_album { Located::Without(NoPosition::FromAlbum) } else { position::here().await } };
    let (located, scaled) = futures::join!(located, scale::scale(&bytes));
    finish(draft, raw, &bytes, located, scaled).await
}

/// Pictures whose bytes were stored when the page died: now they are finished.
pub(super) async fn finish_what_began(draft: OpenDraft) {
    // These files have whoever took them over.
    if ON_THEIR_WAY.get() > 0 {
        return;
    }
    for (raw, bytes) in raw::of(draft.id()).await {
        let _on_its_way = OnItsWay::new();
        let scaled = scale::scale(&bytes).await;
        let why = if raw.from_album { NoPosition::FromAlbum } else { NoPosition::Timeout };
        let _ = finish(draft, raw, &bytes, Located::Without(why), scaled).await;
    }
}

async fn finish(
    draft: OpenDraft,
    raw: Raw,
    bytes: &ArrayBuffer,
    position: Located,
    scaled: Option<scale::Scaled>,
) -> Result<Photo, PhotoFault> {
    // Its page may be closed by now; the picture belongs to the draft all the same. If that does not open, the file waits for it.
    let draft = draft_store::load(draft.id())
        .await
        .map_err(|fault| PhotoFault::Store(if let OpenFault::Store(fault) = fault { fault } else { StoreFault::Broken }))?;
    let original = sha256(bytes).await;
    let size_bytes = u64::from(bytes.byte_length());
    if scaled.is_none() && size_bytes > KEPT_MAX_BYTES {
        let _ = write(raw.removal()).await;
        return Err(PhotoFault::TooLarge { size_bytes });
    }
    let (kept, thumb) = scaled.as_ref().map_or((bytes, None), |scaled| (&scaled.picture, Some(&scaled.thumb)));
    let hash = if scaled.is_some() { sha256(kept).await } else { original };
    let photo = Photo {
        sha256: hash,
        size_bytes: u64::from(kept.byte_length()),
        media_type: if scaled.is_some() { "image/jpeg".to_owned() } else { raw.media_type.clone() },
        original_sha256: scaled.is_some().then_some(original),
        taken_at: raw.taken_at,
        position,
        from_album: raw.from_album,
        undecodable: scaled.is_none(),
        of: raw.camera.of,
        at: raw.camera.at.clone(),
    };
    // The original's bytes go in the transaction that makes the evidence durable.
    let mut ops = vec![Op::Put(Store::Blobs, hash.to_string(), kept.clone().into())];
    ops.extend(thumb.map(|thumb| Op::Put(Store::Thumbs, hash.to_string(), thumb.clone().into())));
    ops.extend(raw.removal());
    write(ops).await?;
    enter(draft, &photo, raw.camera.finding);
    Ok(photo)
}

/// Writes it into the draft.
fn enter(draft: OpenDraft, photo: &Photo, finding: Option<FindingId>) {
    draft.edit(Edit::Photo { sha256: photo.sha256, photo: Some(Box::new(photo.clone())) });
    let named = finding.and_then(|finding| draft.draft().findings.remove(&finding));
    if let Some(mut finding) = named {
        match (&mut finding.disposition, photo.of) {
            (Disposition::OnSpot { after, .. }, PhotoOf::After) => add(after, photo),
            (Disposition::OnSpot { before, .. }, _) => {
                add(before, photo);
                add(&mut finding.photos, photo);
            }
            _ => add(&mut finding.photos, photo),
        }
        draft.edit(Edit::Finding { id: finding.id, finding: Some(Box::new(finding)) });
    }
    camera_closed(draft);
}

fn add(photos: &mut Vec<domain::digest::Sha256>, photo: &Photo) {
    if !photos.contains(&photo.sha256) {
        photos.push(photo.sha256);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a file's size is a whole number")]
fn size_of(file: &web_sys::File) -> u64 {
    file.size() as u64
}

async fn read(file: &web_sys::File) -> Option<ArrayBuffer> {
    let bytes: ArrayBuffer = JsFuture::from(file.array_buffer()).await.ok()?.dyn_into().ok()?;
    (bytes.byte_length() > 0).then_some(bytes)
}

/// Keeps a drawn signature (PNG bytes), durably; the caller puts it into an edit.
///
/// # Errors
/// The database's.
pub async fn keep_signature(name: String, png: Vec<u8>) -> Result<Signature, StoreFault> {
    let bytes = Uint8Array::from(&png[..]).buffer();
    let sha256 = sha256(&bytes).await;
    write(vec![Op::Put(Store::Blobs, sha256.to_string(), bytes.into())]).await?;
    Ok(Signature { name, sha256, size_bytes: png.len() as u64, typed: false, at: clock::now() })
}

/// Waits until no picture is on its way into a draft: nothing is sealed without it.
pub(super) async fn all_taken(_draft: OpenDraft) {
    const LOOK_AGAIN_MS: u32 = 50;
    const LOOKS_MAX: u32 = 600;
    for _ in 0..LOOKS_MAX {
        if ON_THEIR_WAY.get() == 0 {
            return;
        }
        super::timer::sleep(LOOK_AGAIN_MS).await;
    }
}

/// Counts a picture for as long as it is on its way.
struct OnItsWay;

impl OnItsWay {
    fn new() -> Self {
        ON_THEIR_WAY.set(ON_THEIR_WAY.get() + 1);
        Self
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        ON_THEIR_WAY.set(ON_THEIR_WAY.get() - 1);
    }
}
