//! Where the phone stands in the feed: one generation of rows that is whole, and perhaps one that is still coming in. Pure, so that it
//! is seen that nobody gets another's rows and no half generation is taken for a whole one.

use domain::digest::Sha256;
use domain::ids::UserId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use sync::feed::Cursor;

/// As it is stored, beside the rows and in the same transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Standing {
    /// Whose scope it is.
    pub(super) owner: Option<UserId>,
    /// The generation that is whole; 0: none yet.
    pub(super) whole: u32,
    /// Where that one ends.
    pub(super) cursor: Option<Cursor>,
    /// When the server last said that this is all.
    pub(super) as_of: Option<Timestamp>,
    /// The generation that comes in.
    pub(super) coming: Option<Coming>,
    /// Lists that the server offers no more, kept because a draft has pinned them: no new visit begins with one.
    #[serde(default)]
    pub(super) withdrawn: BTreeSet<Sha256>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Coming {
    pub(super) generation: u32,
    pub(super) cursor: Cursor,
}

/// A page of the present state.
pub(super) struct Page {
    /// For whom.
    pub(super) owner: UserId,
    /// It is the first.
    pub(super) begins_anew: bool,
    /// It is not the last.
    pub(super) has_more: bool,
    /// Where it ends.
    pub(super) cursor: Cursor,
    /// Now.
    pub(super) at: Timestamp,
}

/// What a page of the present state changes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Turned {
    /// Where the phone stands then.
    pub(super) standing: Standing,
    /// The generation that takes the page's rows.
    pub(super) into: u32,
    /// Generations whose rows are deleted before that.
    pub(super) cleared: Vec<u32>,
}

impl Standing {
    /// The generation that is whole, if it is this person's.
    pub(super) fn generation(&self, of: Option<UserId>) -> Option<u32> {
        (of.is_some() && self.owner == of && self.whole > 0).then_some(self.whole)
    }

    /// What to ask the feed with, for this person; none begins anew.
    pub(super) fn next_cursor(&self, of: Option<UserId>) -> Option<Cursor> {
        let coming = self.coming.as_ref().map(|coming| &coming.cursor);
        coming.or(self.cursor.as_ref()).filter(|_| of.is_some() && self.owner == of).cloned()
    }

