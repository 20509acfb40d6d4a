//! Room that is laid by: a row of nothing that is given up when the phone is full, so that the visit in hand can be finished in words.
//! Photos never get it. It is larger than what browsers keep inside their tables, so that it is a file whose room is free at once.

use super::write::{Op, once};
use super::{Store, StoreFault, keys};
use js_sys::Uint8Array;

const KEY: &str = "reserve";
/// Two hundred visits without their photos.
const SIZE_BYTES: u32 = 2 * 1024 * 1024;
/// What cannot be pressed together counts as what it is.
const STEP: u32 = 64 * 1024;

/// Lays it by if it is not there; a phone without room for it goes on without.
pub(in super::super) async fn lay_by() {
    if !keys(Store::Meta, KEY).await.is_ok_and(|keys| keys.is_empty()) {
        return;
    }
    let bytes = Uint8Array::new_with_length(SIZE_BYTES);
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        for at in (0..SIZE_BYTES).step_by(STEP as usize) {
            let _ = crypto.get_random_values_with_array_buffer_view(&bytes.subarray(at, at + STEP)); // zeros will do as well
        }
    }
    let _ = once(&[Op::Put(Store::Meta, KEY.to_owned(), bytes.buffer().into())]).await;
}

/// Gives it up. True if there was one.
pub(super) async fn give_up() -> bool {
    match keys(Store::Meta, KEY).await {
        Ok(keys) if !keys.is_empty() => once(&[Op::Delete(Store::Meta, KEY.to_owned())]).await.is_ok(),
        Ok(_) | Err(StoreFault::Full | StoreFault::TimedOut | StoreFault::Broken | StoreFault::Taken) => false,
    }
}
