//! What a person types into the ledger's search.

use crate::house::{COMMUNITY, House, OTHER_COMMUNITY, QIAN, SUN, on_both};
use domain::command::What;
use domain::ids::UserId;
use domain::premises::FieldValue;
use domain::user::{Grant, Role};
use store::query::premises;
use sync::desk::premises::PremisesFilter;

async fn named(house: &House, name: &str) {
    named_in(house, name, COMMUNITY).await;
}

async fn named_in(house: &House, name: &str, community: domain::ids::PlaceId) {
    let mut shop = house.new_shop(community, None);
    shop.name = name.to_owned();
    shop.fields.insert("head_phone".to_owned(), FieldValue::Text("13812345678".to_owned()));
    shop.fields.insert("uscc".to_owned(), FieldValue::Text("92150602MA0KXY729T".to_owned()));
    house.take(&house.order(QIAN, community, None, What::AddPremises { premises: Box::new(shop) })).await;
}

async fn found(house: &House, by: UserId, search: &str, kind: Option<&str>) -> Vec<String> {
    let filter = PremisesFilter { search: search.to_owned(), kind: kind.map(str::to_owned), ..PremisesFilter::default() };
    let page = premises::page(house.store(), &house.scope(by).await, &filter, None).await.unwrap();
    assert_eq!(page.total, Some(page.rows.len() as u64));
    let mut names: Vec<String> = page.rows.into_iter().map(|row| row.name).collect();
    names.sort();
    names
}

#[tokio::test]
async fn names_are_found_as_they_are_spelt() {
    on_both(async |house| {
        for name in ["兴旺旅馆", "银行后院", "星光KTV"] {
            named(&house, name).await;
        }
        for (typed, expected) in [
            ("xwlg", &["兴旺旅馆"][..]),
            ("xingwang", &["兴旺旅馆"]),
            ("xingwanglvg", &["兴旺旅馆"]),
            ("lg", &["兴旺旅馆"]),
            ("yh", &["银行后院"]),
            ("yinhang", &["银行后院"]),
            ("yx", &["银行后院"]), // the other reading of 行
            ("xgktv", &["星光KTV"]),
            ("x", &["兴旺旅馆", "星光KTV", "银行后院"]),
            ("zw", &[]),
            ("wx", &[]),
            ("兴旺 lg", &["兴旺旅馆"]),
        ] {
            assert_eq!(found(&house, QIAN.id, typed, None).await, expected, "{typed}");
        }
        assert_eq!(found(&house, QIAN.id, "xwlg", Some("hotel")).await, [""; 0], "the other filters hold as well");
    })
    .await;
}

#[tokio::test]
async fn a_number_is_found_by_whoever_may_read_it() {
    on_both(async |house| {
        named(&house, "兴旺旅馆").await;
        named_in(&house, "新村旅馆", OTHER_COMMUNITY).await;
        for typed in ["5678", "138", "13812345678"] {
            assert_eq!(found(&house, QIAN.id, typed, None).await, ["兴旺旅馆", "新村旅馆"], "{typed}");
            assert_eq!(found(&house, SUN.id, typed, None).await, [""; 0], "digit by digit a masked number could be guessed: {typed}");
        }
        for typed in ["旅馆", "lg", "92150602", "ly-000001"] {
            assert!(!found(&house, SUN.id, typed, None).await.is_empty(), "{typed}");
        }
        // Who audits the street and works in one community finds the numbers of that one.
        let grants =
            vec![Grant { role: Role::Auditor, place: house.street }, Grant { role: Role::CommunitySafety, place: OTHER_COMMUNITY }];
        let both = house.newcomer("刘洋", grants).await;
        assert_eq!(found(&house, both, "5678", None).await, ["新村旅馆"]);
    })
    .await;
}

#[tokio::test]
async fn an_auditor_sees_no_number_on_the_card() {
    on_both(async |house| {
        named(&house, "兴旺旅馆").await;
        for (by, expected) in [(QIAN, "13812345678"), (SUN, "138****5678")] {
            let scope = house.scope(by.id).await;
            let page = premises::page(house.store(), &scope, &PremisesFilter::default(), None).await.unwrap();
            let card = premises::card(house.store(), &scope, page.rows[0].id).await.unwrap().unwrap();
            assert_eq!(card.premises.fields["head_phone"], FieldValue::Text(expected.to_owned()));
        }
    })
    .await;
}
