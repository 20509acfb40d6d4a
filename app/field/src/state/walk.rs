//! A visit while it is answered: one set of signals an item, so that a tap repaints one card, however long the lists are.
//!
//! The walk mirrors the draft for the screen and hands every change on at once, as [`Edit`]s for the journal. No rule stands here:
//! which items are asked is `domain::walk`'s, what an answer means `domain::checklist::judge`'s.

mod card;
mod change;
mod section;

pub use card::Card;
pub use change::Shift;
pub use section::Section;

use domain::checklist::{Checklist, Item, PublishedChecklist, Seen, Verdict, judge};
use domain::inspection::{Answer, ItemRef};
use domain::time::Day;
use domain::walk::{Answers, steps};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use sync::journal::{Draft, Edit};

/// The walk of one visit. Cheap to clone.
#[derive(Clone)]
pub struct Walk(Arc<Inner>);

struct Inner {
    lists: Vec<Arc<PublishedChecklist>>,
    cards: Vec<Card>,
    sections: Vec<Section>,
    places: BTreeMap<ItemRef, usize>,
    today: Day,
    current: RwSignal<usize>,
    totals: RwSignal<Totals>,
    journal: Box<dyn Journal>,
}

/// The draft behind a walk: takes every change as it happens, and holds what others (the camera) have written into it.
pub trait Journal: Send + Sync {
    /// Takes an edit.
    fn write(&self, edit: Edit);
    /// Shows the draft as it stands; whoever looks edits nothing.
    fn read(&self, look: &mut dyn FnMut(&Draft));
}

/// What the whole visit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Questions asked.
    pub asked: usize,
    /// Of these answered, 查不了 included.
    pub answered: usize,
    /// 符合
    pub passed: usize,
    /// 不符合
    pub failed: usize,
    /// 不涉及
    pub not_applicable: usize,
    /// 查不了
    pub not_checked: usize,
}

impl Totals {
    /// Questions without an answer.
    #[must_use]
    pub const fn open(self) -> usize {
        self.asked.saturating_sub(self.answered)
    }

    /// How far one is, 0 to 100.
    #[must_use]
    pub fn share(self) -> u8 {
        u8::try_from((self.answered * 100).checked_div(self.asked).unwrap_or(0)).unwrap_or(100)
    }
}

impl Walk {
    /// The walk through a draft's lists, at the item where it was left.
    #[must_use]
    pub fn new(draft: &Draft, lists: Vec<Arc<PublishedChecklist>>, journal: impl Journal + 'static) -> Self {
        let (cards, sections) = card::lay_out(&lists);
        let places = cards.iter().enumerate().map(|(place, card)| (card.at.clone(), place)).collect();
        let walk = Self(Arc::new(Inner {
            cards,
            sections,
            places,
            today: draft.begin.started_at.day(),
            current: RwSignal::new(0),
            totals: RwSignal::new(Totals::default()),
            journal: Box::new(journal),
            lists,
        }));
        walk.fill(draft);
        walk.recount();
        walk.make_current(walk.opening_place(draft));
        walk
    }

    /// Takes over what the draft holds.
    fn fill(&self, draft: &Draft) {
        for (at, answered) in &draft.answers {
            if let Some(card) = self.find(at) {
                card.answer.set(Some(answered.answer.clone()));
            }
        }
        for (at, note) in &draft.notes {
            if let Some(card) = self.find(at) {
                card.note.set(note.clone());
            }
        }
        for finding in draft.findings.values() {
            if let Some(card) = self.find(&finding.at) {
                card.findings.update(|findings| findings.push(finding.clone()));
            }
        }
        for photo in draft.photos() {
            if let Some(card) = photo.at.as_ref().and_then(|at| self.find(at)) {
                card.photos.update(|photos| photos.push(photo.clone()));
            }
        }
    }

    /// Where the draft was left; if that item is not asked any more, the first open one. Nobody has left the first item before a cursor
    /// says so, even if it is answered: a text that was being typed, a finding in its sheet.
    fn opening_place(&self, draft: &Draft) -> usize {
        let is_shown = |place: &usize| self.card(*place).is_shown.get_untracked();
        match &draft.cursor {
            Some(at) => self.place_of(at).filter(is_shown).or_else(|| self.next_open(None)),
            None => (0..self.0.cards.len()).find(is_shown),
        }
        .unwrap_or(0)
    }

    /// The lists in their order.
    #[must_use]
    pub fn lists(&self) -> &[Arc<PublishedChecklist>] {
        &self.0.lists
    }

    /// The day on which the visit began; figures and dates are judged by it.
    #[must_use]
    pub fn today(&self) -> Day {
        self.0.today
    }

