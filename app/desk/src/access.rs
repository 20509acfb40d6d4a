//! The way from a call to the store: who is signed in, what they may reach, and how they order a change. The server puts
//! [`store::session::Access`] into the context of every page and call.

use crate::call::DeskError;
use domain::command::{Command, Sealed, What};
use domain::ids::{CommandId, InspectionId, PlaceId, PremisesId, UserId};
use domain::permission::{Action, Power, may};
use domain::time::Timestamp;
use domain::user::{Role, User};
use leptos::prelude::*;
use std::sync::Arc;
use store::session::{Access, Scope};
use store::{Store, StoreError, Submitter};
use sync::receipt::Outcome;

/// A call by somebody who is signed in.
pub(crate) struct SignedIn {
    pub store: Arc<Store>,
    pub scope: Scope,
    user: User,
}

/// Who calls.
pub(crate) fn signed_in() -> Result<SignedIn, DeskError> {
    let access = use_context::<Access>().ok_or(DeskError::Trouble)?;
    let session = access.session.ok_or(DeskError::SignedOut)?;
    Ok(SignedIn { store: access.store, scope: session.scope, user: session.user })
}

/// What the store gave, or trouble: its cause is logged here, once, and not told.
pub(crate) fn told<T>(result: Result<T, StoreError>) -> Result<T, DeskError> {
    result.map_err(|error| {
        leptos::logging::error!("a call of the desk did not work: {error}");
        DeskError::Trouble
    })
}

/// What the store found in the caller's scope.
pub(crate) fn found<T>(result: Result<Option<T>, StoreError>) -> Result<T, DeskError> {
    told(result)?.ok_or(DeskError::NotFound)
}

/// The id that the next command from this page will carry.
pub(crate) fn new_command_id(now: Timestamp) -> Result<CommandId, DeskError> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|_| DeskError::Trouble)?;
    Ok(CommandId(domain::ids::uuid_v7(now, &random)))
}

/// Orders a decision on a record of the caller's scope.
pub(crate) async fn order_on_record(id: InspectionId, base: Option<u32>, command: CommandId, what: What) -> Result<(), DeskError> {
    let access = signed_in()?;
    let place = found(store::query::place::of_record(&access.store, &access.scope, id).await)?;
    let action = if matches!(what, What::ReleaseQuarantine { .. }) { Action::QuarantineRelease } else { Action::InspectionReview };
    order(&access, command, action, place, base, what).await
}

/// Orders a change of premises of the caller's scope.
pub(crate) async fn order_on_premises(id: PremisesId, base: Option<u32>, command: CommandId, what: What) -> Result<(), DeskError> {
    let access = signed_in()?;
    let place = found(store::query::place::of_premises(&access.store, &access.scope, id).await)?;
    order(&access, command, Action::PremisesEdit, place, base, what).await
}

async fn order(access: &SignedIn, id: CommandId, action: Action, place: PlaceId, base: Option<u32>, what: What) -> Result<(), DeskError> {
    let role = role_for(&access.user, action);
    let by: UserId = access.user.id;
    let command = Command { id, by, role, place, at: access.store.now(), base, what };
    let answer = told(access.store.apply(Sealed::of(&command), Submitter::Session { user: by }).await)?;
    match told(answer.outcome())? {
        Outcome::Receipt(_) => Ok(()),
        Outcome::Refused { refusal, .. } => Err(DeskError::Refused { refusal }),
    }
}

/// The role of the person that has the power; without one any of theirs, and the door says why not.
fn role_for(user: &User, action: Action) -> Role {
    let roles = || user.grants.iter().map(|grant| grant.role);
    roles().find(|role| matches!(may(*role, action), Power::Act(_))).or_else(|| roles().next()).unwrap_or(Role::Reporter)
}
