//! The phone's clock and its randomness, in the forms that the pure crates take.

use domain::ids::uuid_v7;
use domain::time::Timestamp;
use uuid::Uuid;

/// This moment by the phone's clock, which may be wrong by years.
#[must_use]
pub fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit an i64 for ages")]
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// Milliseconds since the page was opened; never goes back.
#[must_use]
pub fn mono_ms() -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page does not live for ages")]
    web_sys::window().and_then(|window| window.performance()).map_or(0, |performance| performance.now() as u64)
}

/// A fresh id (UUIDv7).
#[must_use]
pub fn new_id() -> Uuid {
    uuid_v7(now(), &random())
}

/// Random bytes of the browser.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        // No browser of the list lacks it; an id that only this clock makes is still better than a page that stops.
        for byte in &mut bytes {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a byte is wanted")]
            {
                *byte = (js_sys::Math::random() * 256.0) as u8;
            }
        }
    }
    bytes
}
