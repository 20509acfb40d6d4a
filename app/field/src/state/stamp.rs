//! The inspector's own signature: drawn once, used while signed in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::ids::UserId;
use gloo_storage::{LocalStorage, Storage as _};

/// A few strokes are some kilobytes; more does not belong into this store.
const SIZE_MAX_BYTES: usize = 200_000;

fn key(of: UserId) -> String {
    format!("field.stamp.{of}")
}

/// Keeps the picture of a signature for its owner. A picture that is too large is used this once and drawn again next time.
pub fn keep_stamp(of: UserId, png: &[u8]) {
    if png.len() <= SIZE_MAX_BYTES {
        let _ = LocalStorage::set(key(of), STANDARD.encode(png)); // no room: it is drawn again next time
    }
}

/// The picture kept for this person.
#[must_use]
pub fn kept_stamp(of: UserId) -> Option<Vec<u8>> {
    STANDARD.decode(LocalStorage::get::<String>(key(of)).ok()?).ok()
}

/// Signing out takes it along.
pub fn forget_stamp(of: UserId) {
    LocalStorage::delete(key(of));
}
