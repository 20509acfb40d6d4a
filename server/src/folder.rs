//! Who works in the data folder: many may, but whoever replaces it must be alone.

use anyhow::{Context, Result, bail};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// The file that is locked. It says nothing by being there.
pub(crate) const LOCK: &str = "lock";

/// Held as long as somebody works there; the system lets go of it when the process ends, however it ends.
pub(crate) struct Held(#[expect(dead_code, reason = "held for its lock")] File);

/// One of many.
///
/// # Errors
/// If somebody replaces the data just now.
pub(crate) fn with_others(folder: &Path) -> Result<Held> {
    let file = open(folder)?;
    match file.try_lock_shared() {
        Ok(()) => Ok(Held(file)),
        Err(TryLockError::WouldBlock) => bail!("the data in {} is being restored just now", folder.display()),
        Err(TryLockError::Error(error)) => Err(error).context("the data folder cannot be locked"),
    }
}

/// Nobody else.
///
/// # Errors
/// If a server or another command works there.
pub(crate) fn alone(folder: &Path) -> Result<Held> {
    let file = open(folder)?;
    match file.try_lock() {
        Ok(()) => Ok(Held(file)),
        Err(TryLockError::WouldBlock) => bail!("a server or another command works with the data in {}: stop it first", folder.display()),
        Err(TryLockError::Error(error)) => Err(error).context("the data folder cannot be locked"),
    }
}

fn open(folder: &Path) -> Result<File> {
    std::fs::create_dir_all(folder)?;
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join(LOCK));
    file.with_context(|| format!("the data folder {} is not ours to write in", folder.display()))
}
