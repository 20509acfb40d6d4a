//! The feed's cursor as it stands in an address: base64url without padding over its JSON.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sync::feed::Cursor;

/// A cursor names some dozens of places; more is none of ours.
const MAX_BYTES: usize = 16 * 1024;

/// Reads one; `None` for what nobody wrote.
#[must_use]
pub fn read(text: &str) -> Option<Cursor> {
    let bytes = if text.len() <= MAX_BYTES { BASE64_URL_SAFE_NO_PAD.decode(text).ok()? } else { return None };
    serde_json::from_slice(&bytes).ok()
}

/// Writes one, as a phone does.
#[must_use]
pub fn word(cursor: &Cursor) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).expect("a cursor holds nothing that JSON cannot write"))
}
