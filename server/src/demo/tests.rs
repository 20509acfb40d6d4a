use super::*;
use domain::ids::PlaceId;
use domain::user::Role;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Store, StoreConfig};

const SMALL: Plan = Plan { today: Day(time::macros::date!(2026 - 11 - 20)), days: 12, visits: 24, seed: 7 };

async fn open(folder: &Path) -> Store {
    let today = SMALL.today.start();
    Store::open(StoreConfig { folder: folder.to_owned(), database_url: None, clock: Arc::new(move || today) }).await.unwrap()
}

async fn ends(folder: &Path) -> BTreeMap<PlaceId, (i64, String)> {
    store::query::chain::ends(&open(folder).await).await.unwrap()
}

/// That no record is in quarantine without being meant to is checked by the demo itself, record by record.
#[tokio::test]
async fn the_same_day_makes_the_same_street() {
    let [one, other] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let made = make(one.path(), None, &SMALL).await.unwrap().unwrap();
    make(other.path(), None, &SMALL).await.unwrap().unwrap();
    let (first, second) = (ends(one.path()).await, ends(other.path()).await);
    assert_eq!(first, second);
    assert_eq!(made.visits, SMALL.visits);
    let unused: Vec<_> = Role::ALL.into_iter().filter(|role| !made.people.iter().any(|person| person.role == *role)).collect();
    assert_eq!(unused, [Role::Reporter, Role::System], "everybody else signs in");
    assert!(made.findings > 3 && made.pictures > 20, "{} {}", made.findings, made.pictures);
    assert_eq!(open(one.path()).await.verify().await.unwrap(), None);
    // Again in the same folder: nothing happens.
    assert!(make(one.path(), None, &SMALL).await.unwrap().is_none());
    assert_eq!(ends(one.path()).await, first);
}

#[tokio::test]
async fn a_demo_that_broke_off_is_finished_as_it_was_begun() {
    let [whole, broken] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let less = Plan { visits: 6, ..SMALL };
    make(whole.path(), None, &less).await.unwrap();
    make(broken.path(), None, &less).await.unwrap();
    // As if the machine had been switched off before the last line was written.
    std::fs::remove_file(broken.path().join(ACCOUNTS)).unwrap();
    std::fs::write(broken.path().join(UNFINISHED), less.today.to_string()).unwrap();
    let tomorrow = Plan { today: less.today.plus(1), ..less };
    assert!(make(broken.path(), None, &tomorrow).await.unwrap().is_some());
    assert_eq!(ends(broken.path()).await, ends(whole.path()).await);
}

#[tokio::test]
async fn somebodys_own_data_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = Town::open(folder.path(), None, 1, SMALL.today.start()).await.unwrap();
    places::make(&mut town).await.unwrap();
    drop(town);
    assert!(make(folder.path(), None, &SMALL).await.is_err());
    assert!(!folder.path().join(ACCOUNTS).exists());
}
