//! The decisions: from what stands and what is asked to what happens. Pure, so the phone says beforehand what the server will say later.
//!
//! The store loads the facts named by each function's argument, calls it, and writes what it returns in one transaction.

pub mod coverage;
pub mod inbox;
pub mod ledger;
pub mod organisation;
pub mod publish_checklist;
pub mod review;
pub mod submit;

#[cfg(test)]
pub(crate) mod cast;
#[cfg(test)]
mod law;

use crate::ids::{PlaceId, UserId};
use crate::permission::{Action, Power, Reach, may};
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::user::{Role, User};

/// Who acts, as the store has loaded it at the time of the act.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// The person; `None` for `system`.
    pub user: Option<&'a User>,
    /// The role named in the command.
    pub role: Role,
    /// The ancestors of the subject's place, itself first: grid, community, street, district. A grant in any of them reaches it.
    pub subject_places: &'a [PlaceId],
    /// The communities above the grids in which the person holds the role. Premises of which no grid is known are reached by them,
    /// because they are nobody else's grid; empty where the role is held in communities or the street.
    pub grid_communities: &'a [PlaceId],
    /// Server time.
    pub received_at: Timestamp,
}

/// The role in which a person does this to the subject: the first for which [`Actor::check`] passes, those of `preferred` before the
/// others and in its order. Without one, a role that has the power elsewhere, so that the refusal says where it ends; else any.
/// `grid_communities` are those of [`Actor`], by role.
#[must_use]
pub fn role_for(
    user: &User,
    preferred: &[Role],
    action: Action,
    subject_places: &[PlaceId],
    grid_communities: impl Fn(Role) -> Vec<PlaceId>,
    received_at: Timestamp,
) -> Role {
    let mut roles: Vec<Role> = user.grants.iter().map(|grant| grant.role).collect();
    roles.sort_by_key(|role| preferred.iter().position(|one| one == role).unwrap_or(preferred.len()));
    let rank = |role: &Role| {
        let grids = grid_communities(*role);
        match (Actor { user: Some(user), role: *role, subject_places, grid_communities: &grids, received_at }).check(action) {
            Ok(()) => 0,
            Err(Refusal::OutOfScope) => 1,
            Err(_) => 2,
        }
    };
    // Of several that are least, the first.
    roles.into_iter().min_by_key(rank).unwrap_or(Role::Reporter)
}

impl Actor<'_> {
    /// Who, in ids.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.user.map_or(UserId::SYSTEM, |user| user.id)
    }

    /// Whether the person holds the role in a place that reaches the subject.
    #[must_use]
    pub fn holds_role_here(&self) -> bool {
        match self.user {
            None => self.role == Role::System,
            Some(user) => user.is_active && self.holds_role_in(user, |place| self.subject_places.contains(&place)),
        }
    }

    /// Whether the person may do this to the subject, acting in the command's role.
    #[must_use]
    pub fn may_here(&self, action: Action) -> bool {
        self.check(action).is_ok()
    }

    /// [`Self::may_here`] with the reason why not.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] if the role has no such power, the person does not hold the role, or the account is disabled;
    /// [`Refusal::OutOfScope`] if the power ends before the subject's place.
    pub fn check(&self, action: Action) -> Result<(), Refusal> {
        if self.user.is_some_and(|user| !user.is_active) {
            return Err(Refusal::NotAllowed);
        }
        self.check_as_if_active(action)
    }

    /// [`Self::check`] without a look at whether the account still stands: what a disabled account hands in is judged apart (W2).
    pub(crate) fn check_as_if_active(&self, action: Action) -> Result<(), Refusal> {
        let Power::Act(reach) = may(self.role, action) else { return Err(Refusal::NotAllowed) };
        let Some(user) = self.user else { return if self.role == Role::System { Ok(()) } else { Err(Refusal::NotAllowed) } };
        if self.role == Role::System || !self.holds_role_in(user, |_| true) {
            return Err(Refusal::NotAllowed);
        }
        if self.is_within(user, reach) { Ok(()) } else { Err(Refusal::OutOfScope) }
    }

    fn is_within(&self, user: &User, reach: Reach) -> bool {
        let granted = || self.holds_role_in(user, |place| self.subject_places.contains(&place));
        match reach {
            Reach::Grid => granted() || self.subject_places.first().is_some_and(|place| self.grid_communities.contains(place)),
            Reach::Community => granted() || self.subject_places.iter().any(|place| self.grid_communities.contains(place)),
            Reach::Street => granted(),
            // Nobody has departments, enterprises or invitations yet; who owns a thing is known to its own decision only.
            Reach::Own | Reach::Dept | Reach::Ent | Reach::Case => false,
        }
    }

    fn holds_role_in(&self, user: &User, place: impl Fn(PlaceId) -> bool) -> bool {
        user.grants.iter().any(|grant| grant.role == self.role && place(grant.place))
    }
}

#[cfg(test)]
mod tests {
    use super::cast::{COMMUNITY, GRID, House, MORNING, OTHER_COMMUNITY, STREET, place_id};
    use super::*;
    use crate::user::Grant;

    #[test]
    fn of_several_roles_the_one_acts_that_reaches_the_subject() {
        use Role::{Admin, CommunitySafety, Inspector, OfficeClerk};
        let house = House::new();
        let in_role = |grants: &[(Role, u128)], action, subject| {
            let grants: Vec<_> = grants.iter().map(|(role, place)| Grant { role: *role, place: place_id(*place) }).collect();
            let user = User { grants, ..house.person(Role::Inspector) };
            let grids = |role| if role == Inspector { vec![place_id(COMMUNITY)] } else { vec![] };
            role_for(&user, &[Role::OfficeClerk, Role::CommunitySafety], action, &house.places_from(subject), grids, MORNING)
        };
        let at_both = [(Inspector, GRID), (CommunitySafety, OTHER_COMMUNITY)];
        for (grants, action, subject, expected) in [
            (&at_both[..], Action::PremisesEdit, GRID, Inspector),
            (&at_both, Action::PremisesEdit, OTHER_COMMUNITY, CommunitySafety),
            // He reviews in the other community only; the refusal is to say so.
            (&at_both, Action::InspectionReview, COMMUNITY, CommunitySafety),
            // Both reach it: the preferred one.
            (&[(Inspector, GRID), (OfficeClerk, STREET)], Action::PremisesEdit, GRID, OfficeClerk),
            (&[(Admin, STREET)], Action::InspectionReview, GRID, Admin),
            (&[], Action::InspectionReview, GRID, Role::Reporter),
        ] {
            assert_eq!(in_role(grants, action, subject), expected, "{grants:?} {action:?}");
        }
    }
}
