//! Reads the machine's state as what is shown.

use super::{Blob, BlobState, Chip, Item, KEPT_DAYS, Now, Outbox, Request, Row, Session, State, Status, Summary};
use crate::hello::Epoch;
use crate::holdings::HeldRecord;
use domain::ids::{CommandId, UserId};
use domain::time::Timestamp;

impl Outbox {
    /// What to show now.
    #[must_use]
    pub fn summary(&self, now: Now) -> Summary {
        let me = self.session.user();
        let mut rows: Vec<Row> = self.items.values().filter(|item| Some(item.owner) == me).map(|item| self.row(item, now)).collect();
        rows.sort_by_key(|row| (row.sealed_at, row.id));
        let mut summary = Summary { chip: self.chip(&rows), rows, ..Summary::default() };
        for item in self.items.values().filter(|item| Some(item.owner) != me && !self.is_delivered(item)) {
            *summary.others.entry(item.owner).or_default() += 1;
        }
        summary
    }

    fn chip(&self, rows: &[Row]) -> Chip {
        let count = |is_counted: &dyn Fn(&Status) -> bool| {
            u32::try_from(rows.iter().filter(|row| is_counted(&row.status)).count()).unwrap_or(u32::MAX)
        };
        let is_waiting = |status: &Status| !status.needs_attention() && !status.is_delivered();
        Chip {
            is_loaded: self.is_loaded,
            link: self.link,
            sending: self.in_flight.values().any(|flight| matches!(flight.what, Request::Command { .. } | Request::Blob { .. })),
            waiting: count(&is_waiting),
            attention: count(&Status::needs_attention),
            delivered: count(&Status::is_delivered),
            oldest: rows.iter().filter(|row| !row.status.is_delivered()).map(|row| row.sealed_at).min(),
            is_stopped: self.stopped.is_some() && self.stopped == self.session.user(),
        }
    }

    fn row(&self, item: &Item, now: Now) -> Row {
        let count = |is_counted: &dyn Fn(&Blob) -> bool| {
            u32::try_from(self.blobs_of(item).filter(|blob| is_counted(blob)).count()).unwrap_or(u32::MAX)
        };
        Row {
            id: item.id,
            kind: item.kind.clone(),
            inspection: item.inspection,
            premises: item.premises,
            title: item.title.clone(),
            number: item.number.clone(),
            sealed_at: item.sealed_at,
            size_bytes: item.size_bytes + self.blobs_of(item).filter(|blob| blob.here).map(|blob| blob.size_bytes).sum::<u64>(),
            status: self.status(item, now),
            is_refused_for_good: matches!(item.state, State::Refused { repeats: true, .. }),
            blobs_sent: count(&|blob| blob.is_stored(self.epoch)),
            blobs: u32::try_from(item.blobs.len()).unwrap_or(u32::MAX),
            blobs_elsewhere: count(&|blob| !blob.here && !blob.is_stored(self.epoch)),
            can_withdraw: self.can_withdraw(item.id),
            quarantine: item.receipt().map(|receipt| receipt.quarantine.clone()).unwrap_or_default(),
        }
    }

    pub(super) fn status(&self, item: &Item, now: Now) -> Status {
        match &item.state {
            State::Corrupt => Status::Corrupt,
            State::Conflict => Status::Conflict,
            State::Refused { refusal, .. } => Status::Refused(refusal.clone()),
            _ if self.blobs_of(item).any(|blob| blob.state == BlobState::Corrupt) => Status::Corrupt,
            _ if self.is_delivered(item) => self.delivered_status(item, now),
            _ if self.blobs_of(item).any(|blob| blob.state == BlobState::Refused) => Status::PhotoRefused,
            _ if self.blocked.contains(&item.id) => Status::Blocked,
            _ if self.needs_update => Status::NeedsUpdate,
            _ if matches!(self.session, Session::Closed(_)) => Status::NeedsAuth,
            State::Acked { .. } if !item.is_acked(self.epoch) => Status::Rechecking,
            State::Acked { .. } => Status::Photos,
            State::Sealed => self.sealed_status(item, now),
        }
    }

    fn sealed_status(&self, item: &Item, now: Now) -> Status {
        let is_on_its_way = self.in_flight.values().any(|flight| matches!(&flight.what, Request::Command { id, .. } if *id == item.id));
        let wait_ms = self.item_pace.get(&item.id).map_or(0, |pace| pace.not_before_ms.saturating_sub(now.mono_ms));
        match wait_ms {
            _ if is_on_its_way => Status::Sending,
            0 => Status::Waiting,
            ms => Status::Retrying { in_seconds: u32::try_from(ms.div_ceil(1_000)).unwrap_or(u32::MAX) },
        }
    }

    /// The server of this epoch has the record and every picture.
    fn is_delivered(&self, item: &Item) -> bool {
        item.is_acked(self.epoch) && item.blobs.iter().all(|sha256| self.blobs.get(sha256).is_some_and(|blob| blob.is_stored(self.epoch)))
    }

    fn delivered_status(&self, item: &Item, now: Now) -> Status {
        let received_at = item.receipt().map_or(item.sealed_at, |receipt| receipt.received_at);
        self.verified_at(item, self.epoch).map_or(Status::Delivered { at: received_at }, |at| {
            let days = KEPT_DAYS - self.server_now(now).unwrap_or(at).seconds_since(received_at) / 86_400;
            Status::Verified { at, days_left: u32::try_from(days).unwrap_or(0) }
        })
    }

    /// When the last part of it was confirmed; none while a part is not.
    fn verified_at(&self, item: &Item, epoch: Option<Epoch>) -> Option<Timestamp> {
        let blobs = item.blobs.iter().map(|sha256| self.blobs.get(sha256).and_then(|blob| blob.confirmed_at(epoch)));
        let parts: Option<Vec<_>> = blobs.chain([item.confirmed_at(epoch)]).collect();
        parts?.into_iter().max()
    }

    /// Whether the server has the record and every picture, and a later reconcile said so.
    #[must_use]
    pub fn is_verified(&self, id: CommandId) -> bool {
        self.items.get(&id).is_some_and(|item| self.verified_at(item, self.epoch).is_some())
    }

    /// What the desk is told that this person's phone still holds: records without receipt, or with photos on their way.
    #[must_use]
    pub fn held(&self, owner: UserId) -> Vec<HeldRecord> {
        let held = |item: &Item| {
            let blobs_missing = self.blobs_of(item).filter(|blob| !blob.is_stored(self.epoch)).count();
            let record = HeldRecord {
                command: item.id,
                inspection: item.inspection?,
                premises: item.premises?,
                sealed_at: item.sealed_at,
                provisional_number: item.number.clone(),
                blobs_missing: u32::try_from(blobs_missing).unwrap_or(u32::MAX),
            };
            (!item.is_acked(self.epoch) || blobs_missing > 0).then_some(record)
        };
        self.items.values().filter(|item| item.owner == owner).filter_map(held).collect()
    }
}
