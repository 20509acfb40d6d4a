//! A returned record: what may be changed of it, what must stay, and where its pictures are.

use super::{Visit, Walk};
use crate::phone::{ledger, photo};
use domain::decide::submit::Gap;
use domain::digest::Sha256;
use domain::ids::FindingId;
use domain::inspection::{Disposition, ItemRef, ReturnPoint};
use domain::time::Day;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use sync::journal::{Draft, Mends};

impl Visit {
    /// The return that it mends.
    #[must_use]
    pub fn mends(self) -> Option<Arc<Mends>> {
        self.mends.get_value()
    }

    /// The cards that the reviewer marked, each with what he says.
    #[must_use]
    pub fn marked(self) -> BTreeMap<usize, Vec<String>> {
        self.marked.get_value()
    }

    /// Whether the reviewer asks for all of it to be looked at again.
    #[must_use]
    pub fn is_returned_as_a_whole(self) -> bool {
        self.mends.with_value(|mends| mends.as_deref().is_some_and(is_whole))
    }

    /// Whether this card may be changed, tracked. Nothing may while another window writes to the draft. Of a returned record what was marked, what was changed already, and what has come to
    /// lack something by it; everything if it was returned as a whole.
    #[must_use]
    pub fn is_editable(self, place: usize) -> bool {
        let is_open = self.mends.with_value(Option::is_none) || self.is_returned_as_a_whole() || self.is_on_mend_page(place);
        is_open && !self.is_open_elsewhere()
    }

    /// The deadline that the revision which came back had ordered for this finding.
    #[must_use]
    pub fn ordered_before(self, finding: FindingId) -> Option<Day> {
        let mends = self.mends()?;
        let known = mends.returned.inspection.findings.iter().find(|known| known.id == finding)?;
        match known.disposition {
            Disposition::Order { due_on, .. } => Some(due_on),
            _ => None,
        }
    }

    /// Whether this card stands on the page of a returned record, tracked.
    #[must_use]
    pub fn is_on_mend_page(self, place: usize) -> bool {
        self.mendable.with(|mendable| mendable.contains(&place))
    }

    /// The cards of the page of a returned record, in order, tracked.
    #[must_use]
    pub fn mendable(self) -> BTreeSet<usize> {
        self.mendable.get()
    }

    /// What lacks something can be mended from now on: an answer to a marked question may have brought new ones.
    pub fn open_gaps(self, gaps: &[Gap]) {
        let walk = self.walk();
        let places = gaps.iter().filter_map(|gap| walk.place_of(gap.at.as_ref()?)).collect::<Vec<_>>();
        if places.iter().any(|place| !self.mendable.with_untracked(|known| known.contains(place))) {
            self.mendable.update(|mendable| mendable.extend(places));
        }
    }

    /// Whether this picture was in the revision that came back: pictures never leave a record (`lifecycle.md`, A1).
    #[must_use]
    pub fn must_keep(self, sha256: Sha256) -> bool {
        self.mends.with_value(|mends| mends.as_deref().is_some_and(|mends| mends.returned.inspection.blobs().contains_key(&sha256)))
    }

    /// A small picture, from this phone, else from the server that has the earlier revision.
    pub async fn thumbnail(self, sha256: Sha256) -> Option<String> {
        match photo::thumbnail(sha256).await {
            Some(here) => Some(here),
            None => self.of_earlier(sha256).await,
        }
    }

    /// The whole picture, from this phone, else from the server that has the earlier revision.
    pub async fn picture(self, sha256: Sha256) -> Option<String> {
        match photo::full(sha256).await {
            Some(here) => Some(here),
            None => self.of_earlier(sha256).await,
        }
    }

    async fn of_earlier(self, sha256: Sha256) -> Option<String> {
        let visit = self.draft.id();
        let mends = self.mends.try_get_value().flatten()?;
        // A draft that was begun before the server told the numbers lacks them; the ledger may have them by now.
        let row = ledger::inspection(visit);
        let later = row.as_ref().and_then(|row| row.returned.as_deref());
        let n = mends.returned.pictures.get(&sha256).or_else(|| later?.pictures.get(&sha256))?;
        photo::of_record(visit, usize::try_from(*n).ok()?).await
    }
}

/// The cards that a return points at.
pub(super) fn marked(walk: &Walk, mends: &Mends) -> BTreeMap<usize, Vec<String>> {
    let mut marked: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for point in &mends.returned.points {
        if let ReturnPoint::Item { at, comment } = point
            && let Some(place) = walk.place_of(at)
        {
            marked.entry(place).or_default().push(comment.clone());
        }
    }
    marked
}

fn is_whole(mends: &Mends) -> bool {
    mends.returned.points.iter().any(|point| matches!(point, ReturnPoint::Whole { .. }))
}

/// What stands on the page of a returned record when it is opened: what was marked, and what was changed since.
pub(super) fn mendable(walk: &Walk, mends: &Mends, draft: &Draft) -> BTreeSet<usize> {
    let marked = marked(walk, mends);
    let before = Draft::new(draft.begin.clone());
    let cards = walk.cards().iter().enumerate();
    let is_open = |place: usize, at: &ItemRef| marked.contains_key(&place) || differs(&before, draft, at);
    cards.filter(|(place, card)| is_open(*place, &card.at)).map(|(place, _)| place).collect()
}

/// Whether anything at this point differs from what was handed in.
#[must_use]
pub fn is_mended(point: &ReturnPoint, draft: &Draft) -> bool {
    let before = Draft::new(draft.begin.clone());
    match point {
        ReturnPoint::Item { at, .. } => differs(&before, draft, at),
        ReturnPoint::Signature { .. } => draft.counterpart != before.counterpart || draft.signatures != before.signatures,
        ReturnPoint::Whole { .. } => {
            let of = |draft: &Draft| {
                (draft.answers.clone(), draft.notes.clone(), draft.findings.clone(), draft.photos.clone(), draft.note.clone())
            };
            of(draft) != of(&before)
        }
    }
}

/// Whether the two say different things of an item.
fn differs(before: &Draft, now: &Draft, at: &ItemRef) -> bool {
    before.answers.get(at) != now.answers.get(at)
        || before.notes.get(at) != now.notes.get(at)
        || !before.findings_of(at).eq(now.findings_of(at))
        || !before.photos_of(at).eq(now.photos_of(at))
}

#[cfg(test)]
mod tests;
