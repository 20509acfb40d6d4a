//! Places, people and checklists: what is everyone's.

use crate::house::{COMMUNITY, GRID, House, LI, LIST, QIAN, SUN, SYSTEM, WANG, on_both};
use domain::command::{Reason, What};
use domain::ids::PlaceId;
use domain::library::builtin_files;
use domain::place::{Place, PlaceKind};
use domain::refusal::Refusal;
use domain::user::{Grant, Role};
use uuid::Uuid;

const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA";

#[tokio::test]
async fn a_second_start_founds_nothing() {
    on_both(async |mut house: House| {
        let tables = ["command", "event", "place", "checklist_version"];
        let mut before = vec![];
        for table in tables {
            before.push(house.number(&format!("SELECT count(*) FROM {table}")).await);
        }
        let epoch = house.store().epoch();
        house.reopen().await;
        for (table, before) in tables.iter().zip(before) {
            assert_eq!(house.number(&format!("SELECT count(*) FROM {table}")).await, before, "{table}");
        }
        assert_eq!(house.store().epoch(), epoch);
        let names = house.texts("SELECT name FROM place WHERE kind IN ('district', 'street') ORDER BY kind").await;
        assert_eq!(names, [store::DISTRICT_NAME, store::STREET_NAME]);
        let lists = domain::library::Library::builtin().checklists.len();
        assert_eq!(usize::try_from(house.number("SELECT count(*) FROM checklist_version").await).unwrap(), lists);
    })
    .await;
}

#[tokio::test]
async fn two_servers_that_found_the_same_house_found_it_once() {
    on_both(async |house: House| {
        let other = store::Store::open(house.config()).await.unwrap();
        assert_eq!(other.epoch(), house.store().epoch());
        assert_eq!(house.number("SELECT count(*) FROM place WHERE kind = 'street'").await, 1);
        // What one writes, the other knows with the next question.
        let place = Place {
            id: PlaceId(Uuid::from_u128(0x1100)),
            parent: Some(house.street),
            kind: PlaceKind::Community,
            name: "东苑社区".to_owned(),
            code: None,
        };
        house.take(&house.order(SYSTEM, house.street, None, What::AddPlace { place: place.clone() })).await;
        assert_eq!(other.house().await.unwrap().places[&place.id], place);
    })
    .await;
}

#[tokio::test]
async fn only_who_may_gives_roles_and_a_name_is_taken_once() {
    on_both(async |house| {
        let grant = Grant { role: Role::OfficeClerk, place: house.street };
        for by in [LI, QIAN, WANG] {
            assert_eq!(
                house.refuse(&house.order(by, house.street, None, What::GrantRole { user: SUN.id, grant })).await,
                Refusal::NotAllowed
            );
        }
        house.take(&house.order(SYSTEM, house.street, None, What::GrantRole { user: SUN.id, grant })).await;
        assert!(house.store().house().await.unwrap().users[&SUN.id].grants.contains(&grant));
        house.take(&house.order(SYSTEM, house.street, None, What::RevokeRole { user: SUN.id, grant })).await;
        assert!(!house.store().house().await.unwrap().users[&SUN.id].grants.contains(&grant));

        let again = What::AddUser {
            user: domain::ids::UserId(Uuid::from_u128(0x2100)),
            login: "13900000001".to_owned(),
            name: "李敏".to_owned(),
            password_hash: HASH.to_owned(),
            grants: vec![],
        };
        assert_eq!(house.refuse(&house.order(SYSTEM, house.street, None, again)).await, Refusal::Taken { field: "login".to_owned() });
        let twin = Place {
            id: PlaceId(Uuid::from_u128(0x1101)),
            parent: Some(house.street),
            kind: PlaceKind::Community,
            name: "绿苑社区".to_owned(),
            code: None,
        };
        assert_eq!(
            house.refuse(&house.order(SYSTEM, house.street, None, What::AddPlace { place: twin })).await,
            Refusal::Taken { field: "name".to_owned() }
        );
    })
    .await;
}

