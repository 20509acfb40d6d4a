//! An icon out of the sheet that the build makes of `public/icons.txt`. It is decoration: the word stands beside it.

use leptos::prelude::*;

/// An icon of the sheet; the constants are in [`glyph`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph(&'static str);

impl Glyph {
    /// Its name, as Lucide calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}

/// Every icon of `public/icons.txt`, its name in capitals: `glyph::CLOUD_CHECK`.
pub mod glyph {
    include!(concat!(env!("OUT_DIR"), "/glyph.rs"));
}

/// Where the sheet stands, in the context.
#[derive(Debug, Clone)]
struct Sheet(String);

/// Says where the sheet stands, with the hash in its name. On a page whose body carries `data-icons` the browser needs no call.
pub fn provide_icons(url: impl Into<String>) {
    provide_context(Sheet(url.into()));
}

fn sheet() -> String {
    use_context::<Sheet>().map(|sheet| sheet.0).or_else(of_the_page).unwrap_or_else(|| "/icons.svg".to_owned())
}

#[cfg(feature = "hydrate")]
fn of_the_page() -> Option<String> {
    if cfg!(target_arch = "wasm32") { document().body()?.get_attribute("data-icons") } else { None }
}

#[cfg(not(feature = "hydrate"))]
const fn of_the_page() -> Option<String> {
    None
}

/// An icon as large as the text around it; hidden from screen readers.
#[component]
pub fn Icon(
    /// Which.
    of: Glyph,
) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true" focusable="false"><use href=format!("{}#{}", sheet(), of.0)></use></svg> }.into_any()
}
