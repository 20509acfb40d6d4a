//! The way from a call to the store: who is signed in, what they may reach, and how they order a change. The server puts
//! [`store::session::Access`] into the context of every page and call.

use crate::call::DeskError;
use domain::command::{Command, Sealed, What};
use domain::ids::{CommandId, InspectionId, PlaceId, PremisesId, UserId};
use domain::permission::Action;
use domain::time::Timestamp;
use domain::user::Role;
use leptos::prelude::*;
use std::sync::Arc;
use store::session::{Access, Scope};
use store::{Store, StoreError, Submitter};
use sync::receipt::Outcome;

/// A call by somebody who is signed in.
pub(crate) struct SignedIn {
    pub store: Arc<Store>,
    pub scope: Scope,
}

/// Who calls.
pub(crate) fn signed_in() -> Result<SignedIn, DeskError> {
    let access = use_context::<Access>().ok_or(DeskError::Trouble)?;
    let session = access.session.ok_or(DeskError::SignedOut)?;
    Ok(SignedIn { store: access.store, scope: session.scope })
}

/// What the store gave, or trouble: its cause is logged here, once, and not told.
pub(crate) fn told<T>(result: Result<T, StoreError>) -> Result<T, DeskError> {
    result.map_err(|error| {
        tracing::error!(cause = &error as &dyn std::error::Error, "a call of the desk did not work: {error}");
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
    let role = access.scope.role_for(action, place, access.store.now());
    order(&access, command, role, place, base, what).await
}

/// Orders a change of premises of the caller's scope.
pub(crate) async fn order_on_premises(id: PremisesId, base: Option<u32>, command: CommandId, what: What) -> Result<(), DeskError> {
    let access = signed_in()?;
    let (place, grid) = found(store::query::place::of_premises(&access.store, &access.scope, id).await)?;
    let role = access.scope.role_for(Action::PremisesEdit, grid.unwrap_or(place), access.store.now());
    order(&access, command, role, place, base, what).await
}

/// When the page that carries this id was made. A clock read anew at each call would seal other bytes under the same id, and a double
/// click would be a conflict. The event's own time is the server's.
fn issued_at(id: CommandId) -> Option<Timestamp> {
    let (seconds, nanos) = id.0.get_timestamp()?.to_unix();
    let micros = i64::try_from(seconds).ok()?.checked_mul(1_000_000)?;
    Some(Timestamp(micros + i64::from(nanos / 1_000)))
}

async fn order(access: &SignedIn, id: CommandId, role: Role, place: PlaceId, base: Option<u32>, what: What) -> Result<(), DeskError> {
    let by: UserId = access.scope.user().id;
    let at = issued_at(id).ok_or(DeskError::Trouble)?;
    let command = Command { id, by, role, place, at, base, what };
    let answer = told(access.store.apply(Sealed::of(&command), Submitter::Session { user: by }).await)?;
    match told(answer.outcome())? {
        Outcome::Receipt(_) => Ok(()),
        Outcome::Refused { refusal, .. } => Err(DeskError::Refused { refusal }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_id_is_the_same_command_whenever_it_comes() {
        let made = Timestamp::from_millis(1_795_396_320_123);
        let id = new_command_id(made).unwrap();
        assert_eq!(issued_at(id), Some(made));
    }

    #[test]
    fn an_id_without_a_time_orders_nothing() {
        assert_eq!(issued_at("00000000-0000-4000-8000-000000000001".parse().unwrap()), None);
    }
}
