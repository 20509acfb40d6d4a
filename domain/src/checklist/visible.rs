//! Which items of a checklist are asked, given the answers so far.

use super::{Checklist, Item, ItemId, Seen, Shown};
use std::collections::BTreeSet;

/// An item that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visible<'a> {
    /// The item.
    pub item: &'a Item,
    /// The earlier item whose reason for not having been checked is preset here.
    pub because_not_checked: Option<ItemId>,
}

/// The items that are asked, in order. `seen` may still know answers of items that have become hidden (so that taking a tap back
/// brings them back); here they count as hidden.
pub fn visible_items(checklist: &Checklist, seen: impl Fn(&ItemId) -> Seen) -> Vec<Visible<'_>> {
    let mut hidden = BTreeSet::new();
    let mut visible = vec![];
    for item in checklist.items() {
        let answers = |id: &ItemId| {
            if hidden.contains(id) { Seen::Hidden } else { seen(id) }
        };
        let shown = item.show_if.as_ref().map_or(Shown::Yes, |show_if| show_if.shown(&answers));
        let because_not_checked = match shown {
            Shown::No => {
                hidden.insert(&item.id);
                continue;
            }
            Shown::Yes => None,
            Shown::BecauseNotChecked(target) => Some(target),
        };
        visible.push(Visible { item, because_not_checked });
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn checklist(items: &str) -> Checklist {
        let json = format!(
            r#"{{"id":"x","title":"x","title_en":"x","version":1,"applies_to":[],"domain":"fire","minutes":1,"sections":[{{"id":"s","title":"x","title_en":"x","items":[{items}]}}]}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    /// `b` hangs on `a`, `c` on `b`, `d` on `a` or `c`.
    fn chain() -> Checklist {
        let item = |id: &str, show_if: &str| format!(r#"{{"id":"{id}","text":"x","text_en":"x","answer":"yes_no"{show_if}}}"#);
        checklist(
            &[
                item("a", ""),
                item("b", r#","show_if":{"item":"a","is":"yes"}"#),
                item("c", r#","show_if":{"item":"b","is":"yes"}"#),
                item("d", r#","show_if":{"any":[{"item":"a","is":"no"},{"item":"c","is":"no"}]}"#),
            ]
            .join(","),
        )
    }

    fn visible(checklist: &Checklist, answers: &BTreeMap<&str, Seen>) -> Vec<(String, Option<String>)> {
        let seen = |id: &ItemId| answers.get(id.as_str()).cloned().unwrap_or(Seen::Unanswered);
        let visible = visible_items(checklist, seen);
        visible.into_iter().map(|one| (one.item.id.to_string(), one.because_not_checked.map(|id| id.0))).collect()
    }

    fn ids(checklist: &Checklist, answers: &[(&'static str, Seen)]) -> String {
        let answers = answers.iter().cloned().collect();
        visible(checklist, &answers).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn an_answer_that_became_hidden_shows_nothing() {
        let (yes, no) = (Seen::YesNo(true), Seen::YesNo(false));
        let chain = chain();
        assert_eq!(ids(&chain, &[]), "a");
        assert_eq!(ids(&chain, &[("a", yes.clone()), ("b", yes.clone())]), "abc");
        // The answer of `b` is kept, yet `b` is hidden, so `c` is too.
        assert_eq!(ids(&chain, &[("a", no.clone()), ("b", yes), ("c", no)]), "ad");
    }

    #[test]
    fn the_reason_is_preset_all_the_way_down() {
        let answers = BTreeMap::from([("a", Seen::NotChecked), ("b", Seen::NotChecked)]);
        let expected = [("a", None), ("b", Some("a")), ("c", Some("b")), ("d", Some("a"))];
        let expected: Vec<_> = expected.iter().map(|(id, because)| ((*id).to_owned(), because.map(str::to_owned))).collect();
        assert_eq!(visible(&chain(), &answers), expected);
    }

    fn seen() -> impl Strategy<Value = Seen> {
        prop_oneof![Just(Seen::Unanswered), Just(Seen::NotChecked), Just(Seen::NotApplicable), any::<bool>().prop_map(Seen::YesNo),]
    }

    proptest! {
        /// Phone and server decide alike: only answers of visible items matter, and order of asking does not.
        #[test]
        fn answers_of_hidden_items_change_nothing(answers in proptest::collection::vec(seen(), 4), other in proptest::collection::vec(seen(), 4)) {
            let chain = chain();
            let names = ["a", "b", "c", "d"];
            let first: BTreeMap<_, _> = names.into_iter().zip(answers).collect();
            let before = visible(&chain, &first);
            let mut second: BTreeMap<_, _> = names.into_iter().zip(other).collect();
            for (id, _) in &before {
                let name = names.into_iter().find(|name| name == id).unwrap();
                second.insert(name, first[name].clone());
            }
            prop_assert_eq!(visible(&chain, &second), before);
        }
    }
}
