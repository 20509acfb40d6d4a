//! The ledger: adding, changing, moving, importing and taking an import back.

use crate::house::{CHEN, COMMUNITY, GRID, House, LI, OTHER_COMMUNITY, QIAN, SUN, on_both};
use domain::command::{Command, Reason, What};
use domain::digest::Sha256;
use domain::ids::BatchId;
use domain::premises::{Premises, PremisesChange};
use domain::refusal::Refusal;
use uuid::Uuid;

const BATCH: BatchId = BatchId(Uuid::from_u128(0x9001));

fn import(house: &House, rows: Vec<Premises>) -> Command {
    house.order(QIAN, house.street, None, What::ImportBatch { batch: BATCH, file_sha256: Sha256::of(b"ledger.xlsx"), rows })
}

fn undo(house: &House) -> Command {
    let reason = Reason { code: "wrong_file".to_owned(), text: "导入了去年的台账".to_owned() };
    house.order(QIAN, house.street, None, What::UndoImport { batch: BATCH, reason })
}

#[tokio::test]
async fn nobody_edits_outside_his_power_or_scope() {
    on_both(async |house| {
        let shop = house.new_shop(COMMUNITY, Some(GRID));
        let what = What::AddPremises { premises: Box::new(shop) };
        assert_eq!(house.refuse(&house.order(SUN, COMMUNITY, None, what.clone())).await, Refusal::NotAllowed);
        assert_eq!(house.refuse(&house.order(CHEN, COMMUNITY, None, what.clone())).await, Refusal::OutOfScope);
        house.take(&house.order(LI, COMMUNITY, None, what)).await;
        let waiting = if house.is_sqlite() { "to_verify = 1" } else { "to_verify" };
        assert_eq!(house.number(&format!("SELECT count(*) FROM premises WHERE {waiting}")).await, 1, "from a phone it waits");
    })
    .await;
}

#[tokio::test]
async fn an_edit_keeps_what_was_and_needs_the_version_that_stands() {
    on_both(async |house| {
        let shop = house.shop().await;
        let rename = |name: &str| {
            let change = PremisesChange { name: Some(name.to_owned()), ..PremisesChange::default() };
            What::EditPremises { premises: shop.id, change: Box::new(change) }
        };
        house.take(&house.order(LI, COMMUNITY, Some(1), rename("兴旺超市"))).await;
        assert_eq!(house.refuse(&house.order(LI, COMMUNITY, Some(1), rename("兴旺商店"))).await, Refusal::Stale);
        assert_eq!(house.texts("SELECT name FROM premises").await, ["兴旺超市"]);
        assert_eq!(house.number("SELECT count(*) FROM premises_version").await, 2);
        let payload = house.texts("SELECT payload FROM event WHERE kind = 'premises_edited'").await.remove(0);
        assert!(payload.contains("\"name\"") && !payload.contains("兴旺"), "the field, never its value: {payload}");
    })
    .await;
}

#[tokio::test]
async fn premises_that_move_take_their_hazards_along_and_leave_a_tombstone() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.fail(&shop, 0);
        house.take(&house.submit(&visit)).await;
        let change = PremisesChange { community: Some(OTHER_COMMUNITY), ..PremisesChange::default() };
        let what = What::EditPremises { premises: shop.id, change: Box::new(change) };
        assert_eq!(house.refuse(&house.order(LI, COMMUNITY, Some(1), what.clone())).await, Refusal::NotAllowed);
        assert_eq!(house.take(&house.order(QIAN, COMMUNITY, Some(1), what)).await.place, OTHER_COMMUNITY);
        let moved = "SELECT count(*) FROM premises p JOIN hazard h ON h.premises_id = p.id WHERE p.community_id = h.community_id AND p.grid_id IS NULL";
        assert_eq!(house.number(moved).await, 1);
        assert_eq!(house.number("SELECT count(*) FROM event WHERE kind = 'premises_left'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_second_import_of_the_same_rows_adds_nothing() {
    on_both(async |house| {
        let rows: Vec<_> = (0..30).map(|n| house.new_shop(if n % 2 == 0 { COMMUNITY } else { OTHER_COMMUNITY }, None)).collect();
        house.take(&import(&house, rows.clone())).await;
        assert_eq!(house.number("SELECT count(*) FROM premises").await, 30);
        let events = house.number("SELECT count(*) FROM event").await;
        house.take(&import(&house, rows)).await;
        assert_eq!(house.number("SELECT count(*) FROM premises").await, 30);
        assert_eq!(house.number("SELECT count(*) FROM event").await, events);
        let mut codes = house.texts("SELECT DISTINCT code FROM premises").await;
        codes.sort();
        assert_eq!((codes.len(), codes[0].as_str(), codes[29].as_str()), (30, "LY-000001", "XC-000015"));
    })
    .await;
}

#[tokio::test]
async fn a_full_batch_fits_one_command() {
    on_both(async |house| {
        let rows: Vec<_> = (0..domain::command::IMPORT_ROWS_MAX).map(|_| house.new_shop(COMMUNITY, None)).collect();
        house.take(&import(&house, rows)).await;
        assert_eq!(house.number("SELECT count(*) FROM premises").await, 2_000);
        assert_eq!(house.number("SELECT count(*) FROM event WHERE kind = 'premises_added'").await, 2_000);
    })
    .await;
}

#[tokio::test]
async fn an_import_is_taken_back_but_for_what_somebody_touched() {
    on_both(async |house| {
        let rows: Vec<_> = (0..5).map(|_| house.new_shop(COMMUNITY, Some(GRID))).collect();
        house.take(&import(&house, rows.clone())).await;
        house.take(&house.submit(&house.visit(&rows[0]))).await;
        house.take(&undo(&house)).await;
        let removed = if house.is_sqlite() { "is_removed = 1" } else { "is_removed" };
        assert_eq!(house.number(&format!("SELECT count(*) FROM premises WHERE {removed}")).await, 4);
        assert_eq!(house.number("SELECT count(*) FROM premises").await, 5, "nothing is deleted");
        assert_eq!(house.number("SELECT count(*) FROM event WHERE kind = 'premises_removed'").await, 4);
    })
    .await;
}

#[tokio::test]
async fn an_import_is_not_taken_back_after_a_week() {
    on_both(async |house| {
        house.take(&import(&house, vec![house.new_shop(COMMUNITY, None)])).await;
        house.pass_hours(24 * 8);
        house.refuse(&undo(&house)).await;
        let removed = if house.is_sqlite() { "is_removed = 1" } else { "is_removed" };
        assert_eq!(house.number(&format!("SELECT count(*) FROM premises WHERE {removed}")).await, 0);
    })
    .await;
}
