//! Waiting, and not waiting for ever: neither IndexedDB nor `fetch` promise to settle.

use futures::future::{Either, select};
use std::future::Future;
use std::pin::pin;
use wasm_bindgen_futures::JsFuture;

/// Nothing came in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLate;

/// Waits.
pub(crate) async fn sleep(ms: u32) {
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    let promise = js_sys::Promise::new(&mut |resolve, _reject| {
        if let Some(window) = web_sys::window() {
            // A window without timers does not exist; if it did, the wait would be over at once.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Waits for something, but not longer.
///
/// # Errors
/// [`TooLate`]; the future is dropped.
pub(crate) async fn within<F: Future>(ms: u32, work: F) -> Result<F::Output, TooLate> {
    match select(pin!(work), pin!(sleep(ms))).await {
        Either::Left((done, _)) => Ok(done),
        Either::Right(((), _)) => Err(TooLate),
    }
}
