//! Communities and grids by the names that offices write: with and without 社区, 「第三网格」 as 「3网格」 or 「三」.

use super::number::chinese;
use domain::half_width::plain;
use domain::ids::PlaceId;
use domain::place::{Place, PlaceKind};
use std::collections::BTreeMap;

/// A community that rows can lie in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Community {
    pub(super) id: PlaceId,
    pub(super) street: PlaceId,
    name: String,
    grids: Vec<(PlaceId, String)>,
}

/// The communities of the installation.
#[derive(Debug, Default)]
pub(super) struct Places {
    communities: BTreeMap<String, Vec<Community>>,
}

impl Places {
    pub(super) fn new(places: &BTreeMap<PlaceId, Place>) -> Self {
        let mut communities: BTreeMap<String, Vec<Community>> = BTreeMap::new();
        for place in places.values().filter(|place| place.kind == PlaceKind::Community) {
            let grids = places.values().filter(|grid| grid.kind == PlaceKind::Grid && grid.parent == Some(place.id));
            let grids = grids.map(|grid| (grid.id, grid_key(&grid.name))).collect();
            let Some(street) = place.parent else { continue };
            let community = Community { id: place.id, street, name: place.name.clone(), grids };
            communities.entry(community_key(&place.name)).or_default().push(community);
        }
        Self { communities }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.communities.is_empty()
    }

    /// The community of this name; `Err` says why there is none.
    pub(super) fn community(&self, name: &str) -> Result<&Community, String> {
        if plain(name).is_empty() {
            return Err("没有填社区".to_owned());
        }
        match self.communities.get(&community_key(name)).map(Vec::as_slice) {
            Some([one]) => Ok(one),
            Some([_, _, ..]) => Err(format!("有几个社区都叫“{name}”")),
            _ => Err(format!("没有“{name}”这个社区")),
        }
    }
}

impl Community {
    /// The grid of this name, none if nothing is written; `Err` says why there is none.
    pub(super) fn grid(&self, name: &str) -> Result<Option<PlaceId>, String> {
        if super::word::says_nothing(name) {
            return Ok(None);
        }
        let plain = plain(name);
        // 团结社区第三网格
        let bare = [plain.as_str()].into_iter().chain(plain.strip_prefix(&domain::half_width::plain(&self.name)));
        let bare = bare.chain(plain.strip_prefix(&community_key(&self.name)));
        let keys: Vec<String> = bare.map(grid_key).collect();
        let found = self.grids.iter().find(|(_, key)| keys.contains(key));
        found.map(|(id, _)| Some(*id)).ok_or_else(|| format!("{}没有“{name}”这个网格", self.name))
    }
}

fn community_key(name: &str) -> String {
    let plain = plain(name);
    let within = plain.rsplit_once("街道").map_or(plain.as_str(), |(_, name)| name);
    let bare = ["社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区"].iter().find_map(|end| within.strip_suffix(end));
    bare.filter(|name| !name.is_empty()).unwrap_or(within).to_owned()
}

/// The number where there is one, else the bare name.
fn grid_key(name: &str) -> String {
    let plain = plain(name);
    let bare = plain.trim_start_matches("网格").trim_start_matches('第');
    let bare = ["号网格", "网格", "号", "格"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
    let number = bare.parse::<i32>().ok().or_else(|| chinese(bare));
    number.map_or_else(|| bare.to_owned(), |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn places() -> Places {
        let id = |n| PlaceId(Uuid::from_u128(n));
        let place =
            |n, parent: u128, kind, name: &str| (id(n), Place { id: id(n), parent: Some(id(parent)), kind, name: name.into(), code: None });
        Places::new(&BTreeMap::from([
            place(1, 0, PlaceKind::Street, "诃额伦街道"),
            place(2, 1, PlaceKind::Community, "团结社区"),
            place(3, 1, PlaceKind::Community, "滨河新村社区"),
            place(4, 2, PlaceKind::Grid, "第一网格"),
            place(5, 2, PlaceKind::Grid, "第十二网格"),
            place(6, 2, PlaceKind::Grid, "商贸城网格"),
        ]))
    }

    #[test]
    fn a_community_is_known_with_and_without_its_last_word() {
        let places = places();
        for name in ["团结社区", "团结", " 团结　社区 ", "团结社区居委会", "诃额伦街道团结社区"] {
            assert_eq!(places.community(name).map(|community| community.name.as_str()), Ok("团结社区"), "{name}");
        }
        assert_eq!(places.community("滨河新村").map(|community| community.name.as_str()), Ok("滨河新村社区"));
        for name in ["", "高新区", "??", "社区"] {
            assert!(places.community(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_grid_is_known_by_its_number() {
        let places = places();
        let community = places.community("团结").unwrap();
        let grid = |name| community.grid(name).map(|grid| grid.map(|grid| grid.0.as_u128()));
        for (name, id) in
            [("第一网格", 4), ("1网格", 4), ("一", 4), ("01", 4), ("第１网格", 4), ("团结社区第一网格", 4), ("12", 5), ("商贸城", 6)]
        {
            assert_eq!(grid(name), Ok(Some(id)), "{name}");
        }
        assert_eq!(grid(""), Ok(None));
        assert_eq!(grid("/"), Ok(None));
        assert!(grid("第九网格").is_err());
    }

    #[test]
    fn a_name_that_two_streets_share_is_nobodys() {
        let id = |n| PlaceId(Uuid::from_u128(n));
        let place = |n, parent| {
            (id(n), Place { id: id(n), parent: Some(id(parent)), kind: PlaceKind::Community, name: "团结社区".into(), code: None })
        };
        let places = Places::new(&BTreeMap::from([place(2, 1), place(3, 9)]));
        assert!(places.community("团结").is_err());
    }
}
