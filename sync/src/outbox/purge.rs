//! The only way off the phone.

use super::{Blob, Item};
use crate::hello::Epoch;
use crate::receipt::Receipt;
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId};
use domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// How long everything stays after its receipt, in the server's days: longer than the span between two backups and the time it
/// takes to notice that one had to be restored.
pub const KEPT_DAYS: i64 = 7;

/// Proof that an item and all its blobs were confirmed by a reconcile of the present epoch, seven days or more after the receipt.
/// Only this module can make one, so nothing below it can be deleted.
#[derive(Debug, PartialEq, Eq)]
pub struct VerifiedFor7Days {
    id: CommandId,
    inspection: Option<InspectionId>,
    receipt: Receipt,
    blobs: Vec<Sha256>,
}

/// The server time from which on a confirmation counts for the purge.
pub(super) const fn purgeable_from(receipt: &Receipt) -> Timestamp {
    receipt.received_at.plus_days(KEPT_DAYS)
}

impl VerifiedFor7Days {
    /// The proof, if it holds. `in_use` are blobs that others still need: they stay.
    pub(super) fn of(item: &Item, blobs: &BTreeMap<Sha256, Blob>, epoch: Option<Epoch>, in_use: &BTreeSet<Sha256>) -> Option<Self> {
        let receipt = item.receipt()?;
        let from = purgeable_from(receipt);
        let command_holds = item.confirmed_at(epoch)? >= from;
        let blob_holds = |sha256: &Sha256| blobs.get(sha256).and_then(|blob| blob.confirmed_at(epoch)).is_some_and(|at| at >= from);
        if !command_holds || !item.blobs.iter().all(blob_holds) {
            return None;
        }
        let blobs = item.blobs.iter().filter(|sha256| !in_use.contains(sha256)).copied().collect();
        Some(Self { id: item.id, inspection: item.inspection, receipt: receipt.clone(), blobs })
    }

    /// The item that may go.
    #[must_use]
    pub const fn id(&self) -> CommandId {
        self.id
    }

    /// The visit whose journal goes with it, unless the next revision was begun in it.
    #[must_use]
    pub const fn inspection(&self) -> Option<InspectionId> {
        self.inspection
    }

    /// The receipt that stays.
    #[must_use]
    pub const fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// Blobs whose bytes may go with it.
    #[must_use]
    pub fn blobs(&self) -> &[Sha256] {
        &self.blobs
    }
}
