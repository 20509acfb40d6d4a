//! A community and its grids.

use super::{Desk, street};
use crate::machine;
use anyhow::Result;
use domain::command::What;
use domain::ids::PlaceId;
use domain::place::{Place, PlaceKind};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Adds it to the street, then 第一网格 to 第n网格.
pub(super) async fn add(desk: &Desk<'_>, name: String, grids: u32, code: Option<String>) -> Result<(Value, String)> {
    let house = desk.store.house().await?;
    let taken: BTreeSet<&str> = house.places.values().filter_map(|place| place.code.as_deref()).collect();
    let code = code.unwrap_or_else(|| free_code(&taken));
    let community = PlaceId(machine::id());
    let place = |id, parent, kind, name, code| What::AddPlace { place: Place { id, parent: Some(parent), kind, name, code } };
    desk.order(place(community, street(&house)?, PlaceKind::Community, name.clone(), Some(code.clone()))).await?;
    for n in 1..=grids {
        let grid = PlaceId(machine::id());
        desk.order(place(grid, community, PlaceKind::Grid, format!("第{}网格", numeral(n)), None)).await?;
    }
    let text = format!("{name} ({code}) with {grids} grids");
    Ok((json!({ "community": community, "name": name, "code": code, "grids": grids }), text))
}

/// The first number of three digits that nobody has.
fn free_code(taken: &BTreeSet<&str>) -> String {
    let mut codes = (1..).map(|n: u32| format!("{n:03}"));
    codes.find(|code| !taken.contains(code.as_str())).expect("the numbers do not end")
}

/// 1 to 99 in Chinese: 一, 十, 十一, 二十, 九十九.
fn numeral(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS[n as usize % 10];
    match n / 10 {
        0 => digit(n).to_owned(),
        1 => format!("十{}", digit(n)),
        tens => format!("{}十{}", digit(tens), digit(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_are_counted_as_people_count() {
        let said: Vec<String> = [1, 9, 10, 11, 20, 21, 99].into_iter().map(numeral).collect();
        assert_eq!(said, ["一", "九", "十", "十一", "二十", "二十一", "九十九"]);
    }

    #[test]
    fn a_code_is_given_once() {
        assert_eq!(free_code(&BTreeSet::from(["001", "003"])), "002");
    }
}
