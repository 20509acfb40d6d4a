use super::{Shift, Totals, Walk};
use crate::state::cast::{Written, at, draft, finding, photo, walk};
use crate::state::walk::Journal as _;
use domain::digest::Sha256;
use domain::ids::FindingId;
use domain::inspection::{Answer, Photo};
use domain::time::Timestamp;
use leptos::prelude::*;
use sync::journal::{Edit, Entry};
use uuid::Uuid;

fn counts(walk: &Walk) -> (usize, usize) {
    let Totals { answered, asked, .. } = walk.totals().get_untracked();
    (answered, asked)
}

/// Signals need somebody who owns them.
fn with_owner(test: impl FnOnce()) {
    Owner::new().with(test);
}

const GAS: usize = 0;
const HOSE: usize = 1;
const WIDTH: usize = 2;

#[test]
fn what_was_erased_is_open_again() {
    with_owner(|| {
        let (walk, written) = walk(&draft());
        walk.answer(GAS, Answer::YesNo(true), 900);
        let shift = walk.unanswer(GAS);
        assert_eq!((counts(&walk), shift.hidden), ((0, 2), 1));
        assert_eq!(written.draft().answers.len(), 0);
        walk.undo(&shift);
        assert_eq!(counts(&walk), (1, 3));
    });
}

#[test]
fn a_fact_shows_what_hangs_on_it_and_taking_it_back_hides_it_again() {
    with_owner(|| {
        let (walk, _) = walk(&draft());
        assert_eq!(counts(&walk), (0, 2));
        let shift = walk.answer(GAS, Answer::YesNo(true), 900);
        assert_eq!((shift.shown, shift.hidden), (1, 0));
        assert_eq!(counts(&walk), (1, 3));
        assert_eq!(walk.card(WIDTH).rank.get_untracked(), 3);
        let back = walk.undo(&shift);
        assert_eq!((back.shown, back.hidden), (0, 1));
        assert_eq!(counts(&walk), (0, 2));
    });
}

#[test]
fn the_answer_of_a_hidden_item_is_kept_and_not_counted() {
    with_owner(|| {
        let (walk, _) = walk(&draft());
        walk.answer(GAS, Answer::YesNo(true), 0);
        walk.answer(HOSE, Answer::Fail, 0);
        assert_eq!(walk.totals().get_untracked().failed, 1);
        walk.answer(GAS, Answer::YesNo(false), 0);
        assert_eq!(walk.totals().get_untracked().failed, 0);
        assert_eq!(counts(&walk), (1, 2));
        walk.answer(GAS, Answer::YesNo(true), 0);
        assert_eq!(walk.card(HOSE).answer.get_untracked(), Some(Answer::Fail));
        assert_eq!(counts(&walk), (2, 3));
    });
}

#[test]
fn the_next_open_item_is_found_from_anywhere() {
    with_owner(|| {
        let (walk, _) = walk(&draft());
        assert_eq!(walk.next_open(Some(GAS)), Some(WIDTH), "the hose is not asked");
        walk.answer(WIDTH, Answer::Number("0.9".parse().unwrap()), 0);
        assert_eq!(walk.next_open(Some(WIDTH)), Some(GAS), "it begins anew at the top");
        walk.answer(GAS, Answer::YesNo(false), 0);
        assert_eq!(walk.next_open(None), None);
    });
}

#[test]
fn counts_kept_tap_by_tap_are_those_of_counting_anew() {
    with_owner(|| {
        let (first, _) = walk(&draft());
        let taps = [
            (GAS, Answer::YesNo(true)),
            (HOSE, Answer::Pass),
            (HOSE, Answer::Fail),
            (WIDTH, Answer::Number("0.7".parse().unwrap())),
            (HOSE, Answer::NotApplicable),
        ];
        let mut now = draft();
        for (n, (place, answer)) in taps.into_iter().enumerate() {
            first.answer(place, answer.clone(), 0);
            let edit = Edit::Answer { at: first.card(place).at.clone(), given: Some(answer.into()) };
            now.apply(&Entry { draft: now.id(), n: n as u64 + 1, at: Timestamp::default(), edit });
            let (again, _) = walk(&now);
            assert_eq!(again.totals().get_untracked(), first.totals().get_untracked());
            let sections = |walk: &Walk| {
                walk.sections().iter().map(|section| (section.answered.get_untracked(), section.asked.get_untracked())).collect::<Vec<_>>()
            };
            assert_eq!(sections(&again), sections(&first));
        }
    });
}

