//! Official numbers and the counters of places: without gap, whoever comes at the same moment.

use crate::house::{CHEN, COMMUNITY, GRID, LI, LIST, OTHER_COMMUNITY, on_both};
use crate::visit::Visit;
use std::collections::BTreeSet;

fn numbers(texts: Vec<String>, prefix: &str) -> BTreeSet<u32> {
    let number =
        |text: String| text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('号')).expect("the form of the number").parse().unwrap();
    texts.into_iter().map(number).collect()
}

#[tokio::test]
async fn numbers_have_no_gaps_whoever_comes_at_once() {
    on_both(async |house| {
        let (here, there) = (house.shop().await, house.shop_in(OTHER_COMMUNITY, None).await);
        let mut commands: Vec<domain::command::Command> = vec![];
        for n in 0..24_usize {
            let (shop, by) = if n % 2 == 0 { (&here, LI) } else { (&there, CHEN) };
            let mut visit = Visit::new(house.next(), by.id, shop, &[LIST], house.now());
            visit.fail(shop, 0);
            if n % 3 == 0 {
                visit.fail(shop, 0);
            }
            commands.push(house.submit_by(by, &visit));
            if n == 0 {
                house.take(&commands[0]).await;
            }
            // Between them one that is refused: it takes no number.
            let mut conflict = commands[0].clone();
            conflict.at = conflict.at.plus_seconds(i64::try_from(n).unwrap());
            commands.push(conflict);
        }
        let answers = futures::future::join_all(commands.iter().map(|command| house.send(command))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 25, "24 visits and one true repeat");
        let records = numbers(house.texts("SELECT number FROM inspection").await, "东诃平安检〔2026〕");
        assert_eq!(records, (1..=24).collect());
        let hazards = numbers(house.texts("SELECT number FROM hazard").await, "隐〔2026〕");
        assert_eq!(hazards, (1..=32).collect());
    })
    .await;
}

#[tokio::test]
async fn a_year_begins_anew() {
    on_both(async |house| {
        let shop = house.shop().await;
        house.take(&house.submit(&house.visit(&shop))).await;
        house.pass_hours(24 * 60);
        house.take(&house.submit(&house.visit(&shop))).await;
        let mut numbers = house.texts("SELECT number FROM inspection").await;
        numbers.sort();
        assert_eq!(numbers, ["东诃平安检〔2026〕1号", "东诃平安检〔2027〕1号"]);
    })
    .await;
}

#[tokio::test]
async fn a_resubmission_keeps_its_number_and_premises_count_in_their_community() {
    on_both(async |house| {
        let shops = [house.shop().await, house.shop_in(OTHER_COMMUNITY, None).await, house.shop_in(COMMUNITY, Some(GRID)).await];
        let mut codes = house.texts("SELECT code FROM premises").await;
        codes.sort();
        assert_eq!(codes, ["LY-000001", "LY-000002", "XC-000001"]);
        assert_eq!(shops.len(), codes.len());
    })
    .await;
}

#[tokio::test]
async fn the_events_of_each_place_are_counted_without_gap_and_chained() {
    on_both(async |house| {
        let (here, there) = (house.shop().await, house.shop_in(OTHER_COMMUNITY, None).await);
        let visits = (0..20).map(|n| if n % 2 == 0 { (LI, &here) } else { (CHEN, &there) });
        let commands: Vec<_> =
            visits.map(|(by, shop)| house.submit_by(by, &Visit::new(house.next(), by.id, shop, &[LIST], house.now()))).collect();
        futures::future::join_all(commands.iter().map(|command| house.take(command))).await;
        let gaps = "SELECT count(*) FROM place_seq p WHERE p.seq <> (SELECT count(*) FROM event e WHERE e.place_id = p.place_id)
            OR p.seq <> (SELECT max(e.seq) FROM event e WHERE e.place_id = p.place_id)
            OR p.hash <> (SELECT e.hash FROM event e WHERE e.place_id = p.place_id AND e.seq = p.seq)";
        assert_eq!(house.number(gaps).await, 0);
        let torn = "SELECT count(*) FROM event e JOIN event f ON f.place_id = e.place_id AND f.seq = e.seq + 1 WHERE f.prev_hash <> e.hash";
        assert_eq!(house.number(torn).await, 0);
        assert_eq!(house.number("SELECT count(*) FROM place_seq").await, 4, "district, street and two communities");
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}
