//! The table of `sync::answer`, row by row.

use domain::digest::Sha256;
use domain::ids::{CommandId, PlaceId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use sync::answer::{Answer, BlobMeaning, Expected, Meaning, Trouble, of_blob, of_blob_head, of_command, of_hello, of_reconcile};
use sync::hello::{Epoch, Hello, PROTOCOL};
use sync::receipt::{Outcome, Receipt, status_of};
use sync::reconcile::{Held, Presence, Reconcile, Reconciled};
use uuid::Uuid;

const ID: CommandId = CommandId(Uuid::from_u128(7));
const OTHER: CommandId = CommandId(Uuid::from_u128(8));
const EPOCH: Epoch = Epoch(Uuid::from_u128(1));

fn sha() -> Sha256 {
    Sha256::of(b"sealed")
}

fn expected() -> Expected {
    Expected { id: ID, sha256: sha() }
}

fn receipt(id: CommandId, sha256: Sha256) -> Receipt {
    Receipt { id, sha256, place: PlaceId(Uuid::nil()), seq: 3, received_at: Timestamp(5), epoch: EPOCH, quarantine: vec![] }
}

fn taken(id: CommandId, sha256: Sha256) -> Vec<u8> {
    serde_json::to_vec(&Outcome::Receipt(receipt(id, sha256))).expect("writes")
}

fn refused(refusal: Refusal) -> Vec<u8> {
    serde_json::to_vec(&Outcome::Refused { id: ID, sha256: sha(), refusal, received_at: Timestamp(5) }).expect("writes")
}

fn ours(status: u16, body: &[u8]) -> Answer<'_> {
    Answer { status, is_ours: true, epoch: Some(EPOCH), retry_after_s: None, body }
}

fn theirs(status: u16, body: &[u8]) -> Answer<'_> {
    Answer { is_ours: false, ..ours(status, body) }
}

fn meaning(answer: &Answer<'_>) -> Meaning {
    of_command(answer, expected())
}

#[test]
fn a_receipt_counts_with_our_header_the_same_id_and_the_same_hash() {
    let body = taken(ID, sha());
    assert_eq!(meaning(&ours(200, &body)), Meaning::Receipt(receipt(ID, sha())));
    assert_eq!(meaning(&ours(201, &body)), Meaning::Receipt(receipt(ID, sha())));
    assert_eq!(meaning(&theirs(200, &body)), Meaning::NotOurs);
    assert_eq!(meaning(&ours(200, &taken(OTHER, sha()))), Meaning::NotOurs);
    assert_eq!(meaning(&ours(200, &taken(ID, Sha256::of(b"other")))), Meaning::NotOurs);
}

#[test]
fn a_success_that_does_not_check_out_is_not_ours() {
    let body = taken(ID, sha());
    for answer in [
        ours(200, b"<html>Sign in to the Wi-Fi</html>"),
        ours(200, b""),
        ours(200, &body[..body.len() / 2]),
        ours(202, &body),
        ours(204, b""),
    ] {
        assert_eq!(meaning(&answer), Meaning::NotOurs, "{answer:?}");
    }
    assert_eq!(meaning(&ours(200, &refused(Refusal::Stale))), Meaning::NotOurs);
    assert_eq!(meaning(&theirs(302, b"")), Meaning::NotOurs);
    assert_eq!(meaning(&ours(307, b"")), Meaning::NotOurs);
}

#[test]
fn what_nobody_knows_is_offered_again_later() {
    for status in [408, 423, 425, 429, 500, 502, 503, 504, 507, 599, 418] {
        let later = Answer { retry_after_s: Some(30), ..ours(status, b"") };
        assert_eq!(meaning(&later), Meaning::Unknown { retry_after_s: Some(30) }, "{status}");
        assert_eq!(meaning(&theirs(status, b"<html>")), Meaning::Unknown { retry_after_s: None }, "{status}");
    }
}