#[test]
fn every_tap_is_in_the_journal_and_the_cursor_with_it() {
    with_owner(|| {
        let (walk, written) = walk(&draft());
        walk.answer(GAS, Answer::YesNo(false), 1_200);
        walk.go_to(WIDTH);
        walk.go_to(WIDTH);
        let written = written.edits();
        let [Edit::Answer { at: answered, given: Some(given) }, Edit::Cursor { at: Some(cursor) }] = &written[..] else {
            panic!("{written:?}")
        };
        assert_eq!((answered, given.dwell_ms), (&at("gas"), 1_200));
        assert_eq!(cursor, &at("width"));
    });
}

#[test]
fn it_opens_where_it_was_left_unless_that_item_is_hidden() {
    with_owner(|| {
        for (left_at, opens_at) in [("width", WIDTH), ("hose", GAS)] {
            let mut now = draft();
            let edit = Edit::Cursor { at: Some(at(left_at)) };
            now.apply(&Entry { draft: now.id(), n: 1, at: Timestamp::default(), edit });
            assert_eq!(walk(&now).0.current().get_untracked(), opens_at, "left at {left_at}");
        }
    });
}

#[test]
fn nothing_shifts_with_an_item_on_which_nothing_hangs() {
    with_owner(|| {
        let (walk, _) = walk(&draft());
        let shift = walk.answer(WIDTH, Answer::Number("0.7".parse().unwrap()), 0);
        assert_eq!(shift, Shift { before: vec![(WIDTH, None)], ..Shift::default() });
    });
}

/// What the camera does: it writes into the draft, and knows nothing of cards.
fn take(written: &Written, photo: &Photo, id: FindingId) {
    written.write(Edit::Photo { sha256: photo.sha256, photo: Some(Box::new(photo.clone())) });
    let mut named = written.draft().findings[&id].clone();
    named.photos.push(photo.sha256);
    written.write(Edit::Finding { id, finding: Some(Box::new(named)) });
}

#[test]
fn a_picture_that_came_while_the_sheet_was_closed_is_on_its_card() {
    with_owner(|| {
        let (walk, written) = walk(&draft());
        walk.answer(HOSE, Answer::Fail, 0);
        walk.add_finding(HOSE, finding("hose"));
        take(&written, &photo("one", "hose"), finding("hose").id);
        assert!(walk.card(HOSE).photos.get_untracked().is_empty(), "nobody has told the card yet");
        assert_eq!(walk.catch_up(), vec![HOSE]);
        assert_eq!(walk.card(HOSE).photos.get_untracked(), vec![photo("one", "hose")]);
        assert_eq!(walk.card(HOSE).findings.get_untracked()[0].photos, vec![Sha256::of(b"one")]);
        assert_eq!(walk.catch_up(), Vec::<usize>::new(), "a second look finds nothing new");
    });
}

#[test]
fn editing_a_finding_keeps_the_pictures_that_its_card_does_not_know_of() {
    with_owner(|| {
        let (walk, written) = walk(&draft());
        walk.add_finding(HOSE, finding("hose"));
        take(&written, &photo("one", "hose"), finding("hose").id);
        walk.change_finding(HOSE, finding("hose").id, |finding| finding.spot = "二层东侧".into());
        let known = written.draft().findings[&finding("hose").id].clone();
        assert_eq!((known.spot.as_str(), known.photos), ("二层东侧", vec![Sha256::of(b"one")]));
    });
}

#[test]
fn a_change_that_changes_nothing_writes_nothing() {
    with_owner(|| {
        let (walk, written) = walk(&draft());
        walk.add_finding(HOSE, finding("hose"));
        let before = written.edits().len();
        walk.change_finding(HOSE, finding("hose").id, |finding| finding.spot.clear());
        walk.change_finding(HOSE, FindingId(Uuid::from_u128(99)), |finding| finding.spot = "没有这条".into());
        assert_eq!(written.edits().len(), before);
    });
}

#[test]
fn a_first_item_that_was_answered_and_never_left_is_the_one_it_opens_at() {
    with_owner(|| {
        let (walk, written) = walk(&draft());
        walk.answer(GAS, Answer::YesNo(false), 0);
        let (again, _) = crate::state::cast::walk(&written.draft());
        assert_eq!(again.current().get_untracked(), GAS);
        walk.go_to(WIDTH);
        let (again, _) = crate::state::cast::walk(&written.draft());
        assert_eq!(again.current().get_untracked(), WIDTH);
    });
}
