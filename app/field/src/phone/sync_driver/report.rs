//! Tells the server what this phone still holds, ids only, and notices when something that was held is gone.

use super::with;
use crate::phone::db::{Op, Store, decode, encode, keys, read, write};
use crate::phone::net::{self, Body};
use crate::phone::{cushion, draft_store, identity, timer};
use domain::ids::UserId;
use futures::channel::oneshot;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use sync::holdings::{HOLDINGS_MAX, HeldRecord, Holdings};
use sync::outbox::{Outbox, Session};

const LOST: &str = "lost";
/// Several changes are told together.
const GATHER_MS: u32 = 5_000;
const AGAIN_MS: u32 = 300_000;
/// The first pause after a telling that came to nothing; each further one is twice as long, up to [`AGAIN_MS`].
const FAILED_AGAIN_MS: u32 = 5_000;

thread_local! {
    static IS_NEWS: Cell<bool> = const { Cell::new(true) };
    static WAKE: Cell<Option<oneshot::Sender<()>>> = const { Cell::new(None) };
    /// Lost, found out by this page and not told yet. A damaged database may not take or give the row that says it.
    static UNTOLD: RefCell<Vec<HeldRecord>> = const { RefCell::new(vec![]) };
}

/// There is something to tell.
pub(super) fn something_changed() {
    IS_NEWS.set(true);
    if let Some(wake) = WAKE.take() {
        let _ = wake.send(());
    }
}

/// Writes beside the database what is unsent, if that is known: a database that was not read would leave an empty list, and with that
/// the one trace of what an evicted one held would be gone.
pub(super) fn remember_unsent() {
    if with(Outbox::is_loaded) {
        let mut records = unsent();
        // Counted until the desk has heard: a page that dies before is followed by one that misses them again.
        UNTOLD.with_borrow(|untold| add(&mut records, untold));
        cushion::remember_unsent(&records);
    }
}

/// Adds those that are not among them.
fn add(records: &mut Vec<HeldRecord>, more: &[HeldRecord]) {
    for one in more {
        if !records.iter().any(|known| known.command == one.command) {
            records.push(one.clone());
        }
    }
}

fn unsent() -> Vec<HeldRecord> {
    let owners: BTreeSet<UserId> = with(|outbox| outbox.items().map(|item| item.owner).collect());
    owners.into_iter().flat_map(|owner| with(|outbox| outbox.held(owner))).collect()
}

/// What was unsent when an earlier visit ended and is nowhere in the database any more: a browser may throw all of it away, or lose the
/// end of it with a damaged file. Written down, so that the desk hears of it when there is a network. A database that can't be read says
/// nothing of what is in it.
pub(super) async fn lost_at_start() -> Vec<HeldRecord> {
    let unsent = cushion::unsent();
    if unsent.is_empty() {
        return vec![];
    }
    let (Ok(items), Ok(receipts), Ok(drafts)) =
        (keys(Store::Outbox, "").await, keys(Store::Receipts, "").await, keys(Store::Drafts, "").await)
    else {
        return vec![];
    };
    let lost = gone(unsent, &items, &receipts, &drafts);
    if !lost.is_empty() {
        UNTOLD.with_borrow_mut(|untold| add(untold, &lost));
        let known = read(Store::Meta, LOST).await.ok().flatten();
        let mut all: Vec<HeldRecord> = known.as_ref().and_then(decode).unwrap_or_default();
        add(&mut all, &lost);
        let _ = write(vec![Op::Put(Store::Meta, LOST.into(), encode(&all))]).await;
    }
    lost
}

/// Those that neither lie in the outbox nor have left it rightly. What was taken back, or lost only its last step, is a draft again.
fn gone(unsent: Vec<HeldRecord>, items: &[String], receipts: &[String], drafts: &[String]) -> Vec<HeldRecord> {
    let is_there = |record: &HeldRecord| {
        let (command, visit) = (record.command.to_string(), format!("{}/", record.inspection));
        let is_item = items.iter().any(|key| key.ends_with(&command));
        is_item || receipts.contains(&command) || drafts.iter().any(|key| key.starts_with(&visit))
    };
    unsent.into_iter().filter(|record| !is_there(record)).collect()
}