#[test]
fn an_error_after_the_commit_is_no_receipt_even_if_its_body_looks_like_one() {
    assert_eq!(meaning(&ours(500, &taken(ID, sha()))), Meaning::Unknown { retry_after_s: None });
}

#[test]
fn an_ended_session_pauses_and_a_proxys_401_does_not() {
    for status in [401, 419] {
        assert_eq!(meaning(&ours(status, b"")), Meaning::NeedsAuth);
        assert_eq!(meaning(&theirs(status, b"")), Meaning::NotOurs);
    }
}

#[test]
fn a_server_that_is_too_new_asks_for_an_update() {
    for status in [410, 426] {
        assert_eq!(meaning(&ours(status, b"")), Meaning::NeedsUpdate);
        assert_eq!(meaning(&theirs(status, b"")), Meaning::NotOurs);
    }
}

#[test]
fn every_refusal_of_the_door_is_read_under_its_status() {
    let refusals = [
        (Refusal::Unreadable { detail: "line 1 column 2".into() }, false),
        (Refusal::NotOwner, false),
        (Refusal::NotAllowed, true),
        (Refusal::OutOfScope, true),
        (Refusal::TooLarge { max_bytes: 1 }, false),
        (Refusal::Stale, true),
        (Refusal::Unknown, true),
        (Refusal::TargetUnknown { what: "premises".into() }, true),
    ];
    for (refusal, repeats) in refusals {
        let body = refused(refusal.clone());
        assert_eq!(meaning(&theirs(status_of(&refusal), &body)), Meaning::NotOurs);
        assert_eq!(meaning(&ours(status_of(&refusal), &body)), Meaning::Refused { refusal, repeats });
    }
}

#[test]
fn a_refusal_of_a_layer_before_the_door_is_shown_too() {
    for status in [400, 403, 404, 405, 411, 414, 415, 422, 431] {
        assert_eq!(meaning(&ours(status, b"no json")), Meaning::Refused { refusal: Refusal::Unknown, repeats: false }, "{status}");
    }
    let refusal = Refusal::TooLarge { max_bytes: domain::command::COMMAND_MAX_BYTES as u64 };
    assert_eq!(meaning(&ours(413, b"")), Meaning::Refused { refusal, repeats: false });
}

#[test]
fn an_id_conflict_is_a_conflict_and_another_commands_refusal_is_nothing() {
    assert_eq!(meaning(&ours(409, &refused(Refusal::IdConflict))), Meaning::Conflict);
    let other = serde_json::to_vec(&Outcome::Refused { id: OTHER, sha256: sha(), refusal: Refusal::IdConflict, received_at: Timestamp(5) })
        .unwrap();
    assert_eq!(meaning(&ours(409, &other)), Meaning::NotOurs);
}

