//! Where a piece of work is on its way from the draft to the empty phone: one name a stage, the main way and what lies beside it.

use super::{Now, Outbox, Status, VerifiedFor7Days};
use domain::ids::CommandId;
use std::collections::BTreeSet;

/// A stage. Those beside the main way are never an end: each is shown and says what helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// A journal that nobody has handed in; the outbox knows nothing of it.
    Draft,
    /// Handed in, durable on the phone.
    Sealed,
    /// Offered to the server just now.
    Sending,
    /// The server has the record; photos may be on their way.
    Acked,
    /// A later reconcile found record and photos there.
    Verified,
    /// Found there again after seven days: may leave the phone.
    Purgeable,
    /// Has left; its receipt stays. The outbox knows it no more.
    Purged,
    /// Waits for its owner to sign in.
    NeedsAuth,
    /// Waits for a newer build.
    NeedsUpdate,
    /// Waits for the phone's storage.
    Blocked,
    /// The server has other bytes under its id.
    Conflict,
    /// The record or a photo was not taken.
    Refused,
    /// Its bytes on the phone are damaged.
    Corrupt,
}

impl Stage {
    /// All of them, the main way first.
    pub const ALL: [Self; 13] = [
        Self::Draft,
        Self::Sealed,
        Self::Sending,
        Self::Acked,
        Self::Verified,
        Self::Purgeable,
        Self::Purged,
        Self::NeedsAuth,
        Self::NeedsUpdate,
        Self::Blocked,
        Self::Conflict,
        Self::Refused,
        Self::Corrupt,
    ];
}

impl Outbox {
    /// The stage of an item; none if it is not here.
    #[must_use]
    pub fn stage(&self, id: CommandId, now: Now) -> Option<Stage> {
        let item = self.item(id)?;
        Some(match self.status(item, now) {
            Status::Waiting | Status::Retrying { .. } => Stage::Sealed,
            Status::Sending => Stage::Sending,
            Status::Photos | Status::Delivered { .. } | Status::Rechecking => Stage::Acked,
            Status::Verified { .. } => match VerifiedFor7Days::of(item, &self.blobs, self.epoch, &BTreeSet::new()) {
                Some(_) => Stage::Purgeable,
                None => Stage::Verified,
            },
            Status::NeedsAuth => Stage::NeedsAuth,
            Status::NeedsUpdate => Stage::NeedsUpdate,
            Status::Blocked => Stage::Blocked,
            Status::Conflict => Stage::Conflict,
            Status::Refused(_) | Status::PhotoRefused => Stage::Refused,
            Status::Corrupt => Stage::Corrupt,
        })
    }
}
