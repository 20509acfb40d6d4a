//! The trash: a draft stays in it for 30 days of the server, then everything goes that only it has named. Until the server's time is known
//! nothing goes.

use super::super::db::{Op, Store, encode, kept_one, write};
use super::super::{StoreFault, clock, identity, photo, sending, sync_driver};
use super::{OpenFault, entries, everything, open, prefix};
use domain::command::What;
use domain::digest::Sha256;
use domain::ids::InspectionId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use sync::journal::{Draft, Edit, Entry, Trashed, ever_named};

/// How long the trash keeps a draft.
pub const TRASH_DAYS: i64 = 30;
const DAY_S: i64 = 86_400;
const MET: &str = "trash/";

/// Puts a draft into the trash for 30 days. `reason` is needed if anything was answered or taken.
///
/// # Errors
/// The database's.
pub async fn trash(id: InspectionId, reason: Option<String>) -> Result<(), StoreFault> {
    put_trash(id, Some(Trashed { at: clock::now(), reason })).await
}

/// Takes it out again.
///
/// # Errors
/// The database's.
pub async fn restore(id: InspectionId) -> Result<(), StoreFault> {
    put_trash(id, None).await
}

async fn put_trash(id: InspectionId, trashed: Option<Trashed>) -> Result<(), StoreFault> {
    let draft = super::open(id).await.map_err(|fault| if let OpenFault::Store(fault) = fault { fault } else { StoreFault::Broken })?;
    draft.edit_durably(Edit::Trash { trashed }).await?;
    sync_driver::drafts_changed();
    Ok(())
}

/// When the server's clock first met a draft in the trash. The phone's own clock counts no days: one that runs a month ahead would empty
/// the trash for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Met {
    /// When it was thrown away, by the phone's clock: another throwing away is another stay.
    trashed_at: Timestamp,
    /// Server time.
    met_at: Timestamp,
}

/// What the trash does with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stay {
    /// Its days begin: to be written down.
    Begins(Met),
    /// So many days are left.
    Goes { on_in_days: i64 },
    /// They are over.
    Ends,
}

impl Stay {
    fn of(trashed_at: Timestamp, met: Option<Met>, server_now: Timestamp) -> Self {
        match met.filter(|met| met.trashed_at == trashed_at) {
            None => Self::Begins(Met { trashed_at, met_at: server_now }),
            Some(met) => match TRASH_DAYS - server_now.seconds_since(met.met_at) / DAY_S {
                days @ 1.. => Self::Goes { on_in_days: days.min(TRASH_DAYS) },
                _ => Self::Ends,
            },
        }
    }
}

fn key_of(draft: InspectionId) -> String {
    format!("{MET}{draft}")
}

async fn met(draft: InspectionId) -> Result<Option<Met>, StoreFault> {
    kept_one(Store::Meta, &key_of(draft)).await
}

/// How many days a draft that was thrown away then stays; none while the server's time is not known.
pub(super) async fn days_left(draft: InspectionId, trashed_at: Timestamp) -> Result<Option<i64>, StoreFault> {
    let Some(now) = sync_driver::server_now() else { return Ok(None) };
    Ok(Some(match Stay::of(trashed_at, met(draft).await?, now) {
        Stay::Begins(_) => TRASH_DAYS,
        Stay::Goes { on_in_days } => on_in_days,
        Stay::Ends => 0,
    }))
}

/// What has been in the trash for 30 days of the server leaves it: the server is told, then the journal goes, with every picture that
/// nobody else names.
pub(in crate::phone) async fn empty_trash(server_now: Timestamp) {
    let Some(person) = identity::person() else { return };
    let Ok(drafts) = everything().await else { return };
    let mine = drafts.into_values().map(|recovered| recovered.draft).filter(|draft| draft.begin.by == person.user.id);
    for draft in mine.filter(|draft| draft.sealed.is_none()) {
        let Some(trashed_at) = draft.trashed.as_ref().map(|trashed| trashed.at) else { continue };
        let Ok(met) = met(draft.id()).await else { continue };
        // Whatever fails here is done at the next start.
        let _ = match Stay::of(trashed_at, met, server_now) {
            Stay::Begins(met) => write(vec![Op::Put(Store::Meta, key_of(draft.id()), encode(&met))]).await,
            Stay::Goes { .. } => Ok(()),
            Stay::Ends => discard(&draft).await,
        };
    }
}

