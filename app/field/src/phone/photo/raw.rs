//! A file as it came, on its way to become a picture. It outlives a page that dies meanwhile: its row stays until the draft's entry that
//! names the picture is durable.

use super::super::db::{Op, Store, StoreFault, encode, kept, keys, read, write};
use super::clock;
use domain::ids::InspectionId;
use domain::inspection::Photo;
use domain::time::Timestamp;
use js_sys::ArrayBuffer;
use serde::{Deserialize, Serialize};
use sync::journal::Camera;
use wasm_bindgen::{JsCast, JsValue};

/// Before keys of both stores: the bytes, and what they are.
const RAW: &str = "raw/";

/// So often the worker may fail at a file before that is kept as it came: a picture that kills every worker must not hold the visit up
/// for ever.
const TRIES_MAX: u8 = 3;
/// So often the database may fail at nothing but these bytes before they are given up: some browsers fail once after a start.
const READS_MAX: u8 = 3;

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
    /// Times that its bytes could not be read although the database answers.
    #[serde(default)]
    unread: u8,
    /// The picture that was made of it. Its bytes are stored and the file's are gone; what may be missing is the draft's entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    made: Option<Box<Photo>>,
}

/// The file's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bytes<B> {
    Here(B),
    /// There are none, or they are none that we have written.
    Gone,
    /// The database answers, but not with these.
    Unreadable,
}

/// What is left to be done with a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Left<B> {
    /// Make the picture of it.
    Make(B),
    /// Write the picture into the draft: the page died in between.
    Enter(Box<Photo>),
    /// Only the row: the draft has named the picture.
    Nothing,
    /// Look at it another time.
    Wait,
    /// There is nothing to make a picture of: it is set aside, and said.
    GiveUp,
}

impl Raw {
    pub(super) fn new(draft: InspectionId, camera: Camera, taken_at: Timestamp, from_album: bool, media_type: String) -> Self {
        let media_type = if media_type.is_empty() { "application/octet-stream".to_owned() } else { media_type };
        let key = format!("{}{}", prefix(draft), clock::new_id());
        Self { key, camera, taken_at, from_album, media_type, failed: 0, unread: 0, made: None }
    }

    /// Durable from here on.
    pub(super) async fn store(&self, bytes: &ArrayBuffer) -> Result<(), StoreFault> {
        write(vec![Op::Put(Store::Blobs, self.key.clone(), bytes.clone().into()), self.row()]).await
    }

    fn row(&self) -> Op {
        Op::Put(Store::Meta, self.key.clone(), encode(self))
    }

    /// Its bytes.
    ///
    /// # Errors
    /// The database does not answer at all, which says nothing about them.
    pub(super) async fn bytes(&self) -> Result<Bytes<ArrayBuffer>, StoreFault> {
        match read(Store::Blobs, &self.key).await {
            Ok(found) => Ok(found.and_then(|bytes| bytes.dyn_into().ok()).map_or(Bytes::Gone, Bytes::Here)),
            // Large values lie in files of their own: these may be damaged while the rest reads.
            Err(StoreFault::Broken) => read(Store::Meta, &self.key).await.map(|_| Bytes::Unreadable),
            Err(fault) => Err(fault),
        }
    }

    /// What is left to be done. `is_named`: the draft's journal has ever named this picture, so that one which was put aside since does
    /// not come back.
    pub(super) fn left<B>(&self, bytes: Bytes<B>, is_named: impl FnOnce(&Photo) -> bool) -> Left<B> {
        match (&self.made, bytes) {
            (Some(photo), _) if is_named(photo) => Left::Nothing,
            (Some(photo), _) => Left::Enter(photo.clone()),
            (None, Bytes::Here(bytes)) => Left::Make(bytes),
            (None, Bytes::Gone) => Left::GiveUp,
            (None, Bytes::Unreadable) if self.unread + 1 < READS_MAX => Left::Wait,
            (None, Bytes::Unreadable) => Left::GiveUp,
        }
    }

    /// The worker failed at it once more. False: that was the last time, it is to be kept as it came.
    pub(super) async fn waits(&mut self) -> bool {
        self.failed = self.failed.saturating_add(1);
        let _ = write(vec![self.row()]).await;
        self.failed < TRIES_MAX
    }

    /// Its bytes could not be read once more.
    pub(super) async fn was_not_read(&mut self) {
        self.unread = self.unread.saturating_add(1);
        let _ = write(vec![self.row()]).await;
    }

    /// This picture was made of it: to be written with the picture's bytes.
    pub(super) fn becomes(&mut self, photo: &Photo) -> [Op; 2] {
        self.made = Some(Box::new(photo.clone()));
        [Op::Delete(Store::Blobs, self.key.clone()), self.row()]
    }

    pub(super) fn removal(&self) -> Vec<Op> {
        vec![Op::Delete(Store::Blobs, self.key.clone()), Op::Delete(Store::Meta, self.key.clone())]
    }

