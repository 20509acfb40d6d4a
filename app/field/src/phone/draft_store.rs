//! Drafts: begun, opened, changed, thrown away. Every edit is one journal entry, durable before 已存本机 is shown.

mod asked;
mod card;
mod mend;
mod open;
mod trash;

use super::db::{Op, Store, decode, encode, kept, write};
use super::{StoreFault, clock, cushion, identity, photo, sync_driver};
use domain::ids::{InspectionId, UserId};
use domain::inspection::{Access, ChecklistPin, Nature, PremisesSnapshot, VisitKind};
use domain::time::Timestamp;
use domain::user::Role;
use leptos::prelude::ArcReadSignal;
use std::collections::{BTreeMap, BTreeSet};
use sync::feed::PremisesRow;
use sync::journal::{Begin, Draft, Edit, Entry, Found, Recovered, recover};

pub(super) use asked::{ever_named, held, is_sealed_into, pinned_lists, sealed_into};
pub use card::DraftCard;
pub use mend::mend;
pub(super) use trash::empty_trash;
pub use trash::{TRASH_DAYS, restore, trash};

/// Whether what was tapped is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// `draft.saving`
    Saving,
    /// `draft.saved`, with when.
    At(Timestamp),
    /// `draft.unsaved`: tried again by itself; the cushion has it meanwhile.
    NotYet(StoreFault),
    /// `draft.tab`: another tab wrote to this draft; this one is read-only until it is opened anew.
    ElsewhereOpen,
}

/// What a new draft begins with.
#[derive(Debug, Clone)]
pub struct Start {
    /// Where; its snapshot is taken from the row.
    pub premises: PremisesRow,
    /// Which lists, pinned.
    pub checklists: Vec<ChecklistPin>,
    /// Patrol in this version.
    pub nature: Nature,
    /// Kind of visit.
    pub kind: VisitKind,
    /// How the door was opened.
    pub access: Access,
    /// Colleagues who inspect too.
    pub companions: Vec<UserId>,
    /// The role acted in.
    pub role: Role,
}

/// Why a draft does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenFault {
    /// No such draft of this person here.
    Unknown,
    /// Its beginning can't be read; what there is stays on the phone for export.
    Unreadable,
    /// The database does not answer.
    Store(StoreFault),
}

