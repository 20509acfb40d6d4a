//! `xunan admin`: accounts and places. Each order is a command through the door, by `system`, with the operator's name in the audit trail.

mod community;
mod role;

use crate::config::{AddUser, Admin, Password};
use crate::{machine, password};
use anyhow::{Context, Result, bail};
use domain::command::{Command, Reason, Sealed, What};
use domain::ids::{CommandId, PlaceId, UserId};
use domain::refusal::Refusal;
use domain::user::Role;
use serde_json::{Value, json};
use store::{House, Store, Submitter};
use sync::receipt::Outcome;

/// The operator and the data he works on.
struct Desk<'a> {
    store: &'a Store,
    operator: Option<String>,
}

pub(crate) async fn run(store: &Store, order: Admin, operator: Option<String>, as_json: bool) -> Result<()> {
    let desk = Desk { store, operator };
    let (value, text) = match order {
        Admin::AddUser(user) => add_user(&desk, user).await?,
        Admin::DisableUser { login, reason } => disable_user(&desk, &login, reason).await?,
        Admin::ResetPassword { login, password } => reset_password(&desk, &login, password).await?,
        Admin::AddCommunity { name, grids, code } => community::add(&desk, name, grids, code).await?,
    };
    if as_json {
        println!("{value}");
    } else {
        println!("{text}");
    }
    Ok(())
}

impl Desk<'_> {
    /// Orders at the street.
    async fn order(&self, what: What) -> Result<()> {
        let place = street(&*self.store.house().await?)?;
        let id = CommandId(machine::id());
        let command = Command { id, by: UserId::SYSTEM, role: Role::System, place, at: self.store.now(), base: None, what };
        let submitter = Submitter::System { operator: self.operator.clone() };
        match self.store.apply(Sealed::of(&command), submitter).await?.outcome()? {
            Outcome::Receipt(_) => Ok(()),
            Outcome::Refused { refusal, .. } => bail!("not done: {}", said_of(&refusal)),
        }
    }

    async fn user(&self, login: &str) -> Result<UserId> {
        let house = self.store.house().await?;
        let found = house.users.values().find(|user| user.login == login);
        found.map(|user| user.id).with_context(|| format!("nobody signs in as {login}"))
    }
}

/// Why not, for whoever types: the rules' own words are for every command, these for the ones that are given here.
fn said_of(refusal: &Refusal) -> String {
    match refusal {
        Refusal::ReasonRequired => "the reason has at least five characters".to_owned(),
        Refusal::LimitExceeded => {
            "nobody else is office_lead, admin or vault_keeper as this account is: give the role to a successor first".to_owned()
        }
        Refusal::WrongState { actual } if actual == "disabled" => "the account was disabled before".to_owned(),
        Refusal::Invalid { field } => format!("{field} is empty, too long or has characters that it may not have"),
        other => other.to_string(),
    }
}

fn street(house: &House) -> Result<PlaceId> {
    house.streets().next().map(|street| street.id).context("the data has no street")
}

async fn add_user(desk: &Desk<'_>, asked: AddUser) -> Result<(Value, String)> {
    let AddUser { login, name, roles, password } = asked;
    let house = desk.store.house().await?;
    let grants = roles.iter().map(|role| role::read(&house, role)).collect::<Result<Vec<_>>>()?;
    let (password, is_made) = choose(password)?;
    let user = UserId(machine::id());
    let password_hash = password::hash(password.clone()).await;
    desk.order(What::AddUser { user, login: login.clone(), name, password_hash, grants }).await?;
    Ok(said(&login, user, is_made.then_some(&password), "may sign in"))
}

async fn reset_password(desk: &Desk<'_>, login: &str, password: Password) -> Result<(Value, String)> {
    let user = desk.user(login).await?;
    let (password, is_made) = choose(password)?;
    let password_hash = password::hash(password.clone()).await;
    desk.order(What::ResetPassword { user, password_hash }).await?;
    Ok(said(login, user, is_made.then_some(&password), "has a new password, and every session ended"))
}

async fn disable_user(desk: &Desk<'_>, login: &str, reason: String) -> Result<(Value, String)> {
    let user = desk.user(login).await?;
    desk.order(What::DisableUser { user, reason: Reason { code: "operator".to_owned(), text: reason } }).await?;
    Ok(said(login, user, None, "may not sign in any more"))
}

/// The password that was given, or a made one.
fn choose(asked: Password) -> Result<(String, bool)> {
    match asked.given {
        None => Ok((password::make(), true)),
        Some(given) if given.chars().count() < password::LENGTH_MIN => bail!("a password has at least {} characters", password::LENGTH_MIN),
        Some(given) if given.len() > password::LENGTH_MAX_BYTES => bail!("a password has at most {} bytes", password::LENGTH_MAX_BYTES),
        Some(given) => Ok((given, false)),
    }
}

fn said(login: &str, user: UserId, password: Option<&String>, what: &str) -> (Value, String) {
    let shown = password.map(|password| format!("\npassword, shown this once: {password}")).unwrap_or_default();
    let mut value = json!({ "login": login, "user": user });
    if let Some(password) = password {
        value["password"] = json!(password);
    }
    (value, format!("{login} {what}{shown}"))
}
