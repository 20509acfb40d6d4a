//! A site from the folder that the front build wrote.

use super::Site;
use anyhow::{Context, Result};
use bytes::Bytes;
use std::path::Path;

/// Reads all of it.
pub(super) fn read(folder: &Path) -> Result<Site> {
    let bytes = |file: &str| -> Result<Bytes> {
        let path = folder.join(file);
        Ok(std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?.into())
    };
    Site::assemble(&bytes("site.json")?, bytes).with_context(|| format!("the front end in {} is not whole", folder.display()))
}
