//! What can be told by reading the tree: quick, and the same for everybody.

mod dependencies;
mod licences;
mod metadata;
mod modules;
mod words;

use anyhow::{Result, bail};

/// Reads everything, says all that is wrong, not only the first.
///
/// # Errors
/// How many faults were found.
pub(crate) fn tidy() -> Result<()> {
    let metadata = metadata::Metadata::read()?;
    let mut faults = licences::faults(&metadata);
    faults.extend(dependencies::faults(&metadata)?);
    faults.extend(modules::faults(&metadata)?);
    faults.extend(words::faults()?);
    for fault in &faults {
        eprintln!("  ✗ {fault}");
    }
    if !faults.is_empty() {
        bail!("the tree has {} faults", faults.len());
    }
    println!("  {} packages, all of allowed licences; modules, dependencies and words in order", metadata.packages.len());
    Ok(())
}
