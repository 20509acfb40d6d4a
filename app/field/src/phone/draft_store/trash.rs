//! The trash: a draft stays in it for 30 days, then everything goes that only it has named.

use super::super::db::{Op, Store, write};
use super::super::{StoreFault, clock, identity, photo, sending, sync_driver};
use super::{OpenFault, entries, everything, open, prefix};
use domain::command::What;
use domain::digest::Sha256;
use domain::ids::InspectionId;
use std::collections::BTreeSet;
use sync::journal::{Draft, Edit, Entry, Trashed, ever_named};

/// How long the trash keeps a draft.
pub const TRASH_DAYS: i64 = 30;

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

/// What has been in the trash for 30 days leaves it: the server is told, then the journal goes, with every picture that nobody else
/// names.
pub(in crate::phone) async fn empty_trash() {
    let Some(person) = identity::person() else { return };
    let until = clock::now().plus_days(-TRASH_DAYS);
    let drafts = everything().await.unwrap_or_default();
    let old = drafts.into_values().map(|recovered| recovered.draft).filter(|draft| {
        let is_old = draft.trashed.as_ref().is_some_and(|trashed| trashed.at < until);
        is_old && draft.sealed.is_none() && draft.begin.by == person.user.id
    });
    for draft in old {
        let _ = discard(&draft).await;
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
    let mut ops = vec![Op::DeleteAll(Store::Drafts, prefix(id))];
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
    use domain::time::Timestamp;

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
}
