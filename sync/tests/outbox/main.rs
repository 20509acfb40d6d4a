//! Laws of the outbox, step by step; the simulation in `sim` has the schedules.

mod bench;
mod whims;

use bench::{Bench, DAY_S, EPOCH, LI, RESTORED, ZHAO};
use domain::digest::Sha256;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use sync::answer::{BlobMeaning, Meaning, Trouble};
use sync::outbox::{Blob, BlobState, Input, Item, Link, Now, Outbox, REFUSED_AGAIN_MS, Reply, Request, State, Status, StoreOp};
use sync::reconcile::Presence;

#[test]
fn nothing_is_sent_before_hello_says_whose_line_it_is() {
    let mut bench = Bench::new();
    bench.seal(1, LI, &[]);
    bench.settle();
    bench.step(Input::SignedIn { user: LI });
    assert!(bench.command().is_none());
    bench.greet(EPOCH, LI);
    bench.settle();
    assert!(bench.command().is_some());
}

#[test]
fn a_disabled_account_goes_on_handing_in_and_is_told() {
    let is_told = |bench: &Bench| bench.outbox.summary(Now { mono_ms: bench.mono_ms, wall: bench.server_now }).chip.is_stopped;
    let mut bench = Bench::new();
    let id = bench.seal(1, LI, &["a"]);
    bench.settle();
    bench.step(Input::SignedIn { user: LI });
    bench.greet_account(EPOCH, LI, false);
    bench.settle();
    assert!(is_told(&bench));
    let (no, sent) = bench.command().expect("is sent all the same");
    assert_eq!(sent, id);
    bench.acknowledge(no, id);
    bench.settle();
    assert!(bench.store_photo());
    assert!(matches!(bench.status(id), Status::Delivered { .. }));
    bench.step(Input::SignedIn { user: ZHAO });
    assert!(!is_told(&bench), "the next person's account stands");
}

#[test]
fn nobodys_work_is_sent_with_anothers_cookie() {
    let mut bench = Bench::new();
    let (mine, others) = (bench.seal(1, LI, &[]), bench.seal(2, ZHAO, &[]));
    bench.settle();
    bench.step(Input::SignedIn { user: LI });
    bench.greet(EPOCH, ZHAO);
    bench.settle();
    assert!(bench.command().is_none(), "the cookie is Zhao's");
    assert_eq!(bench.status(mine), Status::NeedsAuth);
    bench.step(Input::SignedIn { user: ZHAO });
    bench.greet(EPOCH, ZHAO);
    bench.settle();
    assert_eq!(bench.command().map(|(_, id)| id), Some(others));
    let summary = bench.outbox.summary(Now { mono_ms: 0, wall: Timestamp(0) });
    assert_eq!((summary.rows.len(), summary.others.get(&LI)), (1, Some(&1)), "others' work is counted, not shown");
}

#[test]
fn that_it_was_offered_is_written_down_before_it_leaves() {
    let mut bench = Bench::online();
    let id = bench.seal(1, LI, &[]);
    let (no, _) = bench.writing.remove(0);
    bench.step(Input::StorageDone { no });
    assert!(bench.command().is_none(), "the mark is not durable yet");
    let marks = bench.settle();
    assert!(matches!(&marks[..], [StoreOp::PutItem { item, known: true }] if item.attempted));
    assert_eq!(bench.command().map(|(_, sent)| sent), Some(id));
}

#[test]
fn it_can_be_taken_back_until_the_first_attempt_and_not_after() {
    let mut bench = Bench::new();
    let id = bench.seal(1, LI, &[]);
    bench.settle();
    bench.step(Input::Withdraw { id, journal: vec![] });
    assert_eq!(bench.settle(), [StoreOp::Withdraw { id }]);
    assert!(bench.outbox.item(id).is_none());
    let mut bench = Bench::online();
    let id = bench.seal(1, LI, &[]);
    bench.settle();
    bench.step(Input::Withdraw { id, journal: vec![] });
    assert!(bench.too_late && bench.outbox.item(id).is_some());
}

#[test]
fn a_receipt_counts_when_it_is_written_down() {
    let mut bench = Bench::online();
    let id = bench.seal(1, LI, &[]);
    bench.settle();
    let (no, _) = bench.command().expect("is sent");
    bench.acknowledge(no, id);
    assert_eq!(bench.outbox.item(id).map(|item| &item.state), Some(&State::Sealed));
    let (no, _) = bench.writing.remove(0);
    bench.step(Input::StorageFailed { no });
    assert_eq!(bench.status(id), Status::Blocked);
    bench.pass(301);
    let (no, _) = bench.command().expect("is offered again");
    bench.acknowledge(no, id);
    bench.settle();
    assert!(matches!(bench.status(id), Status::Delivered { .. }));
}

