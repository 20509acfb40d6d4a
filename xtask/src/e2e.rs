//! The stories of `end2end/` in Chromium. Each story that changes anything has a server and a copy of the demo street of its own; this
//! says where the program, the front end, the street and the browser are.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    program,
    report::Count,
    server,
    setup::{self, Need},
    web::{self, Profile},
    workspace,
};

/// Runs the stories.
///
/// # Errors
/// A story failed, or nothing could be started.
pub(crate) fn e2e(profile: Profile, shots: bool, filter: &[String]) -> Result<Count> {
    setup::setup(Need::Tests)?;
    let site = web::build(profile)?;
    let xunan = server::build()?;
    let street = fresh_street(&xunan)?;
    let chromium = setup::chromium().context("no Chromium: run `cargo xtask setup`")?;
    let dir = workspace::end2end_dir();
    let mut playwright = Command::new(dir.join("node_modules/.bin/playwright"));
    playwright.current_dir(&dir).arg("test").args(filter);
    playwright.env("XUNAN_BIN", &xunan).env("XUNAN_SITE", &site).env("XUNAN_TEMPLATE", &street).env("XUNAN_CHROMIUM", chromium);
    if shots {
        playwright.env("XUNAN_SHOTS", "1");
    }
    let (status, said) = program::tee(&mut playwright, "the browser stories")?;
    let count = Count::read(&said);
    if !status.success() {
        bail!("{} of {} browser stories failed", count.failed, count.failed + count.passed);
    }
    Ok(count)
}

/// The demo street as the program makes it today: its times are reckoned from the day on which it is made.
pub(crate) fn fresh_street(xunan: &Path) -> Result<PathBuf> {
    let street = workspace::target_dir().join("e2e/street");
    if street.exists() {
        fs::remove_dir_all(&street).with_context(|| format!("clearing {}", street.display()))?;
    }
    fs::create_dir_all(&street)?;
    server::demo(xunan, &street)?;
    Ok(street)
}
