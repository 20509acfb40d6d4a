//! A file as it came, on its way to become a picture. It outlives a page that dies meanwhile.

use super::super::db::{Op, Store, StoreFault, encode, kept, keys, read, write};
use super::clock;
use domain::ids::InspectionId;
use domain::time::Timestamp;
use js_sys::ArrayBuffer;
use serde::{Deserialize, Serialize};
use sync::journal::Camera;
use wasm_bindgen::JsCast;

/// Before keys of both stores: the bytes, and what they are.
const RAW: &str = "raw/";

/// So often the worker may fail at a file before that is kept as it came: a picture that kills every worker must not hold the visit up
/// for ever.
const TRIES_MAX: u8 = 3;

/// What is known of the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Raw {
    key: String,
    pub(super) camera: Camera,
    pub(super) taken_at: Timestamp,
    pub(super) from_album: bool,
    pub(super) media_type: String,
    /// Times that the worker failed at it, which says nothing about the picture.
    #[serde(default)]
    failed: u8,
}

impl Raw {
    pub(super) fn new(draft: InspectionId, camera: Camera, taken_at: Timestamp, from_album: bool, media_type: String) -> Self {
        let media_type = if media_type.is_empty() { "application/octet-stream".to_owned() } else { media_type };
        Self { key: format!("{RAW}{draft}/{}", clock::new_id()), camera, taken_at, from_album, media_type, failed: 0 }
    }

    /// Durable from here on.
    pub(super) async fn store(&self, bytes: &ArrayBuffer) -> Result<(), StoreFault> {
        write(vec![Op::Put(Store::Blobs, self.key.clone(), bytes.clone().into()), Op::Put(Store::Meta, self.key.clone(), encode(self))])
            .await
    }

    /// The worker failed at it once more. False: that was the last time, it is to be kept as it came.
    pub(super) async fn waits(&mut self) -> bool {
        self.failed = self.failed.saturating_add(1);
        let _ = write(vec![Op::Put(Store::Meta, self.key.clone(), encode(self))]).await;
        self.failed < TRIES_MAX
    }

    pub(super) fn removal(&self) -> Vec<Op> {
        vec![Op::Delete(Store::Blobs, self.key.clone()), Op::Delete(Store::Meta, self.key.clone())]
    }
}

/// Everything that is on its way into this draft.
pub(super) fn removal_of(draft: InspectionId) -> [Op; 2] {
    let keys = format!("{RAW}{draft}/");
    [Op::DeleteAll(Store::Blobs, keys.clone()), Op::DeleteAll(Store::Meta, keys)]
}

/// Whether anything is.
pub(super) async fn is_any(draft: InspectionId) -> Result<bool, StoreFault> {
    Ok(!keys(Store::Meta, &format!("{RAW}{draft}/")).await?.is_empty())
}

/// What was on its way into this draft when the page died.
pub(super) async fn of(draft: InspectionId) -> Vec<(Raw, ArrayBuffer)> {
    let mut found = vec![];
    for (key, raw) in kept::<Raw>(Store::Meta, &format!("{RAW}{draft}/")).await.unwrap_or_default() {
        let bytes = read(Store::Blobs, &key).await.ok().flatten().and_then(|bytes| bytes.dyn_into().ok());
        found.extend(bytes.map(|bytes| (raw, bytes)));
    }
    found
}
