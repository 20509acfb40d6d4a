//! What a tap changes: the signals first, the journal in the same breath, and how to take it back.

use super::Walk;
use domain::ids::FindingId;
use domain::inspection::{Answer, Finding, Photo};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use sync::journal::{Edit, Given};

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

    /// Takes an answer away: what was typed was erased.
    pub fn unanswer(&self, place: usize) -> Shift {
        let before = vec![(place, self.card(place).answer.get_untracked())];
        self.write(Edit::Answer { at: self.card(place).at.clone(), given: None });
        self.set(place, None);
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

    /// Takes over the pictures and findings that others (the camera) have written into the draft. Wakes only the cards that differ, and
    /// tells those that got a picture.
    pub fn catch_up(&self) -> Vec<usize> {
        let (mut photos, mut findings) = (BTreeMap::<usize, Vec<Photo>>::new(), BTreeMap::<usize, Vec<Finding>>::new());
        self.0.journal.read(&mut |draft| {
            for photo in draft.photos() {
                if let Some(place) = photo.at.as_ref().and_then(|at| self.place_of(at)) {
                    photos.entry(place).or_default().push(photo.clone());
                }
            }
            for finding in draft.findings.values() {
                if let Some(place) = self.place_of(&finding.at) {
                    findings.entry(place).or_default().push(finding.clone());
                }
            }
        });
        let mut grown = vec![];
        for (place, card) in self.cards().iter().enumerate() {
            let photos = photos.remove(&place).unwrap_or_default();
            if card.photos.with_untracked(|known| photos.iter().any(|photo| !known.contains(photo))) {
                grown.push(place);
            }
            take_over(card.photos, photos);
            take_over(card.findings, findings.remove(&place).unwrap_or_default());
        }
        grown
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

    /// Records what is wrong: a new finding, or one that was taken out and comes back.
    pub fn add_finding(&self, place: usize, finding: Finding) {
        self.put_finding(place, finding);
    }

    /// Changes a finding as the draft has it: the card's copy may be older than a picture that the camera has just put into it, and
    /// would take it out again. Whoever changes a finding says only what differs.
    pub fn change_finding(&self, place: usize, id: FindingId, change: impl FnOnce(&mut Finding)) {
        let mut known = None;
        self.0.journal.read(&mut |draft| known = draft.findings.get(&id).cloned());
        if let Some(before) = known {
            let mut finding = before.clone();
            change(&mut finding);
            if finding != before {
                self.put_finding(place, finding);
            }
        }
    }

    fn put_finding(&self, place: usize, finding: Finding) {
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
        self.0.journal.write(edit);
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

fn take_over<T: PartialEq + Send + Sync + 'static>(shown: RwSignal<Vec<T>>, now: Vec<T>) {
    if shown.with_untracked(|shown| *shown != now) {
        shown.set(now);
    }
}
