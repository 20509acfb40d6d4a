//! `site.json`: what the site holds. The server serves by it, the service worker caches by it, budgets are read off it.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Profile;
use crate::tree;

/// The whole description.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Site {
    /// Names this build: the same bytes give the same name.
    pub(crate) build: String,
    /// `release` or `dev`.
    pub(crate) profile: String,
    /// What a page must name in its head.
    pub(crate) entry: Entry,
    /// Every file that may be asked for.
    pub(crate) assets: Vec<Asset>,
}

/// URLs that pages are made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The one `<script type="module">`.
    pub(crate) boot: String,
    /// The one style sheet.
    pub(crate) style: String,
    /// What boot imports: worth a `modulepreload`.
    pub(crate) script: String,
    /// What the script fetches: worth a `preload` as `fetch`.
    pub(crate) wasm: String,
    /// What the script imports in turn.
    pub(crate) link: Vec<String>,
    /// The sheet of icons, `<use href="{icons}#{name}">`.
    pub(crate) icons: String,
    /// The worker that makes pictures smaller.
    pub(crate) photo_worker: String,
}

/// One file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asset {
    /// The path it is asked for by.
    pub(crate) url: String,
    /// The path below the site folder.
    pub(crate) file: String,
    pub(crate) content_type: String,
    pub(crate) part: Part,
    /// The name carries a hash: it may be cached for ever.
    pub(crate) immutable: bool,
    /// Hex; a strong `ETag`.
    pub(crate) sha256: String,
    /// The same as `sha256-<base64>`, as CSP and `integrity` want it.
    pub(crate) integrity: String,
    pub(crate) size: u64,
    /// Bytes of `<file>.br`, if there is one.
    pub(crate) brotli: Option<u64>,
    /// Bytes of `<file>.gz`, if there is one.
    pub(crate) gzip: Option<u64>,
}

/// Who needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    /// The first page, on any device.
    First,
    /// The phone sooner or later, so beforehand.
    Phone,
    /// Only pages that need the network anyway.
    Desk,
    /// The phone's shell page.
    Shell,
    /// The service worker.
    Worker,
}

impl Site {
    /// Describes what has been built so far and names the build after it.
    pub(crate) fn gather(folder: &Path, profile: Profile, entry: Entry, desk_only: &BTreeSet<String>) -> Result<Self> {
        let mut site = Self { build: String::new(), profile: profile.name().to_owned(), entry, assets: Vec::new() };
        let mut hash = Sha256::new();
        for file in tree::files(folder)? {
            let url = format!("/{}", file.strip_prefix(folder)?.to_string_lossy());
            let part = site.part_of(&url, desk_only);
            let asset = Asset::read(folder, url, part)?;
            hash.update(&asset.url);
            hash.update(&asset.sha256);
            site.assets.push(asset);
        }
        hash.update(super::worker::templates()?);
        tree::hex(&hash.finalize())[..16].clone_into(&mut site.build);
        Ok(site)
    }

    fn part_of(&self, url: &str, desk_only: &BTreeSet<String>) -> Part {
        let Entry { boot, style, script, wasm, link, icons: _, photo_worker: _ } = &self.entry;
        if [boot, style, script, wasm].into_iter().chain(link).any(|first| first == url) {
            Part::First
        } else if desk_only.contains(url) {
            Part::Desk
        } else {
            Part::Phone
        }
    }

    /// Adds a file that was written after the build had its name.
    pub(crate) fn add(&mut self, folder: &Path, url: String, part: Part) -> Result<()> {
        self.assets.push(Asset::read(folder, url, part)?);
        Ok(())
    }

    /// What must arrive before the first page works: JS, CSS and WASM, as brotli.
    pub(crate) fn first_page_brotli(&self) -> u64 {
        self.assets.iter().filter(|asset| asset.part == Part::First).map(|asset| asset.brotli.unwrap_or(asset.size)).sum()
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        tree::write(&folder.join("site.json"), serde_json::to_string_pretty(self)?)
    }

    /// Reads a built site's description.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("site.json");
        serde_json::from_str(&tree::text(&file)?).with_context(|| format!("understanding {}", file.display()))
    }
}

impl Asset {
    fn read(folder: &Path, url: String, part: Part) -> Result<Self> {
        let file = if part == Part::Shell { super::worker::SHELL_FILE.to_owned() } else { url.trim_start_matches('/').to_owned() };
        let bytes = fs::read(folder.join(&file)).with_context(|| format!("reading {file} of the site"))?;
        let digest = Sha256::digest(&bytes);
        Ok(Self {
            content_type: content_type(&file).to_owned(),
            immutable: url.starts_with("/pkg/"),
            sha256: tree::hex(&digest),
            integrity: format!("sha256-{}", BASE64_STANDARD.encode(digest)),
            size: bytes.len() as u64,
            brotli: None,
            gzip: None,
            url,
            file,
            part,
        })
    }
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
