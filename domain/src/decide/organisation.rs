//! AddPlace, RenamePlace, AddUser, GrantRole, RevokeRole, DisableUser, ResetPassword (`lifecycle.md` h).

use super::Actor;
use crate::command::Reason;
use crate::event::Event;
use crate::ids::{PlaceId, UserId};
use crate::permission::Action;
use crate::place::{Place, PlaceKind};
use crate::refusal::Refusal;
use crate::user::{Grant, Role, User};
use std::collections::BTreeMap;

/// Characters of a place's name at most.
pub const PLACE_NAME_MAX: usize = 40;
/// Characters of a place's code at most.
pub const PLACE_CODE_MAX: usize = 12;
/// Characters of a sign-in name at most.
pub const LOGIN_MAX: usize = 40;
/// Characters of a person's name at most.
pub const PERSON_NAME_MAX: usize = 40;
/// District, street, community, grid: no place has more above it.
const DEPTH_MAX: usize = 4;

/// What the store has loaded for `AddPlace` and `RenamePlace`.
#[derive(Debug)]
pub struct PlaceFacts<'a> {
    /// Who; `subject_places` from the parent of a new place, or from the place that is renamed.
    pub actor: Actor<'a>,
    /// The place of this id, if it is there already.
    pub place: Option<&'a Place>,
    /// Its parent.
    pub parent: Option<&'a Place>,
    /// The places under the same parent (for a district: the districts).
    pub siblings: &'a [Place],
}

/// Decides `AddPlace`. A place that is there as it is to be added is no event: whoever was interrupted begins again.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`], [`Refusal::IdConflict`]; [`Refusal::TargetUnknown`] without its parent;
/// [`Refusal::Invalid`] of `kind` where it can't lie there, of `name`, of `code`; [`Refusal::Taken`] of `name` or `code`.
pub fn add_place(facts: &PlaceFacts<'_>, place: &Place) -> Result<Vec<Event>, Refusal> {
    facts.actor.check(Action::Places)?;
    if let Some(known) = facts.place {
        return if known == place { Ok(vec![]) } else { Err(Refusal::IdConflict) };
    }
    if place.parent != facts.parent.map(|parent| parent.id) {
        return Err(unknown("place"));
    }
    let kind_here = facts.parent.map_or(Some(PlaceKind::District), |parent| parent.kind.below());
    if kind_here != Some(place.kind) {
        return Err(invalid("kind"));
    }
    check_name(facts, place, &place.name)?;
    if let Some(code) = &place.code {
        let is_code =
            (1..=PLACE_CODE_MAX).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if !is_code {
            return Err(invalid("code"));
        }
        if facts.siblings.iter().any(|other| other.id != place.id && other.code.as_ref() == Some(code)) {
            return Err(taken("code"));
        }
    }
    Ok(vec![Event::PlaceAdded { place: place.id }])
}

/// Decides `RenamePlace`. The name that it has is no event.
///
/// # Errors
/// As [`add_place`].
pub fn rename_place(facts: &PlaceFacts<'_>, kind: PlaceKind, name: &str) -> Result<Vec<Event>, Refusal> {
    facts.actor.check(Action::Places)?;
    let place = facts.place.ok_or_else(|| unknown("place"))?;
    if place.kind != kind {
        return Err(invalid("kind"));
    }
    check_name(facts, place, name)?;
    Ok(if place.name == name { vec![] } else { vec![Event::PlaceRenamed { place: place.id }] })
}

fn check_name(facts: &PlaceFacts<'_>, place: &Place, name: &str) -> Result<(), Refusal> {
    if !is_name(name, PLACE_NAME_MAX) {
        return Err(invalid("name"));
    }
    let is_taken = facts.siblings.iter().any(|other| other.id != place.id && other.name == name);
    if is_taken { Err(taken("name")) } else { Ok(()) }
}

/// What the store has loaded for a command about an account.
#[derive(Debug)]
pub struct UserFacts<'a> {
    /// Who; `subject_places` from the street.
    pub actor: Actor<'a>,
    /// The account, if it is there.
    pub user: Option<&'a User>,
    /// Whether the sign-in name of a new account is another's.
    pub login_is_taken: bool,
    /// The places named by the grants of the command and of the account, with everything above them.
    pub places: &'a BTreeMap<PlaceId, Place>,
    /// How many other active accounts hold each role (S11).
    pub other_holders: &'a BTreeMap<Role, u32>,
}

/// Decides `AddUser`.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`], [`Refusal::IdConflict`]; [`Refusal::Taken`] of `login`; [`Refusal::Invalid`] of
/// `login`, `name`, `password_hash`, `role`; [`Refusal::TargetUnknown`] for a place.
pub fn add_user(
    facts: &UserFacts<'_>,
    user: UserId,
    login: &str,
    name: &str,
    password_hash: &str,
    grants: &[Grant],
) -> Result<Vec<Event>, Refusal> {
    facts.actor.check(Action::AccountsChange)?;
    if facts.user.is_some() || user == UserId::SYSTEM {
        return Err(Refusal::IdConflict);
    }
    if !is_name(login, LOGIN_MAX) || login.contains(char::is_whitespace) {
        return Err(invalid("login"));
    }
    if !is_name(name, PERSON_NAME_MAX) {
        return Err(invalid("name"));
    }
    check_hash(password_hash)?;
    if facts.login_is_taken {
        return Err(taken("login"));
    }
    let mut events = vec![Event::UserAdded { user }];
    for grant in grants {
        check_grant(facts, *grant)?;
        events.push(Event::RoleGranted { user, role: grant.role, place: grant.place });
    }
    Ok(events)
}

