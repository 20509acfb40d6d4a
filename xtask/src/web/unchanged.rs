//! Has anything the site is made of changed since it was built?

use std::{fs, path::Path};

use anyhow::Result;
use sha2::{Digest, Sha256};

use super::Profile;
use crate::{tree, workspace};

/// Kept in the site folder; not served, because `site.json` does not name it.
const MARK: &str = ".fingerprint";

/// The hash of all that goes in: the compiled application, style, public files, and the tools (their versions stand in
/// the lock files, our own part of them in this folder's sources).
pub(crate) fn fingerprint(profile: Profile, application: &[u8]) -> Result<String> {
    let root = workspace::root();
    let mut hash = Sha256::new();
    hash.update(profile.name());
    hash.update(Sha256::digest(application));
    for folder in ["style", "public", "xtask/src/web", "app/desk/src", "app/portal/src"] {
        for file in tree::files(&root.join(folder))? {
            hash.update(file.strip_prefix(&root)?.to_string_lossy().as_bytes());
            hash.update(Sha256::digest(fs::read(&file)?));
        }
    }
    for file in ["xtask/src/web.rs", "Cargo.lock", "end2end/package-lock.json"] {
        hash.update(Sha256::digest(fs::read(root.join(file))?));
    }
    Ok(tree::hex(&hash.finalize()))
}

pub(crate) fn is(site: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(site.join(MARK)).is_ok_and(|mark| mark == fingerprint)
}

pub(crate) fn mark(site: &Path, fingerprint: &str) -> Result<()> {
    tree::write(&site.join(MARK), fingerprint)
}