    /// All cards in order, hidden ones too.
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.0.cards
    }

    /// One card.
    #[must_use]
    pub fn card(&self, place: usize) -> &Card {
        &self.0.cards[place]
    }

    /// The item of a card.
    #[must_use]
    pub fn item(&self, place: usize) -> &Item {
        let card = self.card(place);
        &self.list_of(card).sections[card.section_in_list].items[card.place_in_section]
    }

    fn list_of(&self, card: &Card) -> &Checklist {
        &self.0.lists[card.list].checklist
    }

    /// The sections of all lists in order.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.0.sections
    }

    /// Where an item stands.
    #[must_use]
    pub fn place_of(&self, at: &ItemRef) -> Option<usize> {
        self.0.places.get(at).copied()
    }

    fn find(&self, at: &ItemRef) -> Option<&Card> {
        self.place_of(at).map(|place| self.card(place))
    }

    /// The counts, as a signal.
    #[must_use]
    pub fn totals(&self) -> RwSignal<Totals> {
        self.0.totals
    }

    /// The place of the current card, tracked.
    #[must_use]
    pub fn current(&self) -> RwSignal<usize> {
        self.0.current
    }

    /// Goes to a card and remembers it for the next start.
    pub fn go_to(&self, place: usize) {
        if self.0.current.get_untracked() != place {
            self.make_current(place);
            self.write(Edit::Cursor { at: Some(self.card(place).at.clone()) });
        }
    }

    /// Wakes only the card that becomes current and the one that was.
    fn make_current(&self, place: usize) {
        let before = self.0.current.get_untracked();
        self.0.current.set(place);
        // A visit that ended at the door has no cards.
        for (place, is_current) in [(before, false), (place, true)] {
            if let Some(card) = self.0.cards.get(place) {
                card.is_current.set(is_current);
            }
        }
    }

    /// The next open card after this one, beginning anew at the top; none if all are answered.
    #[must_use]
    pub fn next_open(&self, after: Option<usize>) -> Option<usize> {
        let start = after.map_or(0, |place| place + 1);
        (start..self.0.cards.len()).chain(0..start).find(|place| self.card(*place).is_open_untracked())
    }

    /// The shown card before or after this one, for the keys k and j.
    #[must_use]
    pub fn beside(&self, place: usize, forward: bool) -> Option<usize> {
        let is_shown = |place: &usize| self.card(*place).is_shown.get_untracked();
        if forward { (place + 1..self.0.cards.len()).find(is_shown) } else { (0..place).rev().find(is_shown) }
    }

    /// What a card's answer means, tracked.
    #[must_use]
    pub fn verdict(&self, place: usize) -> Option<Verdict> {
        self.judge(place, self.card(place).answer.get().as_ref())
    }

    /// What this answer would mean for the item of a card.
    #[must_use]
    pub fn judge(&self, place: usize, answer: Option<&Answer>) -> Option<Verdict> {
        judge(self.item(place), &Seen::from(answer?), self.0.today)
    }

    /// Counts everything anew: at the start, and when items have come or gone.
    fn recount(&self) {
        let answers: Vec<(ItemRef, Answer)> =
            self.0.cards.iter().filter_map(|card| Some((card.at.clone(), card.answer.get_untracked()?))).collect();
        let answers: Answers<'_> = answers.iter().map(|(at, answer)| (at, answer)).collect();
        let lists: Vec<&Checklist> = self.0.lists.iter().map(|list| &list.checklist).collect();
        let mut shown = BTreeMap::new();
        for step in steps(&lists, &answers) {
            if let Some(place) = self.place_of(&step.at()) {
                let preset = step.because_not_checked.map(|item| ItemRef { list: step.list.id.clone(), item });
                shown.insert(place, preset.and_then(|at| self.place_of(&at)));
            }
        }
        let mut totals = Totals::default();
        let mut counts = vec![(0, 0); self.0.sections.len()];
        for (place, card) in self.0.cards.iter().enumerate() {
            let preset = shown.get(&place);
            card.show(preset.is_some(), totals.asked + 1, preset.copied().flatten());
            if preset.is_some() {
                totals.add(&self.tally(place, card.answer.get_untracked().as_ref()));
                counts[card.section].0 += 1;
                counts[card.section].1 += usize::from(card.answer.with_untracked(Option::is_some));
            }
        }
        for (section, (asked, answered)) in self.0.sections.iter().zip(counts) {
            section.asked.maybe_update(|old| std::mem::replace(old, asked) != asked);
            section.answered.maybe_update(|old| std::mem::replace(old, answered) != answered);
        }
        self.0.totals.maybe_update(|old| std::mem::replace(old, totals) != totals);
    }

    /// What one asked card adds to the totals.
    fn tally(&self, place: usize, answer: Option<&Answer>) -> Totals {
        let verdict = self.judge(place, answer);
        Totals {
            asked: 1,
            answered: usize::from(answer.is_some()),
            passed: usize::from(verdict == Some(Verdict::Pass)),
            failed: usize::from(verdict == Some(Verdict::Fail)),
            not_applicable: usize::from(matches!(answer, Some(Answer::NotApplicable))),
            not_checked: usize::from(matches!(answer, Some(Answer::NotChecked { .. }))),
        }
    }
}

impl Totals {
    fn add(&mut self, other: &Self) {
        self.asked += other.asked;
        self.answered += other.answered;
        self.passed += other.passed;
        self.failed += other.failed;
        self.not_applicable += other.not_applicable;
        self.not_checked += other.not_checked;
    }

    fn subtract(&mut self, other: &Self) {
        self.asked -= other.asked;
        self.answered -= other.answered;
        self.passed -= other.passed;
        self.failed -= other.failed;
        self.not_applicable -= other.not_applicable;
        self.not_checked -= other.not_checked;
    }
}

#[cfg(test)]
mod tests;
