//! The accounts, for a person to sign in with.

use super::people::{PASSWORD, Person};
use super::{Made, Plan};
use crate::import::padded;
use anyhow::Result;
use serde_json::json;
use std::fmt::Write;

/// As a table.
pub(super) fn table(people: &[Person]) -> String {
    let mut out = format!("密码都是 {PASSWORD}\n\n{}{}{}管辖范围\n", padded("账号", 14), padded("姓名", 14), padded("角色", 18));
    for person in people {
        let (login, name, role) = (padded(&person.login, 14), padded(person.name, 14), padded(person.role_text, 18));
        let _ = writeln!(out, "{login}{name}{role}{}", person.place_text);
    }
    out
}

/// As a script reads it.
pub(super) fn json(made: &Made, plan: &Plan) -> Result<String> {
    let accounts: Vec<_> = made
        .people
        .iter()
        .map(|person| json!({"login": person.login, "password": PASSWORD, "name": person.name, "role": person.role, "place": person.place_text}))
        .collect();
    let all = json!({
        "made": true, "today": plan.today, "visits": made.visits, "findings": made.findings, "pictures": made.pictures, "accounts": accounts
    });
    Ok(serde_json::to_string(&all)?)
}
