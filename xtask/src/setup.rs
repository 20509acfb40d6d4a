//! Installs what is missing and says so; what is there costs a look.

pub(crate) mod debian;
mod npm;
pub(crate) mod wasm_target;

use std::{path::Path, process::Command, time::Instant};

use anyhow::{Result, bail};

use crate::{postgres, program, report::seconds};

/// How much of the set-up a verb needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Building and running: the WebAssembly target, wasm-opt and the icons.
    Web,
    /// Testing as well: a browser, Chinese fonts, PostgreSQL.
    Tests,
}

/// One thing that must be there.
struct Part {
    name: &'static str,
    is_there: fn() -> bool,
    install: fn() -> Result<()>,
}

const WEB: &[Part] = &[
    Part { name: "WebAssembly target", is_there: wasm_target::is_there, install: wasm_target::install },
    Part { name: "npm packages (wasm-opt, icons, Playwright)", is_there: npm::is_there, install: npm::install },
];

const TESTS: &[Part] = &[
    Part { name: "Chromium", is_there: || chromium().is_some(), install: || debian::install(&["chromium"], "Chromium or Chrome") },
    Part {
        name: "Chinese fonts",
        is_there: has_chinese_fonts,
        install: || debian::install(&["fonts-noto-cjk", "fontconfig"], "a Chinese font, such as Noto Sans CJK"),
    },
    Part {
        name: "PostgreSQL",
        is_there: || postgres::binaries().is_some(),
        install: || debian::install(&["postgresql"], "PostgreSQL 15 or newer (initdb and postgres)"),
    },
];

/// Brings the machine to where the verb can run.
///
/// # Errors
/// The first part that could neither be found nor installed, with what to do by hand.
pub(crate) fn setup(need: Need) -> Result<()> {
    let parts = WEB.iter().chain(if need == Need::Tests { TESTS } else { &[] });
    for part in parts.filter(|part| !(part.is_there)()) {
        println!("▸ Setting up: {}", part.name);
        let begun = Instant::now();
        (part.install)()?;
        if !(part.is_there)() {
            bail!("{} was installed but still cannot be found; open a new terminal and run `cargo xtask setup` again", part.name);
        }
        println!("✓ {} ({})", part.name, seconds(begun.elapsed()));
    }
    Ok(())
}

/// A browser that Playwright can drive; its own download is not needed.
pub(crate) fn chromium() -> Option<std::path::PathBuf> {
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].iter().find_map(|name| program::find(name))
}

fn has_chinese_fonts() -> bool {
    const NOTO: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
    Path::new(NOTO).exists()
        || program::output(Command::new("fc-list").args([":lang=zh", "family"]), "listing fonts")
            .is_ok_and(|fonts| !fonts.trim().is_empty())
}
