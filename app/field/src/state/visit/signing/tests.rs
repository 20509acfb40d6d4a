use super::{is_outdated_by_pictures, outdates, without_signatures};
use crate::state::cast::{answer, at, draft, finding, mending, photo, written};
use domain::digest::Sha256;
use domain::inspection::{Answer, Counterpart, NotSigned, Photo, Signature};
use domain::time::Timestamp;
use sync::journal::{Draft, Edit, Given};

const SIGNED_AT: Timestamp = Timestamp::from_millis(1_795_396_800_000);

fn signature(name: &str) -> Signature {
    Signature { name: name.into(), sha256: Sha256::of(name.as_bytes()), size_bytes: 1, typed: false, at: SIGNED_AT }
}

fn counterpart() -> Edit {
    let signed = Counterpart::Signed { signature: signature("张伟"), position: "店主".into(), objection: String::new() };
    Edit::Counterpart { counterpart: Some(signed) }
}

/// Gas was answered, a finding made, a picture taken; then the owner signed.
fn signed() -> Draft {
    let finding = finding("hose");
    let photo = photo("one", "hose");
    let edits = [
        answer("gas", Answer::YesNo(true)),
        Edit::Finding { id: finding.id, finding: Some(Box::new(finding)) },
        Edit::Photo { sha256: photo.sha256, photo: Some(Box::new(photo)) },
        counterpart(),
    ];
    written(draft(), edits)
}

#[test]
fn whatever_changes_what_was_signed_takes_the_signatures_away() {
    let changed = domain::inspection::Finding { spot: "二层".into(), ..finding("hose") };
    let another = photo("two", "gas");
    for edit in [
        answer("gas", Answer::YesNo(false)),
        answer("hose", Answer::Fail),
        Edit::Answer { at: at("gas"), given: None },
        Edit::Finding { id: changed.id, finding: Some(Box::new(changed.clone())) },
        Edit::Finding { id: changed.id, finding: None },
        Edit::Photo { sha256: another.sha256, photo: Some(Box::new(another)) },
        Edit::Photo { sha256: photo("one", "hose").sha256, photo: None },
        Edit::Note { at: at("gas"), text: "在后厨".into() },
        Edit::VisitNote { text: "老板不在".into() },
    ] {
        assert!(outdates(&signed(), &edit), "{edit:?}");
        assert!(!outdates(&draft(), &edit), "nobody has signed: {edit:?}");
    }
}

#[test]
fn what_changes_nothing_leaves_them() {
    let same = photo("one", "hose");
    for edit in [
        Edit::Answer { at: at("gas"), given: Some(Given { dwell_ms: 900, ..Given::from(Answer::YesNo(true)) }) },
        Edit::Finding { id: finding("hose").id, finding: Some(Box::new(finding("hose"))) },
        Edit::Photo { sha256: same.sha256, photo: Some(Box::new(same)) },
        Edit::Note { at: at("gas"), text: String::new() },
        Edit::Cursor { at: Some(at("width")) },
        counterpart(),
    ] {
        assert!(!outdates(&signed(), &edit), "{edit:?}");
    }
}

#[test]
fn a_picture_taken_before_the_signing_may_come_in_after_it() {
    let take = |at: Timestamp| {
        let photo = Photo { taken_at: at, ..photo("late", "gas") };
        written(signed(), [Edit::Photo { sha256: photo.sha256, photo: Some(Box::new(photo)) }])
    };
    assert!(!is_outdated_by_pictures(&take(SIGNED_AT.plus_seconds(-3))));
    assert!(is_outdated_by_pictures(&take(SIGNED_AT.plus_seconds(3))));
}

#[test]
fn a_clock_that_was_set_back_voids_no_signature() {
    let photo = Photo { taken_at: SIGNED_AT.plus_seconds(1_800), ..photo("by a fast clock", "gas") };
    let taken = written(draft(), [Edit::Photo { sha256: photo.sha256, photo: Some(Box::new(photo.clone())) }]);
    assert!(!is_outdated_by_pictures(&written(taken.clone(), [counterpart()])));
    // Nor that of an inspector whose accompanying person would not sign.
    let refused = Counterpart::Unsigned { why: NotSigned::Refused, note: String::new(), witness: None };
    let own = Edit::Signatures { signatures: vec![signature("李敏")] };
    let unsigned = written(taken, [Edit::Counterpart { counterpart: Some(refused) }, own]);
    assert!(!is_outdated_by_pictures(&unsigned));
    // The same picture taken after both is another matter.
    let later = Photo { sha256: Sha256::of(b"later"), ..photo };
    assert!(is_outdated_by_pictures(&written(unsigned, [Edit::Photo { sha256: later.sha256, photo: Some(Box::new(later)) }])));
}

#[test]
fn both_signatures_go_and_a_refusal_stays() {
    let own = Edit::Signatures { signatures: vec![signature("李敏")] };
    let bare = written(signed(), without_signatures(&written(signed(), [own.clone()])));
    assert_eq!((bare.counterpart, bare.signatures), (None, vec![]));
    let refused = Counterpart::Unsigned { why: NotSigned::Refused, note: String::new(), witness: None };
    let refused = written(draft(), [Edit::Counterpart { counterpart: Some(refused) }, own]);
    assert_eq!(without_signatures(&refused), vec![Edit::Signatures { signatures: vec![] }]);
}

#[test]
fn mending_keeps_the_signatures_of_what_was_handed_in() {
    let mending = mending(&signed(), vec![]);
    assert!(mending.counterpart.is_some());
    assert!(!outdates(&mending, &answer("gas", Answer::YesNo(false))));
    assert!(!is_outdated_by_pictures(&mending));
}
