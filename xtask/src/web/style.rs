//! The one style sheet: `style/main.css` with its layers, bundled, lowered for our oldest browsers, minified.

use std::{fs, path::Path};

use anyhow::{Result, anyhow};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
    targets::{Browsers, Targets},
};

use crate::{tree, workspace};

/// The oldest browsers that we promise: Chrome 110 and what is built on it, Safari 16.4.
const OLDEST: Browsers = Browsers {
    android: Some(110 << 16),
    chrome: Some(110 << 16),
    edge: Some(110 << 16),
    firefox: Some(115 << 16),
    ie: None,
    ios_saf: Some((16 << 16) | (4 << 8)),
    opera: None,
    safari: Some((16 << 16) | (4 << 8)),
    samsung: Some(21 << 16),
};

/// Writes it under a hashed name and gives its URL.
pub(crate) fn bundle(site: &Path) -> Result<String> {
    let main = workspace::root().join("style/main.css");
    let css = if main.exists() { compile(&main)? } else { String::new() };
    let url = format!("/pkg/main.{}.css", &tree::sha256(css.as_bytes())[..16]);
    tree::write(&super::wasm::file_of(site, &url), css)?;
    Ok(url)
}

fn compile(main: &Path) -> Result<String> {
    // lightningcss shows places relative to where it is told the file is, so a mistake can be found.
    let main = fs::canonicalize(main)?;
    let files = FileProvider::new();
    let targets = Targets { browsers: Some(OLDEST), ..Targets::default() };
    let mut sheet =
        Bundler::new(&files, None, ParserOptions::default()).bundle(&main).map_err(|error| anyhow!("the style sheet: {error}"))?;
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| anyhow!("the style sheet: {error}"))?;
    let printed = sheet
        .to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })
        .map_err(|error| anyhow!("the style sheet: {error}"))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_lowered_and_layers_are_kept() {
        let folder = std::env::temp_dir().join(format!("xunan-style-{}", std::process::id()));
        tree::write(&folder.join("main.css"), "@layer base, part;\n@import \"card.css\" layer(part);").unwrap();
        tree::write(&folder.join("card.css"), ".card { &[data-level=\"major\"] { color: red; } }").unwrap();
        let css = compile(&folder.join("main.css")).unwrap();
        fs::remove_dir_all(folder).unwrap();
        assert!(css.contains("@layer part{.card[data-level=major]{color:red}}"), "{css}");
    }
}