/// For as long as the page lives.
pub(super) async fn run() {
    let mut pause_ms = FAILED_AGAIN_MS;
    loop {
        let mut has_failed = false;
        let may_tell = with(may_tell);
        if may_tell && IS_NEWS.get() {
            timer::sleep(GATHER_MS).await;
            IS_NEWS.set(false);
            if tell().await {
                pause_ms = FAILED_AGAIN_MS;
                continue;
            }
            IS_NEWS.set(true);
            has_failed = true;
        }
        let (wake, woken) = oneshot::channel();
        WAKE.set(Some(wake));
        let _ = timer::within(if has_failed { pause_ms } else { AGAIN_MS }, woken).await;
        if has_failed {
            pause_ms = (pause_ms * 2).min(AGAIN_MS);
        }
    }
}

/// Whether this tab tells. Before everything was read it would tell the desk of an empty phone.
fn may_tell(outbox: &Outbox) -> bool {
    outbox.is_sender() && outbox.is_loaded() && matches!(outbox.session(), Session::Open(_))
}

async fn tell() -> bool {
    let Some(person) = identity::person() else { return true };
    let user = person.user.id;
    let (lost, drafts) = match (read(Store::Meta, LOST).await, draft_store::held(user).await) {
        (Ok(lost), Ok(drafts)) if with(may_tell) => (lost, drafts),
        // Nothing is told of what was not read.
        _ => return false,
    };
    let mut lost: Vec<HeldRecord> = lost.as_ref().and_then(decode).unwrap_or_default();
    UNTOLD.with_borrow(|untold| add(&mut lost, untold));
    let mut holdings = Holdings { device: identity::device().0, build: build(), drafts, records: with(|outbox| outbox.held(user)), lost };
    holdings.drafts.truncate(HOLDINGS_MAX);
    holdings.records.truncate(HOLDINGS_MAX);
    let body = Body::Json(serde_json::to_vec(&holdings).unwrap_or_default());
    let Ok(got) = net::ask("PUT", "holdings", Some(body), net::SMALL_LIMIT_MS).await else { return false };
    let is_told = got.answer().is_ours && (200..300).contains(&got.answer().status);
    if is_told && !holdings.lost.is_empty() {
        let _ = write(vec![Op::Delete(Store::Meta, LOST.into())]).await;
        UNTOLD.with_borrow_mut(|untold| untold.retain(|one| !holdings.lost.iter().any(|told| told.command == one.command)));
        remember_unsent();
    }
    is_told
}

/// The build that the shell names.
fn build() -> String {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    root.and_then(|root| root.get_attribute("data-build")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{CommandId, InspectionId, PremisesId};
    use domain::time::Timestamp;
    use sync::outbox::{Input, Now};

    #[test]
    fn what_localstorage_counts_and_the_database_does_not_hold_is_lost() {
        let id = |n: u128| uuid::Uuid::from_u128(n);
        let record = |n: u128| HeldRecord {
            command: CommandId(id(n)),
            inspection: InspectionId(id(100 + n)),
            premises: PremisesId(id(7)),
            sealed_at: Timestamp(0),
            provisional_number: format!("7F3A-{n}"),
            blobs_missing: 0,
        };
        let (items, receipts, drafts) = ([format!("item/{}", id(1))], [id(2).to_string()], [format!("{}/000000000001", id(103))]);
        let lost = gone((1..=4).map(record).collect(), &items, &receipts, &drafts);
        assert_eq!(lost, [record(4)], "there, delivered, a draft again, and gone");
    }

    #[test]
    fn a_phone_that_was_not_read_tells_the_desk_nothing() {
        let mut outbox = Outbox::default();
        let mut step = |input: Input| {
            let _ = outbox.step(Now { mono_ms: 0, wall: Timestamp(0) }, 0, input);
            may_tell(&outbox)
        };
        assert!(!step(Input::NotLoaded) && !step(Input::BecameSender) && !step(Input::SignedIn { user: UserId::SYSTEM }));
        assert!(step(Input::Loaded { items: vec![], blobs: vec![], epoch: None }));
        assert!(!step(Input::NotLoaded), "nor if it can't be read any more");
    }
}
