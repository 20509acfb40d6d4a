//! Pictures and signatures: bytes are stored before they are decoded, scaled off the main thread, named by their hash.

mod copy;
mod raw;
mod scale;
mod several;
mod show;

use super::db::{Op, Store, write};
use super::draft_store::{self, OpenDraft, OpenFault};
use super::hash::sha256;
use super::{StoreFault, clock, position, timer};
use domain::ids::{FindingId, InspectionId};
use domain::inspection::{Disposition, Photo, PhotoOf, Signature};
use domain::position::{Located, NoPosition};
use js_sys::{ArrayBuffer, Uint8Array};
use raw::{Bytes, Left, Raw};
use scale::{NotScaled, Scaled};
use std::cell::RefCell;
use std::collections::BTreeMap;
use sync::journal::{Camera, Edit};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

pub use show::{full, of_record, thumbnail};

/// Files up to this size are kept as they came when they can't be decoded; larger ones are refused in words.
pub const KEPT_MAX_BYTES: u64 = 25 * 1024 * 1024;
/// Files above this are not even stored: no phone takes such pictures, and the room belongs to those that count.
const FILE_MAX_BYTES: u64 = 100 * 1024 * 1024;

/// Before a picture at which the worker failed is tried again by itself.
const AGAIN_MS: u32 = 20_000;

thread_local! {
    /// Pictures on their way from file to draft, by draft.
    static ON_THEIR_WAY: RefCell<BTreeMap<InspectionId, u32>> = const { RefCell::new(BTreeMap::new()) };
    /// Pictures that will never come, by draft, until somebody has been told.
    static UNTOLD: RefCell<BTreeMap<InspectionId, PhotoFault>> = const { RefCell::new(BTreeMap::new()) };
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
    /// Its bytes are kept, and it comes into the draft by itself: just now this phone could not make the picture of it.
    Later,
}