impl From<StoreFault> for OpenFault {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

/// A draft that is being edited. A handle: copies mean the same draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenDraft(InspectionId);

/// What the start found.
#[derive(Default)]
pub(super) struct AtStart {
    pub(super) restored: Vec<(InspectionId, Found)>,
    pub(super) camera: Option<InspectionId>,
}

/// Drafts of the person who works here, newest change first, without those in the trash and those that are sealed.
///
/// # Errors
/// The database's: which drafts there are is then not known.
pub async fn list() -> Result<Vec<DraftCard>, StoreFault> {
    cards(|draft| draft.is_open()).await
}

/// Those in the trash, newest first.
///
/// # Errors
/// The database's.
pub async fn list_trash() -> Result<Vec<DraftCard>, StoreFault> {
    let mut cards = cards(|draft| draft.sealed.is_none() && draft.trashed.is_some()).await?;
    for card in &mut cards {
        if let Some(trashed_at) = card.trashed_at {
            card.days_left = trash::days_left(card.id, trashed_at).await?;
        }
    }
    Ok(cards)
}

async fn cards(is_wanted: impl Fn(&Draft) -> bool) -> Result<Vec<DraftCard>, StoreFault> {
    let Some(person) = identity::person() else { return Ok(vec![]) };
    let drafts = everything().await?.into_values().map(|recovered| recovered.draft);
    let mut cards: Vec<_> = drafts
        .filter(|draft| draft.begin.by == person.user.id && is_wanted(draft))
        .map(|draft| DraftCard::of(&draft, super::ledger::checklist))
        .collect();
    cards.sort_by_key(|card| std::cmp::Reverse(card.saved_at));
    Ok(cards)
}

/// Begins a draft and opens it. Returns once its beginning is durable.
///
/// # Errors
/// The database's.
pub async fn begin(start: Start) -> Result<OpenDraft, StoreFault> {
    let person = identity::person().ok_or(StoreFault::Broken)?;
    let (id, at, device) = (InspectionId(clock::new_id()), clock::now(), identity::device().0);
    let Start { premises: row, checklists, nature, kind, access, companions, role } = start;
    let premises = row.premises;
    let begin = |provisional_number: String| Begin {
        inspection: id,
        by: person.user.id,
        role,
        inspectors: std::iter::once(person.user.id).chain(companions.iter().copied().filter(|other| *other != person.user.id)).collect(),
        premises: premises.id,
        snapshot: PremisesSnapshot {
            name: premises.name.clone(),
            kind: premises.kind.clone(),
            address: premises.address.clone(),
            community: premises.community,
            grid: premises.grid,
        },
        nature,
        kind,
        provisional_number,
        device,
        started_at: at,
        checklists: checklists.clone(),
        mends: None,
    };
    identity::with_number(|number| {
        let first = Entry { draft: id, n: 1, at, edit: Edit::Begin { begin: Box::new(begin(number)) } };
        let second = Entry { draft: id, n: 2, at, edit: Edit::Access { access } };
        let entries = if access == Access::Entered { vec![first] } else { vec![first, second] };
        entries.iter().map(add).collect()
    })
    .await?;
    sync_driver::drafts_changed();
    open(id).await.map_err(|fault| if let OpenFault::Store(fault) = fault { fault } else { StoreFault::Broken })
}

/// Opens a draft. Opening it again gives the same one.
///
/// # Errors
/// See [`OpenFault`].
pub async fn open(id: InspectionId) -> Result<OpenDraft, OpenFault> {
    let draft = load(id).await?;
    // What stood in the way is said by `photo::lost`, or when it is handed in.
    let _ = photo::finish_what_began(draft).await;
    Ok(draft)
}

/// Has it in memory.
pub(super) async fn load(id: InspectionId) -> Result<OpenDraft, OpenFault> {
    let person = identity::person().ok_or(OpenFault::Unknown)?;
    if !open::is_open(id) {
        let stored = entries(id).await?;
        let cushion = cushion::edits(Some(id));
        if stored.is_empty() && cushion.is_empty() {
            return Err(OpenFault::Unknown);
        }
        let recovered = recover(id, stored, cushion).map_err(|_| OpenFault::Unreadable)?;
        if recovered.draft.begin.by != person.user.id {
            return Err(OpenFault::Unknown);
        }
        open::take(recovered);
    }
    let is_mine = open::with(id, |draft| draft.begin.by == person.user.id).unwrap_or(false);
    if is_mine { Ok(OpenDraft(id)) } else { Err(OpenFault::Unknown) }
}

impl OpenDraft {
    /// Its visit.
    #[must_use]
    pub const fn id(self) -> InspectionId {
        self.0
    }

    /// The draft as it stands now (not tracked).
    #[must_use]
    pub fn draft(self) -> Draft {
        open::with(self.0, Clone::clone).expect("a draft that was opened stays in memory, closed or not")
    }

    /// Looks at the draft without copying it (not tracked). Whoever looks must not edit it meanwhile.
    pub fn look<T>(self, look: impl FnOnce(&Draft) -> T) -> T {
        open::with(self.0, look).expect("a draft that was opened stays in memory, closed or not")
    }

    /// What was put together when it was opened; tell it if [`Found::is_worth_saying`].
    #[must_use]
    pub fn found(self) -> Found {
        open::found(self.0)
    }

    /// Makes an edit: at once in [`OpenDraft::draft`] and in the cushion, durable when [`OpenDraft::saved`] says so. Never waits.
    pub fn edit(self, edit: Edit) {
        open::edit(self.0, edit);
    }

    /// Makes an edit and waits until it is durable: before the camera opens, before a page is left.
    ///
    /// # Errors
    /// The database's; the edit is made all the same and tried again.
    pub async fn edit_durably(self, edit: Edit) -> Result<Timestamp, StoreFault> {
        open::edit(self.0, edit);
        open::settled(self.0).await
    }

    /// Waits until everything up to now is durable.
    ///
    /// # Errors
    /// The database's.
    pub async fn settled(self) -> Result<Timestamp, StoreFault> {
        open::settled(self.0).await
    }

    /// Whether everything up to now is durable.
    #[must_use]
    pub fn saved(self) -> ArcReadSignal<Saved> {
        open::saved(self.0)
    }

    /// Counts every edit of the draft, also those that [`super::photo::take`] makes: to be tracked by whoever shows more than it changes.
    #[must_use]
    pub fn revision(self) -> ArcReadSignal<u64> {
        open::revision(self.0)
    }

