//! The phone under a slow line and a slow processor: `end2end/bench/phone.mjs` on the release build and the demo street.

use std::process::Command;

use anyhow::{Context, Result};

use crate::{
    e2e, program, server,
    setup::{self, Need},
    web::{self, Profile},
    workspace,
};

/// Prints the figures as JSON; the budgets stand beside them in `docs/benchmarks.md`.
///
/// # Errors
/// Something could not be built or started.
pub(super) fn phone() -> Result<()> {
    setup::setup(Need::Tests)?;
    let site = web::build(Profile::Release)?;
    let xunan = server::build_release(&site)?.xunan;
    let street = e2e::fresh_street(&xunan)?;
    let chromium = setup::chromium().context("no Chromium: run `cargo xtask setup`")?;
    let mut node = Command::new("node");
    node.current_dir(workspace::end2end_dir()).arg("bench/phone.mjs");
    node.env("XUNAN_BIN", &xunan).env("XUNAN_SITE", &site).env("XUNAN_TEMPLATE", &street).env("XUNAN_CHROMIUM", chromium);
    program::run(&mut node, "measuring the phone")
}
