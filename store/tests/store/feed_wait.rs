//! A phone that waits for changes while people, places and checklists change.

use crate::house::{GRID, House, LI, SYSTEM, on_both};
use domain::command::{Command, What};
use domain::ids::{PlaceId, UserId};
use domain::library::builtin_files;
use domain::place::{Place, PlaceKind};
use domain::user::{Grant, Role};
use std::time::{Duration, Instant};
use store::query::feed;
use sync::feed::{Cursor, FeedPage, FeedRow};
use uuid::Uuid;

/// Where this person's phone is once it has everything.
async fn caught_up(house: &House, of: UserId) -> Cursor {
    let mut cursor = None;
    loop {
        let page = feed::page(house.store(), &house.scope(of).await, cursor, Duration::ZERO).await.unwrap();
        cursor = Some(page.cursor);
        if !page.more {
            return cursor.unwrap();
        }
    }
}

/// What the phone of this person is told, that waited before the order was given.
async fn told(house: &House, of: UserId, order: &Command) -> FeedPage {
    let (scope, cursor) = (house.scope(of).await, caught_up(house, of).await);
    let begun = Instant::now();
    let waiting = feed::page(house.store(), &scope, Some(cursor), Duration::from_secs(20));
    let ordered = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        house.take(order).await;
    };
    let (page, _) = tokio::join!(waiting, ordered);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    page.unwrap()
}

fn order(house: &House, what: What) -> Command {
    house.order(SYSTEM, house.street, None, what)
}

#[tokio::test]
async fn who_waits_gets_the_new_checklist_and_the_new_place() {
    on_both(async |house| {
        house.shop().await;
        let yaml = builtin_files().get("checklists/fire-small-place.yaml").unwrap().replace("version: 1\n", "version: 2\n");
        let page = told(&house, LI.id, &order(&house, What::PublishChecklist { yaml })).await;
        assert!(page.rows.iter().any(|row| matches!(row, FeedRow::Checklist(list) if list.checklist.version == 2)), "{:?}", page.rows);

        let grid = PlaceId(Uuid::from_u128(0x1103));
        let place =
            Place { id: grid, parent: Some(crate::house::COMMUNITY), kind: PlaceKind::Grid, name: "第二网格".to_owned(), code: None };
        let page = told(&house, LI.id, &order(&house, What::AddPlace { place })).await;
        assert!(page.rows.iter().any(|row| matches!(row, FeedRow::Place(place) if place.id == grid)), "{:?}", page.rows);

        let what = What::RenamePlace { place: grid, kind: PlaceKind::Grid, name: "东网格".to_owned() };
        let page = told(&house, LI.id, &order(&house, what)).await;
        assert!(page.rows.iter().any(|row| matches!(row, FeedRow::Place(place) if place.name == "东网格")), "{:?}", page.rows);
    })
    .await;
}

#[tokio::test]
async fn who_waits_hears_of_a_role_that_was_given_or_taken() {
    on_both(async |house| {
        house.shop().await;
        let grant = Grant { role: Role::CommunitySafety, place: crate::house::OTHER_COMMUNITY };
        let page = told(&house, LI.id, &order(&house, What::GrantRole { user: LI.id, grant })).await;
        assert!(page.restart, "another community is in sight");
        let has_role = |rows: &[FeedRow]| rows.iter().any(|row| matches!(row, FeedRow::Me(me) if me.grants.contains(&grant)));
        assert!(has_role(&page.rows));
        let page = told(&house, LI.id, &order(&house, What::RevokeRole { user: LI.id, grant })).await;
        assert!(page.restart && !has_role(&page.rows));

        // The first role of all.
        let newcomer = house.newcomer("新人", vec![]).await;
        let grant = Grant { role: Role::Inspector, place: GRID };
        let page = told(&house, newcomer, &order(&house, What::GrantRole { user: newcomer, grant })).await;
        assert!(page.restart && page.rows.iter().any(|row| matches!(row, FeedRow::Place(place) if place.id == GRID)));
    })
    .await;
}
