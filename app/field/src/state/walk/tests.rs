use super::{Shift, Totals, Walk};
use domain::checklist::{Checklist, ChecklistId, ItemId, PublishedChecklist};
use domain::digest::Sha256;
use domain::ids::{DeviceId, InspectionId, PlaceId, PremisesId, UserId};
use domain::inspection::{Answer, ChecklistPin, ItemRef, Nature, PremisesSnapshot, VisitKind};
use domain::time::Timestamp;
use domain::user::Role;
use leptos::prelude::*;
use std::sync::{Arc, Mutex};
use sync::journal::{Begin, Draft, Edit, Entry};
use uuid::Uuid;

/// Gas decides whether the hose is asked about; two sections, the second one of a single figure.
fn kitchen() -> PublishedChecklist {
    let checklist: Checklist = serde_json::from_str(
        r#"{"id":"kitchen","title":"厨房","title_en":"Kitchen","version":1,"applies_to":[],"domain":"fire","minutes":1,"sections":[
            {"id":"a","title":"用气","title_en":"Gas","items":[
                {"id":"gas","text":"用气","text_en":"gas","answer":"yes_no"},
                {"id":"hose","text":"软管","text_en":"hose","answer":"check","show_if":{"item":"gas","is":"yes"},
                 "demand":{"violation":"软管老化","severity":"general","basis":[],"rectify":"更换","deadline_days":3}}]},
            {"id":"b","title":"出口","title_en":"Exit","items":[
                {"id":"width","text":"净宽","text_en":"width","answer":{"number":{"unit":"m","pass":{"min":"0.8"}}},
                 "demand":{"violation":"太窄","severity":"general","basis":[],"rectify":"拓宽","deadline_days":15}}]}]}"#,
    )
    .unwrap();
    PublishedChecklist { sha256: Sha256::of(b"kitchen"), checklist }
}

fn draft() -> Draft {
    let list = kitchen();
    Draft::new(Begin {
        inspection: InspectionId(Uuid::from_u128(1)),
        by: UserId(Uuid::from_u128(2)),
        role: Role::Inspector,
        inspectors: vec![UserId(Uuid::from_u128(2))],
        premises: PremisesId(Uuid::from_u128(3)),
        snapshot: PremisesSnapshot {
            name: "兴旺旅馆".into(),
            kind: "small-hotel".into(),
            address: "团结路12号".into(),
            community: PlaceId(Uuid::from_u128(4)),
            grid: None,
        },
        nature: Nature::Patrol,
        kind: VisitKind::Routine,
        provisional_number: "7F3A-1".into(),
        device: DeviceId(Uuid::from_u128(5)),
        started_at: Timestamp::from_millis(1_795_396_320_000),
        checklists: vec![ChecklistPin { id: list.checklist.id, sha256: list.sha256, version: 1 }],
        mends: None,
    })
}

type Written = Arc<Mutex<Vec<Edit>>>;

/// A walk, and what it has written into the journal.
fn walk(draft: &Draft) -> (Walk, Written) {
    let written = Written::default();
    let journal = written.clone();
    let walk = Walk::new(draft, vec![Arc::new(kitchen())], move |edit| journal.lock().unwrap().push(edit));
    (walk, written)
}

fn at(item: &str) -> ItemRef {
    ItemRef { list: ChecklistId::from("kitchen"), item: ItemId::from(item) }
}

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
        let written = written.lock().unwrap().clone();
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
