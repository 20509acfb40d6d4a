//! Half files that nobody finishes: what an upload has written beside its place when its server was killed, and what a phone has sent a
//! part of and was not heard of again.

use crate::StoreError;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// What stands in the name of a file that is being written, and in no blob's.
const SIGN: char = '#';
/// An upload that was not heard of for so long is none any more; no line is that slow.
const OVER_AFTER: Duration = Duration::from_secs(24 * 3_600);

/// Removes the half files beside blobs; says how many there were.
pub(crate) fn sweep(folder: &Path) -> Result<u64, StoreError> {
    sweep_all(folder, &|name| name.contains(SIGN))
}

/// Removes old files of such names in the folder and below; says how many there were. Another server may be sweeping too.
pub(super) fn sweep_all(folder: &Path, is_half: &dyn Fn(&str) -> bool) -> Result<u64, StoreError> {
    let mut removed = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            removed += sweep_all(&entry.path(), is_half)?;
        } else if is_half(&entry.file_name().to_string_lossy()) && is_over(&entry) {
            removed += u64::from(std::fs::remove_file(entry.path()).is_ok());
        }
    }
    Ok(removed)
}

/// By the file's own clock. What is gone meanwhile was finished or swept.
fn is_over(entry: &std::fs::DirEntry) -> bool {
    let modified = entry.metadata().and_then(|file| file.modified());
    modified.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > OVER_AFTER))
}
