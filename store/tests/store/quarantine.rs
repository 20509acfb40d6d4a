//! Evidence is never refused for what it says: it is taken and waits for a person.

use crate::house::{CHEN, COMMUNITY, LI, LIST, OTHER_COMMUNITY, QIAN, SYSTEM, on_both};
use crate::visit::Visit;
use domain::command::{Reason, What};
use domain::digest::Sha256;
use domain::premises::PremisesChange;
use domain::refusal::{Quarantine, Refusal};
use domain::time::Timestamp;

fn reason() -> Reason {
    Reason { code: "checked".to_owned(), text: "已电话核实".to_owned() }
}

#[tokio::test]
async fn each_fault_is_a_reason_and_no_refusal() {
    on_both(async |house| {
        let shop = house.shop().await;
        let valid = || house.visit(&shop);
        let mut unanswered = valid();
        unanswered.record.answers.pop();
        let mut unsigned = valid();
        unsigned.record.signatures.clear();
        let mut unknown_list = valid();
        unknown_list.record.checklists[0].sha256 = Sha256::of(b"a list of another house");
        let mut unknown_place = valid();
        unknown_place.record.premises = house.new_shop(COMMUNITY, None).id;
        for (visit, expected) in [
            (unanswered, Quarantine::Incomplete),
            (unsigned, Quarantine::Unsigned),
            (unknown_list, Quarantine::ChecklistUnknown),
            (unknown_place, Quarantine::PremisesUnknown),
        ] {
            let receipt = house.take(&house.submit(&visit)).await;
            assert!(receipt.quarantine.contains(&expected), "{expected:?}: {:?}", receipt.quarantine);
            let (state, kept, _) = house.standing(&visit).await;
            assert_eq!(state, "submitted");
            assert_ne!(kept, "[]");
        }
        assert_eq!(house.number("SELECT count(*) FROM inspection_revision").await, 4, "all bytes are kept");
    })
    .await;
}

#[tokio::test]
async fn another_inspectors_grid_is_taken_and_doubted() {
    on_both(async |house| {
        let shop = house.shop().await;
        let visit = Visit::new(house.next(), CHEN.id, &shop, &[LIST], house.now());
        let receipt = house.take(&house.submit_by(CHEN, &visit)).await;
        assert_eq!(receipt.quarantine, vec![Quarantine::OutOfScope]);
        assert_eq!(receipt.place, COMMUNITY, "it lies where the premises are");
    })
    .await;
}

#[tokio::test]
async fn a_late_one_and_one_of_a_disabled_account_are_taken() {
    on_both(async |house| {
        let shop = house.shop().await;
        let (late, last) = (house.visit(&shop), house.visit(&shop));
        let (late, last) = (house.submit(&late), house.submit(&last));
        house.pass_hours(24 * 8);
        assert_eq!(house.take(&late).await.quarantine, vec![Quarantine::Late]);
        house
            .take(&house.order(
                SYSTEM,
                house.street,
                None,
                What::AddUser {
                    user: domain::ids::UserId(uuid::Uuid::from_u128(0x2fff)),
                    login: "13911112222".to_owned(),
                    name: "接班".to_owned(),
                    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA".to_owned(),
                    grants: vec![domain::user::Grant { role: LI.role, place: crate::house::GRID }],
                },
            ))
            .await;
        house.take(&house.order(SYSTEM, house.street, None, What::DisableUser { user: LI.id, reason: reason() })).await;
        assert!(house.take(&last).await.quarantine.contains(&Quarantine::DisabledAccount));
    })
    .await;
}

#[tokio::test]
async fn whatever_a_phones_clock_says_the_record_is_taken_and_the_next_one_too() {
    on_both(async |house| {
        let shop = house.shop().await;
        let end_of_calendar: i64 = 253_402_300_799_000_000; // 9999-12-31T23:59:59Z, in Shanghai the year 10000
        for at in [i64::MIN, -62_167_219_200_000_001, 0, end_of_calendar, i64::MAX].map(Timestamp) {
            let mut visit = house.visit(&shop);
            (visit.record.started_at, visit.record.finished_at, visit.record.server_seen_at) = (at, at, Some(at));
            visit.record.photos.iter_mut().for_each(|photo| photo.taken_at = at);
            let mut command = house.submit(&visit);
            command.at = at;
            house.take(&command).await;
            house.take(&house.submit(&house.visit(&shop))).await;
        }
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 10);
    })
    .await;
}

#[tokio::test]
async fn premises_that_moved_meanwhile_keep_their_visit() {
    on_both(async |house| {
        let shop = house.shop().await;
        let command = house.submit(&house.visit(&shop));
        let change = PremisesChange { community: Some(OTHER_COMMUNITY), ..PremisesChange::default() };
        house.take(&house.order(QIAN, COMMUNITY, Some(1), What::EditPremises { premises: shop.id, change: Box::new(change) })).await;
        let receipt = house.take(&command).await;
        assert!(receipt.quarantine.contains(&Quarantine::PremisesMoved), "{:?}", receipt.quarantine);
        assert_eq!(receipt.place, OTHER_COMMUNITY);
    })
    .await;
}

#[tokio::test]
async fn a_visit_known_already_is_set_aside_beside_it() {
    on_both(async |house| {
        let shop = house.shop().await;
        let visit = house.visit(&shop);
        house.take(&house.submit(&visit)).await;
        let mut second = visit.clone();
        second.record.note = "又写了一遍".to_owned();
        let receipt = house.take(&house.submit(&second)).await;
        assert!(receipt.quarantine.contains(&Quarantine::RevisionConflict));
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 1);
        assert_eq!(house.number("SELECT count(*) FROM inspection_revision").await, 2);
        let (state, quarantine, _) = house.standing(&visit).await;
        assert_eq!((state.as_str(), quarantine.as_str()), ("submitted", r#"["revision_conflict"]"#), "a person sees both");
    })
    .await;
}

#[tokio::test]
async fn a_released_visit_counts_from_its_own_day() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.record.signatures.clear();
        let command = house.submit(&visit);
        let day = house.now().day().to_string();
        house.pass_hours(48);
        house.take(&command).await;
        let last_visit = "SELECT coalesce(last_visit_on, 'never') FROM premises";
        assert_eq!(house.texts(last_visit).await, ["never"]);
        let what = What::ReleaseQuarantine { inspection: visit.record.id, reason: reason() };
        let refused = house.refuse(&house.order(LI, COMMUNITY, Some(1), what.clone())).await;
        assert_eq!(refused, Refusal::NotAllowed);
        house.take(&house.order(QIAN, COMMUNITY, Some(1), what)).await;
        assert_eq!(house.texts(last_visit).await, [day]);
        assert_eq!(house.standing(&visit).await.1, "[]");
    })
    .await;
}
