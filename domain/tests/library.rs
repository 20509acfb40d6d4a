//! The library that ships: it has no fault, nothing of it got lost, and the phone reads the same.

mod files;

use domain::library::{Counts, Library, check};
use domain::time::Day;
use files::files;
use std::borrow::Cow;

const FIRE_HOTEL: &str = "checklists/fire-hotel.yaml";

#[test]
fn the_library_that_ships_has_no_fault() {
    let faults: Vec<String> = check(&files()).iter().map(ToString::to_string).collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn nothing_of_the_library_got_lost() {
    let library = Library::builtin();
    assert_eq!(library.checklists.len(), 37);
    let expected =
        Counts { items: 889, majors: 101, to_verify: 257, sources: 150, shared_questions: 38, shared_items: 86, facts: 44, aliases: 371 };
    assert_eq!(library.counts(), expected);
    assert_eq!(library.premises.kinds.len(), 47);
    assert_eq!(library.cadences.cadences.len(), 91);
    assert_eq!((library.plan.measures.len(), library.plan.safeguards.len()), (25, 5));
}

#[test]
fn the_phone_reads_the_same_from_json() {
    let library = Library::builtin();
    for published in library.checklists.values() {
        let json = serde_json::to_vec(published).expect("plain data");
        assert_eq!(serde_json::from_slice::<domain::checklist::PublishedChecklist>(&json).expect("what we wrote"), *published);
    }
    let json = serde_json::to_vec(&library).expect("plain data");
    assert_eq!(serde_json::from_slice::<Library>(&json).expect("what we wrote"), *library);
}

#[test]
fn a_checklist_is_named_by_the_bytes_of_its_file() {
    let before = &Library::builtin().checklists[&"fire-hotel".into()];
    let mut files = files();
    let text = format!("{}\n# a remark", files.get(FIRE_HOTEL).expect("it is there"));
    files.0.insert(FIRE_HOTEL.to_owned(), Cow::Owned(text));
    let after = &Library::read(&files).expect("a remark is no fault").checklists[&"fire-hotel".into()];
    assert_ne!(before.sha256, after.sha256);
    assert_eq!(before.checklist, after.checklist);
}

#[test]
fn risk_rules_give_their_examples() {
    let premises = &Library::builtin().premises;
    let today: Day = "2026-11-24".parse().expect("a day");
    assert!(premises.risk.examples.len() >= 11);
    for example in &premises.risk.examples {
        let grade = premises.grade(&example.facts, today).expect("a known kind");
        let parts = grade.parts.iter().map(|part| (part.id.clone(), part.points)).collect();
        let found = (grade.score, grade.by_score, grade.colour, &grade.overrides, &parts);
        let expected = (example.score, example.by_score, example.colour, &example.overrides, &example.parts);
        assert_eq!(found, expected, "{}", example.en);
    }
}
