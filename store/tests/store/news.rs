//! Who waits hears of what others commit.

use crate::house::{House, LI, LIST, MORNING, SUN, on_both};
use crate::visit::Visit;
use domain::ids::{CommandId, DeviceId, InspectionId, PremisesId};
use std::time::{Duration, Instant};
use store::query::{holdings, news};
use store::session::{Session, Token};
use store::{Store, Submitter};
use sync::holdings::{HeldRecord, Holdings};
use uuid::Uuid;

/// One phone of Li's with so many records that have not arrived.
fn held(records: usize) -> Holdings {
    let record = |n: usize| HeldRecord {
        command: CommandId(Uuid::from_u128(n as u128)),
        inspection: InspectionId(Uuid::from_u128(n as u128)),
        premises: PremisesId(Uuid::from_u128(1)),
        sealed_at: MORNING,
        provisional_number: format!("7F3A-{n}"),
        blobs_missing: 3,
    };
    let records = (0..records).map(record).collect();
    Holdings { device: DeviceId(Uuid::from_u128(0x6000)), build: "test".to_owned(), drafts: vec![], records, lost: vec![] }
}

#[tokio::test]
async fn who_waits_hears_within_seconds_of_what_a_phone_still_holds() {
    on_both(async |house| {
        let other = Store::open(house.config()).await.unwrap();
        let (desk, phone) = (signed_in(&house).await, house.scope(LI.id).await);
        let mut marker = news::wait(house.store(), &desk.scope, None, Duration::ZERO).await.unwrap();
        for (by, records) in [(house.store(), 2), (&other, 1), (house.store(), 0)] {
            let begun = Instant::now();
            let waiting = news::wait(house.store(), &desk.scope, Some(&marker), Duration::from_secs(20));
            let said = async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                holdings::put(by, &phone, &held(records)).await.unwrap();
            };
            let (now, ()) = tokio::join!(waiting, said);
            let now = now.unwrap();
            assert_ne!(now, marker, "{records}");
            assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
            marker = now;
        }
        // The same again is no news.
        holdings::put(house.store(), &phone, &held(0)).await.unwrap();
        assert_eq!(news::wait(house.store(), &desk.scope, Some(&marker), Duration::ZERO).await.unwrap(), marker);
    })
    .await;
}

/// A phone tells of a loss once; the desk knows of it until the record has arrived after all.
#[tokio::test]
async fn what_a_phone_has_lost_is_not_forgotten_with_its_next_report() {
    on_both(async |house| {
        let (desk, phone) = (signed_in(&house).await, house.scope(LI.id).await);
        let shop = house.shop().await;
        let visit = Visit::new(house.next(), LI.id, &shop, &[LIST], house.now());
        let command = house.submit(&visit);
        let mut said = held(2);
        let mut record = said.records[0].clone();
        (record.command, record.premises, record.provisional_number) = (command.id, shop.id, "7F3A-9".to_owned());
        said.lost = vec![record];
        let line = async |house: &House| store::query::people::phones(house.store(), &desk.scope).await.unwrap().remove(0);
        for report in [said, held(2), held(1)] {
            holdings::put(house.store(), &phone, &report).await.unwrap();
            let line = line(&house).await;
            assert_eq!((line.lost, line.held[0].is_lost, line.held[0].number.as_str()), (1, true, "7F3A-9"));
            assert_eq!(line.held[0].premises.as_deref(), Some(shop.name.as_str()));
            assert_eq!(line.held.len(), 1 + line.records as usize);
        }
        house.take(&command).await;
        holdings::put(house.store(), &phone, &held(1)).await.unwrap();
        assert_eq!(line(&house).await.lost, 0, "it came from elsewhere");
    })
    .await;
}

async fn signed_in(house: &House) -> Session {
    let token = Token::new([9; 32]);
    house.store().begin_session(SUN.id, None, &token).await.unwrap();
    house.store().session(&token).await.unwrap().unwrap()
}

#[tokio::test]
async fn who_waits_hears_within_seconds_of_what_another_process_commits() {
    on_both(async |house| {
        let shop = house.shop().await;
        // Another program on the same data: the command line beside the server.
        let other = Store::open(house.config()).await.unwrap();
        let session = signed_in(&house).await;
        let marker = news::wait(house.store(), &session.scope, None, Duration::ZERO).await.unwrap();
        let visit = Visit::new(house.next(), LI.id, &shop, &[LIST], house.now());
        let command = domain::command::Sealed::of(&house.submit(&visit));
        let begun = Instant::now();
        let waiting = news::wait(house.store(), &session.scope, Some(&marker), Duration::from_secs(20));
        let committed = async {
            let submitter = Submitter::Session { user: LI.id };
            assert_eq!(other.apply(command, submitter).await.unwrap().status, 201);
        };
        let (now, ()) = tokio::join!(waiting, committed);
        assert_ne!(now.unwrap(), marker);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    })
    .await;
}
