//! What the rest of the phone asks of the drafts. A database that does not answer is never taken for one without drafts: what they need
//! would be thrown away, and the desk told of an empty phone.

use super::super::StoreFault;
use super::{cushion, entries, everything};
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId, UserId};
use std::collections::BTreeSet;
use sync::holdings::HeldDraft;
use sync::journal::{self, Draft};

/// Lists that drafts have pinned.
///
/// # Errors
/// The database's: any list may then be one that a draft needs.
pub(in crate::phone) async fn pinned_lists() -> Result<BTreeSet<Sha256>, StoreFault> {
    let unsealed = everything().await?.into_values().map(|recovered| recovered.draft).filter(|draft| draft.sealed.is_none());
    Ok(unsealed.flat_map(|draft| draft.checklists.into_iter().map(|pin| pin.sha256)).collect())
}

/// What the desk is told of this person's drafts.
///
/// # Errors
/// The database's: then nothing is told.
pub(in crate::phone) async fn held(user: UserId) -> Result<Vec<HeldDraft>, StoreFault> {
    let drafts = everything().await?.into_values().map(|recovered| recovered.draft);
    let open = drafts.filter(|draft| draft.begin.by == user && draft.sealed.is_none());
    let held = |draft: Draft| HeldDraft { inspection: draft.id(), premises: draft.begin.premises, started_at: draft.begin.started_at };
    Ok(open.map(held).collect())
}

/// Blobs that the draft's journal names or has ever named.
///
/// # Errors
/// The database's.
pub(in crate::phone) async fn ever_named(draft: InspectionId) -> Result<BTreeSet<Sha256>, StoreFault> {
    let mut entries = entries(draft).await?;
    entries.extend(cushion::edits(Some(draft)));
    Ok(journal::ever_named(&entries))
}

/// Whether the draft's journal ends in this command, so that it may go with it.
///
/// # Errors
/// The database's.
pub(in crate::phone) async fn is_sealed_into(draft: InspectionId, command: CommandId) -> Result<bool, StoreFault> {
    let entries = entries(draft).await?;
    Ok(Draft::from_entries(&entries).is_some_and(|draft| draft.sealed == Some(command)))
}

/// The draft that was sealed into this command, if it is still here.
///
/// # Errors
/// The database's.
pub(in crate::phone) async fn sealed_into(command: CommandId) -> Result<Option<Draft>, StoreFault> {
    let drafts = everything().await?;
    Ok(drafts.into_values().map(|recovered| recovered.draft).find(|draft| draft.sealed == Some(command)))
}