    /// Puts it where it holds nothing up. What bytes there are go along; those that can't be read stay where they lie.
    pub(super) async fn set_aside(&self) -> Result<(), StoreFault> {
        let mut ops =
            vec![Op::Put(Store::Quarantine, aside(Store::Meta, &self.key), encode(self)), Op::Delete(Store::Meta, self.key.clone())];
        if let Ok(Some(bytes)) = read(Store::Blobs, &self.key).await {
            ops.extend([Op::Put(Store::Quarantine, aside(Store::Blobs, &self.key), bytes), Op::Delete(Store::Blobs, self.key.clone())]);
        }
        write(ops).await
    }
}

fn prefix(draft: InspectionId) -> String {
    format!("{RAW}{draft}/")
}

fn aside(store: Store, key: &str) -> String {
    format!("{}/{key}", store.name())
}

/// Everything that is on its way into this draft.
pub(super) fn removal_of(draft: InspectionId) -> [Op; 2] {
    [Op::DeleteAll(Store::Blobs, prefix(draft)), Op::DeleteAll(Store::Meta, prefix(draft))]
}

/// Whether anything is.
pub(super) async fn is_any(draft: InspectionId) -> Result<bool, StoreFault> {
    Ok(!keys(Store::Meta, &prefix(draft)).await?.is_empty())
}

/// What was on its way into this draft when the page died.
pub(super) async fn of(draft: InspectionId) -> Result<Vec<Raw>, StoreFault> {
    Ok(kept(Store::Meta, &prefix(draft)).await?.into_iter().map(|(_, raw)| raw).collect())
}

/// Bytes whose row was damaged: nobody knows what they show. They are set aside; says how many there were.
pub(super) async fn set_nameless_aside(draft: InspectionId) -> Result<usize, StoreFault> {
    let bytes = keys(Store::Blobs, &prefix(draft)).await?;
    let named = keys(Store::Meta, &prefix(draft)).await?;
    let mut count = 0;
    for key in bytes.into_iter().filter(|key| !named.contains(key)) {
        let Ok(Some(value)) = read(Store::Blobs, &key).await else { continue };
        // One that has become a picture meanwhile lost row and bytes by that.
        let ops = vec![
            Op::Require(Store::Meta, key.clone(), Box::new(|row: Option<JsValue>| row.is_none())),
            Op::Require(Store::Blobs, key.clone(), Box::new(|bytes: Option<JsValue>| bytes.is_some())),
            Op::Put(Store::Quarantine, aside(Store::Blobs, &key), value),
            Op::Delete(Store::Blobs, key),
        ];
        count += usize::from(write(ops).await.is_ok());
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::digest::Sha256;
    use domain::inspection::PhotoOf;
    use domain::position::{Located, NoPosition};

    fn raw() -> Raw {
        Raw {
            key: "raw/visit/1".into(),
            camera: Camera { of: PhotoOf::Item, at: None, finding: None },
            taken_at: Timestamp(1),
            from_album: false,
            media_type: "image/jpeg".into(),
            failed: 0,
            unread: 0,
            made: None,
        }
    }

    fn photo() -> Photo {
        Photo {
            sha256: Sha256::of(b"picture"),
            size_bytes: 7,
            media_type: "image/jpeg".into(),
            original_sha256: None,
            taken_at: Timestamp(1),
            position: Located::Without(NoPosition::Timeout),
            from_album: false,
            undecodable: false,
            of: PhotoOf::Item,
            at: None,
        }
    }

    #[test]
    fn a_page_that_dies_between_picture_and_entry_leaves_no_orphan() {
        let made = Raw { made: Some(Box::new(photo())), ..raw() };
        // The file's bytes went when the picture's came.
        assert_eq!(made.left(Bytes::<()>::Gone, |_| false), Left::Enter(Box::new(photo())));
        assert_eq!(
            made.left(Bytes::<()>::Gone, |named| named.sha256 == photo().sha256),
            Left::Nothing,
            "the second time nothing is doubled"
        );
    }

    #[test]
    fn bytes_that_cannot_be_read_hold_nobody_up_for_ever() {
        assert_eq!(raw().left(Bytes::Here(7), |_| false), Left::Make(7));
        assert_eq!(raw().left(Bytes::<()>::Gone, |_| false), Left::GiveUp);
        let after = |unread: u8| Raw { unread, ..raw() }.left(Bytes::<()>::Unreadable, |_| false);
        assert_eq!([after(0), after(READS_MAX - 2), after(READS_MAX - 1)], [Left::Wait, Left::Wait, Left::GiveUp]);
    }

    #[test]
    fn what_an_earlier_version_stored_reads() {
        let camera = serde_json::to_string(&raw().camera).unwrap();
        let row = format!(
            r#"{{"key":"raw/visit/1","camera":{camera},"taken_at":{},"from_album":true,"media_type":"image/heic"}}"#,
            serde_json::to_string(&Timestamp(1)).unwrap()
        );
        let raw: Raw = serde_json::from_str(&row).expect("reads");
        assert_eq!(raw.left(Bytes::Here(7), |_| true), Left::Make(7));
    }
}
