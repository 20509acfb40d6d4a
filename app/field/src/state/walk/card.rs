//! One item on the screen.

use super::Section;
use domain::checklist::{PublishedChecklist, ShowIf};
use domain::inspection::{Answer, Finding, ItemRef, Photo};
use domain::walk::numbers;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An item with the signals of its card.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its address.
    pub at: ItemRef,
    /// Its number as people say it: section and place, 3.7.
    pub no: String,
    /// Its section, by place in [`super::Walk::sections`].
    pub section: usize,
    pub(super) list: usize,
    pub(super) section_in_list: usize,
    pub(super) place_in_section: usize,
    /// Other items hang on its answer.
    pub is_driver: bool,
    /// The answer.
    pub answer: RwSignal<Option<Answer>>,
    /// The remark.
    pub note: RwSignal<String>,
    /// What is wrong. Kept while the answer is another one, so that a tap too many loses nothing.
    pub findings: RwSignal<Vec<Finding>>,
    /// The pictures.
    pub photos: RwSignal<Vec<Photo>>,
    /// Asked at all.
    pub is_shown: RwSignal<bool>,
    /// It is the one that is open.
    pub is_current: RwSignal<bool>,
    /// Its place among those asked, from 1.
    pub rank: RwSignal<usize>,
    /// The card that could not be checked and whose reason is preset here.
    pub preset: RwSignal<Option<usize>>,
}

impl Card {
    /// Asked and without an answer.
    #[must_use]
    pub fn is_open_untracked(&self) -> bool {
        self.is_shown.get_untracked() && self.answer.with_untracked(Option::is_none)
    }

    /// Shows or hides it; wakes nobody if nothing changes.
    pub(super) fn show(&self, is_shown: bool, rank: usize, preset: Option<usize>) {
        self.is_shown.maybe_update(|old| std::mem::replace(old, is_shown) != is_shown);
        self.rank.maybe_update(|old| std::mem::replace(old, rank) != rank);
        self.preset.maybe_update(|old| std::mem::replace(old, preset) != preset);
    }
}

/// The cards and sections of these lists, in order, all hidden.
pub(super) fn lay_out(lists: &[Arc<PublishedChecklist>]) -> (Vec<Card>, Vec<Section>) {
    let (mut cards, mut sections) = (vec![], vec![]);
    let numbers = numbers(lists.iter().map(|list| &list.checklist));
    for (list_place, list) in lists.iter().enumerate() {
        let list = &list.checklist;
        let drivers: BTreeSet<_> =
            list.items().filter_map(|item| item.show_if.as_ref()).flat_map(ShowIf::leaves).filter_map(driver).collect();
        for (section_in_list, section) in list.sections.iter().enumerate() {
            let (no, first) = (sections.len() + 1, cards.len());
            for (place_in_section, item) in section.items.iter().enumerate() {
                let at = ItemRef { list: list.id.clone(), item: item.id.clone() };
                cards.push(Card {
                    no: numbers.get(&at).cloned().unwrap_or_default(),
                    at,
                    section: no - 1,
                    list: list_place,
                    section_in_list,
                    place_in_section,
                    is_driver: drivers.contains(&item.id),
                    answer: RwSignal::new(None),
                    note: RwSignal::new(String::new()),
                    findings: RwSignal::new(vec![]),
                    photos: RwSignal::new(vec![]),
                    is_shown: RwSignal::new(false),
                    is_current: RwSignal::new(false),
                    rank: RwSignal::new(0),
                    preset: RwSignal::new(None),
                });
            }
            sections.push(Section {
                no,
                list: list.id.clone(),
                title: section.title.clone(),
                title_en: section.title_en.clone(),
                cards: first..cards.len(),
                asked: RwSignal::new(0),
                answered: RwSignal::new(0),
                height: RwSignal::new(None),
            });
        }
    }
    (cards, sections)
}

fn driver(leaf: &ShowIf) -> Option<&domain::checklist::ItemId> {
    match leaf {
        ShowIf::Is { item, .. } | ShowIf::Gt { item, .. } | ShowIf::Lt { item, .. } => Some(item),
        ShowIf::All(_) | ShowIf::Any(_) => None,
    }
}
