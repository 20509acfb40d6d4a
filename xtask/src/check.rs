//! The fast loop: does everything still compile? The browser's half is checked natively, which shares all dependencies.

use anyhow::Result;

use crate::program;

pub(crate) fn check() -> Result<()> {
    let mut native = program::cargo();
    native.args(["check", "--workspace", "--exclude", "xunan-app-field", "--exclude", "xtask"]);
    program::run(&mut native, "checking the server's half")?;
    let mut browser = program::cargo();
    browser.args(["check", "--package", "xunan-app", "--features", "hydrate", "--package", "xunan-app-field"]);
    program::run(&mut browser, "checking the browser's half")
}
