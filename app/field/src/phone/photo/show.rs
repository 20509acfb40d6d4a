//! URLs of pictures for the page.

use super::super::db::{Store, read};
use super::super::net::{self, Lost};
use domain::digest::Sha256;
use domain::ids::InspectionId;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Url};

thread_local! {
    /// One URL a picture: each holds its bytes in memory.
    static URLS: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// A URL of the thumbnail (≤ 320 px), or of the whole picture where there is none. Lives as long as the page.
pub async fn thumbnail(sha256: Sha256) -> Option<String> {
    let key = format!("thumb/{sha256}");
    if let Some(known) = known(&key) {
        return Some(known);
    }
    match stored(Store::Thumbs, sha256).await {
        Some(bytes) => url(key, &bytes.into()),
        None => full(sha256).await,
    }
}

/// A URL of the whole picture, if its bytes are here.
pub async fn full(sha256: Sha256) -> Option<String> {
    let key = format!("full/{sha256}");
    if let Some(known) = known(&key) {
        return Some(known);
    }
    let bytes = stored(Store::Blobs, sha256).await?;
    url(key, &bytes.into())
}

/// A URL of picture `n` of a delivered record, from the server: for a return that is mended on another phone. None without network.
pub async fn of_record(inspection: InspectionId, n: usize) -> Option<String> {
    let key = format!("record/{inspection}/{n}");
    if let Some(known) = known(&key) {
        return Some(known);
    }
    let path = format!("records/{inspection}/photos/{n}");
    let got = net::ask("GET", &path, None, net::PAGE_LIMIT_MS).await.map_err(|Lost| ()).ok()?;
    let answer = got.answer();
    let is_picture = answer.is_ours && answer.status == 200 && !answer.body.is_empty();
    is_picture.then(|| url(key, &Uint8Array::from(answer.body).into())).flatten()
}

async fn stored(store: Store, sha256: Sha256) -> Option<ArrayBuffer> {
    read(store, &sha256.to_string()).await.ok().flatten()?.dyn_into().ok()
}

fn known(key: &str) -> Option<String> {
    URLS.with_borrow(|urls| urls.get(key).cloned())
}

fn url(key: String, bytes: &JsValue) -> Option<String> {
    let kind = BlobPropertyBag::new();
    // PNG signatures and JPEG pictures: an image element looks at the bytes, not at this.
    kind.set_type("image/jpeg");
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(bytes), &kind).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    URLS.with_borrow_mut(|urls| urls.insert(key, url.clone()));
    Some(url)
}
