//! Going through the checklists of a visit: which items are asked, what comes next, how far one is. No rule of its own: visibility
//! and judgement are the checklists'.

use crate::checklist::{Checklist, ChecklistId, Item, ItemId, Seen, Verdict, judge, visible_items};
use crate::digest::Sha256;
use crate::inspection::{Answer, Answered, Counts, Inspection, ItemRef};
use crate::time::Day;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Answers by their item, borrowed from a draft or a record. Answers of hidden items may be among them: they are kept, not seen.
#[derive(Debug, Clone, Default)]
pub struct Answers<'a>(BTreeMap<(&'a ChecklistId, &'a ItemId), &'a Answer>);

impl<'a> Answers<'a> {
    /// The answer of one item.
    #[must_use]
    pub fn get(&self, list: &'a ChecklistId, item: &'a ItemId) -> Option<&'a Answer> {
        self.0.get(&(list, item)).copied()
    }
}

impl<'a> FromIterator<(&'a ItemRef, &'a Answer)> for Answers<'a> {
    fn from_iter<I: IntoIterator<Item = (&'a ItemRef, &'a Answer)>>(answers: I) -> Self {
        Self(answers.into_iter().map(|(at, answer)| ((&at.list, &at.item), answer)).collect())
    }
}

impl<'a> FromIterator<&'a Answered> for Answers<'a> {
    fn from_iter<I: IntoIterator<Item = &'a Answered>>(answers: I) -> Self {
        answers.into_iter().map(|answered| (&answered.at, &answered.answer)).collect()
    }
}

/// One visible item on the way through the lists.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// Its list.
    pub list: &'a Checklist,
    /// Which of the list's sections, by position.
    pub section: usize,
    /// The item.
    pub item: &'a Item,
    /// The earlier item whose reason for not having been checked is preset here.
    pub because_not_checked: Option<ItemId>,
    /// Its answer so far.
    pub answer: Option<&'a Answer>,
}

impl Step<'_> {
    /// The item's address.
    #[must_use]
    pub fn at(&self) -> ItemRef {
        ItemRef { list: self.list.id.clone(), item: self.item.id.clone() }
    }

    /// Whether this is the item at that address.
    #[must_use]
    pub fn is_at(&self, at: &ItemRef) -> bool {
        self.list.id == at.list && self.item.id == at.item
    }

    /// Whether it has an answer that fits it. A figure in place of a date is none.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.answer.is_some_and(|answer| fits(self.item, answer))
    }

    /// What the answer means; none while there is no fitting one, and for 不涉及 and 查不了.
    #[must_use]
    pub fn verdict(&self, today: Day) -> Option<Verdict> {
        judge(self.item, &Seen::from(self.answer?), today)
    }
}

/// Whether this answer can be given to the item: one of its kind, 不涉及 where it is judged, 查不了 always.
#[must_use]
pub fn fits(item: &Item, answer: &Answer) -> bool {
    match answer {
        Answer::NotChecked { .. } => true,
        Answer::NotApplicable => item.is_judged(),
        Answer::Text(text) if text.trim().is_empty() => false,
        // The day decides between pass and fail only, not whether there is a verdict.
        answer => judge(item, &Seen::from(answer), Day(time::Date::MIN)).is_some(),
    }
}

/// The visible items of the lists in order. The same question in two lists stands in both.
#[must_use]
pub fn steps<'a>(lists: &[&'a Checklist], answers: &Answers<'a>) -> Vec<Step<'a>> {
    let mut steps = vec![];
    for list in lists.iter().copied() {
        let section_of: BTreeMap<&ItemId, usize> =
            list.sections.iter().enumerate().flat_map(|(n, section)| section.items.iter().map(move |item| (&item.id, n))).collect();
        let seen = |id: &ItemId| answers.0.get(&(&list.id, id)).map_or(Seen::Unanswered, |answer| Seen::from(*answer));
        for visible in visible_items(list, seen) {
            steps.push(Step {
                list,
                section: section_of[&visible.item.id],
                item: visible.item,
                because_not_checked: visible.because_not_checked,
                answer: answers.get(&list.id, &visible.item.id),
            });
        }
    }
    steps
}

