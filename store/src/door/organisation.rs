//! Places and people.

use super::one::{Cx, Decided, Taken, common_place, insert};
use crate::StoreError;
use crate::code::code;
use crate::entity::{place, role_grant, session, user_account};
use domain::command::Reason;
use domain::decide::organisation as rule;
use domain::event::Event;
use domain::ids::{PlaceId, UserId};
use domain::place::{Place, PlaceKind};
use domain::refusal::Refusal;
use domain::user::{Grant, Role};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use std::collections::BTreeMap;

pub(super) async fn add_place<C: ConnectionTrait>(cx: &Cx<'_, C>, new: &Place) -> Decided {
    let parent = new.parent.and_then(|id| cx.house.places.get(&id));
    let siblings: Vec<Place> = cx.house.places.values().filter(|place| place.parent == new.parent).cloned().collect();
    let subject = new.parent.map(|parent| cx.house.line(parent)).unwrap_or_default();
    let facts = rule::PlaceFacts { actor: cx.actor(&subject, &[]), place: cx.house.places.get(&new.id), parent, siblings: &siblings };
    let events = match rule::add_place(&facts, new) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if events.is_empty() {
        return Ok(Ok(Taken::at(common_place(cx), events)));
    }
    let row = place::ActiveModel {
        id: Set(new.id.0),
        parent_id: Set(new.parent.map(|parent| parent.0)),
        kind: Set(code(&new.kind)),
        name: Set(new.name.clone()),
        code: Set(new.code.clone()),
        added_at: Set(cx.now.0),
    };
    insert(cx.db, row).await?;
    Ok(Ok(Taken::at(common_place(cx), events)))
}

pub(super) async fn rename_place<C: ConnectionTrait>(cx: &Cx<'_, C>, id: PlaceId, kind: PlaceKind, name: &str) -> Decided {
    let known = cx.house.places.get(&id);
    let parent = known.and_then(|place| place.parent);
    let siblings: Vec<Place> = cx.house.places.values().filter(|place| place.parent == parent).cloned().collect();
    let subject = cx.house.line(id);
    let parent = parent.and_then(|id| cx.house.places.get(&id));
    let facts = rule::PlaceFacts { actor: cx.actor(&subject, &[]), place: known, parent, siblings: &siblings };
    let events = match rule::rename_place(&facts, kind, name) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !events.is_empty() {
        let row = place::ActiveModel { id: Set(id.0), name: Set(name.to_owned()), ..Default::default() };
        row.update(cx.db).await?;
    }
    Ok(Ok(Taken::at(common_place(cx), events)))
}

/// Decides with what is known of an account.
fn with_facts<C: ConnectionTrait>(
    cx: &Cx<'_, C>,
    user: UserId,
    login: Option<&str>,
    decide: impl FnOnce(&rule::UserFacts<'_>) -> Result<Vec<Event>, Refusal>,
) -> Result<Vec<Event>, Refusal> {
    let subject = cx.house.line(common_place(cx));
    let others = cx.house.users.values().filter(|other| other.id != user && other.is_active);
    let mut other_holders: BTreeMap<Role, u32> = BTreeMap::new();
    for other in others {
        let roles: std::collections::BTreeSet<Role> = other.grants.iter().map(|grant| grant.role).collect();
        for role in roles {
            *other_holders.entry(role).or_default() += 1;
        }
    }
    decide(&rule::UserFacts {
        actor: cx.actor(&subject, &[]),
        user: cx.house.users.get(&user),
        login_is_taken: login.is_some_and(|login| cx.house.users.values().any(|other| other.id != user && other.login == login)),
        places: &cx.house.places,
        other_holders: &other_holders,
    })
}

pub(super) async fn add_user<C: ConnectionTrait>(
    cx: &Cx<'_, C>,
    user: UserId,
    login: &str,
    name: &str,
    password_hash: &str,
    grants: &[Grant],
) -> Decided {
    let decided = with_facts(cx, user, Some(login), |facts| rule::add_user(facts, user, login, name, password_hash, grants));
    let events = match decided {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let row = user_account::ActiveModel {
        id: Set(user.0),
        login: Set(login.to_owned()),
        name: Set(name.to_owned()),
        password_hash: Set(password_hash.to_owned()),
        is_active: Set(true),
        added_at: Set(cx.now.0),
    };
    insert(cx.db, row).await?;
    for grant in grants {
        give(cx.db, user, *grant).await?;
    }
    Ok(Ok(Taken::at(common_place(cx), events)))
}

async fn give(db: &impl ConnectionTrait, user: UserId, grant: Grant) -> Result<(), StoreError> {
    let row = role_grant::ActiveModel { user_id: Set(user.0), role: Set(code(&grant.role)), place_id: Set(grant.place.0) };
    let key = [role_grant::Column::UserId, role_grant::Column::Role, role_grant::Column::PlaceId];
    let conflict = sea_orm::sea_query::OnConflict::columns(key).do_nothing().to_owned();
    role_grant::Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

pub(super) async fn grant_role<C: ConnectionTrait>(cx: &Cx<'_, C>, user: UserId, grant: Grant) -> Decided {
    let events = match with_facts(cx, user, None, |facts| rule::grant_role(facts, grant)) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !events.is_empty() {
        give(cx.db, user, grant).await?;
    }
    Ok(Ok(Taken::at(common_place(cx), events)))
}

pub(super) async fn revoke_role<C: ConnectionTrait>(cx: &Cx<'_, C>, user: UserId, grant: Grant) -> Decided {
    let events = match with_facts(cx, user, None, |facts| rule::revoke_role(facts, grant)) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !events.is_empty() {
        role_grant::Entity::delete_by_id((user.0, code(&grant.role), grant.place.0)).exec(cx.db).await?;
    }
    Ok(Ok(Taken::at(common_place(cx), events)))
}

/// Ends every session of a person, in the transaction that takes their password.
async fn end_sessions(db: &impl ConnectionTrait, user: UserId) -> Result<(), StoreError> {
    session::Entity::delete_many().filter(session::Column::UserId.eq(user.0)).exec(db).await?;
    Ok(())
}

pub(super) async fn disable_user<C: ConnectionTrait>(cx: &Cx<'_, C>, user: UserId, reason: &Reason) -> Decided {
    let events = match with_facts(cx, user, None, |facts| rule::disable_user(facts, reason)) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let row = user_account::ActiveModel { id: Set(user.0), is_active: Set(false), ..Default::default() };
    row.update(cx.db).await?;
    // Desks end at once. A phone's session stays, because what it still holds is evidence that must be able to come in
    // (`lifecycle.md` h, W2): it opens nothing any more but the way to hand that in.
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user.0))
        .filter(session::Column::DeviceId.is_null())
        .exec(cx.db)
        .await?;
    Ok(Ok(Taken::at(common_place(cx), events)))
}

pub(super) async fn reset_password<C: ConnectionTrait>(cx: &Cx<'_, C>, user: UserId, password_hash: &str) -> Decided {
    let events = match with_facts(cx, user, None, |facts| rule::reset_password(facts, password_hash)) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let row = user_account::ActiveModel { id: Set(user.0), password_hash: Set(password_hash.to_owned()), ..Default::default() };
    row.update(cx.db).await?;
    end_sessions(cx.db, user).await?;
    Ok(Ok(Taken::at(common_place(cx), events)))
}
