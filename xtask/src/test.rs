//! All that must hold before a change lands: what a person runs is what CI runs.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{
    bench, e2e,
    postgres::Postgres,
    program,
    report::{Count, Report},
    setup::{self, Need},
    tidy,
    web::Profile,
};

/// Warnings are errors here, and only here: while one works they are warnings.
const DENY: [&str; 3] = ["--", "-D", "warnings"];

pub(crate) fn test() -> Result<()> {
    setup::setup(Need::Tests)?;
    let mut report = Report::default();
    let result = steps(&mut report);
    report.table();
    result
}

fn steps(report: &mut Report) -> Result<()> {
    report.step("format", || program::run(program::cargo().args(["fmt", "--all", "--check"]), "the format check"))?;
    report.step("clippy, the server's half", || {
        let args = ["clippy", "--workspace", "--exclude", "xunan-app-field", "--all-targets"];
        program::run(program::cargo().args(args).args(DENY), "clippy")
    })?;
    report.step("clippy, the browser's half", || {
        let args = ["clippy", "--package", "xunan-app", "--features", "hydrate", "--package", "xunan-app-field", "--all-targets"];
        program::run(program::cargo().args(args).args(DENY), "clippy")
    })?;
    report.step("documentation", documentation)?;
    report.step("tidy", tidy::tidy)?;
    let count = report.step("tests, on SQLite and PostgreSQL", || {
        let postgres = Postgres::start()?;
        run_tests(&["--workspace", "--exclude", "xunan-app-field"], Some(postgres.url()))
    })?;
    report.count(count);
    let count = report.step("tests of the phone's half", || run_tests(&["--package", "xunan-app-field"], None))?;
    report.count(count);
    report.step("front end, within its budget", bench::size)?;
    let count = report.step("stories in Chromium", || e2e::e2e(Profile::Release, false, &[]))?;
    report.count(count);
    Ok(())
}

fn documentation() -> Result<()> {
    let mut cargo = program::cargo();
    cargo.args(["doc", "--workspace", "--exclude", "xunan-app-field", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-Dwarnings");
    program::run(&mut cargo, "the documentation")
}

/// nextest where it is installed, because it is faster; else cargo's own runner.
fn run_tests(packages: &[&str], database: Option<&str>) -> Result<Count> {
    let mut cargo: Command = program::cargo();
    if program::find("cargo-nextest").is_some() {
        cargo.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass", "--status-level=fail", "--final-status-level=fail"]);
    } else {
        cargo.args(["test", "--no-fail-fast", "--quiet"]);
    }
    cargo.args(packages).env("CARGO_TERM_COLOR", "always");
    if let Some(url) = database {
        cargo.env("TEST_DATABASE_URL", url);
    }
    let (status, said) = program::tee(&mut cargo, "the tests")?;
    let count = Count::read(&said);
    if !status.success() {
        bail!("{} of {} tests failed, or did not compile; the words above say which", count.failed, count.failed + count.passed);
    }
    Ok(count)
}
