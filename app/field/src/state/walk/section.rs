//! A section on the screen: its cards stand in the page only near the current one.

use domain::checklist::ChecklistId;
use leptos::prelude::*;
use std::ops::Range;

/// One section of one of the lists.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its number through all lists, from 1.
    pub no: usize,
    /// Its list.
    pub list: ChecklistId,
    /// Its title.
    pub title: String,
    /// Its title in English.
    pub title_en: String,
    /// Its cards.
    pub cards: Range<usize>,
    /// Questions asked in it.
    pub asked: RwSignal<usize>,
    /// Of these answered.
    pub answered: RwSignal<usize>,
    /// How high it was when it last stood in the page, CSS pixels; none until then.
    pub height: RwSignal<Option<f64>>,
}

/// A folded card with its gap, where nothing was measured yet.
const CARD_HEIGHT_GUESS: f64 = 132.0;
const HEAD_HEIGHT_GUESS: f64 = 48.0;

impl Section {
    /// How high the block is that stands for it.
    #[must_use]
    pub fn block_height(&self) -> f64 {
        let guess = || f64::from(u32::try_from(self.asked.get()).unwrap_or(u32::MAX)).mul_add(CARD_HEIGHT_GUESS, HEAD_HEIGHT_GUESS);
        self.height.get().unwrap_or_else(guess)
    }
}
