//! In which of several roles a person acts where: the question the server asks too, so that a record does not wait there because the
//! phone named the role of another community.

use domain::decide::role_for;
use domain::ids::PlaceId;
use domain::permission::Action;
use domain::place::{Place, PlaceKind};
use domain::time::Timestamp;
use domain::user::{Role, User};
use std::sync::Arc;

/// District, street, community, grid: no line of places is longer, and one that bites its own tail ends.
const DEPTH_MAX: usize = 4;

/// The role for this in `place` (the grid, where one is known), the inspector's before others. If none may, one whose power ends before
/// the place or any: the office then says so, and the record is safe there.
pub(super) fn role_in(user: &User, action: Action, place: PlaceId, now: Timestamp, places: impl Fn(PlaceId) -> Option<Arc<Place>>) -> Role {
    let line: Vec<PlaceId> = std::iter::successors(Some(place), |place| places(*place)?.parent).take(DEPTH_MAX).collect();
    let of_grid = |id: PlaceId| places(id).filter(|place| place.kind == PlaceKind::Grid)?.parent;
    let grids = |role| user.grants.iter().filter(|grant| grant.role == role).filter_map(|grant| of_grid(grant.place)).collect();
    role_for(user, &[Role::Inspector], action, &line, grids, now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::UserId;
    use domain::user::Grant;
    use uuid::Uuid;

    const STREET: u128 = 1;
    const NORTH: u128 = 2;
    const NORTH_GRID: u128 = 3;
    const SOUTH: u128 = 4;

    fn id(n: u128) -> PlaceId {
        PlaceId(Uuid::from_u128(n))
    }

    fn places(wanted: PlaceId) -> Option<Arc<Place>> {
        let all = [
            (STREET, PlaceKind::Street, None),
            (NORTH, PlaceKind::Community, Some(STREET)),
            (NORTH_GRID, PlaceKind::Grid, Some(NORTH)),
            (SOUTH, PlaceKind::Community, Some(STREET)),
        ];
        let (n, kind, parent) = all.into_iter().find(|(n, ..)| id(*n) == wanted)?;
        Some(Arc::new(Place { id: id(n), parent: parent.map(id), kind, name: String::new(), code: None }))
    }

    #[test]
    fn of_two_roles_the_one_acts_that_reaches_the_shop() {
        let grants = vec![Grant { role: Role::Inspector, place: id(NORTH_GRID) }, Grant { role: Role::CommunitySafety, place: id(SOUTH) }];
        let user = User { id: UserId(Uuid::from_u128(9)), login: String::new(), name: "李敏".into(), is_active: true, grants };
        let role = |place| role_in(&user, Action::InspectionPatrol, id(place), Timestamp::from_millis(0), places);
        assert_eq!(role(NORTH_GRID), Role::Inspector);
        assert_eq!(role(NORTH), Role::Inspector, "premises of no known grid are everybody's of the community");
        assert_eq!(role(SOUTH), Role::CommunitySafety);
        let nobody = User { grants: vec![], ..user.clone() };
        assert_eq!(role_in(&nobody, Action::InspectionPatrol, id(SOUTH), Timestamp::from_millis(0), places), Role::Reporter);
    }
}
