//! What the browser calls once the WASM is there.

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Mounts the phone's app into its empty shell, or hydrates the page that the server rendered.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let shell = document().body().and_then(|body| body.get_attribute("data-shell"));
    if shell.as_deref() == Some("field") {
        app_field::mount();
    } else {
        leptos::mount::hydrate_lazy(crate::App);
    }
}
