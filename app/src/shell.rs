//! The page around what the server renders. The phone's shell is a file that the front build writes.

use crate::App;
use app_ui::words::Locale;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// Where the built assets stand, by their hashed names.
#[derive(Debug, Clone)]
pub struct Site {
    /// The style sheet's URL path.
    pub style: String,
    /// The module that loads the WASM and calls `hydrate`.
    pub boot: String,
    /// The icon sprite.
    pub icons: String,
}

/// The page around [`App`]: no inline script but Leptos' own, which carry the nonce.
pub fn shell(site: &Site, locale: Locale) -> impl IntoView + use<> {
    let Site { style, boot, icons } = site.clone();
    app_ui::part::provide_icons(icons.clone());
    view! {
        <!DOCTYPE html>
        <html lang=locale.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=style/>
                <script type="module" src=boot></script>
                <MetaTags/>
            </head>
            <body data-shell="desk" data-icons=icons>
                <App/>
            </body>
        </html>
    }
}
