//! Laws of the draft's journal, and sealing.

use domain::checklist::PublishedChecklist;
use domain::command::What;
use domain::digest::Sha256;
use domain::ids::{CommandId, DeviceId, FindingId, InspectionId, PlaceId, PremisesId, UserId};
use domain::inspection::{
    Access, Answer, ChecklistPin, Counterpart, Disposition, Finding, Inspection, ItemRef, Nature, Photo, PhotoOf, PremisesSnapshot,
    Severity, Signature, VisitKind,
};
use domain::position::{Located, NoPosition};
use domain::time::Timestamp;
use domain::user::Role;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use sync::feed::{InspectionRow, Returned};
use sync::journal::{Begin, Draft, Edit, Entry, Finish, Mending, NotSealable, Slot, Trashed, ever_named, recover, seal};
use uuid::Uuid;

const VISIT: InspectionId = InspectionId(Uuid::from_u128(9));
const LI: UserId = UserId(Uuid::from_u128(1));

/// `gas` decides whether `valve` is asked.
fn checklist() -> PublishedChecklist {
    let demand = json!({"violation": "blocked", "severity": "general", "basis": [], "rectify": "clear it", "deadline_days": 3});
    let list = json!({
        "id": "shop", "title": "t", "title_en": "t", "version": 3, "applies_to": [], "domain": "fire", "minutes": 10,
        "sections": [{"id": "a", "title": "t", "title_en": "t", "items": [
            {"id": "gas", "text": "t", "text_en": "t", "answer": "yes_no"},
            {"id": "valve", "text": "t", "text_en": "t", "answer": "check", "demand": demand, "show_if": {"item": "gas", "is": "yes"}},
            {"id": "exit", "text": "t", "text_en": "t", "answer": "check", "demand": demand},
        ]}],
    });
    PublishedChecklist { sha256: Sha256::of(b"shop 3"), checklist: serde_json::from_value(list).expect("reads") }
}

fn at(item: &str) -> ItemRef {
    ItemRef {
        list: checklist().checklist.id,
        item: checklist().checklist.items().find(|known| known.id.to_string() == item).expect("an item").id.clone(),
    }
}

fn begin() -> Begin {
    Begin {
        inspection: VISIT,
        by: LI,
        role: Role::Inspector,
        inspectors: vec![LI],
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
        provisional_number: "7F3A-21".into(),
        device: DeviceId(Uuid::from_u128(5)),
        started_at: Timestamp::from_millis(1_772_300_000_000),
        checklists: vec![ChecklistPin { id: checklist().checklist.id, sha256: checklist().sha256, version: 3 }],
        mends: None,
    }
}

/// Li with a fresh draft.
fn draft() -> Draft {
    let mut draft = Draft::new(begin());
    make(&mut draft, Edit::Begin { begin: Box::new(begin()) });
    draft
}

fn make(draft: &mut Draft, edit: Edit) -> Entry {
    let entry = draft.entry(Timestamp(draft.changed_at.0 + 1), edit);
    draft.apply(&entry);
    entry
}

fn answer(item: &str, answer: Answer) -> Edit {
    Edit::Answer { at: at(item), given: Some(answer.into()) }
}

fn finding(n: u128, item: &str, photos: Vec<Sha256>) -> Edit {
    let id = FindingId(Uuid::from_u128(n));
    let disposition = Disposition::OnSpot { before: vec![], after: vec![] };
    let finding = Finding {
        id,
        at: at(item),
        violation: "v".into(),
        spot: String::new(),
        demand: "d".into(),
        severity: Severity::General,
        disposition,
        photos,
        note: String::new(),
    };
    Edit::Finding { id, finding: Some(Box::new(finding)) }
}

fn photo(name: &str, item: Option<&str>) -> Edit {
    let photo = Photo {
        sha256: Sha256::of(name.as_bytes()),
        size_bytes: 3,
        media_type: "image/jpeg".into(),
        original_sha256: None,
        taken_at: Timestamp(7),
        position: Located::Without(NoPosition::Timeout),
        from_album: false,
        undecodable: false,
        of: item.map_or(PhotoOf::Door, |_| PhotoOf::Item),
        at: item.map(at),
    };
    Edit::Photo { sha256: photo.sha256, photo: Some(Box::new(photo)) }
}

fn finish() -> Finish {
    Finish { command: CommandId(Uuid::from_u128(77)), at: Timestamp::from_millis(1_772_300_900_000), server_seen_at: None }
}

