//! What a phone is told: the present state, then what changes.

use crate::house::{CHEN, COMMUNITY, GRID, House, LI, OTHER_COMMUNITY, QIAN, WANG, on_both};
use domain::command::{Reason, Sealed, What};
use domain::digest::Sha256;
use domain::ids::{BatchId, UserId};
use domain::inspection::{ReturnPoint, ReturnReason};
use domain::premises::PremisesChange;
use domain::user::{Grant, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use store::query::{feed, photos};
use sync::feed::{Cursor, FEED_PAGE_MAX, FeedPage, FeedRow, Gone, PremisesRow};
use uuid::Uuid;

async fn page(house: &House, of: UserId, cursor: Option<Cursor>) -> FeedPage {
    let page = feed::page(house.store(), &house.scope(of).await, cursor, Duration::ZERO).await.unwrap();
    assert!(page.rows.len() <= FEED_PAGE_MAX);
    page
}

/// Everything from this cursor on, and the cursor behind it.
async fn all(house: &House, of: UserId, mut cursor: Option<Cursor>) -> (Vec<FeedRow>, Cursor) {
    let mut rows = vec![];
    loop {
        let page = page(house, of, cursor).await;
        rows.extend(page.rows);
        if !page.more {
            return (rows, page.cursor);
        }
        cursor = Some(page.cursor);
    }
}

fn lists(rows: &[FeedRow]) -> Vec<Sha256> {
    rows.iter().filter_map(|row| if let FeedRow::Checklist(list) = row { Some(list.sha256) } else { None }).collect()
}

fn premises(rows: &[FeedRow]) -> Vec<&PremisesRow> {
    rows.iter().filter_map(|row| if let FeedRow::Premises(row) = row { Some(&**row) } else { None }).collect()
}

fn hazards(rows: &[FeedRow]) -> usize {
    rows.iter().filter(|row| matches!(row, FeedRow::Hazard(_))).count()
}

async fn every_list(house: &House) -> BTreeSet<Sha256> {
    let house = house.store().house().await.unwrap();
    house.checklists.iter().filter(|(_, (_, is_latest))| *is_latest).map(|(sha256, _)| *sha256).collect()
}

#[tokio::test]
async fn a_return_says_under_which_number_each_picture_is_given() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.fail(&shop, 0);
        let give_back = || {
            let points = vec![ReturnPoint::Whole { comment: "请补拍".to_owned() }];
            What::ReturnInspection { inspection: visit.record.id, reason: ReturnReason::PhotoUnclear, points }
        };
        let first = house.submit(&visit);
        house.take(&first).await;
        house.take(&house.order(WANG, COMMUNITY, Some(1), give_back())).await;
        // The second revision has one picture more and one less.
        let mut mended = visit.mended(Sealed::of(&first).sha256);
        mended.photograph(&shop, None);
        let dropped = mended.record.photos.remove(0).sha256;
        house.take(&house.submit(&mended)).await;
        house.bring_all(&mended).await;
        house.take(&house.order(WANG, COMMUNITY, Some(2), give_back())).await;

        let (rows, _) = all(&house, LI.id, None).await;
        let returned = rows.iter().find_map(|row| if let FeedRow::Inspection(row) = row { row.returned.as_ref() } else { None }).unwrap();
        let named: BTreeSet<Sha256> = mended.record.blobs().into_keys().collect();
        assert_eq!(returned.pictures.keys().copied().collect::<BTreeSet<_>>(), named);
        assert!(!returned.pictures.contains_key(&dropped));
        let scope = house.scope(LI.id).await;
        for (sha256, n) in &returned.pictures {
            assert_eq!(photos::of_record(house.store(), &scope, visit.record.id, *n).await.unwrap(), Some(*sha256));
        }
    })
    .await;
}

#[tokio::test]
async fn premises_that_move_take_their_hazards_along_in_every_feed() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.fail(&shop, 0);
        house.take(&house.submit(&visit)).await;
        let ((rows, left), (none, there)) = (all(&house, LI.id, None).await, all(&house, CHEN.id, None).await);
        assert_eq!((hazards(&rows), hazards(&none)), (1, 0));
        let hazard = rows.iter().find_map(|row| if let FeedRow::Hazard(hazard) = row { Some(hazard.id) } else { None }).unwrap();

        let change = PremisesChange { community: Some(OTHER_COMMUNITY), ..PremisesChange::default() };
        house.take(&house.order(QIAN, COMMUNITY, Some(1), What::EditPremises { premises: shop.id, change: Box::new(change) })).await;
        let (gone, _) = all(&house, LI.id, Some(left)).await;
        assert!(gone.contains(&FeedRow::Gone(Gone::Premises(shop.id))) && gone.contains(&FeedRow::Gone(Gone::Hazard(hazard))), "{gone:?}");
        let (come, _) = all(&house, CHEN.id, Some(there)).await;
        assert_eq!((premises(&come).len(), hazards(&come)), (1, 1), "{come:?}");
    })
    .await;
}

