//! AddPlace, RenamePlace, AddUser, GrantRole, RevokeRole, DisableUser, ResetPassword (`lifecycle.md` h).

use super::Actor;
use crate::command::Reason;
use crate::event::Event;
use crate::ids::{PlaceId, UserId};
use crate::place::{Place, PlaceKind};
use crate::refusal::Refusal;
use crate::user::{Grant, Role, User};
use std::collections::BTreeMap;

/// What the store has loaded for `AddPlace` and `RenamePlace`.
#[derive(Debug)]
pub struct PlaceFacts<'a> {
    /// Who; `subject_places` from the parent of a new place, or from the place that is renamed.
    pub actor: Actor<'a>,
    /// The place of this id, if it is there already.
    pub place: Option<&'a Place>,
    /// Its parent.
    pub parent: Option<&'a Place>,
    /// The other places under the same parent (for a district: the other districts).
    pub siblings: &'a [Place],
}

/// Decides `AddPlace`.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`], [`Refusal::IdConflict`]; [`Refusal::TargetUnknown`] without its parent;
/// [`Refusal::Invalid`] of `kind` where it can't lie there, of `name`, of `code`; [`Refusal::Taken`] of `name` or `code`.
pub fn add_place(facts: &PlaceFacts<'_>, place: &Place) -> Result<Vec<Event>, Refusal> {
    let _ = (facts, place);
    todo!()
}

/// Decides `RenamePlace`.
///
/// # Errors
/// As [`add_place`].
pub fn rename_place(facts: &PlaceFacts<'_>, kind: PlaceKind, name: &str) -> Result<Vec<Event>, Refusal> {
    let _ = (facts, kind, name);
    todo!()
}

/// What the store has loaded for a command about an account.
#[derive(Debug)]
pub struct UserFacts<'a> {
    /// Who; `subject_places` from the street, or from the place of the grant that is given or taken.
    pub actor: Actor<'a>,
    /// The account, if it is there.
    pub user: Option<&'a User>,
    /// Whether the sign-in name of a new account is another's.
    pub login_is_taken: bool,
    /// The places named by the grants of the command.
    pub places: &'a BTreeMap<PlaceId, Place>,
    /// How many other active accounts hold each role (S11).
    pub other_holders: &'a BTreeMap<Role, u32>,
}

/// Decides `AddUser`.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`], [`Refusal::IdConflict`]; [`Refusal::Taken`] of `login`; [`Refusal::Invalid`] of
/// `login`, `name`, `password_hash`, `role`; [`Refusal::TargetUnknown`] for a place.
pub fn add_user(facts: &UserFacts<'_>, user: UserId, login: &str, name: &str, password_hash: &str, grants: &[Grant]) -> Result<Vec<Event>, Refusal> {
    let _ = (facts, user, login, name, password_hash, grants);
    todo!()
}

/// Decides `GrantRole`. A role that is held already is no event.
///
/// # Errors
/// As [`add_user`]; [`Refusal::SeparationOfDuties`] for oneself (S9).
pub fn grant_role(facts: &UserFacts<'_>, grant: Grant) -> Result<Vec<Event>, Refusal> {
    let _ = (facts, grant);
    todo!()
}

/// Decides `RevokeRole`. A role that is not held is no event.
///
/// # Errors
/// As [`add_user`]; [`Refusal::LimitExceeded`] for the last holder (S11).
pub fn revoke_role(facts: &UserFacts<'_>, grant: Grant) -> Result<Vec<Event>, Refusal> {
    let _ = (facts, grant);
    todo!()
}

/// Decides `DisableUser`.
///
/// # Errors
/// As [`add_user`]; [`Refusal::LimitExceeded`] for the last holder (S11), [`Refusal::ReasonRequired`], [`Refusal::WrongState`] twice.
pub fn disable_user(facts: &UserFacts<'_>, reason: &Reason) -> Result<Vec<Event>, Refusal> {
    let _ = (facts, reason);
    todo!()
}

/// Decides `ResetPassword`.
///
/// # Errors
/// As [`add_user`]; [`Refusal::WrongState`] of a disabled account.
pub fn reset_password(facts: &UserFacts<'_>, password_hash: &str) -> Result<Vec<Event>, Refusal> {
    let _ = (facts, password_hash);
    todo!()
}
