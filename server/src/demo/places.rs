//! The street of the demo: the communities that its ledger names, each with four grids.

use super::town::Town;
use crate::import::stable_id;
use anyhow::{Context, Result};
use domain::command::What;
use domain::ids::PlaceId;
use domain::place::{Place, PlaceKind};

/// The communities of `demo/ledger.xlsx`.
pub(super) const COMMUNITIES: [&str; 7] = ["团结社区", "晨光社区", "民生社区", "园丁社区", "富兴社区", "锦绣社区", "铁西社区"];
/// The grids of each.
pub(super) const GRIDS: [&str; 4] = ["第一网格", "第二网格", "第三网格", "第四网格"];

/// A community with its grids.
#[derive(Debug, Clone)]
pub(super) struct Community {
    pub(super) id: PlaceId,
    pub(super) name: &'static str,
    pub(super) grids: Vec<PlaceId>,
}

fn id(name: &str, of: &str) -> PlaceId {
    stable_id("xunan/demo/place/1", &[of.as_bytes(), name.as_bytes()]).into()
}

/// The street that stands already, and its new communities.
pub(super) async fn make(town: &mut Town) -> Result<(PlaceId, Vec<Community>)> {
    let house = town.store.house().await?;
    let street = house.streets().next().context("no street")?.id;
    let mut communities = vec![];
    for (n, name) in COMMUNITIES.into_iter().enumerate() {
        let community = Community { id: id(name, ""), name, grids: GRIDS.iter().map(|grid| id(grid, name)).collect() };
        let code = Some(format!("{:03}", n + 1));
        add(town, street, Place { id: community.id, parent: Some(street), kind: PlaceKind::Community, name: name.to_owned(), code })
            .await?;
        for (id, grid) in community.grids.iter().zip(GRIDS) {
            let place = Place { id: *id, parent: Some(community.id), kind: PlaceKind::Grid, name: grid.to_owned(), code: None };
            add(town, community.id, place).await?;
        }
        communities.push(community);
    }
    Ok((street, communities))
}

async fn add(town: &mut Town, at: PlaceId, place: Place) -> Result<()> {
    town.order(at, What::AddPlace { place }).await
}
