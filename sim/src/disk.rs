//! A phone's database: whole transactions or nothing, in the order in which they began. Rows are the JSON that a browser would hold.

use crate::feed;
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId};
use std::collections::{BTreeMap, BTreeSet};
use sync::hello::Epoch;
use sync::journal::{Draft, Entry};
use sync::outbox::{Blob, Item, StoreOp};

/// What is durable.
#[derive(Debug, Clone, Default)]
pub(crate) struct Disk {
    pub(crate) items: BTreeMap<CommandId, String>,
    pub(crate) sealed: BTreeMap<CommandId, Vec<u8>>,
    pub(crate) blob_rows: BTreeMap<Sha256, String>,
    pub(crate) blob_bytes: BTreeMap<Sha256, Vec<u8>>,
    pub(crate) journal: BTreeMap<(InspectionId, u64), String>,
    pub(crate) receipts: BTreeMap<CommandId, String>,
    pub(crate) epoch: Option<Epoch>,
    /// What was heard of the feed.
    pub(crate) feed: feed::Copy,
    /// With [`crate::bug::Bug::LockLeftBehind`]: that somebody sends.
    pub(crate) is_locked: bool,
    /// With [`crate::bug::Bug::ForbiddenSkipped`]: what is never offered again.
    pub(crate) skipped: BTreeSet<CommandId>,
}

/// A write that is the phone's own and not the outbox's.
#[derive(Debug)]
pub(crate) enum Write {
    Op(StoreOp),
    Entry(Entry),
    Bytes(Sha256, Vec<u8>),
}

impl Disk {
    /// Commits all of it, or nothing if a condition does not hold.
    pub(crate) fn commit(&mut self, writes: Vec<Write>) -> Result<(), ()> {
        if writes.iter().all(|write| self.is_allowed(write)) {
            writes.into_iter().for_each(|write| self.write(write));
            Ok(())
        } else {
            Err(())
        }
    }

    fn is_allowed(&self, write: &Write) -> bool {
        match write {
            Write::Entry(entry) => !self.journal.contains_key(&(entry.draft, entry.n)),
            Write::Op(StoreOp::AppendJournal(entry)) => !self.journal.contains_key(&(entry.draft, entry.n)),
            Write::Op(StoreOp::AddSealed { id, .. }) => !self.sealed.contains_key(id),
            Write::Op(StoreOp::PutItem { item, known }) => !known || self.items.contains_key(&item.id),
            Write::Op(StoreOp::Withdraw { id }) => self.item(*id).is_some_and(|item| !item.attempted),
            Write::Op(StoreOp::PutBlob(_) | StoreOp::Purge(_) | StoreOp::PutEpoch(_)) | Write::Bytes(..) => true,
        }
    }

    fn write(&mut self, write: Write) {
        match write {
            Write::Entry(entry) => self.append(&entry),
            Write::Bytes(sha256, bytes) => {
                self.blob_bytes.insert(sha256, bytes);
            }
            Write::Op(StoreOp::AppendJournal(entry)) => self.append(&entry),
            Write::Op(StoreOp::AddSealed { id, bytes }) => {
                self.sealed.insert(id, bytes);
            }
            Write::Op(StoreOp::PutItem { item, .. }) => {
                self.items.insert(item.id, json(&item));
            }
            Write::Op(StoreOp::PutBlob(blob)) => {
                self.blob_rows.insert(blob.sha256, json(&blob));
            }
            Write::Op(StoreOp::Withdraw { id }) => {
                self.items.remove(&id);
                self.sealed.remove(&id);
            }
            Write::Op(StoreOp::PutEpoch(epoch)) => self.epoch = Some(epoch),
            Write::Op(StoreOp::Purge(proof)) => {
                self.receipts.insert(proof.id(), json(proof.receipt()));
                self.items.remove(&proof.id());
                self.sealed.remove(&proof.id());
                for sha256 in proof.blobs() {
                    self.blob_rows.remove(sha256);
                    self.blob_bytes.remove(sha256);
                }
                if let Some(draft) =
                    proof.inspection().filter(|draft| self.draft(*draft).is_some_and(|draft| draft.sealed == Some(proof.id())))
                {
                    self.journal.retain(|(of, _), _| *of != draft);
                }
            }
        }
    }

    fn append(&mut self, entry: &Entry) {
        self.journal.insert((entry.draft, entry.n), json(entry));
    }

    pub(crate) fn item(&self, id: CommandId) -> Option<Item> {
        self.items.get(&id).map(|row| read(row))
    }

    pub(crate) fn all_items(&self) -> Vec<Item> {
        self.items.values().map(|row| read(row)).collect()
    }

    pub(crate) fn all_blobs(&self) -> Vec<Blob> {
        self.blob_rows.values().map(|row| read(row)).collect()
    }

    pub(crate) fn entries(&self, draft: InspectionId) -> Vec<Entry> {
        self.journal.range((draft, 0)..=(draft, u64::MAX)).map(|(_, row)| read(row)).collect()
    }

    pub(crate) fn draft(&self, draft: InspectionId) -> Option<Draft> {
        Draft::from_entries(&self.entries(draft))
    }

    pub(crate) fn drafts(&self) -> Vec<InspectionId> {
        let mut ids: Vec<_> = self.journal.keys().map(|(draft, _)| *draft).collect();
        ids.dedup();
        ids
    }
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("rows write")
}

fn read<T: serde::de::DeserializeOwned>(row: &str) -> T {
    serde_json::from_str(row).expect("rows read as they were written")
}
