//! Seen before: the same bytes get the same answer, other bytes get none of it.

use crate::house::{COMMUNITY, GRID, LI, WANG, on_both};
use domain::command::{COMMAND_MAX_BYTES, Sealed, What};
use domain::ids::UserId;
use domain::refusal::Refusal;
use store::Submitter;
use sync::receipt::Outcome;

fn refusal(answer: &store::Answer) -> Refusal {
    match answer.outcome().unwrap() {
        Outcome::Refused { refusal, .. } => refusal,
        Outcome::Receipt(receipt) => panic!("taken: {receipt:?}"),
    }
}

#[tokio::test]
async fn a_repeat_gets_the_same_bytes_and_changes_nothing() {
    on_both(async |house| {
        let shop = house.shop().await;
        let command = house.submit(&house.visit(&shop));
        let first = house.send(&command).await;
        assert_eq!(first.status, 201);
        let events = house.number("SELECT count(*) FROM event").await;
        house.pass_hours(30);
        assert_eq!(house.send(&command).await, first);
        assert_eq!(house.number("SELECT count(*) FROM event").await, events);
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_receipt_names_what_is_stored() {
    on_both(async |house| {
        let shop = house.shop().await;
        let command = house.submit(&house.visit(&shop));
        let receipt = house.take(&command).await;
        assert_eq!(receipt.id, command.id);
        assert_eq!(receipt.sha256, Sealed::of(&command).sha256);
        assert_eq!((receipt.place, receipt.epoch), (COMMUNITY, house.store().epoch()));
        assert_eq!(receipt.received_at, house.now());
        assert_eq!(receipt.quarantine, vec![]);
        let last = format!("SELECT seq FROM place_seq WHERE is_common = {}", if house.is_sqlite() { "0" } else { "false" });
        assert_eq!(receipt.seq, house.number(&last).await);
    })
    .await;
}

#[tokio::test]
async fn an_id_with_other_bytes_overwrites_nothing() {
    on_both(async |house| {
        let shop = house.shop().await;
        let command = house.submit(&house.visit(&shop));
        let first = house.send(&command).await;
        let mut other = house.submit(&house.visit(&shop));
        other.id = command.id;
        let answer = house.send(&other).await;
        assert_eq!((answer.status, refusal(&answer)), (409, Refusal::IdConflict));
        assert_eq!(house.send(&command).await, first, "the first answer stands");
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_repeated_like_a_receipt() {
    on_both(async |house| {
        let shop = house.shop().await;
        let visit = house.visit(&shop);
        house.take(&house.submit(&visit)).await;
        // Its pictures are on their way.
        let accept = house.order(WANG, COMMUNITY, Some(1), What::AcceptInspection { inspection: visit.record.id });
        let first = house.send(&accept).await;
        assert!(matches!(refusal(&first), Refusal::MissingEvidence { .. }));
        house.bring_all(&visit).await;
        assert_eq!(house.send(&accept).await, first);
        let again = house.order(WANG, COMMUNITY, Some(1), What::AcceptInspection { inspection: visit.record.id });
        house.take(&again).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_command_or_somebody_elses_leaves_no_trace() {
    on_both(async |house| {
        let commands = house.number("SELECT count(*) FROM command").await;
        let unreadable = Sealed::from_bytes(b"{\"id\":1}".to_vec());
        let answer = house.send_sealed(unreadable, LI.id).await;
        assert!(matches!(refusal(&answer), Refusal::Unreadable { .. }));
        assert_eq!(answer.status, 422);

        let large = Sealed::from_bytes(vec![b' '; COMMAND_MAX_BYTES + 1]);
        let answer = house.send_sealed(large, LI.id).await;
        assert_eq!((answer.status, refusal(&answer)), (413, Refusal::TooLarge { max_bytes: COMMAND_MAX_BYTES as u64 }));

        let shop = house.shop().await;
        let command = house.submit(&house.visit(&shop));
        for stranger in [WANG.id, UserId::SYSTEM] {
            let answer = house.send_sealed(Sealed::of(&command), stranger).await;
            assert_eq!((answer.status, refusal(&answer)), (403, Refusal::NotOwner));
        }
        assert_eq!(house.number("SELECT count(*) FROM command").await, commands + 1, "only the shop's");
        house.take(&command).await;
    })
    .await;
}

#[tokio::test]
async fn a_client_that_hangs_up_cancels_nothing() {
    on_both(async |house| {
        let shop = house.new_shop(COMMUNITY, Some(GRID));
        let command = house.order(LI, COMMUNITY, None, What::AddPremises { premises: Box::new(shop) });
        let submitter = Submitter::Session { user: LI.id };
        // The knock is put in, then nobody waits for the answer any more.
        let knock = house.store().apply(Sealed::of(&command), submitter.clone());
        let waited = tokio::time::timeout(std::time::Duration::from_micros(50), knock).await;
        let answer = house.send(&command).await;
        assert_eq!(answer.status, 201);
        if let Ok(first) = waited {
            assert_eq!(first.unwrap(), answer);
        }
        assert_eq!(house.number("SELECT count(*) FROM premises").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_same_command_by_eight_ways_at_once_is_done_once() {
    on_both(async |house| {
        let shop = house.shop().await;
        let command = house.submit(&house.visit(&shop));
        let answers = futures::future::join_all((0..8).map(|_| house.send(&command))).await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        assert_eq!(answers[0].status, 201);
        assert_eq!(house.number("SELECT count(*) FROM inspection_revision").await, 1);
    })
    .await;
}