#[test]
fn a_refusal_code_of_a_newer_server_is_shown_and_not_dropped() {
    let body = format!(r#"{{"outcome":"refused","id":"{ID}","sha256":"{}","refusal":{{"code":"moon_phase"}},"received_at":5}}"#, sha());
    assert_eq!(meaning(&ours(422, body.as_bytes())), Meaning::Refused { refusal: Refusal::Unknown, repeats: true });
}

#[test]
fn a_blob_is_stored_by_our_word_about_its_own_hash() {
    let named = format!(r#"{{"sha256":"{}"}}"#, sha());
    let other = format!(r#"{{"sha256":"{}"}}"#, Sha256::of(b"other"));
    assert_eq!(of_blob(&ours(201, named.as_bytes()), sha()), BlobMeaning::Stored);
    assert_eq!(of_blob(&ours(200, b""), sha()), BlobMeaning::Stored);
    assert_eq!(of_blob(&ours(204, b""), sha()), BlobMeaning::Stored);
    assert_eq!(of_blob(&ours(201, other.as_bytes()), sha()), BlobMeaning::Trouble(Trouble::NotOurs));
    assert_eq!(of_blob(&ours(200, b"<html>"), sha()), BlobMeaning::Trouble(Trouble::NotOurs));
    assert_eq!(of_blob(&theirs(201, named.as_bytes()), sha()), BlobMeaning::Trouble(Trouble::NotOurs));
    assert_eq!(of_blob(&theirs(204, b""), sha()), BlobMeaning::Trouble(Trouble::NotOurs));
}

#[test]
fn a_blobs_other_answers() {
    assert_eq!(of_blob(&ours(422, b""), sha()), BlobMeaning::Damaged);
    for status in [400, 413, 415] {
        assert_eq!(of_blob(&ours(status, b""), sha()), BlobMeaning::Refused, "{status}");
    }
    for status in [403, 404, 405, 409] {
        let later = BlobMeaning::Trouble(Trouble::Unknown { retry_after_s: None });
        assert_eq!(of_blob(&ours(status, b""), sha()), later, "the door says nothing like {status}");
        assert!(status == 404 || of_blob_head(&ours(status, b"")) == later, "{status}");
    }
    assert_eq!(of_blob(&ours(507, b""), sha()), BlobMeaning::Trouble(Trouble::Unknown { retry_after_s: None }));
    assert_eq!(of_blob(&ours(401, b""), sha()), BlobMeaning::Trouble(Trouble::NeedsAuth));
    assert_eq!(of_blob_head(&ours(200, b"")), BlobMeaning::Stored);
    assert_eq!(of_blob_head(&ours(404, b"")), BlobMeaning::Absent);
    assert_eq!(of_blob_head(&theirs(404, b"")), BlobMeaning::Trouble(Trouble::NotOurs));
    assert_eq!(of_blob_head(&theirs(200, b"")), BlobMeaning::Trouble(Trouble::NotOurs));
}

#[test]
fn hello_tells_a_portal_from_us_and_the_old_from_the_new() {
    let hello = Hello {
        service: "xunan".into(),
        protocol: PROTOCOL,
        protocol_min: 1,
        epoch: EPOCH,
        now: Timestamp(9),
        build: "b".into(),
        user: None,
        is_active: true,
    };
    let write = |hello: &Hello| serde_json::to_vec(hello).unwrap();
    assert_eq!(of_hello(&ours(200, &write(&hello))), Ok(hello.clone()));
    assert_eq!(of_hello(&theirs(200, &write(&hello))), Err(Trouble::NotOurs));
    assert_eq!(of_hello(&ours(200, b"<html>")), Err(Trouble::NotOurs));
    let other = Hello { service: "printer".into(), ..hello.clone() };
    assert_eq!(of_hello(&ours(200, &write(&other))), Err(Trouble::NotOurs));
    let mut old = serde_json::to_value(&hello).unwrap();
    old.as_object_mut().unwrap().remove("is_active");
    assert_eq!(of_hello(&ours(200, old.to_string().as_bytes())), Ok(hello.clone()), "a server from before says nothing of the account");
    let newer = Hello { protocol: PROTOCOL + 5, protocol_min: PROTOCOL + 1, ..hello };
    assert_eq!(of_hello(&ours(200, &write(&newer))), Err(Trouble::NeedsUpdate));
}

#[test]
fn reconcile_answers_every_question_or_none() {
    let asked = Reconcile { held: vec![Held::Command { id: ID, sha256: sha() }, Held::Blob { sha256: sha() }] };
    let full = Reconciled { epoch: EPOCH, presence: vec![Presence::Present, Presence::Absent] };
    let short = Reconciled { epoch: EPOCH, presence: vec![Presence::Present] };
    let write = |reconciled: &Reconciled| serde_json::to_vec(reconciled).unwrap();
    assert_eq!(of_reconcile(&ours(200, &write(&full)), &asked), Ok(full));
    assert_eq!(of_reconcile(&ours(200, &write(&short)), &asked), Err(Trouble::NotOurs));
    assert_eq!(of_reconcile(&ours(422, b""), &asked), Err(Trouble::Unknown { retry_after_s: None }));
}
