//! What the browser calls once the WASM is there.
//!
//! The WASM comes in three parts: what both halves need and the phone's door, the pages behind that door (`app_field::inside`), and the
//! server-rendered pages. Nobody downloads a half that is not theirs (`docs/decisions/0006-three-parts.md`).

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use wasm_bindgen::prelude::wasm_bindgen;

/// Mounts the phone's app into its empty shell, or hydrates the page that the server rendered.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let shell = document().body().and_then(|body| body.get_attribute("data-shell"));
    if shell.as_deref() == Some("field") {
        app_field::mount();
    } else {
        hydrate_pages().await;
    }
}

/// Takes over the page that the server rendered.
#[wasm_split(pages, wasm_split_path = ::leptos::wasm_split)]
fn hydrate_pages() {
    leptos::mount::hydrate_body(crate::App);
}