impl PhotoFault {
    /// Whether nothing comes of the picture any more: whoever took it has to be told, once.
    const fn is_final(self) -> bool {
        matches!(self, Self::TooLarge { .. } | Self::Unreadable)
    }
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

/// Takes files over: stores the bytes of all of them, then makes of each the 1600 px JPEG and a thumbnail in a worker, adds position and
/// time, and writes the photo into the draft (and into the finding that `camera` names). `from_album` for the second button. `told` hears
/// of each file what became of it.
pub async fn take(
    draft: OpenDraft,
    camera: Camera,
    files: Vec<web_sys::File>,
    from_album: bool,
    told: impl FnMut(Result<Photo, PhotoFault>),
) {
    let _on_their_way = OnItsWay::into(draft.id());
    let keep = async |file: &web_sys::File| keep(draft, camera.clone(), file, from_album).await;
    several::keep_then_take(files, keep, async |kept: Kept| take_over(draft, kept).await, told).await;
}

/// A file that is durable.
struct Kept {
    raw: Raw,
    /// Those of an album may be many and large: they are read again, one at a time.
    bytes: Option<ArrayBuffer>,
}

async fn keep(draft: OpenDraft, camera: Camera, file: &web_sys::File, from_album: bool) -> Result<Kept, PhotoFault> {
    let taken_at = clock::now();
    let size_bytes = size_of(file);
    if size_bytes > FILE_MAX_BYTES {
        return Err(PhotoFault::TooLarge { size_bytes });
    }
    let bytes = read(file).await.ok_or(PhotoFault::Unreadable)?;
    let raw = Raw::new(draft.id(), camera, taken_at, from_album, file.type_());
    raw.store(&bytes).await?;
    Ok(Kept { raw, bytes: (!from_album).then_some(bytes) })
}

async fn take_over(draft: OpenDraft, kept: Kept) -> Result<Photo, PhotoFault> {
    let Kept { raw, bytes } = kept;
    let bytes = match bytes {
        Some(bytes) => bytes,
        None => match raw.bytes().await? {
            Bytes::Here(bytes) => bytes,
            // Looked at again, and said, when the draft is opened or handed in.
            Bytes::Gone | Bytes::Unreadable => return Err(PhotoFault::Store(StoreFault::Broken)),
        },
    };
    let from_album = raw.from_album;
    let located = async { if from_album { Located::Without(NoPosition::FromAlbum) } else { position::here().await } };
    let (located, scaled) = futures::join!(located, scale::scale(&bytes));
    finish(draft, raw, &bytes, located, scaled).await
}

/// Pictures whose bytes were stored when the page died: now they are finished.
///
/// # Errors
/// The first thing that stood in the way; the other pictures came all the same.
pub(super) async fn finish_what_began(draft: OpenDraft) -> Result<(), PhotoFault> {
    // These files have whoever took them over.
    if is_any_on_its_way(draft.id()) {
        return Ok(());
    }
    let _on_their_way = OnItsWay::into(draft.id());
    let mut outcome = Ok(());
    for raw in raw::of(draft.id()).await? {
        let done = go_on_with(draft, raw).await;
        if let Err(fault) = done
            && fault.is_final()
        {
            UNTOLD.with_borrow_mut(|untold| untold.insert(draft.id(), fault));
        }
        outcome = outcome.and(done);
    }
    if raw::set_nameless_aside(draft.id()).await? > 0 {
        UNTOLD.with_borrow_mut(|untold| untold.insert(draft.id(), PhotoFault::Unreadable));
        outcome = outcome.and(Err(PhotoFault::Unreadable));
    }
    outcome
}

async fn go_on_with(draft: OpenDraft, mut raw: Raw) -> Result<(), PhotoFault> {
    let named = draft_store::ever_named(draft.id()).await?;
    match raw.left(raw.bytes().await?, |photo| named.contains(&photo.sha256)) {
        Left::Make(bytes) => {
            let scaled = scale::scale(&bytes).await;
            let why = if raw.from_album { NoPosition::FromAlbum } else { NoPosition::Timeout };
            finish(draft, raw, &bytes, Located::Without(why), scaled).await.map(|_| ())
        }
        Left::Enter(photo) => {
            enter(draft, &photo, raw.camera.finding);
            entered(draft, &raw).await
        }
        Left::Nothing => entered(draft, &raw).await,
        Left::Wait => {
            raw.was_not_read().await;
            Err(PhotoFault::Later)
        }
        Left::GiveUp => {
            raw.set_aside().await?;
            Err(PhotoFault::Unreadable)
        }
    }
}

/// A picture of this draft that will never come and of which nobody was told yet; whoever asks tells it.
pub fn lost(draft: OpenDraft) -> Option<PhotoFault> {
    UNTOLD.with_borrow_mut(|untold| untold.remove(&draft.id()))
}

async fn finish(
    draft: OpenDraft,
    mut raw: Raw,
    bytes: &ArrayBuffer,
    position: Located,
    scaled: Result<Scaled, NotScaled>,
) -> Result<Photo, PhotoFault> {
    if scaled.as_ref().is_err_and(|why| *why == NotScaled::NoWorker) && raw.waits().await {
        try_again_later(draft);
        return Err(PhotoFault::Later);
    }
    let scaled = scaled.ok();
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
    // From the album the same picture may come for two items: it belongs to both.
    let is_elsewhere =
        draft.look(|draft| draft.photos.get(&hash).is_some_and(|known| known.at != raw.camera.at || known.of != raw.camera.of));
    let copy = is_elsewhere.then(|| copy::for_place(&Uint8Array::new(kept).to_vec(), &raw.camera));
    let copy = copy.map(|bytes| Uint8Array::from(&bytes[..]).buffer());
    let kept = copy.as_ref().unwrap_or(kept);
    let hash = if copy.is_some() { sha256(kept).await } else { hash };
    let photo = Photo {
        sha256: hash,
        size_bytes: u64::from(kept.byte_length()),
        media_type: if scaled.is_some() { "image/jpeg".to_owned() } else { raw.media_type.clone() },
        original_sha256: (hash != original).then_some(original),
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
    ops.extend(raw.becomes(&photo));
    write(ops).await?;
    enter(draft, &photo, raw.camera.finding);
    entered(draft, &raw).await?;
    Ok(photo)
}

/// The row of the file goes once the entry is durable, and not before: a page that dies in between finds by it what is still to be entered.
async fn entered(draft: OpenDraft, raw: &Raw) -> Result<(), PhotoFault> {
    draft.settled().await?;
    // If that does not work it is met again, and nothing is doubled.
    let _ = write(raw.removal()).await;
    Ok(())
}

/// The file is stored, so nothing is lost, and the crumb has done its work.
fn try_again_later(draft: OpenDraft) {
    camera_closed(draft);
    spawn_local(async move {
        timer::sleep(AGAIN_MS).await;
        if draft_store::load(draft.id()).await.is_ok() {
            let _ = finish_what_began(draft).await;
        }
    });
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

/// Waits until no picture is on its way into a draft any more: nothing is sealed without it, or before its owner knows that it is lost.
///
/// # Errors
/// [`PhotoFault::Later`] if one is so slow that the person should know; what stands in the way of one.
pub(super) async fn all_taken(draft: OpenDraft) -> Result<(), PhotoFault> {
    const LOOK_AGAIN_MS: u32 = 100;
    const LOOKS_MAX: u32 = 300;
    let id = draft.id();
    let mut is_tried = false;
    for _ in 0..LOOKS_MAX {
        if !is_any_on_its_way(id) {
            // A database that does not answer says so when it is to take the record.
            if !raw::is_any(id).await.unwrap_or(false) {
                return lost(draft).map_or(Ok(()), Err);
            }
            // Those at which the worker or the storage failed: a press of the button is a good moment to try again, once.
            if !std::mem::replace(&mut is_tried, true) {
                match finish_what_began(draft).await {
                    Ok(()) | Err(PhotoFault::Later) => continue,
                    Err(fault) => {
                        let _ = lost(draft);
                        return Err(fault);
                    }
                }
            }
        }
        timer::sleep(LOOK_AGAIN_MS).await;
    }
    Err(PhotoFault::Later)
}

/// What is on its way into a draft that is thrown away goes too.
pub(super) fn removal_of_unfinished(draft: InspectionId) -> [Op; 2] {
    raw::removal_of(draft)
}

fn is_any_on_its_way(draft: InspectionId) -> bool {
    ON_THEIR_WAY.with_borrow(|on_their_way| on_their_way.contains_key(&draft))
}

/// Counts a picture for as long as it is on its way.
struct OnItsWay(InspectionId);

impl OnItsWay {
    fn into(draft: InspectionId) -> Self {
        ON_THEIR_WAY.with_borrow_mut(|on_their_way| *on_their_way.entry(draft).or_default() += 1);
        Self(draft)
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        ON_THEIR_WAY.with_borrow_mut(|on_their_way| {
            let left = on_their_way.get(&self.0).map_or(0, |count| count - 1);
            if left == 0 {
                on_their_way.remove(&self.0);
            } else {
                on_their_way.insert(self.0, left);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_on_its_way_into_one_draft_holds_no_other_up() {
        let [mine, other] = [1, 2].map(|n| InspectionId(uuid::Uuid::from_u128(n)));
        let (first, second) = (OnItsWay::into(mine), OnItsWay::into(mine));
        assert!(is_any_on_its_way(mine) && !is_any_on_its_way(other));
        drop(first);
        assert!(is_any_on_its_way(mine), "the second is still coming");
        drop(second);
        assert!(!is_any_on_its_way(mine));
    }
}