    /// After a page of the present state.
    pub(super) fn turn(&self, page: Page) -> Turned {
        let Page { owner, begins_anew, has_more, cursor, at } = page;
        let coming = self.coming.as_ref().map(|coming| coming.generation);
        let is_theirs = self.owner == Some(owner);
        let into = coming.filter(|_| is_theirs && !begins_anew).unwrap_or_else(|| self.whole.max(coming.unwrap_or(0)) + 1);
        let is_first = coming != Some(into) || begins_anew;
        let mut cleared = vec![];
        if is_first {
            // Its number may have been used by a page that was killed in the middle: what that left would come back as rows.
            cleared.push(into);
            cleared.extend(coming.filter(|left| *left != into));
        }
        let is_replaced = !has_more || !is_theirs;
        cleared.extend(Some(self.whole).filter(|whole| is_replaced && *whole > 0));
        let standing = if has_more {
            // Another's rows and cursor must not stand under a new owner: a page killed before the last would show them.
            let kept = if is_theirs { self.clone() } else { Self { withdrawn: self.withdrawn.clone(), ..Self::default() } };
            Self { owner: Some(owner), coming: Some(Coming { generation: into, cursor }), ..kept }
        } else {
            let withdrawn = self.withdrawn.clone();
            Self { owner: Some(owner), whole: into, cursor: Some(cursor), as_of: Some(at), coming: None, withdrawn }
        };
        Turned { standing, into, cleared }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use sync::hello::Epoch;
    use uuid::Uuid;

    const LI: UserId = UserId(Uuid::from_u128(1));
    const ZHAO: UserId = UserId(Uuid::from_u128(2));
    const AT: Timestamp = Timestamp(7);

    fn cursor(page: Option<&str>) -> Cursor {
        Cursor { epoch: Epoch(Uuid::nil()), scope: Sha256::of(b"scope"), seq: BTreeMap::new(), page: page.map(str::to_owned) }
    }

    fn page(owner: UserId, begins_anew: bool, has_more: bool) -> Page {
        Page { owner, begins_anew, has_more, cursor: cursor(has_more.then_some("2")), at: AT }
    }

    /// As a page finds it that was opened anew: half a generation is not in its memory.
    fn reopened(standing: &Standing) -> Standing {
        Standing { coming: None, ..standing.clone() }
    }

    /// Li's ledger is here, in generation 3.
    fn lis() -> Standing {
        Standing { owner: Some(LI), whole: 3, cursor: Some(cursor(None)), as_of: Some(AT), ..Standing::default() }
    }

    #[test]
    fn a_new_generation_replaces_the_old_one_with_its_last_page() {
        let first = lis().turn(page(LI, true, true));
        assert_eq!((first.into, first.standing.generation(Some(LI))), (4, Some(3)), "what is whole stays until then");
        assert!(!first.cleared.contains(&3));
        let last = first.standing.turn(page(LI, false, false));
        assert_eq!((last.into, last.cleared, last.standing.generation(Some(LI))), (4, vec![3], Some(4)));
    }

    #[test]
    fn half_a_generation_of_a_page_that_was_killed_is_cleared_before_its_number_is_used_again() {
        let killed = lis().turn(page(LI, true, true)).standing;
        let anew = reopened(&killed).turn(page(LI, true, true));
        assert_eq!((anew.into, anew.cleared), (4, vec![4]));
        let at_once = reopened(&killed).turn(page(LI, true, false));
        assert_eq!((at_once.into, at_once.cleared), (4, vec![4, 3]), "also if one page is all");
    }

    #[test]
    fn a_download_that_begins_anew_clears_what_it_had() {
        let half = lis().turn(page(LI, true, true)).standing;
        let anew = half.turn(page(LI, true, true));
        assert_eq!((anew.into, anew.cleared), (5, vec![5, 4]));
    }

    #[test]
    fn nobody_gets_anothers_rows_or_cursor_even_if_the_page_is_killed_in_the_middle() {
        let first = lis().turn(page(ZHAO, true, true));
        assert!(first.cleared.contains(&3), "Li's rows go");
        let killed = reopened(&first.standing);
        assert_eq!((killed.generation(Some(ZHAO)), killed.next_cursor(Some(ZHAO))), (None, None));
        assert_eq!((killed.generation(Some(LI)), killed.next_cursor(Some(LI))), (None, None));
        let goes_on = first.standing.turn(page(ZHAO, false, false));
        assert_eq!((goes_on.into, goes_on.standing.generation(Some(ZHAO))), (first.into, Some(first.into)));
    }

    #[test]
    fn a_list_stays_withdrawn_whoever_works_here_until_it_is_heard_of_again() {
        let withdrawn: BTreeSet<_> = [Sha256::of(b"an old list")].into();
        let before = Standing { withdrawn: withdrawn.clone(), ..lis() };
        for (owner, has_more) in [(LI, true), (LI, false), (ZHAO, true), (ZHAO, false)] {
            assert_eq!(before.turn(page(owner, true, has_more)).standing.withdrawn, withdrawn);
        }
    }

    #[test]
    fn whoever_does_not_own_it_asks_anew_and_sees_nothing() {
        for other in [Some(ZHAO), None] {
            assert_eq!((lis().generation(other), lis().next_cursor(other)), (None, None));
        }
        assert_eq!(lis().next_cursor(Some(LI)), Some(cursor(None)));
        let half = lis().turn(page(LI, true, true)).standing;
        assert_eq!(half.next_cursor(Some(LI)), Some(cursor(Some("2"))), "what comes in goes on");
    }

    #[test]
    fn what_an_earlier_version_stored_reads() {
        let row = r#"{"owner":"00000000-0000-0000-0000-000000000001","whole":2,"cursor":null,"as_of":null,"coming":null}"#;
        let standing: Standing = serde_json::from_str(row).expect("reads");
        assert_eq!(standing.generation(Some(LI)), Some(2));
    }
}
