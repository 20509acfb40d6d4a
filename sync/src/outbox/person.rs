//! What people do to the outbox: hand in, take back, offer again.

use super::{Blob, BlobState, Change, Item, Outbox, Output, Seal, State, Step, StoreOp};
use crate::journal::Entry;
use domain::digest::Sha256;
use domain::ids::CommandId;

impl Outbox {
    pub(super) fn seal(&mut self, step: &mut Step, seal: Seal) {
        let Seal { item, blobs, bytes, journal } = seal;
        let blobs: Vec<_> = blobs.into_iter().filter_map(|blob| self.to_be_written(blob)).collect();
        let mut ops = vec![StoreOp::AddSealed { id: item.id, bytes }, StoreOp::PutItem { item: Box::new(item.clone()), known: false }];
        ops.extend(blobs.iter().cloned().map(StoreOp::PutBlob));
        ops.extend(journal.map(|entry| StoreOp::AppendJournal(Box::new(entry))));
        let mut changes = vec![Change::Item(Box::new(item))];
        changes.extend(blobs.into_iter().map(Change::Blob));
        self.store(step, ops, changes);
    }

    /// A blob's row, unless one that knows more is there: another item may have sent the same picture already.
    fn to_be_written(&self, blob: Blob) -> Option<Blob> {
        let known = self.blobs.get(&blob.sha256).filter(|known| !self.is_leaving(known.sha256));
        match known {
            Some(known) if known.here || !blob.here => None,
            Some(known) => Some(Blob { here: true, ..known.clone() }),
            None => Some(blob),
        }
    }

    /// Whether its bytes are being deleted just now: whoever names it anew writes it anew.
    fn is_leaving(&self, sha256: Sha256) -> bool {
        self.pending.values().flatten().any(|change| matches!(change, Change::Gone(_, blobs) if blobs.contains(&sha256)))
    }

    pub(super) fn withdraw(&mut self, step: &mut Step, id: CommandId, journal: Vec<Entry>) {
        if !self.can_withdraw(id) {
            step.out.push(Output::TooLate { id });
            return;
        }
        let mut ops = vec![StoreOp::Withdraw { id }];
        ops.extend(journal.into_iter().map(|entry| StoreOp::AppendJournal(Box::new(entry))));
        self.store(step, ops, vec![Change::Gone(id, vec![])]);
    }

    /// Whether it was never offered to the server.
    #[must_use]
    pub fn can_withdraw(&self, id: CommandId) -> bool {
        self.items.get(&id).is_some_and(|item| !item.attempted && item.state == State::Sealed) && !self.busy_items().contains(&id)
    }

    /// The record if it was refused, and those of its photos that were.
    pub(super) fn offer_again(&mut self, step: &mut Step, id: CommandId) {
        let Some(item) = self.items.get(&id).cloned().filter(|item| !self.busy_items().contains(&item.id)) else { return };
        let busy = self.busy_blobs();
        let is_refused = |blob: &&Blob| blob.state == BlobState::Refused && !busy.contains(&blob.sha256);
        let refused: Vec<Blob> = self.blobs_of(&item).filter(is_refused).cloned().collect();
        for blob in refused {
            self.blob_pace.remove(&blob.sha256);
            self.put_blob(step, Blob { state: BlobState::Wanted, ..blob });
        }
        if matches!(item.state, State::Refused { .. }) {
            self.item_pace.remove(&id);
            self.put_item(step, Item { state: State::Sealed, ..item });
        }
    }
}
