//! The stories of `end2end/` in Chromium, against a server of their own with the demo street.

use std::{env, fs, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    program,
    report::Count,
    server,
    setup::{self, Need},
    web::{self, Profile},
    workspace,
};

/// Runs the stories; with `XUNAN_URL` set, against that server.
///
/// # Errors
/// A story failed, or nothing could be started.
pub(crate) fn e2e(profile: Profile, shots: bool, filter: &[String]) -> Result<Count> {
    setup::setup(Need::Tests)?;
    if let Ok(url) = env::var("XUNAN_URL") {
        return stories(&url, shots, filter);
    }
    let site = web::build(profile)?;
    let xunan = server::build()?;
    let folder = workspace::target_dir().join("e2e");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("clearing {}", folder.display()))?;
    }
    let data = folder.join("data");
    fs::create_dir_all(&data)?;
    server::demo(&xunan, &data)?;
    let port = server::free_port()?;
    let log = folder.join("server.log");
    let _server = server::serve(&xunan, &data, &site, port, Some(&log))
        .with_context(|| format!("the server for the stories; its log is {}", log.display()))?;
    stories(&format!("http://localhost:{port}"), shots, filter).with_context(|| format!("the server's log is {}", log.display()))
}

fn stories(url: &str, shots: bool, filter: &[String]) -> Result<Count> {
    let chromium = setup::chromium().context("no Chromium: run `cargo xtask setup`")?;
    let dir = workspace::end2end_dir();
    let mut playwright = Command::new(dir.join("node_modules/.bin/playwright"));
    playwright.current_dir(&dir).arg("test").args(filter);
    playwright.env("XUNAN_URL", url).env("XUNAN_CHROMIUM", chromium);
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
