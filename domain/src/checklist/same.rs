//! The same question in several lists of one visit: asked once, and the strictest of them holds.

use super::{Checklist, ChecklistId, ItemId, PhotoRule};
use crate::inspection::Severity;
use std::collections::BTreeMap;

/// What holds for a question that several items share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The items it stands for, in the order of the lists; each gets the answer, and judges a figure or date by its own rule.
    pub items: Vec<(ChecklistId, ItemId)>,
    /// The strictest severity; `None` if all are facts.
    pub severity: Option<Severity>,
    /// The shortest deadline; `None` if all are facts.
    pub deadline_days: Option<u32>,
    /// The strictest photo rule.
    pub photo: PhotoRule,
    /// One of them lies on a lifeline.
    pub lifeline: bool,
}

/// The shared questions of these lists by their word. A word of a single item is there too: it is then that item's own.
#[must_use]
pub fn shared_questions<'a>(checklists: impl IntoIterator<Item = &'a Checklist>) -> BTreeMap<&'a str, Shared> {
    let mut shared: BTreeMap<&str, Shared> = BTreeMap::new();
    for checklist in checklists {
        for item in checklist.items() {
            let Some(word) = item.same.as_deref() else {
                continue;
            };
            let severity = item.demand.as_ref().map(|demand| demand.severity);
            let deadline_days = item.demand.as_ref().map(|demand| demand.deadline_days);
            let one = shared.entry(word).or_insert_with(|| Shared {
                items: vec![],
                severity,
                deadline_days,
                photo: item.photo,
                lifeline: item.lifeline,
            });
            one.items.push((checklist.id.clone(), item.id.clone()));
            one.severity = one.severity.max(severity);
            one.deadline_days = [one.deadline_days, deadline_days].into_iter().flatten().min();
            one.photo = one.photo.max(item.photo);
            one.lifeline |= item.lifeline;
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checklist(id: &str, severity: &str, days: u32, photo: &str) -> Checklist {
        let json = format!(
            r#"{{"id":"{id}","title":"x","title_en":"x","version":1,"applies_to":[],"domain":"fire","minutes":1,"sections":[{{"id":"s","title":"x","title_en":"x","items":[
            {{"id":"exit","text":"x","text_en":"x","answer":"check","photo":"{photo}","same":"exit-clear","demand":{{"violation":"x","severity":"{severity}","basis":[],"rectify":"x","deadline_days":{days}}}}},
            {{"id":"sleepers","text":"x","text_en":"x","answer":"yes_no","same":"overnight"}},
            {{"id":"alone","text":"x","text_en":"x","answer":"check"}}]}}]}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn the_strictest_of_any_holds() {
        let lists = [
            checklist("one", "general", 3, "on_violation"),
            checklist("two", "major", 7, "never"),
            checklist("three", "general", 15, "always"),
        ];
        let shared = shared_questions(&lists);
        let exit = &shared["exit-clear"];
        assert_eq!((exit.severity, exit.deadline_days, exit.photo), (Some(Severity::Major), Some(3), PhotoRule::Always));
        assert_eq!(exit.items.len(), 3);
        let overnight = &shared["overnight"];
        assert_eq!((overnight.severity, overnight.deadline_days, overnight.photo), (None, None, PhotoRule::Never));
        assert_eq!(shared.len(), 2);
    }
}
