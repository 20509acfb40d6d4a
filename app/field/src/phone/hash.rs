//! SHA-256 by the browser: faster than ours, and off the WASM's thread.

use domain::digest::Sha256;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The hash of these bytes.
pub(super) async fn sha256(bytes: &ArrayBuffer) -> Sha256 {
    match by_browser(bytes).await {
        Some(hash) => hash,
        // Without HTTPS there is no `crypto.subtle`.
        None => Sha256::of(&Uint8Array::new(bytes).to_vec()),
    }
}

async fn by_browser(bytes: &ArrayBuffer) -> Option<Sha256> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    if subtle.is_undefined() {
        return None;
    }
    let digest = subtle.digest_with_str_and_buffer_source("SHA-256", bytes).ok()?;
    let digest: ArrayBuffer = JsFuture::from(digest).await.ok()?.dyn_into().ok()?;
    Some(Sha256(Uint8Array::new(&digest).to_vec().try_into().ok()?))
}
