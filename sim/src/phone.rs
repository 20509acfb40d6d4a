//! A phone: its disk, its localStorage, and the page that may die at any moment. The page is a thin driver around the real outbox
//! and the real journal, like the browser's.

use crate::disk::{Disk, Write};
use domain::ids::{CommandId, InspectionId, UserId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use sync::hello::Epoch;
use sync::journal::{Draft, Entry, recover};
use sync::outbox::{Outbox, Request, RequestNo, Stage, Summary, TransactionNo};
use sync::upload::Halves;

/// A phone.
#[derive(Debug, Default)]
pub(crate) struct Phone {
    pub(crate) disk: Disk,
    /// localStorage: entries that IndexedDB has not confirmed.
    pub(crate) cushion: BTreeMap<(InspectionId, u64), Entry>,
    /// Whose session the cookie is.
    pub(crate) cookie: Option<UserId>,
    /// How wrong its clock is.
    pub(crate) clock_off_ms: i64,
    /// Counts the lives of its page: what was meant for an earlier one does not arrive.
    pub(crate) life: u32,
    /// Provisional numbers given.
    pub(crate) numbers: u64,
    /// None while it is dead.
    pub(crate) page: Option<Page>,
    /// Names what the browser keeps of us: another after everything was thrown away.
    pub(crate) installation: u64,
    /// localStorage: records that were unsent when something was last written of them.
    pub(crate) unsent: Vec<(CommandId, InspectionId)>,
    /// Records of which this phone has said that they are gone.
    pub(crate) alarm: BTreeSet<CommandId>,
    /// What the database held some time ago: a damaged file may lose its end.
    pub(crate) earlier: Option<Box<Disk>>,
    /// What kills have taken from the cushion; localStorage may come back as it was.
    pub(crate) lost_cushion: Vec<Entry>,
    /// The first epoch it heard of, for a bug that never learns another.
    pub(crate) first_epoch: Option<Epoch>,
    /// Where each item was when last looked at, for the coverage.
    pub(crate) stages: BTreeMap<CommandId, Stage>,
}

/// What a kill forgets.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) outbox: Outbox,
    pub(crate) user: Option<UserId>,
    pub(crate) drafts: BTreeMap<InspectionId, Draft>,
    /// Edits made and not yet confirmed, by draft.
    pub(crate) unsaved: BTreeMap<InspectionId, Vec<Entry>>,
    /// Transactions in the order of their beginning.
    pub(crate) transactions: VecDeque<Transaction>,
    pub(crate) last_commit_ms: u64,
    pub(crate) requests: BTreeMap<RequestNo, Request>,
    /// Drafts whose sealing or taking back is on its way.
    pub(crate) sealing: BTreeSet<InspectionId>,
    pub(crate) summary: Summary,
    pub(crate) wake_at_ms: Option<u64>,
    pub(crate) halves: Halves,
    /// The connection to the database is dead; the next call opens another.
    pub(crate) is_handle_dead: bool,
    /// Commands that were offered in this life.
    pub(crate) offered: BTreeSet<CommandId>,
    /// A feed page is on its way.
    pub(crate) is_pulling: bool,
    /// What the desk was last told of.
    pub(crate) told: Option<Vec<CommandId>>,
}

/// A transaction on its way.
#[derive(Debug)]
pub(crate) struct Transaction {
    pub(crate) what: Wrote,
    pub(crate) writes: Vec<Write>,
}

/// Whom to tell when it is over.
#[derive(Debug, Clone)]
pub(crate) enum Wrote {
    Outbox(TransactionNo, Option<InspectionId>),
    Edits(InspectionId, Vec<Entry>),
    Photo(InspectionId, Box<domain::inspection::Photo>),
}

/// What a draft's opening brought, for the checkers.
pub(crate) fn open_drafts(disk: &Disk, cushion: &BTreeMap<(InspectionId, u64), Entry>) -> Vec<(Draft, Vec<Entry>)> {
    let mut ids = disk.drafts();
    ids.extend(cushion.keys().map(|(draft, _)| *draft));
    ids.sort();
    ids.dedup();
    let open = |id| {
        let cushion = cushion.range((id, 0)..=(id, u64::MAX)).map(|(_, entry)| entry.clone()).collect();
        recover(id, disk.entries(id), cushion).ok().map(|recovered| (recovered.draft, recovered.to_store))
    };
    ids.into_iter().filter_map(open).collect()
}
