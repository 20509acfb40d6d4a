//! What a tap changes: the signals first, the journal in the same breath, and how to take it back.

use super::Walk;
use domain::ids::FindingId;
use domain::inspection::{Answer, Finding, Photo};
use leptos::prelude::*;
use std::collections::BTreeSet;
use sync::journal::{Draft, Edit, Given};

/// What an answer did besides being one: items that came and went, and the answers before it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shift {
    /// Items that are asked now.
    pub shown: usize,
    /// Items that are not asked any more; their answers are kept.
    pub hidden: usize,
    /// The answers before, for 撤销.
    pub before: Vec<(usize, Option<Answer>)>,
}

impl Walk {
    /// Gives an answer. `dwell_ms` is how long the card was the current one.
    pub fn answer(&self, place: usize, answer: Answer, dwell_ms: u32) -> Shift {
        let before = vec![(place, self.card(place).answer.get_untracked())];
        self.write(Edit::Answer { at: self.card(place).at.clone(), given: Some(Given { dwell_ms, ..Given::from(answer.clone()) }) });
        self.set(place, Some(answer));
        Shift { before, ..self.settle(place) }
    }

    /// Takes the answers back to what they were.
    pub fn undo(&self, shift: &Shift) -> Shift {
        for (place, answer) in &shift.before {
            self.write(Edit::Answer { at: self.card(*place).at.clone(), given: answer.clone().map(Given::from) });
            self.set(*place, answer.clone());
        }
        shift.before.first().map(|(place, _)| self.settle(*place)).unwrap_or_default()
    }

    /// Writes a remark.
    pub fn note(&self, place: usize, note: &str) {
        let card = self.card(place);
        if card.note.with_untracked(|old| old != note) {
            self.write(Edit::Note { at: card.at.clone(), text: note.to_owned() });
            card.note.set(note.to_owned());
        }
    }

    /// Reads a card's pictures and findings from the draft, which the camera has changed.
    pub fn reread(&self, place: usize, draft: &Draft) {
        let card = self.card(place);
        card.photos.set(draft.photos_of(&card.at).cloned().collect());
        card.findings.set(draft.findings_of(&card.at).cloned().collect());
    }

    /// Puts a picture back.
    pub fn add_photo(&self, place: usize, photo: Photo) {
        self.write(Edit::Photo { sha256: photo.sha256, photo: Some(Box::new(photo.clone())) });
        self.card(place).photos.update(|photos| {
            if !photos.iter().any(|known| known.sha256 == photo.sha256) {
                photos.push(photo);
            }
        });
    }

    /// Puts a picture aside.
    pub fn remove_photo(&self, place: usize, photo: &Photo) {
        self.write(Edit::Photo { sha256: photo.sha256, photo: None });
        self.card(place).photos.update(|photos| photos.retain(|known| known.sha256 != photo.sha256));
    }

    /// Records what is wrong, anew or in place of the same finding's earlier wording.
    pub fn put_finding(&self, place: usize, finding: Finding) {
        self.write(Edit::Finding { id: finding.id, finding: Some(Box::new(finding.clone())) });
        self.card(place).findings.update(|findings| match findings.iter_mut().find(|known| known.id == finding.id) {
            Some(known) => *known = finding,
            None => findings.push(finding),
        });
    }

    /// Takes a finding out.
    pub fn remove_finding(&self, place: usize, id: FindingId) {
        self.write(Edit::Finding { id, finding: None });
        self.card(place).findings.update(|findings| findings.retain(|known| known.id != id));
    }

    /// Hands an edit to the journal.
    pub(super) fn write(&self, edit: Edit) {
        (self.0.write)(edit);
    }

    /// Sets one answer and the counts that follow from it.
    fn set(&self, place: usize, answer: Option<Answer>) {
        let card = self.card(place);
        let old = card.answer.get_untracked();
        if card.is_shown.get_untracked() {
            let (less, more) = (self.tally(place, old.as_ref()), self.tally(place, answer.as_ref()));
            self.0.totals.update(|totals| {
                totals.subtract(&less);
                totals.add(&more);
            });
            if old.is_some() != answer.is_some() {
                self.0.sections[card.section].answered.update(|n| if answer.is_some() { *n += 1 } else { *n -= 1 });
            }
        }
        card.answer.set(answer);
    }

    /// Shows and hides what hangs on the answer of this card.
    fn settle(&self, place: usize) -> Shift {
        if !self.card(place).is_driver {
            return Shift::default();
        }
        let before = self.shown();
        self.recount();
        let after = self.shown();
        Shift { shown: after.difference(&before).count(), hidden: before.difference(&after).count(), before: vec![] }
    }

    fn shown(&self) -> BTreeSet<usize> {
        (0..self.cards().len()).filter(|place| self.card(*place).is_shown.get_untracked()).collect()
    }
}