#[tokio::test]
async fn a_place_that_is_added_again_is_there_once() {
    on_both(async |house| {
        let place = Place {
            id: PlaceId(Uuid::from_u128(0x1102)),
            parent: Some(house.street),
            kind: PlaceKind::Community,
            name: "东苑社区".to_owned(),
            code: Some("DY".to_owned()),
        };
        let add = |place: &Place| house.order(SYSTEM, house.street, None, What::AddPlace { place: place.clone() });
        let first = house.take(&add(&place)).await;
        assert_eq!(house.take(&add(&place)).await.seq, first.seq, "nothing happened");
        assert_eq!(house.refuse(&add(&Place { name: "西苑社区".to_owned(), ..place.clone() })).await, Refusal::IdConflict);
        let twin = Place { id: PlaceId(Uuid::from_u128(0x1103)), ..place.clone() };
        assert_eq!(house.refuse(&add(&twin)).await, Refusal::Taken { field: "name".to_owned() });
        // Whoever asked for the twin finds which one there is, and adds a grid to that.
        let known = house.store().house().await.unwrap();
        let known = known.place_named(house.street, PlaceKind::Community, "东苑社区").unwrap();
        assert_eq!(*known, place);
        let id = PlaceId(Uuid::from_u128(0x1104));
        house.take(&add(&Place { id, parent: Some(known.id), kind: PlaceKind::Grid, name: "第一网格".to_owned(), code: None })).await;
        assert_eq!(house.number("SELECT count(*) FROM place WHERE name = '东苑社区'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_last_lead_stays_even_if_two_are_taken_at_once() {
    on_both(async |house| {
        let second = What::GrantRole { user: SUN.id, grant: Grant { role: Role::OfficeLead, place: house.street } };
        house.take(&house.order(SYSTEM, house.street, None, second)).await;
        let revoke = |user| {
            let grant = Grant { role: Role::OfficeLead, place: house.street };
            house.order(SYSTEM, house.street, None, What::RevokeRole { user, grant })
        };
        let (one, other) = (revoke(WANG.id), revoke(SUN.id));
        let (one, other) = tokio::join!(house.send(&one), house.send(&other));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422]);
        assert_eq!(house.number("SELECT count(*) FROM role_grant WHERE role = 'office_lead'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_role_reaches_no_further_than_its_place() {
    on_both(async |house| {
        let elsewhere = Place {
            id: PlaceId(Uuid::from_u128(0x1200)),
            parent: None,
            kind: PlaceKind::District,
            name: "康巴什区".to_owned(),
            code: None,
        };
        let street = Place {
            id: PlaceId(Uuid::from_u128(0x1201)),
            parent: Some(elsewhere.id),
            kind: PlaceKind::Street,
            name: "滨河街道".to_owned(),
            code: None,
        };
        let community = Place {
            id: PlaceId(Uuid::from_u128(0x1202)),
            parent: Some(street.id),
            kind: PlaceKind::Community,
            name: "绿苑社区".to_owned(),
            code: Some("LY".to_owned()),
        };
        for place in [&elsewhere, &street, &community] {
            let at = place.parent.unwrap_or(place.id);
            house.take(&house.order(SYSTEM, at, None, What::AddPlace { place: place.clone() })).await;
        }
        let shop = house.new_shop(community.id, None);
        let what = What::AddPremises { premises: Box::new(shop) };
        assert_eq!(house.refuse(&house.order(WANG, community.id, None, what.clone())).await, Refusal::OutOfScope, "another street");
        assert_eq!(
            house.refuse(&house.order(WANG, COMMUNITY, None, what)).await,
            Refusal::OutOfScope,
            "whatever the command calls its place"
        );
        assert_eq!(house.number("SELECT count(*) FROM premises").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    on_both(async |house| {
        let token = store::session::Token::new([7; 32]);
        house.store().begin_session(LI.id, None, &token).await.unwrap();
        assert!(house.store().session(&token).await.unwrap().is_some());
        house.take(&house.order(SYSTEM, house.street, None, What::ResetPassword { user: LI.id, password_hash: HASH.to_owned() })).await;
        assert!(house.store().session(&token).await.unwrap().is_none());
        let reason = Reason { code: "left".to_owned(), text: "已调离岗位".to_owned() };
        assert_eq!(
            house.refuse(&house.order(SYSTEM, house.street, None, What::DisableUser { user: WANG.id, reason })).await,
            Refusal::LimitExceeded,
            "the last of his role"
        );
    })
    .await;
}

#[tokio::test]
async fn a_published_checklist_is_used_from_now_on_and_the_old_one_stays() {
    on_both(async |house| {
        let files = builtin_files();
        let old = files.get(&format!("checklists/{LIST}.yaml")).unwrap();
        let publish = |yaml: String| What::PublishChecklist { yaml };
        let new = old.replace("version: 1\n", "version: 2\n");
        assert_eq!(house.refuse(&house.order(LI, house.street, None, publish(new.clone()))).await, Refusal::NotAllowed);
        assert_eq!(
            house.refuse(&house.order(WANG, house.street, None, publish(old.replace("answer: check", "answer: cheque")))).await,
            Refusal::Invalid { field: "yaml".to_owned() }
        );
        // The same version with other words would be one version with two hashes.
        house.refuse(&house.order(WANG, house.street, None, publish(old.replace("minutes: 15", "minutes: 16")))).await;
        house.take(&house.order(WANG, house.street, None, publish(new))).await;
        let kept = house.store().house().await.unwrap();
        let versions: Vec<_> = kept
            .checklists
            .values()
            .filter(|(list, _)| list.checklist.id.as_str() == LIST)
            .map(|(list, is_latest)| (list.checklist.version, *is_latest))
            .collect();
        assert!(versions.contains(&(1, false)) && versions.contains(&(2, true)), "{versions:?}");
        // A draft that was begun with the old one is handed in as it is.
        let shop = house.shop_in(COMMUNITY, Some(GRID)).await;
        assert_eq!(house.take(&house.submit(&house.visit(&shop))).await.quarantine, vec![]);
    })
    .await;
}
