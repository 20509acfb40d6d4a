//! A community and its grids.

use super::{Desk, street};
use crate::machine;
use anyhow::{Result, bail};
use domain::command::What;
use domain::ids::PlaceId;
use domain::place::{Place, PlaceKind};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Adds it to the street, then 第一网格 to 第n网格. What is there already stays as it is: said again, with more grids, it adds those.
pub(super) async fn add(desk: &Desk<'_>, name: String, grids: u32, code: Option<String>) -> Result<(Value, String)> {
    let house = desk.store.house().await?;
    let street = street(&house)?;
    let add = async |id, parent, kind, name: &str, code| {
        desk.order(What::AddPlace { place: Place { id, parent: Some(parent), kind, name: name.to_owned(), code } }).await
    };
    let known = house.place_named(street, PlaceKind::Community, &name).cloned();
    if let (Some(known), Some(wanted)) = (known.as_ref().and_then(|known| known.code.as_ref()), &code)
        && known != wanted
    {
        bail!("{name} is there already, with the code {known}: leave --code away to add grids to it");
    }
    let (community, code) = match &known {
        Some(known) => (known.id, known.code.clone().unwrap_or_default()),
        None => {
            let taken: BTreeSet<&str> = house.places.values().filter_map(|place| place.code.as_deref()).collect();
            let (id, code) = (PlaceId(machine::id()), code.unwrap_or_else(|| free_code(&taken)));
            add(id, street, PlaceKind::Community, &name, Some(code.clone())).await?;
            (id, code)
        }
    };
    let wanted = (1..=grids).map(|n| format!("第{}网格", numeral(n)));
    let missing: Vec<String> = wanted.filter(|grid| house.place_named(community, PlaceKind::Grid, grid).is_none()).collect();
    for grid in &missing {
        add(PlaceId(machine::id()), community, PlaceKind::Grid, grid, None).await?;
    }
    let has = house.places.values().filter(|place| place.parent == Some(community)).count() + missing.len();
    let text = match (&known, missing.len()) {
        (None, _) => format!("{name} ({code}) with {has} grids"),
        (Some(_), 0) => format!("{name} ({code}) was there already, with {has} grids: nothing was added"),
        (Some(_), added) => format!("{name} ({code}) was there already: {added} grids were added, it has {has}"),
    };
    let (is_new, added) = (known.is_none(), missing.len());
    Ok((json!({ "community": community, "name": name, "code": code, "grids": has, "is_new": is_new, "grids_added": added }), text))
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
