//! What the timer does, and who has it.

use crate::house::{COMMUNITY, House, QIAN, WANG, on_both};
use crate::visit::Visit;
use domain::command::What;
use domain::decide::inbox::Why;
use domain::parameter::{AUTO_ACCEPT_HOURS, NEW_INSPECTOR_FIRST};
use domain::premises::Premises;
use store::query::{inspections, record};
use sync::desk::inbox::InspectionFilter;

/// Visits until one is not drawn into the inbox: the draw hangs on the bytes.
async fn ordinary(house: &House, shop: &Premises) -> Visit {
    loop {
        let mut visit = house.visit(shop);
        visit.fail(shop, 0);
        house.take(&house.submit(&visit)).await;
        let shown = format!("SELECT why FROM inspection WHERE provisional_number = '{}'", visit.record.provisional_number);
        if house.texts(&shown).await == ["[]"] {
            return visit;
        }
    }
}

/// The first visits of a new inspector are all looked at.
async fn experience(house: &House, shop: &Premises) {
    for _ in 0..NEW_INSPECTOR_FIRST {
        house.take(&house.submit(&house.visit(shop))).await;
    }
}

#[tokio::test]
async fn the_timer_accepts_what_the_inbox_does_not_show_once_it_is_old_and_whole() {
    on_both(async |house| {
        let shop = house.shop().await;
        experience(&house, &shop).await;
        let visit = ordinary(&house, &shop).await;
        house.pass_hours(AUTO_ACCEPT_HOURS - 1);
        house.bring_all(&visit).await;
        assert_eq!(house.store().accept_due().await.unwrap(), 0, "not yet");
        house.pass_hours(1);
        assert_eq!(house.store().accept_due().await.unwrap(), 1);
        assert_eq!(house.standing(&visit).await.0, "accepted");
        assert_eq!(house.store().accept_due().await.unwrap(), 0, "once");
        let event = house.texts("SELECT payload FROM event WHERE kind = 'inspection_accepted'").await;
        assert!(event[0].contains("\"by_timer\":true"));
        let others = house.number("SELECT count(*) FROM inspection WHERE state = 'submitted'").await;
        assert!(others >= i64::from(NEW_INSPECTOR_FIRST), "what the inbox shows waits for a person");
    })
    .await;
}

#[tokio::test]
async fn a_record_that_cannot_be_read_keeps_no_other_waiting() {
    on_both(async |house| {
        let shop = house.shop().await;
        experience(&house, &shop).await;
        let (broken, whole) = (ordinary(&house, &shop).await, ordinary(&house, &shop).await);
        for visit in [&broken, &whole] {
            house.bring_all(visit).await;
        }
        let of_broken = format!("WHERE provisional_number = '{}'", broken.record.provisional_number);
        house.tamper(&format!("UPDATE inspection SET quarantine = 'no list', auto_accept_at = auto_accept_at - 1 {of_broken}")).await;
        house.pass_hours(AUTO_ACCEPT_HOURS);
        assert_eq!(house.store().accept_due().await.unwrap(), 1);
        assert_eq!((house.standing(&broken).await.0, house.standing(&whole).await.0), ("submitted".to_owned(), "accepted".to_owned()));
        house.tamper(&format!("UPDATE inspection SET quarantine = '[]' {of_broken}")).await;
        assert_eq!(house.store().accept_due().await.unwrap(), 1, "mended it is tried again");
    })
    .await;
}