/// The visible items of a record, by those of its pinned lists that are at hand.
#[must_use]
pub fn pinned_steps<'a>(inspection: &'a Inspection, checklists: &'a BTreeMap<Sha256, Arc<Checklist>>) -> Vec<Step<'a>> {
    let pinned = inspection.checklists.iter().filter_map(|pin| checklists.get(&pin.sha256).filter(|list| list.id == pin.id));
    let lists: Vec<&Checklist> = pinned.map(Arc::as_ref).collect();
    steps(&lists, &inspection.answers.iter().collect())
}

/// The visible items by their answers; `today` is the day the visit began.
#[must_use]
pub fn counts(steps: &[Step<'_>], today: Day) -> Counts {
    let mut counts = Counts::default();
    for step in steps {
        let count = match (step.answer, step.verdict(today)) {
            (Some(Answer::NotChecked { .. }), _) => &mut counts.not_checked,
            (Some(Answer::NotApplicable), _) if step.is_answered() => &mut counts.not_applicable,
            (_, Some(Verdict::Pass)) => &mut counts.passed,
            (_, Some(Verdict::Fail)) => &mut counts.failed,
            (_, Some(Verdict::Fact)) => &mut counts.facts,
            (_, None) => &mut counts.unanswered,
        };
        *count += 1;
    }
    counts
}

/// The numbers of the items as people say them: section and place, 3.7. Sections are numbered through all lists of a visit, so that
/// whoever stands on site and whoever reads about it mean the same item; a hidden item keeps its number.
#[must_use]
pub fn numbers<'a>(lists: impl IntoIterator<Item = &'a Checklist>) -> BTreeMap<ItemRef, String> {
    let sections = lists.into_iter().flat_map(|list| list.sections.iter().map(move |section| (list, section)));
    let items = sections.zip(1..).flat_map(|((list, section), no)| {
        let at = |item: &Item| ItemRef { list: list.id.clone(), item: item.id.clone() };
        section.items.iter().zip(1..).map(move |(item, place)| (at(item), format!("{no}.{place}")))
    });
    items.collect()
}

/// The next item without a fitting answer after `from`, beginning anew at the top; none if all are answered.
#[must_use]
pub fn next_unanswered<'s, 'a>(steps: &'s [Step<'a>], from: Option<&ItemRef>) -> Option<&'s Step<'a>> {
    let after = from.and_then(|at| steps.iter().position(|step| step.is_at(at))).map_or(0, |found| found + 1);
    let (before, rest) = steps.split_at(after);
    rest.iter().chain(before).find(|step| !step.is_answered())
}

/// How far one is in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress<'a> {
    /// Its list.
    pub list: &'a ChecklistId,
    /// Its id in the list.
    pub section: &'a str,
    /// Visible items with a fitting answer.
    pub answered: usize,
    /// Visible items.
    pub of: usize,
}

