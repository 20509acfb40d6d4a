//! Files of earlier builds. A page that is open while the server is brought up to date asks for parts of its own build for as long as it
//! lives, and a phone that was in a drawer for weeks begins with what it has: their names carry a hash, so they stand beside the new ones.

use super::{Asset, PARTS, Site};
use anyhow::{Context, Result};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::digest::Sha256;
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Below the data folder.
pub(crate) const FOLDER: &str = "builds";
/// After so long without the build that it belongs to, a file goes.
const KEPT: Duration = Duration::from_secs(90 * 24 * 3_600);
/// Beside a file, its brotli form.
const BROTLI: &str = ".br";

/// Where they lie.
#[derive(Debug)]
pub(super) struct Older(PathBuf);

impl Site {
    /// Lays this build's files beside those of the builds before it, notes that they were in use today, and lets go of what nobody has
    /// used for 90 days.
    ///
    /// # Errors
    /// If the folder takes nothing; the site is served all the same.
    pub(crate) fn keep(&mut self, data: &Path, now: SystemTime) -> Result<()> {
        let folder = data.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let files = self.assets.iter().filter_map(|(url, asset)| Some((url.strip_prefix(PARTS)?, asset)));
        for (name, asset) in files.filter(|(name, asset)| is_plain(name) && asset.immutable) {
            lay(&folder.join(name), &asset.plain, now)?;
            if let Some(brotli) = &asset.brotli {
                lay(&folder.join(format!("{name}{BROTLI}")), brotli, now)?;
            }
        }
        sweep(&folder, now)?;
        self.older = Some(Older(folder));
        Ok(())
    }

    /// A part of an earlier build.
    pub(crate) async fn answer_older(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let name = path.strip_prefix(PARTS).filter(|name| is_plain(name))?;
        let file = self.older.as_ref()?.0.join(name);
        let plain = tokio::fs::read(&file).await.ok()?;
        let brotli = tokio::fs::read(format!("{}{BROTLI}", file.display())).await.ok();
        let sha256 = Sha256::of(&plain).to_string();
        let asset = Asset::new(content_type(name)?, &sha256, true, plain.into(), brotli.map(Into::into), None).ok()?;
        Some(asset.answer(headers))
    }
}

/// A name, and no way to another folder.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// What the parts of a build are; nothing else is served.
fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        _ => return None,
    })
}

/// Writes it whole or not at all, or notes that it is still in use.
fn lay(path: &Path, bytes: &[u8], now: SystemTime) -> Result<()> {
    if !path.exists() {
        let half = path.with_extension("half");
        fs::write(&half, bytes).with_context(|| format!("writing {}", half.display()))?;
        fs::rename(&half, path)?;
    }
    File::options().write(true).open(path)?.set_times(FileTimes::new().set_modified(now))?;
    Ok(())
}

fn sweep(folder: &Path, now: SystemTime) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if now.duration_since(entry.metadata()?.modified()?).is_ok_and(|age| age > KEPT) {
            let _ = fs::remove_file(entry.path()); // another server may have been faster
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{StatusCode, header};

    const DAY: Duration = Duration::from_secs(24 * 3_600);

    #[tokio::test]
    async fn parts_of_earlier_builds_are_served_for_ninety_days() {
        let data = tempfile::tempdir().unwrap();
        let begun = SystemTime::now() - 200 * DAY;
        Site::sample().keep(data.path(), begun).unwrap();
        let after = |days: u32| {
            let mut next = Site::empty_sample();
            next.keep(data.path(), begun + days * DAY).unwrap();
            next
        };
        for days in [1, 90] {
            let next = after(days);
            assert!(next.answer(&"/pkg/boot.1.js".parse().unwrap(), &HeaderMap::new()).is_none(), "it is no part of this build");
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, "br".parse().unwrap());
            let answer = next.answer_older("/pkg/boot.1.js", &headers).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK);
            assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
            assert_eq!(answer.headers()[header::CONTENT_ENCODING], "br");
            assert_eq!(answer.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        }
        let next = after(91);
        assert!(next.answer_older("/pkg/boot.1.js", &HeaderMap::new()).await.is_none(), "nobody has had this build for 90 days");
    }

    #[tokio::test]
    async fn nothing_but_parts_of_builds_comes_out_of_the_folder() {
        let data = tempfile::tempdir().unwrap();
        let mut site = Site::sample();
        site.keep(data.path(), SystemTime::now()).unwrap();
        fs::write(data.path().join("secret.js"), "a").unwrap();
        fs::write(data.path().join("builds/page.html"), "a").unwrap();
        for path in ["/pkg/../secret.js", "/pkg/..%2Fsecret.js", "/pkg/", "/pkg/.", "/pkg/page.html", "/pkg/boot.1.js.br", "/boot.1.js"] {
            assert!(site.answer_older(path, &HeaderMap::new()).await.is_none(), "{path}");
        }
    }
}