fn sealed(draft: &Draft) -> Inspection {
    let command = seal(draft, &[&checklist()], finish()).expect("seals");
    match command.what {
        What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => *inspection,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_draft_in_the_trash_or_without_its_list_is_not_sealed() {
    let mut draft = draft();
    assert_eq!(seal(&draft, &[], finish()), Err(NotSealable::ChecklistMissing(begin().checklists[0].clone())));
    make(&mut draft, Edit::Trash { trashed: Some(Trashed { at: Timestamp(1), reason: None }) });
    assert_eq!(seal(&draft, &[&checklist()], finish()), Err(NotSealable::Trashed));
    make(&mut draft, Edit::Trash { trashed: None });
    make(&mut draft, Edit::Sealed { command: Some(finish().command) });
    assert_eq!(seal(&draft, &[&checklist()], finish()), Err(NotSealable::AlreadySealed(finish().command)));
    make(&mut draft, Edit::Sealed { command: None });
    assert!(seal(&draft, &[&checklist()], finish()).is_ok());
}

fn signature(name: &str) -> Signature {
    Signature { name: name.into(), sha256: Sha256::of(name.as_bytes()), size_bytes: 3, typed: false, at: Timestamp(8) }
}

/// Signed by Li and by the shop's owner.
fn signed() -> Draft {
    let mut draft = draft();
    make(&mut draft, Edit::Signatures { signatures: vec![signature("li")] });
    let counterpart = Counterpart::Signed { signature: signature("owner"), position: "owner".into(), objection: String::new() };
    make(&mut draft, Edit::Counterpart { counterpart: Some(counterpart) });
    draft
}

#[test]
fn whoever_takes_a_submission_back_has_it_signed_anew() {
    let mut draft = signed();
    make(&mut draft, Edit::Sealed { command: Some(finish().command) });
    let (last, entries) = (draft.last, draft.taken_back(Timestamp(9)));
    entries.iter().for_each(|entry| draft.apply(entry));
    assert!(draft.is_open() && draft.signatures.is_empty() && draft.counterpart.is_none());
    let numbers: Vec<u64> = entries.iter().map(|entry| entry.n).collect();
    assert_eq!(numbers, (last + 1..=last + entries.len() as u64).collect::<Vec<_>>(), "no number is left out or taken twice");
}

/// The return of the revision that this draft became.
fn returned(draft: &Draft) -> InspectionRow {
    let inspection = sealed(draft);
    InspectionRow {
        id: VISIT,
        premises: inspection.premises,
        premises_name: inspection.snapshot.name.clone(),
        revision: 1,
        sealed: Sha256::of(b"revision 1"),
        state: domain::inspection::InspectionState::Returned,
        number: "1".into(),
        received_at: Timestamp(9),
        quarantine: vec![],
        missing: vec![],
        returned: Some(Box::new(Returned {
            by: UserId(Uuid::from_u128(2)),
            by_name: "王芳".into(),
            by_role: Role::OfficeLead,
            at: Timestamp(10),
            due_on: Timestamp(10).day(),
            reason: domain::inspection::ReturnReason::PhotoUnclear,
            points: vec![],
            inspection,
            pictures: BTreeMap::new(),
        })),
    }
}

#[test]
fn a_mending_that_was_thrown_away_is_told_from_one_that_goes_on() {
    let first = signed();
    let row = returned(&first);
    assert_eq!(Mending::of(None, row.sealed), Mending::NotBegun);
    assert_eq!(Mending::of(Some(&first), row.sealed), Mending::NotBegun, "the journal is that of the revision that came back");
    let mut second = first;
    let begin = Begin::mending(&row, LI, Role::Inspector, DeviceId(Uuid::from_u128(5))).expect("it was returned");
    make(&mut second, Edit::Begin { begin: Box::new(begin) });
    assert_eq!(Mending::of(Some(&second), row.sealed), Mending::Begun);
    make(&mut second, Edit::Trash { trashed: Some(Trashed { at: Timestamp(11), reason: None }) });
    assert_eq!(Mending::of(Some(&second), row.sealed), Mending::InTrash);
    make(&mut second, Edit::Trash { trashed: None });
    assert!(seal(&second, &[&checklist()], finish()).is_ok(), "out of the trash it can be handed in");
    assert_eq!(Mending::of(Some(&second), Sha256::of(b"revision 2")), Mending::NotBegun, "another return is another mending");
}

#[test]
fn a_journal_names_what_it_ever_took_even_if_it_was_taken_away_again() {
    let (kept, dropped) = (Sha256::of(b"kept"), Sha256::of(b"dropped"));
    let mut entries = vec![];
    let mut draft = Draft::new(begin());
    for edit in [
        photo("kept", Some("exit")),
        photo("dropped", Some("exit")),
        Edit::Photo { sha256: dropped, photo: None },
        Edit::Signatures { signatures: vec![signature("li")] },
        Edit::Signatures { signatures: vec![] },
        answer("exit", Answer::Pass),
    ] {
        entries.push(make(&mut draft, edit));
    }
    assert_eq!(ever_named(&entries), [kept, dropped, signature("li").sha256].into());
    assert_eq!(draft.blobs().collect::<Vec<_>>(), [kept]);
    let begin = Begin::mending(&returned(&signed()), LI, Role::Inspector, DeviceId(Uuid::from_u128(5))).expect("it was returned");
    let named = ever_named(&[make(&mut draft, Edit::Begin { begin: Box::new(begin) })]);
    assert_eq!(named, [signature("li").sha256, signature("owner").sha256].into(), "and what the earlier revision brought");
}

#[test]
fn answers_of_hidden_items_stay_behind_and_come_back() {
    let mut draft = draft();
    make(&mut draft, answer("gas", Answer::YesNo(true)));
    make(&mut draft, answer("valve", Answer::Pass));
    make(&mut draft, answer("gas", Answer::YesNo(false)));
    let names = |record: &Inspection| record.answers.iter().map(|answered| answered.at.clone()).collect::<Vec<_>>();
    assert_eq!(names(&sealed(&draft)), [at("gas")]);
    make(&mut draft, answer("gas", Answer::YesNo(true)));
    assert_eq!(names(&sealed(&draft)), [at("gas"), at("valve")]);
}

#[test]
fn a_finding_of_an_item_that_passes_after_all_stays_behind_with_its_pictures() {
    let mut draft = draft();
    make(&mut draft, answer("exit", Answer::Fail));
    make(&mut draft, photo("chain", Some("exit")));
    make(&mut draft, photo("room", Some("exit")));
    make(&mut draft, finding(1, "exit", vec![Sha256::of(b"chain")]));
    assert_eq!((sealed(&draft).findings.len(), sealed(&draft).photos.len()), (1, 2));
    make(&mut draft, answer("exit", Answer::Pass));
    let record = sealed(&draft);
    assert_eq!((record.findings.len(), record.photos.len()), (0, 1));
    assert_eq!(draft.findings.len(), 1, "the draft keeps it for the history of changes");
}

#[test]
fn a_note_goes_with_its_answer_whichever_came_first() {
    let mut draft = draft();
    make(&mut draft, Edit::Note { at: at("exit"), text: "second door".into() });
    make(&mut draft, answer("exit", Answer::Pass));
    assert_eq!(sealed(&draft).answers[0].note, "second door");
    make(&mut draft, Edit::Note { at: at("exit"), text: String::new() });
    assert_eq!(sealed(&draft).answers[0].note, "");
}

#[test]
fn nobody_entered_means_no_lists_and_no_answers() {
    let mut draft = draft();
    make(&mut draft, answer("exit", Answer::Pass));
    make(&mut draft, photo("door", None));
    make(&mut draft, Edit::Access { access: Access::Closed });
    let record = sealed(&draft);
    assert_eq!((record.checklists.len(), record.answers.len(), record.photos.len()), (0, 0, 1));
}

#[test]
fn an_edit_of_a_newer_version_is_kept_and_said() {
    let line = format!(r#"{{"draft":"{VISIT}","n":2,"at":5,"edit":{{"do":"dance","with":"whom"}}}}"#);
    let newer: Entry = serde_json::from_str(&line).expect("reads");
    let first = Entry { draft: VISIT, n: 1, at: Timestamp(4), edit: Edit::Begin { begin: Box::new(begin()) } };
    let recovered = recover(VISIT, vec![first, newer], vec![]).expect("has a beginning");
    assert_eq!((recovered.found.unknown, recovered.draft.last), (1, 2));
    assert!(recovered.found.is_worth_saying());
}

#[test]
fn without_a_beginning_everything_is_handed_back_for_export() {
    let entry = Entry { draft: VISIT, n: 2, at: Timestamp(4), edit: Edit::VisitNote { text: "x".into() } };
    let lost = recover(VISIT, vec![], vec![entry.clone()]).expect_err("no beginning");
    assert_eq!(lost.entries, [entry]);
}

#[test]
fn an_older_lifes_cushion_never_overwrites_the_database() {
    let first = Entry { draft: VISIT, n: 1, at: Timestamp(4), edit: Edit::Begin { begin: Box::new(begin()) } };
    let note = |n, text: &str| Entry { draft: VISIT, n, at: Timestamp(4), edit: Edit::VisitNote { text: text.into() } };
    let recovered =
        recover(VISIT, vec![first, note(2, "truth")], vec![note(2, "older life"), note(3, "tapped last")]).expect("has a beginning");
    assert_eq!(recovered.draft.note, "tapped last");
    assert_eq!((recovered.found.contradictions, recovered.found.from_cushion), (1, 1));
    assert_eq!(recovered.to_store, [note(3, "tapped last")]);
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let item = prop::sample::select(vec!["gas", "valve", "exit"]);
    let given = prop::sample::select(vec![Answer::Pass, Answer::Fail, Answer::NotApplicable, Answer::YesNo(true), Answer::YesNo(false)]);
    prop_oneof![
        4 => (item.clone(), given).prop_map(|(item, given)| answer(item, given)),
        1 => item.clone().prop_map(|item| Edit::Answer { at: at(item), given: None }),
        1 => (item.clone(), "[a-c]{0,2}").prop_map(|(item, text)| Edit::Note { at: at(item), text }),
        1 => (1..4u128, item.clone()).prop_map(|(n, item)| finding(n, item, vec![])),
        1 => (1..4u128).prop_map(|n| Edit::Finding { id: FindingId(Uuid::from_u128(n)), finding: None }),
        1 => ("[a-d]", item.clone()).prop_map(|(name, item)| photo(&name, Some(item))),
        1 => "[a-d]".prop_map(|name| Edit::Photo { sha256: Sha256::of(name.as_bytes()), photo: None }),
        1 => "[a-c]{0,2}".prop_map(|text| Edit::VisitNote { text }),
        1 => item.prop_map(|item| Edit::Cursor { at: Some(at(item)) }),
    ]
}

/// A journal as it was written, one entry an edit.
fn journal(edits: Vec<Edit>) -> (Draft, Vec<Entry>) {
    let mut draft = Draft::new(begin());
    let mut entries = vec![make(&mut draft, Edit::Begin { begin: Box::new(begin()) })];
    entries.extend(edits.into_iter().map(|edit| make(&mut draft, edit)));
    (draft, entries)
}

proptest! {
    /// Whatever order the rows come in, and through JSON, it is the same draft.
    #[test]
    fn the_draft_follows_from_its_entries_in_any_order(edits in prop::collection::vec(any_edit(), 0..40), seed: u64) {
        let (draft, mut entries) = journal(edits);
        entries.sort_by_key(|entry| entry.n.wrapping_mul(seed | 1));
        let rows: Vec<Entry> = entries.iter().map(|entry| serde_json::from_str(&serde_json::to_string(entry).expect("writes")).expect("reads")).collect();
        prop_assert_eq!(Draft::from_entries(&rows), Some(draft));
    }

    /// The entry with the highest number in each slot says everything.
    #[test]
    fn the_newest_of_each_slot_is_enough(edits in prop::collection::vec(any_edit(), 0..40)) {
        let (draft, entries) = journal(edits);
        let newest: BTreeMap<Slot, Entry> = entries.into_iter().map(|entry| (entry.edit.slot(), entry)).collect();
        let newest: Vec<Entry> = newest.into_values().collect();
        let found = Draft::from_entries(&newest).expect("has a beginning");
        prop_assert_eq!(Draft { last: draft.last, changed_at: draft.changed_at, ..found }, draft);
    }

    #[test]
    fn undoing_puts_everything_back(edits in prop::collection::vec(any_edit(), 0..20), edit in any_edit()) {
        let (mut draft, _) = journal(edits);
        let before = draft.clone();
        let back = draft.undoing(&edit);
        make(&mut draft, edit);
        make(&mut draft, back);
        prop_assert_eq!(Draft { last: before.last, changed_at: before.changed_at, ..draft }, before);
    }

    /// Any split between database and cushion, with an overlap, gives the whole draft again.
    #[test]
    fn database_and_cushion_together_lose_nothing(edits in prop::collection::vec(any_edit(), 0..30), stored in 0..31usize, overlap in 0..5usize) {
        let (draft, entries) = journal(edits);
        let stored = stored.min(entries.len());
        let cushion = entries[stored.saturating_sub(overlap)..].to_vec();
        let recovered = recover(VISIT, entries[..stored].to_vec(), cushion).expect("has a beginning");
        prop_assert_eq!(&recovered.draft, &draft);
        prop_assert_eq!(recovered.found.gaps, 0);
        prop_assert_eq!(recovered.to_store, &entries[stored..]);
    }

    /// Rows that were lost from the middle harm their own slots only.
    #[test]
    fn a_lost_row_harms_its_own_slot_only(edits in prop::collection::vec(any_edit(), 1..30), lost in 1..30usize) {
        let (draft, mut entries) = journal(edits);
        let lost = entries.remove(1 + lost % (entries.len() - 1));
        let recovered = recover(VISIT, entries, vec![]).expect("has a beginning");
        for item in ["gas", "valve", "exit"] {
            if lost.edit.slot() != Slot::Answer(at(item)) && lost.edit.slot() != Slot::Note(at(item)) {
                prop_assert_eq!(recovered.draft.answers.get(&at(item)), draft.answers.get(&at(item)));
            }
        }
    }
}