/// How far one is in each section that has visible items.
#[must_use]
pub fn progress<'a>(steps: &[Step<'a>]) -> Vec<Progress<'a>> {
    let mut sections: Vec<Progress<'a>> = vec![];
    for step in steps {
        let section = step.list.sections[step.section].id.as_str();
        if sections.last().is_none_or(|last| *last.list != step.list.id || last.section != section) {
            sections.push(Progress { list: &step.list.id, section, answered: 0, of: 0 });
        }
        if let Some(last) = sections.last_mut() {
            last.of += 1;
            last.answered += usize::from(step.is_answered());
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::cast::{House, Visit, at, today};
    use crate::inspection::NotCheckedReason;

    fn walked<T>(change: impl FnOnce(&mut Visit), look: impl FnOnce(&[Step<'_>]) -> T) -> T {
        let house = House::new();
        let mut visit = Visit::new(&house);
        change(&mut visit);
        look(&pinned_steps(&visit.inspection, &house.checklists))
    }

    fn names(steps: &[Step<'_>]) -> String {
        steps.iter().map(|step| step.item.id.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_fact_shows_and_hides_what_hangs_on_it() {
        assert_eq!(walked(|_| {}, names), "exit width overnight meter talk front");
        assert_eq!(walked(|visit| visit.answer("overnight", Answer::YesNo(true)), names), "exit width overnight stairs meter talk front");
        // Nobody could be asked: the stairs are shown, with the same reason preset.
        let not_checked = Answer::NotChecked { reason: NotCheckedReason::NobodyToAsk, text: String::new() };
        let because = walked(|visit| visit.answer("overnight", not_checked), |steps| steps[3].because_not_checked.clone());
        assert_eq!(because, Some("overnight".into()));
    }

    #[test]
    fn the_next_question_is_found_past_the_end() {
        let next = |from: Option<&str>, gone: &'static [&str]| {
            let from = from.map(at);
            walked(
                |visit| visit.inspection.answers.retain(|answered| !gone.contains(&answered.at.item.as_str())),
                |steps| next_unanswered(steps, from.as_ref()).map(|step| step.item.id.to_string()),
            )
        };
        assert_eq!(next(None, &[]), None);
        assert_eq!(next(None, &["width", "talk"]).as_deref(), Some("width"));
        assert_eq!(next(Some("width"), &["width", "talk"]).as_deref(), Some("talk"));
        assert_eq!(next(Some("talk"), &["width", "talk"]).as_deref(), Some("width"));
        assert_eq!(next(Some("talk"), &["talk"]).as_deref(), Some("talk")); // the only one left
    }

    #[test]
    fn progress_counts_what_is_asked_and_fits() {
        let progress = |change: fn(&mut Visit)| {
            walked(change, |steps| {
                super::progress(steps).iter().map(|one| (one.section.to_owned(), one.answered, one.of)).collect::<Vec<_>>()
            })
        };
        assert_eq!(progress(|_| {}), [("exits".to_owned(), 3, 3), ("power".to_owned(), 3, 3)]);
        let spoilt = progress(|visit| {
            visit.answer("overnight", Answer::YesNo(true));
            visit.answer("width", Answer::Pass); // no figure
        });
        assert_eq!(spoilt, [("exits".to_owned(), 2, 4), ("power".to_owned(), 3, 3)]);
    }

    #[test]
    fn each_answer_counts_once_and_hidden_ones_never() {
        let counted = walked(
            |visit| {
                visit.answer("exit", Answer::Fail);
                visit.answer("width", Answer::Number("0.2".parse().unwrap()));
                visit.answer("meter", Answer::NotApplicable);
                visit.answer("talk", Answer::NotChecked { reason: NotCheckedReason::Unsure, text: String::new() });
                visit.answer("stairs", Answer::Fail); // hidden: nobody stays overnight
            },
            |steps| counts(steps, today()),
        );
        assert_eq!(counted, Counts { passed: 0, failed: 2, not_applicable: 1, not_checked: 1, facts: 2, unanswered: 0 });
        assert_eq!((counted.judged(), counted.all()), (4, 6));
    }

    #[test]
    fn what_was_asked_and_not_answered_is_no_pass() {
        let counted = walked(
            |visit| {
                visit.inspection.answers.retain(|answered| answered.at != at("exit"));
                visit.answer("overnight", Answer::YesNo(true)); // shows the stairs
                visit.answer("width", Answer::Pass); // no figure
                visit.answer("meter", Answer::Fail); // nobody wrote a finding
            },
            |steps| counts(steps, today()),
        );
        assert_eq!(counted, Counts { passed: 1, failed: 1, facts: 2, unanswered: 3, ..Counts::default() });
        assert_eq!(counted.asked(), 7);
    }

    #[test]
    fn sections_are_numbered_through_all_lists() {
        let house = House::new();
        let (first, mut second) = (house.checklist(), Checklist::clone(&house.checklist()));
        second.id = "gas".into();
        let numbers = numbers([&*first, &second]);
        let number = |list: &str, item: &str| numbers[&ItemRef { list: list.into(), item: item.into() }].clone();
        assert_eq!(["exit", "stairs", "meter"].map(|item| number("fire", item)), ["1.1", "1.4", "2.1"]);
        assert_eq!(["exit", "front"].map(|item| number("gas", item)), ["3.1", "4.3"]);
    }
}
