//! What browsers download: the application, its style sheet and icons, the phone's shell and service worker.
//!
//! Everything lands in one site folder with a `site.json` that names each file, its hash and its sizes. Names that are
//! meant to be kept for ever carry a hash (`/pkg/…`); the few others are asked for anew each time.

mod compress;
mod icons;
pub(crate) mod site;
mod style;
mod unchanged;
mod wasm;
mod worker;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result};

use crate::{
    report::{kilobytes, seconds},
    tree, workspace,
};
use site::{Entry, Part, Site};

/// How the front end is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Small: what a phone gets.
    Release,
    /// Quick to build: what a developer gets.
    Dev,
}

impl Profile {
    /// From the flag `--dev`.
    pub(crate) fn from_dev(dev: bool) -> Self {
        if dev { Self::Dev } else { Self::Release }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "dev",
        }
    }
}

/// Builds the site, or leaves it as it is when nothing it is made of has changed.
pub(crate) fn build(profile: Profile) -> Result<PathBuf> {
    let begun = Instant::now();
    let application = wasm::compile(profile)?;
    let site = workspace::site_dir();
    let _alone = alone(&site)?;
    let fingerprint = unchanged::fingerprint(profile, &application)?;
    if unchanged::is(&site, &fingerprint) {
        println!("  site is up to date ({})", seconds(begun.elapsed()));
        return Ok(site);
    }
    // Beside the old one and then in its place: a build that fails leaves a site that works.
    let next = site.with_extension("next");
    if next.exists() {
        fs::remove_dir_all(&next).with_context(|| format!("clearing {}", next.display()))?;
    }
    let built = fill(&next, profile, &application)?;
    unchanged::mark(&next, &fingerprint)?;
    put_in_place(&next, &site)?;
    println!(
        "  site {} in {}: first page {} brotli, {} files ({})",
        built.build,
        site.display(),
        kilobytes(built.first_page_brotli()),
        built.assets.len(),
        seconds(begun.elapsed()),
    );
    Ok(site)
}

/// Waits for another command that builds the same site: two of them would take each other's half-made files away.
fn alone(site: &Path) -> Result<File> {
    let path = site.with_extension("lock");
    fs::create_dir_all(path.parent().expect("the site lies in the target folder"))?;
    let file = File::create(&path).with_context(|| format!("making {}", path.display()))?;
    file.lock().with_context(|| format!("waiting for {}", path.display()))?;
    Ok(file)
}

fn fill(folder: &Path, profile: Profile, application: &[u8]) -> Result<Site> {
    let app = wasm::package(folder, profile, application)?;
    let style = style::bundle(folder)?;
    let icons = icons::sprite(folder)?;
    copy_public(folder)?;
    let (boot, photo_worker) = (worker::boot(folder, &app)?, worker::photo_worker(folder)?);
    let entry = Entry { boot, style, script: app.script, wasm: app.wasm, link: app.link, icons, photo_worker };
    let mut site = Site::gather(folder, profile, entry, &app.desk_only)?;
    site.add(folder, worker::shell(folder, &site)?, Part::Shell)?;
    site.add(folder, worker::worker(folder, &site, profile)?, Part::Worker)?;
    compress::beside(folder, &mut site, profile)?;
    site.write(folder)?;
    Ok(site)
}

/// Files that go out as they are; `shell/` holds what is filled in or named by its hash, `icons/` and `icons.txt` go into the sheet of icons.
fn copy_public(folder: &Path) -> Result<()> {
    let public = workspace::root().join("public");
    for file in tree::files(&public)? {
        let name = file.strip_prefix(&public).expect("found below it");
        if name.starts_with("shell") || name.starts_with("icons") || name == Path::new("icons.txt") {
            continue;
        }
        tree::write(&folder.join(name), fs::read(&file)?)?;
    }
    Ok(())
}

fn put_in_place(next: &Path, site: &Path) -> Result<()> {
    if site.exists() {
        fs::remove_dir_all(site).with_context(|| format!("removing the old {}", site.display()))?;
    }
    fs::rename(next, site).with_context(|| format!("putting {} in place", site.display()))
}