#[test]
fn text_goes_first_and_photos_wait_for_their_records_receipt() {
    let mut bench = Bench::online();
    let (first, second) = (bench.seal(1, LI, &["a", "b"]), bench.seal(2, LI, &["c"]));
    bench.settle();
    assert!(!bench.store_photo());
    let (no, _) = bench.command().expect("first");
    bench.acknowledge(no, first);
    bench.settle();
    assert!(!bench.store_photo(), "the other text is on its way");
    let (no, _) = bench.command().expect("second");
    bench.answer(no, Meaning::Unknown { retry_after_s: Some(60) });
    assert!(bench.store_photo() && bench.store_photo(), "a text that waits holds no photo up");
    assert!(!bench.store_photo(), "the second record's photo waits for its receipt");
    assert!(matches!(bench.status(first), Status::Delivered { .. }));
    assert!(matches!(bench.status(second), Status::Retrying { .. }));
}

#[test]
fn a_poisoned_record_delays_nobody() {
    let mut bench = Bench::online();
    let poisoned = bench.seal(1, LI, &[]);
    bench.settle();
    for n in 2..12 {
        let id = bench.seal(n, LI, &["x"]);
        bench.settle();
        let mut is_through = false;
        while let Some((no, sent)) = bench.command() {
            if sent == poisoned {
                bench.answer(no, Meaning::Unknown { retry_after_s: None });
            } else {
                bench.acknowledge(no, sent);
                is_through = sent == id;
            }
            bench.settle();
        }
        assert!(is_through, "record {n} went through in its first round");
    }
}

#[test]
fn retry_after_is_kept() {
    let mut bench = Bench::online();
    bench.seal(1, LI, &[]);
    bench.settle();
    let (no, _) = bench.command().expect("is sent");
    bench.answer(no, Meaning::Unknown { retry_after_s: Some(600) });
    bench.pass(599);
    assert!(bench.command().is_none());
    bench.pass(1);
    assert!(bench.command().is_some());
}

#[test]
fn after_an_unknown_outcome_a_photo_is_asked_about_before_it_is_sent_again() {
    let mut bench = Bench::online();
    let id = bench.seal(1, LI, &["a"]);
    bench.settle();
    let (no, _) = bench.command().expect("is sent");
    bench.acknowledge(no, id);
    bench.settle();
    let (no, _) = bench.take(|request| matches!(request, Request::Blob { .. })).expect("the photo");
    bench.step(Input::TimedOut { no });
    bench.greet(EPOCH, LI);
    bench.pass(300);
    let (no, _) = bench.take(|request| matches!(request, Request::AskBlob { .. })).expect("asks first");
    bench.step(Input::Answer { no, epoch: Some(EPOCH), reply: Reply::Blob(BlobMeaning::Absent) });
    assert!(bench.store_photo());
}

#[test]
fn a_refused_and_a_conflicting_record_stay_and_are_shown() {
    let mut bench = Bench::online();
    let (refused, conflict) = (bench.seal(1, LI, &[]), bench.seal(2, LI, &[]));
    bench.settle();
    let (no, _) = bench.command().expect("first");
    bench.answer(no, Meaning::Refused { refusal: Refusal::Stale, repeats: true });
    let (no, _) = bench.command().expect("second");
    bench.answer(no, Meaning::Conflict);
    bench.settle();
    bench.pass(30 * DAY_S);
    assert_eq!(bench.status(refused), Status::Refused(Refusal::Stale));
    assert_eq!(bench.status(conflict), Status::Conflict);
    assert!(bench.command().is_none());
    bench.step(Input::OfferAgain { id: refused });
    bench.settle();
    bench.greet(EPOCH, LI);
    bench.settle();
    assert_eq!(bench.command().map(|(_, id)| id), Some(refused));
}

#[test]
fn a_visit_waits_until_its_new_premises_were_taken() {
    let mut bench = Bench::online();
    let (premises, visit, other) = (bench.add_premises(1), bench.seal(1, LI, &[]), bench.seal(2, LI, &[]));
    bench.settle();
    let (no, sent) = bench.command().expect("the premises go");
    assert_eq!(sent, premises);
    let (others_no, sent) = bench.command().expect("other visits go");
    assert_eq!(sent, other);
    bench.acknowledge(others_no, other);
    assert!(bench.command().is_none(), "the visit waits");
    assert!(bench.outbox.can_withdraw(visit), "it was not offered");
    bench.step(Input::TimedOut { no });
    bench.greet(EPOCH, LI);
    bench.pass(300);
    let (no, sent) = bench.command().expect("the premises go again");
    assert_eq!((sent, bench.status(visit)), (premises, Status::Waiting));
    assert!(bench.command().is_none());
    bench.acknowledge(no, premises);
    bench.settle();
    assert_eq!(bench.command().map(|(_, sent)| sent), Some(visit));
}

