//! `xunan backup` and `xunan restore`: everything in one file, a zip that any tool opens. What is in it is stored as it is, because
//! photos do not get smaller.
//!
//! The database is copied first, as it is at one moment, and the blobs after: a blob is on the disk before its row is, and is never
//! changed, so every blob that the copied rows name is among those that are copied.

mod restore;
mod write;

pub(crate) use restore::restore;
pub(crate) use write::write;

use serde::{Deserialize, Serialize};

/// What says that it is one of ours, and what of; the first entry.
const ABOUT: &str = "xunan-backup.json";
/// The database.
const DATABASE: &str = "xunan.db";
/// Before the hash of each blob.
const BLOBS: &str = "blobs/";
/// Before other files of the data folder: keys.
const OTHERS: &str = "files/";
/// The form of the file. A newer one is not read by an older program.
const FORM: u32 = 1;

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    form: u32,
    /// When it was begun, microseconds UTC.
    made_at: i64,
    /// The program that made it.
    version: String,
}