#[tokio::test]
async fn without_its_pictures_it_waits_however_old() {
    on_both(async |house| {
        let shop = house.shop().await;
        experience(&house, &shop).await;
        let visit = ordinary(&house, &shop).await;
        house.pass_hours(AUTO_ACCEPT_HOURS * 2);
        assert_eq!(house.store().accept_due().await.unwrap(), 0);
        house.bring_all(&visit).await;
        assert_eq!(house.store().accept_due().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn photos_that_do_not_come_show_their_record_until_they_do() {
    on_both(async |house| {
        let shop = house.shop().await;
        experience(&house, &shop).await;
        let visit = ordinary(&house, &shop).await;
        let scope = house.scope(QIAN.id).await;
        let shown = async || {
            let page = inspections::section(house.store(), &scope, &InspectionFilter::default(), Why::PhotosMissing, None).await.unwrap();
            page.rows.into_iter().map(|line| (line.id, line.why, line.missing)).collect::<Vec<_>>()
        };
        let missing = u32::try_from(visit.blobs.len()).unwrap();
        house.pass_hours(AUTO_ACCEPT_HOURS - 1);
        house.store().accept_due().await.unwrap();
        assert_eq!(shown().await, []);
        house.pass_hours(1);
        for _ in 0..2 {
            assert_eq!(house.store().accept_due().await.unwrap(), 0);
            assert_eq!(shown().await, [(visit.record.id, vec![Why::PhotosMissing], missing)]);
        }
        let told = house.texts("SELECT payload FROM event WHERE kind = 'evidence_overdue' ORDER BY seq").await;
        assert_eq!(
            told.len(),
            1 + usize::try_from(NEW_INSPECTOR_FIRST).unwrap(),
            "once of each that waits, also of what is shown for more: {told:?}"
        );
        // Whose phone it is on, as the record says.
        let read = record::read(house.store(), &scope, visit.record.id, None).await.unwrap().unwrap();
        assert_eq!(read.held_by.map(|(name, _)| name).as_deref(), Some("李敏"));

        let mut blobs = visit.blobs.values();
        house.bring(blobs.next().unwrap()).await;
        assert_eq!(shown().await, [(visit.record.id, vec![Why::PhotosMissing], missing - 1)]);
        for bytes in blobs {
            house.bring(bytes).await;
        }
        assert_eq!(shown().await, []);
        assert_eq!(house.store().accept_due().await.unwrap(), 1, "its time had come long ago");
        assert_eq!(house.standing(&visit).await.0, "accepted");
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_does_not_spoil_the_next_try() {
    on_both(async |house| {
        let shop = house.shop().await;
        experience(&house, &shop).await;
        let visit = ordinary(&house, &shop).await;
        house.bring_all(&visit).await;
        house.pass_hours(AUTO_ACCEPT_HOURS);
        // The command that the timer will make, sent while another server's clock is behind.
        let due = house.store().due().await.unwrap();
        assert_eq!(due.len(), 1);
        house.pass_hours(-2);
        assert!(house.refuse(&due[0]).await.to_string().contains("limit"));
        house.pass_hours(2);
        assert_eq!(house.store().accept_due().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_can_act_as_the_timer() {
    on_both(async |house| {
        let shop = house.shop().await;
        experience(&house, &shop).await;
        let visit = ordinary(&house, &shop).await;
        house.bring_all(&visit).await;
        house.pass_hours(AUTO_ACCEPT_HOURS);
        let what = What::AutoAccept { inspection: visit.record.id };
        house.refuse(&house.order(WANG, COMMUNITY, Some(1), what)).await;
        assert_eq!(house.standing(&visit).await.0, "submitted");
    })
    .await;
}

#[tokio::test]
async fn a_job_belongs_to_one_server_until_its_lease_ends() {
    on_both(async |house| {
        let store = house.store();
        assert!(store.claim("auto_accept", "one", 60).await.unwrap());
        assert!(!store.claim("auto_accept", "two", 60).await.unwrap());
        assert!(store.claim("auto_accept", "one", 60).await.unwrap(), "the holder goes on");
        assert!(store.claim("pictures", "two", 60).await.unwrap(), "another job");
        house.pass_hours(1);
        assert!(store.claim("auto_accept", "two", 60).await.unwrap());
        assert!(!store.claim("auto_accept", "one", 60).await.unwrap());
    })
    .await;
}
