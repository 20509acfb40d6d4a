//! The npm packages of `end2end/`, exactly as its lock file names them.

use std::{fs, process::Command};

use anyhow::{Context, Result};

use super::debian;
use crate::{program, tree, workspace};

/// Written after an install; holds the hash of the lock file that it followed.
const MARK: &str = "node_modules/.xunan-lock";

pub(crate) fn is_there() -> bool {
    let dir = workspace::end2end_dir();
    let Ok(lock) = fs::read(dir.join("package-lock.json")) else {
        return false;
    };
    fs::read_to_string(dir.join(MARK)).is_ok_and(|mark| mark == tree::sha256(&lock))
}

pub(crate) fn install() -> Result<()> {
    if program::find("npm").is_none() {
        debian::install(&["nodejs", "npm"], "Node.js 20 or newer with npm")?;
    }
    let dir = workspace::end2end_dir();
    // Playwright's own browsers are not wanted: the machine's Chromium is driven.
    let mut npm = Command::new("npm");
    npm.current_dir(&dir).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").args(["ci", "--no-audit", "--no-fund"]);
    program::run(&mut npm, "fetching npm packages")
        .context("the npm packages could not be fetched: is the network there, or does npm need a registry?")?;
    let lock = fs::read(dir.join("package-lock.json")).context("reading end2end/package-lock.json")?;
    tree::write(&dir.join(MARK), tree::sha256(&lock))
}
