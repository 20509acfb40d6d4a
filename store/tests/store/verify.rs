//! Whoever writes past the door is found, and so is a disk that lies.

use crate::house::{House, on_both};
use crate::visit::Visit;
use domain::digest::Sha256;
use store::Fault;

async fn work(house: &House) -> Visit {
    let shop = house.shop().await;
    let visit = house.visit(&shop);
    house.take(&house.submit(&visit)).await;
    house.bring_all(&visit).await;
    assert_eq!(house.store().verify().await.unwrap(), None);
    visit
}

#[tokio::test]
async fn a_changed_event_is_found_at_its_place() {
    on_both(async |house| {
        work(&house).await;
        house.tamper("UPDATE event SET payload = '{}' WHERE kind = 'inspection_submitted'").await;
        let seq = house.number("SELECT seq FROM event WHERE kind = 'inspection_submitted'").await;
        let fault = house.store().verify().await.unwrap();
        assert!(matches!(&fault, Some(Fault::Chain { seq: at, .. }) if *at == seq), "{fault:?}");
    })
    .await;
}

#[tokio::test]
async fn a_missing_event_is_found_in_the_middle_and_at_the_end() {
    on_both(async |house| {
        work(&house).await;
        let last = "SELECT max(e.seq) FROM event e JOIN event s ON s.place_id = e.place_id AND s.kind = 'inspection_submitted'";
        let last = house.number(last).await;
        for seq in [last, 2] {
            let here = "place_id IN (SELECT place_id FROM (SELECT place_id FROM event WHERE kind = 'inspection_submitted') AS x)";
            house.tamper(&format!("DELETE FROM event WHERE seq = {seq} AND {here}")).await;
            let fault = house.store().verify().await.unwrap();
            assert!(matches!(&fault, Some(Fault::Chain { seq: at, .. }) if *at == seq), "{seq}: {fault:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn changed_evidence_is_found() {
    on_both(async |house| {
        work(&house).await;
        house
            .tamper(
                "UPDATE inspection_revision SET bytes = command_answer.answer FROM (SELECT answer FROM command LIMIT 1) AS command_answer",
            )
            .await;
        let fault = house.store().verify().await.unwrap();
        assert!(matches!(fault, Some(Fault::Record { revision: 1, what: "changed", .. })), "{fault:?}");
    })
    .await;
}

#[tokio::test]
async fn evidence_that_was_taken_away_with_its_row_is_missed() {
    on_both(async |house| {
        let visit = work(&house).await;
        house.tamper("DELETE FROM inspection_revision").await;
        house.tamper("DELETE FROM inspection").await;
        let gone = Fault::Record { inspection: visit.record.id.to_string(), revision: 1, what: "gone" };
        assert_eq!(house.store().verify().await.unwrap(), Some(gone));
    })
    .await;
}

#[tokio::test]
async fn events_that_were_hidden_with_their_counter_are_found() {
    on_both(async |house| {
        work(&house).await;
        let community = if house.is_sqlite() { "is_common = 0" } else { "NOT is_common" };
        house.tamper(&format!("DELETE FROM place_seq WHERE {community}")).await;
        let place = crate::house::COMMUNITY.to_string();
        assert_eq!(house.store().verify().await.unwrap(), Some(Fault::Chain { place, seq: 0, what: "without a counter" }));
    })
    .await;
}

#[tokio::test]
async fn a_damaged_picture_is_found_by_its_name() {
    on_both(async |house| {
        let visit = work(&house).await;
        let sha256: &Sha256 = visit.blobs.keys().next().unwrap();
        let name = sha256.to_string();
        let file = house.folder().join("blobs").join(&name[..2]).join(&name[2..4]).join(&name);
        std::fs::write(&file, b"bit rot").unwrap();
        assert_eq!(house.store().verify().await.unwrap(), Some(Fault::Blob { sha256: name.clone(), what: "damaged" }));
        std::fs::remove_file(&file).unwrap();
        assert_eq!(house.store().verify().await.unwrap(), Some(Fault::Blob { sha256: name, what: "gone" }));
    })
    .await;
}