/// Decides `GrantRole`. A role that is held already is no event.
///
/// # Errors
/// As [`add_user`]; [`Refusal::SeparationOfDuties`] for oneself (S9); [`Refusal::WrongState`] of a disabled account.
pub fn grant_role(facts: &UserFacts<'_>, grant: Grant) -> Result<Vec<Event>, Refusal> {
    let user = account(facts)?;
    if user.id == facts.actor.id() {
        return Err(Refusal::SeparationOfDuties);
    }
    check_grant(facts, grant)?;
    is_active(user)?;
    let event = Event::RoleGranted { user: user.id, role: grant.role, place: grant.place };
    Ok(if user.grants.contains(&grant) { vec![] } else { vec![event] })
}

/// Decides `RevokeRole`. A role that is not held is no event.
///
/// # Errors
/// As [`add_user`]; [`Refusal::LimitExceeded`] for the last holder (S11).
pub fn revoke_role(facts: &UserFacts<'_>, grant: Grant) -> Result<Vec<Event>, Refusal> {
    let user = account(facts)?;
    reaches(facts, grant.place)?;
    if !user.grants.contains(&grant) {
        return Ok(vec![]);
    }
    let keeps_it = user.grants.iter().any(|other| *other != grant && other.role == grant.role);
    if !keeps_it {
        has_successor(facts, user, grant.role)?;
    }
    Ok(vec![Event::RoleRevoked { user: user.id, role: grant.role, place: grant.place }])
}

/// Decides `DisableUser`.
///
/// # Errors
/// As [`add_user`]; [`Refusal::LimitExceeded`] for the last holder (S11), [`Refusal::ReasonRequired`], [`Refusal::WrongState`] twice.
pub fn disable_user(facts: &UserFacts<'_>, reason: &Reason) -> Result<Vec<Event>, Refusal> {
    let user = account_within_reach(facts)?;
    is_active(user)?;
    if !reason.is_sufficient() {
        return Err(Refusal::ReasonRequired);
    }
    for grant in &user.grants {
        has_successor(facts, user, grant.role)?;
    }
    Ok(vec![Event::UserDisabled { user: user.id }])
}

/// Decides `ResetPassword`.
///
/// # Errors
/// As [`add_user`]; [`Refusal::WrongState`] of a disabled account.
pub fn reset_password(facts: &UserFacts<'_>, password_hash: &str) -> Result<Vec<Event>, Refusal> {
    let user = account_within_reach(facts)?;
    is_active(user)?;
    check_hash(password_hash)?;
    Ok(vec![Event::PasswordReset { user: user.id }])
}

fn account<'a>(facts: &UserFacts<'a>) -> Result<&'a User, Refusal> {
    facts.actor.check(Action::AccountsChange)?;
    facts.user.ok_or_else(|| unknown("user"))
}

/// Whoever ends an account must reach everything that it may do: no street ends another street's accounts.
fn account_within_reach<'a>(facts: &UserFacts<'a>) -> Result<&'a User, Refusal> {
    let user = account(facts)?;
    user.grants.iter().try_for_each(|grant| reaches(facts, grant.place))?;
    Ok(user)
}

fn is_active(user: &User) -> Result<(), Refusal> {
    if user.is_active { Ok(()) } else { Err(Refusal::WrongState { actual: "disabled".into() }) }
}

/// S11: the last one cannot go without a successor.
fn has_successor(facts: &UserFacts<'_>, user: &User, role: Role) -> Result<(), Refusal> {
    let is_guarded = matches!(role, Role::OfficeLead | Role::Admin | Role::VaultKeeper);
    let others = facts.other_holders.get(&role).copied().unwrap_or(0);
    if is_guarded && user.is_active && others == 0 { Err(Refusal::LimitExceeded) } else { Ok(()) }
}

fn check_grant(facts: &UserFacts<'_>, grant: Grant) -> Result<(), Refusal> {
    let place = facts.places.get(&grant.place).ok_or_else(|| unknown("place"))?;
    let may_be_held = match grant.role {
        Role::Inspector => matches!(place.kind, PlaceKind::Grid | PlaceKind::Community),
        Role::CommunitySafety | Role::CommunitySecretary => place.kind == PlaceKind::Community,
        // Nobody signs in as these.
        Role::System | Role::Reporter => false,
        _ => matches!(place.kind, PlaceKind::Street | PlaceKind::District),
    };
    if !may_be_held {
        return Err(invalid("role"));
    }
    reaches(facts, grant.place)
}

/// Whether the person who acts reaches this place, by its ancestors.
fn reaches(facts: &UserFacts<'_>, place: PlaceId) -> Result<(), Refusal> {
    let above = std::iter::successors(Some(place), |id| facts.places.get(id)?.parent);
    let subject_places: Vec<PlaceId> = above.take(DEPTH_MAX).collect();
    Actor { subject_places: &subject_places, ..facts.actor }.check(Action::AccountsChange)
}

/// Only what argon2id made is kept; a password in clear can't slip in here.
fn check_hash(password_hash: &str) -> Result<(), Refusal> {
    if password_hash.starts_with("$argon2id$") { Ok(()) } else { Err(invalid("password_hash")) }
}

fn is_name(name: &str, max: usize) -> bool {
    !name.is_empty() && name.trim() == name && name.chars().count() <= max && !name.contains(char::is_control)
}

fn invalid(field: &str) -> Refusal {
    Refusal::Invalid { field: field.to_owned() }
}

fn taken(field: &str) -> Refusal {
    Refusal::Taken { field: field.to_owned() }
}

fn unknown(what: &str) -> Refusal {
    Refusal::TargetUnknown { what: what.to_owned() }
}

#[cfg(test)]
mod tests;
