//! Tells the server what this phone still holds, ids only, and notices when something that was held is gone.

use super::with;
use crate::phone::db::{Op, Store, decode, encode, is_new, read, write};
use crate::phone::net::{self, Body};
use crate::phone::{cushion, draft_store, identity, timer};
use domain::ids::UserId;
use futures::channel::oneshot;
use std::cell::Cell;
use std::collections::BTreeSet;
use sync::holdings::{HOLDINGS_MAX, HeldRecord, Holdings};
use sync::outbox::{Outbox, Session};

const LOST: &str = "lost";
/// Several changes are told together.
const GATHER_MS: u32 = 5_000;
const AGAIN_MS: u32 = 300_000;

thread_local! {
    static IS_NEWS: Cell<bool> = const { Cell::new(true) };
    static WAKE: Cell<Option<oneshot::Sender<()>>> = const { Cell::new(None) };
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
        cushion::remember_unsent(&unsent());
    }
}

fn unsent() -> Vec<HeldRecord> {
    let owners: BTreeSet<UserId> = with(|outbox| outbox.items().map(|item| item.owner).collect());
    owners.into_iter().flat_map(|owner| with(|outbox| outbox.held(owner))).collect()
}

/// What was unsent when an earlier visit ended, if the database does not know of that visit any more. Written down, so that the desk
/// hears of it when there is a network.
pub(super) async fn lost_at_start() -> Option<u32> {
    let unsent = cushion::unsent();
    if !is_new() || unsent.is_empty() {
        return None;
    }
    let _ = write(vec![Op::Put(Store::Meta, LOST.into(), encode(&unsent))]).await;
    u32::try_from(unsent.len()).ok()
}

/// For as long as the page lives.
pub(super) async fn run() {
    loop {
        let may_tell = with(may_tell);
        if may_tell && IS_NEWS.get() {
            timer::sleep(GATHER_MS).await;
            IS_NEWS.set(false);
            if tell().await {
                continue;
            }
            IS_NEWS.set(true);
        }
        let (wake, woken) = oneshot::channel();
        WAKE.set(Some(wake));
        let _ = timer::within(AGAIN_MS, woken).await;
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
    let lost: Vec<HeldRecord> = lost.as_ref().and_then(decode).unwrap_or_default();
    let mut holdings = Holdings { device: identity::device().0, build: build(), drafts, records: with(|outbox| outbox.held(user)), lost };
    holdings.drafts.truncate(HOLDINGS_MAX);
    holdings.records.truncate(HOLDINGS_MAX);
    let body = Body::Json(serde_json::to_vec(&holdings).unwrap_or_default());
    let Ok(got) = net::ask("PUT", "holdings", Some(body), net::SMALL_LIMIT_MS).await else { return false };
    let is_told = got.answer().is_ours && (200..300).contains(&got.answer().status);
    if is_told && !holdings.lost.is_empty() {
        let _ = write(vec![Op::Delete(Store::Meta, LOST.into())]).await;
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
    use domain::time::Timestamp;
    use sync::outbox::{Input, Now};

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