#[tokio::test]
async fn what_could_not_be_checked_waits_until_somebody_looks() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        let at = visit.not_checked(0);
        house.take(&house.submit(&visit)).await;
        let (rows, cursor) = all(&house, LI.id, None).await;
        let waiting = &premises(&rows)[0].follow_ups;
        assert_eq!((waiting.len(), &waiting[0].at, waiting[0].inspection), (1, &at, visit.record.id));
        let due_on = waiting[0].due_on;

        house.pass_hours(24);
        let mut again = house.visit(&shop);
        assert_eq!(again.not_checked(0), at);
        house.take(&house.submit(&again)).await;
        let (rows, cursor) = all(&house, LI.id, Some(cursor)).await;
        let waiting = &premises(&rows)[0].follow_ups;
        assert_eq!(waiting.iter().map(|waits| waits.due_on).collect::<Vec<_>>(), [due_on], "once, and since the first time");

        house.pass_hours(24);
        house.take(&house.submit(&house.visit(&shop))).await;
        let (rows, _) = all(&house, LI.id, Some(cursor)).await;
        assert_eq!(premises(&rows)[0].follow_ups, vec![]);
    })
    .await;
}

#[tokio::test]
async fn what_is_in_quarantine_has_checked_nothing_until_it_is_released() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.not_checked(0);
        house.take(&house.submit(&visit)).await;
        house.pass_hours(1);
        let mut doubted = house.visit(&shop);
        doubted.record.counterpart = None;
        assert!(!house.take(&house.submit(&doubted)).await.quarantine.is_empty());
        let (rows, cursor) = all(&house, LI.id, None).await;
        assert_eq!((premises(&rows)[0].follow_ups.len(), premises(&rows)[0].visits.len()), (1, 1));
        let reason = Reason { code: "checked".to_owned(), text: "已电话核实，店主在场".to_owned() };
        let release = What::ReleaseQuarantine { inspection: doubted.record.id, reason };
        house.take(&house.order(QIAN, COMMUNITY, Some(1), release)).await;
        let (rows, _) = all(&house, LI.id, Some(cursor)).await;
        assert_eq!((premises(&rows)[0].follow_ups.len(), premises(&rows)[0].visits.len()), (0, 2));
    })
    .await;
}

#[tokio::test]
async fn the_lists_that_fit_come_first_and_none_is_missing() {
    on_both(async |house| {
        house.shop().await;
        let (rows, _) = all(&house, LI.id, None).await;
        let at = rows.iter().position(|row| matches!(row, FeedRow::Premises(_))).unwrap();
        let (first, last) = (lists(&rows[..at]), lists(&rows[at..]));
        let known = house.store().house().await.unwrap();
        let names: BTreeSet<&str> = first.iter().map(|sha256| known.checklists[sha256].0.checklist.id.as_str()).collect();
        assert!(names.contains("fire-small-place") && names.contains("electrical-safety"), "{names:?}");
        assert!(!names.contains("school") && !names.contains("fire-hotel"), "{names:?}");
        assert_eq!(first.len() + last.len(), every_list(&house).await.len(), "each once");
        assert_eq!(first.into_iter().chain(last).collect::<BTreeSet<_>>(), every_list(&house).await);
    })
    .await;
}

#[tokio::test]
async fn no_list_is_missing_whatever_comes_between_two_pages() {
    on_both(async |house| {
        let rows: Vec<_> = (0..FEED_PAGE_MAX).map(|_| house.new_shop(COMMUNITY, Some(GRID))).collect();
        let batch = BatchId(Uuid::from_u128(0x9002));
        house.take(&house.order(QIAN, house.street, None, What::ImportBatch { batch, file_sha256: Sha256::of(b"x"), rows })).await;
        let first = page(&house, LI.id, None).await;
        assert!(first.more && first.rows.len() == FEED_PAGE_MAX);
        let mut school = house.new_shop(COMMUNITY, Some(GRID));
        school.kind = "school".to_owned();
        house.take(&house.order(QIAN, COMMUNITY, None, What::AddPremises { premises: Box::new(school) })).await;
        let (rest, cursor) = all(&house, LI.id, Some(first.cursor.clone())).await;
        let told: BTreeSet<_> = lists(&first.rows).into_iter().chain(lists(&rest)).collect();
        assert_eq!(told, every_list(&house).await);
        let (news, _) = all(&house, LI.id, Some(cursor)).await;
        assert_eq!(premises(&news).len(), 1, "what came meanwhile comes again with the changes");

        // A cursor of an older server, whose first page brought every list.
        let word = first.cursor.page.clone().unwrap();
        let older = Cursor { page: Some(word.rsplit_once('~').unwrap().0.to_owned()), ..first.cursor };
        let (rest, cursor) = all(&house, LI.id, Some(older)).await;
        assert!(cursor.page.is_none() && premises(&rest).len() + premises(&first.rows).len() >= FEED_PAGE_MAX);
    })
    .await;
}

#[tokio::test]
async fn who_keeps_accounts_is_told_of_premises_and_of_no_case() {
    on_both(async |house| {
        let admin = house.newcomer("何工", vec![Grant { role: Role::Admin, place: house.street }]).await;
        let (_, cursor) = all(&house, admin, None).await;
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.fail(&shop, 0);
        visit.not_checked(0);
        house.take(&house.submit(&visit)).await;
        for from in [None, Some(cursor)] {
            let (rows, _) = all(&house, admin, from).await;
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            for row in &rows {
                let kind = match row {
                    FeedRow::Premises(_) => "premises",
                    FeedRow::Hazard(_) | FeedRow::Inspection(_) | FeedRow::Gone(_) => "case",
                    _ => "other",
                };
                *kinds.entry(kind).or_default() += 1;
            }
            assert_eq!((kinds.get("premises"), kinds.get("case")), (Some(&1), None), "{rows:?}");
            assert_eq!((premises(&rows)[0].visits.len(), premises(&rows)[0].follow_ups.len()), (0, 0));
        }
    })
    .await;
}
