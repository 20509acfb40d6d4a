//! `role@place` as an operator writes it.

use anyhow::{Context, Result, bail};
use domain::ids::PlaceId;
use domain::place::Place;
use domain::user::{Grant, Role};
use store::House;

/// `inspector@绿苑社区/第一网格`, `community_safety@绿苑社区`, `office_clerk` (the street).
pub(super) fn read(house: &House, text: &str) -> Result<Grant> {
    let (name, path) = text.split_once('@').unwrap_or((text, ""));
    let role = serde_json::from_value::<Role>(name.into()).ok().filter(|role| *role != Role::System);
    let Some(role) = role else { bail!("no role is called {name}; there are {}", names()) };
    Ok(Grant { role, place: place(house, path)? })
}

fn place(house: &House, path: &str) -> Result<PlaceId> {
    let street = super::street(house)?;
    let steps = path.split('/').filter(|step| !step.is_empty());
    let mut at = street;
    for step in steps {
        let below = |place: &&Place| place.parent == Some(at) && place.name == step;
        at = house.places.values().find(below).map(|place| place.id).with_context(|| format!("there is no place {step} there"))?;
    }
    Ok(at)
}

fn names() -> String {
    let all = Role::ALL.into_iter().filter(|role| *role != Role::System);
    let names = all.filter_map(|role| serde_json::to_value(role).ok()?.as_str().map(str::to_owned));
    names.collect::<Vec<_>>().join(", ")
}
