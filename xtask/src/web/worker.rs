//! The small files around the application: boot script, the phone's shell page, service worker, and the worker that makes pictures
//! smaller. They lie in `public/shell/`; all but the last are templates in which a few `__NAMES__` are filled in.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::json;

use super::{
    Profile,
    site::{Part, Site},
    wasm::{App, file_of},
};
use crate::{tree, workspace};

/// The shell's URL is a route, its file needs a name.
pub(crate) const SHELL_FILE: &str = "field.html";
const SHELL_URL: &str = "/field";

/// All templates as bytes: they are part of what names a build.
pub(crate) fn templates() -> Result<String> {
    Ok(template("boot.js")? + &template("field.html")? + &template("sw.js")?)
}

/// The script that every page names; loads the application and starts it.
pub(crate) fn boot(folder: &Path, app: &App) -> Result<String> {
    let script = fill("boot.js", &[("__SCRIPT__", &app.script), ("__WASM__", &app.wasm)])?;
    let url = format!("/pkg/boot.{}.js", &tree::sha256(script.as_bytes())[..16]);
    tree::write(&file_of(folder, &url), script)?;
    Ok(url)
}

/// The worker that makes pictures smaller. Its name carries its hash, so that a page never gets another build's.
pub(crate) fn photo_worker(folder: &Path) -> Result<String> {
    let script = template("photo-worker.js")?;
    let url = format!("/pkg/photo-worker.{}.js", &tree::sha256(script.as_bytes())[..16]);
    tree::write(&file_of(folder, &url), script)?;
    Ok(url)
}

/// The page that answers every `/field/…`.
pub(crate) fn shell(folder: &Path, site: &Site) -> Result<String> {
    let entry = &site.entry;
    let preload: Vec<String> =
        std::iter::once(&entry.script).chain(&entry.link).map(|url| format!("<link rel=\"modulepreload\" href=\"{url}\">")).collect();
    let page = fill(
        "field.html",
        &[
            ("__STYLE__", &entry.style),
            ("__BOOT__", &entry.boot),
            ("__WASM__", &entry.wasm),
            ("__PRELOAD__", &preload.join("\n  ")),
            ("__ICONS__", &entry.icons),
            ("__PHOTO_WORKER__", &entry.photo_worker),
            ("__BUILD__", &site.build),
        ],
    )?;
    tree::write(&folder.join(SHELL_FILE), page)?;
    Ok(SHELL_URL.to_owned())
}

/// The service worker, knowing every file a phone may need and its hash.
pub(crate) fn worker(folder: &Path, site: &Site, profile: Profile) -> Result<String> {
    let kept = site.assets.iter().filter(|asset| matches!(asset.part, Part::First | Part::Phone | Part::Shell));
    let assets: Vec<_> = kept.map(|asset| json!([asset.url, asset.integrity, asset.size])).collect();
    let lines: Vec<String> = assets.iter().map(ToString::to_string).collect();
    let script = fill(
        "sw.js",
        &[
            ("__BUILD__", &site.build),
            ("__ASSETS__", &format!("[\n  {},\n]", lines.join(",\n  "))),
            ("__DEV__", if profile == Profile::Dev { "true" } else { "false" }),
        ],
    )?;
    tree::write(&folder.join("sw.js"), script)?;
    Ok("/sw.js".to_owned())
}

fn template(name: &str) -> Result<String> {
    tree::text(&workspace::root().join("public/shell").join(name))
}

/// Fills a template; a name that is left over or not there is a mistake.
fn fill(name: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut text = template(name)?;
    for (key, value) in values {
        if !text.contains(key) {
            bail!("public/shell/{name} has no {key}");
        }
        text = text.replace(key, value);
    }
    Ok(text)
}
