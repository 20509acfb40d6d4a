//! `xunan verify`: is everything still what it was?

use anyhow::Result;
use serde_json::{Value, json};
use std::process::ExitCode;
use store::Store;

/// What a script reads.
pub(crate) fn json(fault: Option<&str>) -> Value {
    json!({ "ok": fault.is_none(), "fault": fault })
}

/// Says the first fault and where it is; exit 1 if there is one.
pub(crate) async fn run(store: &Store, as_json: bool) -> Result<ExitCode> {
    let fault = store.verify().await?;
    let text = fault.as_ref().map(ToString::to_string);
    if as_json {
        println!("{}", json(text.as_deref()));
    } else {
        println!("{}", text.as_deref().unwrap_or("everything is what it was"));
    }
    Ok(if fault.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
