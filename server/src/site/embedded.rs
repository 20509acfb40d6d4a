//! A site inside of the program, put there by `build.rs`.

use super::Site;
use anyhow::{Context, Result};
use bytes::Bytes;

include!(concat!(env!("OUT_DIR"), "/embedded_site.rs"));

/// Describes the site without copying it; without one at build time there is none.
pub(super) fn read() -> Result<Site> {
    let bytes = |name: &str| {
        FILES
            .iter()
            .find(|(file, _)| *file == name)
            .map(|(_, bytes)| Bytes::from_static(bytes))
            .with_context(|| format!("{name} is not inside the program"))
    };
    if FILES.is_empty() { Ok(Site::default()) } else { Site::assemble(&bytes("site.json")?, bytes) }
}
