//! Who may send, and how often a password may be tried.

use crate::house::{GRID, House, LI, SYSTEM, on_both};
use domain::command::{Reason, What};
use domain::ids::{DeviceId, UserId};
use domain::user::Grant;
use store::session::Token;
use uuid::Uuid;

const LOGIN: &str = "13900000001";
const PHONE: DeviceId = DeviceId(Uuid::from_u128(0x7000));
const ANOTHER: DeviceId = DeviceId(Uuid::from_u128(0x7001));
/// Tries without a wait.
const FREE: usize = 5;

/// So many tries at the same moment; says how many were let through.
async fn try_at_once(house: &House, device: Option<DeviceId>, tries: usize) -> usize {
    let all = (0..tries).map(|_| house.store().sign_in_begins(LOGIN, device));
    let begun = futures::future::join_all(all).await;
    begun.into_iter().filter(|begun| begun.as_ref().is_ok_and(Result::is_ok)).count()
}

async fn succeed(house: &House, device: DeviceId) {
    let attempt = house.store().sign_in_begins(LOGIN, Some(device)).await.unwrap().unwrap();
    house.store().sign_in_succeeded(&attempt, LOGIN, device).await.unwrap();
}

#[tokio::test]
async fn tries_at_the_same_moment_are_counted_one_by_one() {
    on_both(async |house| {
        assert_eq!(try_at_once(&house, None, 40).await, FREE);
        assert_eq!(house.store().sign_in_begins(LOGIN, None).await.unwrap().unwrap_err(), 2);
        assert_eq!(house.number("SELECT CAST(failures AS BIGINT) FROM sign_in_counter").await, 5, "who waits is not counted");
        house.pass_hours(1);
        assert_eq!(try_at_once(&house, None, 40).await, 1, "then one at a time");
        assert_eq!(house.store().sign_in_begins(LOGIN, None).await.unwrap().unwrap_err(), 4);
        house.pass_hours(25);
        assert_eq!(try_at_once(&house, None, 40).await, FREE, "after a day it begins anew");
    })
    .await;
}

/// Of two tries of one moment, the one that read the clock first may be written last.
#[tokio::test]
async fn whoever_read_the_clock_a_moment_earlier_does_not_wait() {
    on_both(async |house| {
        for device in [None, Some(PHONE)] {
            house.store().sign_in_begins(LOGIN, device).await.unwrap().unwrap();
            house.pass_seconds(-1);
            house.store().sign_in_begins(LOGIN, device).await.unwrap().unwrap();
            house.pass_seconds(1);
            succeed(&house, PHONE).await;
            house.pass_seconds(-1);
            house.store().sign_in_begins(LOGIN, Some(PHONE)).await.unwrap().unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn names_that_somebody_made_up_are_forgotten_after_a_day() {
    on_both(async |house| {
        succeed(&house, PHONE).await;
        house.pass_hours(1);
        for n in 0..20 {
            house.store().sign_in_begins(&format!("1380000{n:04}"), None).await.unwrap().unwrap();
        }
        house.pass_hours(23);
        assert_eq!(try_at_once(&house, None, 40).await, FREE);
        assert_eq!(house.store().sweep().await.unwrap().counters, 0);
        house.pass_hours(2);
        assert_eq!(house.store().sweep().await.unwrap().counters, 20);
        assert_eq!(house.number("SELECT count(*) FROM sign_in_counter").await, 2, "the phone, and the name that was tried today");
        assert!(house.store().sign_in_begins(LOGIN, Some(PHONE)).await.unwrap().unwrap().is_known_device);
        house.pass_hours(24 * 401);
        assert_eq!(house.store().sweep().await.unwrap().counters, 2);
    })
    .await;
}

#[tokio::test]
async fn a_device_that_signed_in_before_is_counted_by_itself() {
    on_both(async |house| {
        succeed(&house, PHONE).await;
        assert_eq!(try_at_once(&house, Some(ANOTHER), 40).await, FREE);
        assert!(house.store().sign_in_begins(LOGIN, None).await.unwrap().is_err(), "strangers wait");
        succeed(&house, PHONE).await;
        assert!(house.store().sign_in_begins(LOGIN, None).await.unwrap().is_err(), "they get no new tries by the owner's success");
        assert_eq!(try_at_once(&house, Some(PHONE), 40).await, FREE, "whoever has the phone does not guess for ever either");
    })
    .await;
}

#[tokio::test]
async fn a_disabled_accounts_desk_ends_and_its_phone_may_still_hand_in() {
    on_both(async |house| {
        let (desk, phone) = (Token::new([1; 32]), Token::new([2; 32]));
        house.store().begin_session(LI.id, None, &desk).await.unwrap();
        house.store().begin_session(LI.id, Some(PHONE), &phone).await.unwrap();
        let successor = What::AddUser {
            user: UserId(Uuid::from_u128(0x2fff)),
            login: "13911112222".to_owned(),
            name: "接班".to_owned(),
            password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA".to_owned(),
            grants: vec![Grant { role: LI.role, place: GRID }],
        };
        house.take(&house.order(SYSTEM, house.street, None, successor)).await;
        let reason = Reason { code: "left".to_owned(), text: "已调离岗位".to_owned() };
        house.take(&house.order(SYSTEM, house.street, None, What::DisableUser { user: LI.id, reason })).await;
        assert!(house.store().session(&desk).await.unwrap().is_none());
        let session = house.store().session(&phone).await.unwrap().unwrap();
        assert!(session.may_hand_in() && !session.user.is_active);
        assert!(session.scope.communities().is_empty(), "it sees nothing");
    })
    .await;
}
