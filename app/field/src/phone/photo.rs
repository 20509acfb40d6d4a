//! Pictures and signatures: bytes are stored before they are decoded, scaled off the main thread, named by their hash.

use super::StoreFault;
use super::draft_store::OpenDraft;
use domain::digest::Sha256;
use domain::ids::InspectionId;
use domain::inspection::{Photo, Signature};
use sync::journal::Camera;

/// Files up to this size are kept as they came when they can't be decoded; larger ones are refused in words.
pub const KEPT_MAX_BYTES: u64 = 25 * 1024 * 1024;

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

/// Before the camera opens: journals what for, durably. [`take`] ends it; call [`camera_closed`] when the person comes back without.
///
/// # Errors
/// The database's; the camera may be opened all the same.
pub async fn camera_opens(draft: OpenDraft, camera: Camera) -> Result<(), StoreFault> { let _ = (draft, camera); unimplemented!() }

/// The person came back without a picture.
pub fn camera_closed(draft: OpenDraft) { let _ = draft; unimplemented!() }

/// Takes a file over: stores the bytes, makes the 1600 px JPEG and a thumbnail in a worker, adds position and time, writes the photo
/// into the draft (and into the finding that `camera` names). `from_album` for the second button.
///
/// # Errors
/// See [`PhotoFault`].
pub async fn take(draft: OpenDraft, camera: Camera, file: web_sys::File, from_album: bool) -> Result<Photo, PhotoFault> { let _ = (draft, camera, file, from_album); unimplemented!() }

/// Keeps a drawn signature (PNG bytes), durably; the caller puts it into an edit.
///
/// # Errors
/// The database's.
pub async fn keep_signature(name: String, png: Vec<u8>) -> Result<Signature, StoreFault> { let _ = (name, png); unimplemented!() }

/// A URL of the thumbnail (≤ 320 px), or of the whole picture where there is none. Lives as long as the page.
pub async fn thumbnail(sha256: Sha256) -> Option<String> { let _ = sha256; unimplemented!() }

/// A URL of the whole picture, if its bytes are here.
pub async fn full(sha256: Sha256) -> Option<String> { let _ = sha256; unimplemented!() }

/// A URL of picture `n` of a delivered record, from the server: for a return that is mended on another phone. None without network.
pub async fn of_record(inspection: InspectionId, n: usize) -> Option<String> { let _ = (inspection, n); unimplemented!() }