    /// Nobody looks at it any more: opening it again reads it anew. What is not durable yet is still stored.
    pub fn close(self) {
        open::close(self.0);
    }
}

/// Where an entry lies; the number is filled up so that keys sort like numbers.
pub(super) fn key(draft: InspectionId, n: u64) -> String {
    format!("{draft}/{n:012}")
}

pub(super) fn prefix(draft: InspectionId) -> String {
    format!("{draft}/")
}

/// An entry to be added; another tab's under the same number is never overwritten.
fn add(entry: &Entry) -> Op {
    Op::Add(Store::Drafts, key(entry.draft, entry.n), encode(entry))
}

async fn entries(draft: InspectionId) -> Result<Vec<Entry>, StoreFault> {
    Ok(kept(Store::Drafts, &prefix(draft)).await?.into_iter().map(|(_, entry)| entry).collect())
}

/// Every draft on this phone, whoever's, as the database and the cushion have it.
async fn everything() -> Result<BTreeMap<InspectionId, Recovered>, StoreFault> {
    let mut stored: BTreeMap<InspectionId, Vec<Entry>> = BTreeMap::new();
    for (_, entry) in kept::<Entry>(Store::Drafts, "").await? {
        stored.entry(entry.draft).or_default().push(entry);
    }
    let mut cushion: BTreeMap<InspectionId, Vec<Entry>> = BTreeMap::new();
    for entry in cushion::edits(None) {
        cushion.entry(entry.draft).or_default().push(entry);
    }
    let ids: BTreeSet<InspectionId> = stored.keys().chain(cushion.keys()).copied().collect();
    let put_together = |id: InspectionId| {
        recover(id, stored.remove(&id).unwrap_or_default(), cushion.remove(&id).unwrap_or_default()).ok().map(|recovered| (id, recovered))
    };
    Ok(ids.into_iter().filter_map(put_together).collect())
}

/// Looks at every draft once: what the cushion saved is stored, what they name is pinned.
///
/// # Errors
/// The database's: what drafts name is then not known.
pub(super) async fn open_all() -> Result<AtStart, StoreFault> {
    let all = everything().await?;
    let me = identity::person().map(|person| person.user.id);
    let mut at_start = AtStart::default();
    for recovered in all.values() {
        open::pin(&recovered.draft);
        store_cushion(recovered).await;
        if Some(recovered.draft.begin.by) == me && recovered.draft.is_open() {
            if recovered.found.is_worth_saying() {
                at_start.restored.push((recovered.draft.id(), recovered.found));
            }
            if recovered.draft.camera.is_some() {
                at_start.camera = Some(recovered.draft.id());
            }
        }
    }
    open::tell_pins();
    Ok(at_start)
}

async fn store_cushion(recovered: &Recovered) {
    let is_stored = recovered.to_store.is_empty() || write(recovered.to_store.iter().map(add).collect()).await.is_ok();
    if is_stored {
        // What contradicts the database is an older life's: it goes too.
        cushion::edits(Some(recovered.draft.id())).iter().for_each(cushion::release);
    }
}

/// Another tab began, sealed or threw away a draft: what this tab shows of it may be old.
///
/// # Errors
/// The database's: what drafts name is then not known any more.
pub(super) async fn changed_elsewhere() -> Result<(), StoreFault> {
    for recovered in everything().await?.values() {
        open::pin(&recovered.draft);
        open::compare(&recovered.draft);
    }
    open::tell_pins();
    Ok(())
}

/// The entry after the last one.
pub(super) fn next_entry(draft: &Draft, edit: Edit) -> Entry {
    draft.entry(clock::now(), edit)
}

/// The draft was sealed in the database: what is in memory follows.
pub(super) fn follow(entry: &Entry) {
    open::follow(entry);
    sync_driver::drafts_changed();
}

/// The draft was taken back in the database: the next opening reads it anew.
pub(super) fn taken_back(draft: &Draft) {
    open::close(draft.id());
    open::pin(draft);
    open::tell_pins();
    sync_driver::drafts_changed();
}

/// Whether the stored entry under this number is this one: a write that was told to have failed may have been done.
async fn is_stored(entry: &Entry) -> bool {
    let row = super::db::read(Store::Drafts, &key(entry.draft, entry.n)).await.ok().flatten();
    row.as_ref().and_then(decode::<Entry>).as_ref() == Some(entry)
}