#[test]
fn a_visit_goes_without_premises_that_were_refused() {
    let mut bench = Bench::online();
    let (premises, visit) = (bench.add_premises(1), bench.seal(1, LI, &[]));
    bench.settle();
    let (no, sent) = bench.command().expect("the premises go");
    assert_eq!(sent, premises);
    bench.answer(no, Meaning::Refused { refusal: Refusal::OutOfScope, repeats: true });
    bench.settle();
    assert_eq!(bench.command().map(|(_, sent)| sent), Some(visit));
}

#[test]
fn after_a_restore_a_visit_waits_until_its_premises_were_found_or_sent_again() {
    let mut bench = Bench::online();
    let premises = bench.add_premises(1);
    bench.settle();
    let (no, _) = bench.command().expect("the premises go");
    bench.acknowledge(no, premises);
    bench.settle();
    bench.pass(1_000);
    let visit = bench.seal(1, LI, &[]);
    bench.greet(RESTORED, LI);
    bench.settle();
    assert!(bench.command().is_none(), "the restored server may not know the premises");
    assert!(bench.reconcile(RESTORED, |_| Presence::Present));
    bench.settle();
    assert_eq!(bench.command().map(|(_, sent)| sent), Some(visit));
}

#[test]
fn what_the_server_keeps_as_its_answer_is_said_to_repeat() {
    let mut bench = Bench::online();
    let (stored, passing) = (bench.seal(1, LI, &[]), bench.seal(2, LI, &[]));
    bench.settle();
    let (no, _) = bench.command().expect("first");
    bench.answer(no, Meaning::Refused { refusal: Refusal::Stale, repeats: true });
    let (no, _) = bench.command().expect("second");
    bench.answer(no, Meaning::Refused { refusal: Refusal::Unknown, repeats: false });
    bench.settle();
    assert!(bench.row(stored).is_refused_for_good && !bench.row(passing).is_refused_for_good);
}

/// A layer before the door may have refused it, or a server that knows more since.
#[test]
fn what_was_refused_and_not_kept_is_offered_again_by_itself_and_the_last_word_is_not() {
    let mut bench = Bench::online();
    let (kept, passing) = (bench.seal(1, LI, &[]), bench.seal(2, LI, &[]));
    bench.settle();
    for repeats in [true, false] {
        let (no, _) = bench.command().expect("both are offered");
        bench.answer(no, Meaning::Refused { refusal: Refusal::Unknown, repeats });
        bench.settle();
    }
    let again_s = i64::try_from(REFUSED_AGAIN_MS / 1_000).expect("an hour");
    bench.pass(again_s / 2 - 1);
    bench.greet(EPOCH, LI);
    bench.settle();
    assert_eq!(bench.command(), None, "not at once");
    assert_eq!(bench.status(passing), Status::Refused(Refusal::Unknown), "it stays shown until then");
    bench.pass(again_s * 2);
    bench.greet(EPOCH, LI);
    bench.settle();
    let (no, offered) = bench.command().expect("its time has come");
    assert_eq!(offered, passing);
    bench.acknowledge(no, passing);
    bench.settle();
    assert!(matches!(bench.status(passing), Status::Delivered { .. }));
    assert_eq!((bench.command(), bench.status(kept)), (None, Status::Refused(Refusal::Unknown)));
}

