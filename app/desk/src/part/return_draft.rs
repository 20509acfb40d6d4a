//! What a reviewer has typed to records and not sent yet. It is kept by record and outside of what the page shows, so that neither news
//! nor another record nor another page takes a word of it.

use app_ui::words::{Phrase, say};
use domain::ids::InspectionId;
use domain::inspection::{ItemRef, ReturnPoint, ReturnReason};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A place that can be returned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    Item(ItemRef),
    Signature,
    Whole,
}

impl Spot {
    fn point(&self, comment: String) -> ReturnPoint {
        match self {
            Self::Item(at) => ReturnPoint::Item { at: at.clone(), comment },
            Self::Signature => ReturnPoint::Signature { comment },
            Self::Whole => ReturnPoint::Whole { comment },
        }
    }
}

/// One return as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Draft {
    /// The form is shown.
    pub is_open: bool,
    /// The chosen places with what is typed to each.
    pub comments: BTreeMap<Spot, String>,
    /// The chosen reason.
    pub reason: Option<ReturnReason>,
}

impl Draft {
    /// What can be sent, or the sentence that says what is missing.
    pub(crate) fn ready(&self) -> Result<(ReturnReason, Vec<ReturnPoint>), Phrase> {
        if self.comments.is_empty() {
            return Err(say::desk::send_back::points_missing());
        }
        if self.comments.values().any(|comment| comment.trim().is_empty()) {
            return Err(say::desk::send_back::comment_missing());
        }
        let reason = self.reason.ok_or_else(say::desk::send_back::why_missing)?;
        Ok((reason, self.comments.iter().map(|(spot, comment)| spot.point(comment.trim().to_owned())).collect()))
    }

    fn has_words(&self) -> bool {
        self.comments.values().any(|comment| !comment.trim().is_empty())
    }
}

/// All of them, in the context of the desk.
#[derive(Clone, Copy)]
pub(crate) struct Drafts(RwSignal<BTreeMap<InspectionId, Draft>>);

/// Puts them into the context.
pub(crate) fn provide_drafts() -> Drafts {
    let drafts = Drafts(RwSignal::new(BTreeMap::new()));
    provide_context(drafts);
    drafts
}

impl Drafts {
    /// That of one record.
    pub(crate) const fn of(self, id: InspectionId) -> Writing {
        Writing { drafts: self, id }
    }

    /// Whether going away from here would lose words.
    pub(crate) fn is_anything_typed(self) -> bool {
        self.0.with(|drafts| drafts.values().any(Draft::has_words))
    }
}

/// The return of one record, as its form reads and writes it.
#[derive(Clone, Copy)]
pub(crate) struct Writing {
    drafts: Drafts,
    id: InspectionId,
}

impl Writing {
    /// The record it is about.
    pub(crate) const fn id(self) -> InspectionId {
        self.id
    }

    /// What it says now; tracked.
    pub(crate) fn get<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        self.drafts.0.with(|drafts| match drafts.get(&self.id) {
            Some(draft) => read(draft),
            None => read(&Draft::default()),
        })
    }

    /// What it says now, for whoever does not want to hear of changes.
    pub(crate) fn peek<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        untrack(|| self.get(read))
    }

    /// Changes it.
    pub(crate) fn change(self, change: impl FnOnce(&mut Draft)) {
        self.drafts.0.update(|drafts| change(drafts.entry(self.id).or_default()));
    }

    /// It is sent: nothing of it is left.
    pub(crate) fn clear(self) {
        self.drafts.0.update(|drafts| {
            drafts.remove(&self.id);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> InspectionId {
        format!("{n:032x}").parse().unwrap()
    }

    fn draft(comment: &str, reason: Option<ReturnReason>) -> Draft {
        Draft { is_open: true, comments: BTreeMap::from([(Spot::Whole, comment.to_owned())]), reason }
    }

    #[test]
    fn a_return_says_what_it_lacks_one_thing_at_a_time() {
        let lacks = |draft: Draft| draft.ready().unwrap_err();
        assert_eq!(lacks(Draft::default()), say::desk::send_back::points_missing());
        assert_eq!(lacks(draft("  ", Some(ReturnReason::Other))), say::desk::send_back::comment_missing());
        assert_eq!(lacks(draft("看不清门锁", None)), say::desk::send_back::why_missing());
        let sent = draft(" 看不清门锁 ", Some(ReturnReason::PhotoUnclear)).ready();
        let whole = ReturnPoint::Whole { comment: "看不清门锁".to_owned() };
        assert_eq!(sent, Ok((ReturnReason::PhotoUnclear, vec![whole])));
    }

    #[test]
    fn what_is_typed_to_one_record_stays_while_another_is_read_and_is_never_sent_with_it() {
        let owner = Owner::new();
        owner.with(|| {
            let drafts = provide_drafts();
            let (first, second) = (drafts.of(id(1)), drafts.of(id(2)));
            first.change(|it| *it = draft("看不清门锁", None));
            assert_eq!(second.peek(Clone::clone), Draft::default());
            second.change(|it| it.is_open = true);
            assert!(drafts.is_anything_typed());
            assert_eq!(first.peek(|it| it.comments[&Spot::Whole].clone()), "看不清门锁");
            first.clear();
            assert_eq!(first.peek(Clone::clone), Draft::default());
            assert!(!drafts.is_anything_typed() && second.peek(|it| it.is_open));
        });
    }
}