async fn discard(draft: &Draft) -> Result<(), StoreFault> {
    let premises = draft.begin.premises;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let reason = draft.trashed.as_ref().and_then(|trashed| trashed.reason.clone());
    // A return stays a return: throwing its mending away tells the server nothing new.
    if draft.begin.mends.is_none() {
        let what = What::DiscardDraft {
            inspection: draft.id(),
            premises,
            answers: count(draft.answers.len()),
            photos: count(draft.photos.len()),
            reason,
        };
        sending::issue(what, draft.begin.snapshot.community, draft.begin.role, None, draft.begin.snapshot.name.clone()).await?;
    }
    let id = draft.id();
    let entries = entries(id).await?;
    let drafts = everything().await?;
    let others = drafts.into_values().map(|recovered| recovered.draft).filter(|other| other.id() != id);
    let in_use = others.flat_map(|other| other.blobs().collect::<Vec<_>>()).chain(sync_driver::with(|outbox| outbox.named_blobs()));
    let mut ops = vec![Op::DeleteAll(Store::Drafts, prefix(id)), Op::Delete(Store::Meta, key_of(id))];
    ops.extend(photo::removal_of_unfinished(id));
    for sha256 in only_here(&entries, &in_use.collect()) {
        ops.extend([Op::Delete(Store::Blobs, sha256.to_string()), Op::Delete(Store::Thumbs, sha256.to_string())]);
    }
    write(ops).await?;
    open::unpin(id);
    Ok(())
}

/// What a journal has named, now or ever, and nobody else names.
fn only_here(entries: &[Entry], in_use: &BTreeSet<Sha256>) -> BTreeSet<Sha256> {
    &ever_named(entries) - in_use
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_another_draft_or_an_unsent_record_names_stays() {
        let [mine, removed, shared] = [b"mine", b"gone", b"ours"].map(|name| Sha256::of(name));
        let entry = |n: u64, sha256: Sha256| Entry {
            draft: InspectionId(uuid::Uuid::nil()),
            n,
            at: Timestamp(1),
            // Taken away again: its bytes are still here.
            edit: Edit::Photo { sha256, photo: None },
        };
        let entries = [entry(1, mine), entry(2, removed), entry(3, shared)];
        assert_eq!(only_here(&entries, &[shared].into()), [mine, removed].into());
    }
    #[test]
    fn a_clock_a_month_ahead_empties_no_trash() {
        let server = Timestamp::from_millis(1_772_300_000_000);
        for phone_is_off_by in [-400, -31, 0, 31, 400] {
            let trashed_at = server.plus_days(phone_is_off_by);
            let Stay::Begins(met) = Stay::of(trashed_at, None, server) else { panic!("nothing goes that the server's clock has not met") };
            let after = |days: i64| Stay::of(trashed_at, Some(met), server.plus_days(days));
            assert_eq!(after(0), Stay::Goes { on_in_days: 30 });
            assert_eq!(after(29), Stay::Goes { on_in_days: 1 });
            assert_eq!(after(30), Stay::Ends);
            assert_eq!(after(-400), Stay::Goes { on_in_days: 30 }, "a server that was put back keeps it longer");
        }
    }

    #[test]
    fn what_is_thrown_away_anew_stays_anew() {
        let first = Met { trashed_at: Timestamp(1), met_at: Timestamp(1) };
        let now = Timestamp(1).plus_days(40);
        assert_eq!(Stay::of(Timestamp(2), Some(first), now), Stay::Begins(Met { trashed_at: Timestamp(2), met_at: now }));
    }
}