#[test]
fn a_row_of_an_earlier_version_reads_as_a_refusal_that_may_pass() {
    let state: State = serde_json::from_str(r#"{"is":"refused","refusal":{"code":"stale"}}"#).expect("reads");
    assert_eq!(state, State::Refused { refusal: Refusal::Stale, repeats: false });
}

#[test]
fn a_refused_photo_is_offered_again_when_its_owner_says_so() {
    let mut bench = Bench::online();
    let id = bench.seal(1, LI, &["a", "b"]);
    bench.settle();
    let (no, _) = bench.command().expect("is sent");
    bench.acknowledge(no, id);
    bench.settle();
    let (no, _) = bench.take(|request| matches!(request, Request::Blob { .. })).expect("the first photo");
    bench.step(Input::Answer { no, epoch: Some(EPOCH), reply: Reply::Blob(BlobMeaning::Refused) });
    bench.settle();
    assert!(bench.store_photo(), "the other goes");
    assert!(!bench.store_photo());
    assert_eq!(bench.status(id), Status::PhotoRefused);
    bench.step(Input::OfferAgain { id });
    bench.settle();
    assert!(bench.store_photo());
    assert!(matches!(bench.status(id), Status::Delivered { .. }));
}

#[test]
fn a_tab_that_does_not_send_knows_the_line_and_sends_nothing() {
    let mut bench = Bench::new();
    bench.step(Input::SenderLost);
    bench.seal(1, LI, &[]);
    bench.settle();
    bench.step(Input::SignedIn { user: LI });
    bench.greet(EPOCH, LI);
    bench.settle();
    let link = |bench: &Bench| bench.outbox.summary(Now { mono_ms: bench.mono_ms, wall: Timestamp(0) }).chip.link;
    assert_eq!(link(&bench), Link::Online);
    assert!(bench.asked.is_empty(), "{:?}", bench.asked);
    bench.step(Input::LookAtTheLine);
    let (no, _) = bench.take(|request| *request == Request::Hello).expect("looks again");
    bench.step(Input::TimedOut { no });
    assert_eq!(link(&bench), Link::Offline);
}

#[test]
fn an_unreadable_record_is_shown_and_kept() {
    let mut bench = Bench::online();
    let id = bench.seal(1, LI, &[]);
    bench.settle();
    let (no, _) = bench.command().expect("is sent");
    bench.step(Input::Unreadable { no });
    bench.settle();
    assert_eq!(bench.status(id), Status::Corrupt);
}

#[test]
fn photos_of_a_record_that_became_unreadable_after_it_was_offered_are_sent() {
    let mut bench = Bench::online();
    let id = bench.seal(1, LI, &["a"]);
    bench.settle();
    let (no, _) = bench.command().expect("is sent");
    bench.step(Input::TimedOut { no });
    bench.greet(EPOCH, LI);
    bench.step(Input::RetryNow);
    bench.settle();
    let (no, _) = bench.command().expect("is sent again");
    bench.step(Input::Unreadable { no });
    bench.settle();
    assert!(bench.store_photo(), "the answer to the first may have been lost, and the server waits for the picture");
    assert_eq!(bench.status(id), Status::Corrupt, "that it can't be read is said all the same");
}

#[test]
fn a_portal_is_named_and_hello_decides_when_it_is_over() {
    let mut bench = Bench::online();
    bench.seal(1, LI, &[]);
    bench.settle();
    let (no, _) = bench.command().expect("is sent");
    bench.answer(no, Meaning::NotOurs);
    let link = |bench: &Bench| bench.outbox.summary(Now { mono_ms: bench.mono_ms, wall: Timestamp(0) }).chip.link;
    assert_eq!(link(&bench), Link::Portal);
    let (no, _) = bench.take(|request| *request == Request::Hello).expect("asks at once");
    bench.step(Input::Answer { no, epoch: None, reply: Reply::Hello(Err(Trouble::NotOurs)) });
    bench.pass(400);
    assert!(bench.command().is_none());
    bench.greet(EPOCH, LI);
    assert!(bench.command().is_some());
}

#[test]
fn nothing_leaves_before_seven_days_and_a_confirmation_after_them() {
    let mut bench = Bench::online();
    let id = bench.delivered(1, &["a"]);
    bench.pass(4);
    assert!(bench.reconcile(EPOCH, |_| Presence::Present));
    assert!(bench.settle().iter().all(|op| !matches!(op, StoreOp::Purge(_))));
    assert!(matches!(bench.status(id), Status::Verified { days_left: 7, .. }));
    bench.pass(7 * DAY_S - 100);
    bench.greet(EPOCH, LI);
    assert!(!bench.reconcile(EPOCH, |_| Presence::Present));
    bench.pass(200);
    assert!(bench.reconcile(EPOCH, |_| Presence::Present));
    let ops = bench.settle();
    let purge = ops.iter().find_map(|op| match op {
        StoreOp::Purge(proof) => Some(proof),
        _ => None,
    });
    let purge = purge.expect("may go now");
    assert_eq!((purge.id(), purge.blobs()), (id, &[Sha256::of(b"a")][..]));
    assert!(bench.outbox.item(id).is_none());
}

#[test]
fn a_photo_that_a_draft_or_another_record_names_stays() {
    let mut bench = Bench::online();
    bench.step(Input::Pins([Sha256::of(b"a")].into()));
    bench.delivered(1, &["a", "b"]);
    bench.pass(8 * DAY_S);
    bench.greet(EPOCH, LI);
    assert!(bench.reconcile(EPOCH, |_| Presence::Present));
    let ops = bench.settle();
    let purged = ops.iter().find_map(|op| if let StoreOp::Purge(proof) = op { Some(proof.blobs().to_vec()) } else { None });
    assert_eq!(purged, Some(vec![Sha256::of(b"b")]));
}

#[test]
fn what_is_being_sealed_is_named_already() {
    let mut bench = Bench::online();
    bench.seal(1, LI, &["a"]);
    assert_eq!(bench.outbox.named_blobs(), [Sha256::of(b"a")].into(), "before it is durable");
    bench.settle();
    bench.seal(2, ZHAO, &["b"]);
    assert_eq!(bench.outbox.named_blobs(), [Sha256::of(b"a"), Sha256::of(b"b")].into(), "whosever it is");
}

#[test]
fn a_restored_server_is_offered_again_what_it_lost() {
    let mut bench = Bench::online();
    let id = bench.delivered(1, &["a"]);
    bench.pass(4);
    assert!(bench.reconcile(EPOCH, |_| Presence::Present));
    bench.settle();
    bench.pass(1_000);
    bench.greet(RESTORED, LI);
    assert_eq!(bench.status(id), Status::Rechecking);
    assert!(bench.reconcile(RESTORED, |_| Presence::Absent));
    bench.settle();
    assert_eq!(bench.outbox.blob(Sha256::of(b"a")).map(|blob| blob.state), Some(BlobState::Wanted));
    assert_eq!(bench.command().map(|(_, sent)| sent), Some(id));
}

#[test]
fn a_photo_that_is_only_on_another_phone_is_said_and_not_sent() {
    let mut bench = Bench::online();
    let sha256 = Sha256::of(b"elsewhere");
    let id = bench.seal(1, LI, &[]);
    bench.settle();
    let item = Item { blobs: vec![sha256], attempted: true, ..bench.outbox.item(id).expect("known").clone() };
    let mut bench = Bench::new();
    bench.step(Input::Loaded { items: vec![item], blobs: vec![Blob::new(sha256, 3, false)], epoch: Some(EPOCH) });
    bench.step(Input::SignedIn { user: LI });
    bench.greet(EPOCH, LI);
    let (no, _) = bench.command().expect("is sent");
    bench.acknowledge(no, id);
    bench.settle();
    bench.pass(4);
    assert!(!bench.store_photo());
    assert!(bench.reconcile(EPOCH, |n| if n == 0 { Presence::Present } else { Presence::Absent }));
    bench.settle();
    let summary = bench.outbox.summary(Now { mono_ms: bench.mono_ms, wall: Timestamp(0) });
    assert_eq!((summary.rows[0].status.clone(), summary.rows[0].blobs_elsewhere), (Status::Photos, 1));
    bench.pass(300);
    assert!(bench.reconcile(EPOCH, |_| Presence::Present), "asked again: the other phone may have sent it");
    bench.settle();
    assert!(matches!(bench.status(id), Status::Verified { .. }));
}

#[test]
fn a_database_that_could_not_be_read_is_not_an_empty_one() {
    let mut bench = Bench::online();
    let id = bench.seal(1, LI, &["a"]);
    bench.settle();
    let item = bench.outbox.item(id).expect("known").clone();
    let mut bench = Bench { outbox: Outbox::default(), ..Bench::new() };
    bench.step(Input::NotLoaded);
    bench.step(Input::BecameSender);
    bench.step(Input::SignedIn { user: LI });
    bench.greet(EPOCH, LI);
    let chip = |bench: &Bench| bench.outbox.summary(Now { mono_ms: bench.mono_ms, wall: Timestamp(0) }).chip;
    assert_eq!((chip(&bench).is_loaded, bench.outbox.is_loaded()), (false, false), "nothing waits, but nobody may say so");
    bench.step(Input::Loaded { items: vec![item], blobs: vec![], epoch: None });
    bench.settle();
    assert_eq!((chip(&bench).is_loaded, chip(&bench).waiting), (true, 1));
    assert_eq!(bench.command().map(|(_, sent)| sent), Some(id), "read at last, it goes by itself");
}

#[test]
fn what_may_be_only_half_of_it_is_not_sent() {
    let mut bench = Bench::online();
    bench.step(Input::NotLoaded);
    let id = bench.seal(1, LI, &[]);
    bench.settle();
    bench.pass(4);
    assert!(bench.writing.is_empty() && bench.command().is_none());
    let item = bench.outbox.item(id).expect("what is sealed meanwhile is known").clone();
    bench.step(Input::Loaded { items: vec![item], blobs: vec![], epoch: Some(EPOCH) });
    bench.settle();
    assert_eq!(bench.command().map(|(_, sent)| sent), Some(id));
}
