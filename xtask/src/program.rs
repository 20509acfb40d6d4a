//! Other programs: found, run, listened to. A failure names what was run for, never a bare exit code.

use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Command, ExitStatus, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::{child::Noted, workspace};

/// What `cargo xtask` tells us about ourselves by the environment.
const ABOUT_US: [&str; 5] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_CRATE_NAME", "CARGO_BIN_NAME", "CARGO_PRIMARY_PACKAGE"];

/// The cargo that runs us, so that both builds use one toolchain. What it has told us about ourselves is not handed on: build scripts
/// (ring's) look at these variables, and everything above them would be compiled anew whenever somebody calls cargo by hand.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root());
    let is_about_us = |name: &OsString| name.to_str().is_some_and(|name| ABOUT_US.iter().any(|start| name.starts_with(start)));
    for name in std::env::vars_os().map(|(name, _)| name).filter(is_about_us) {
        cargo.env_remove(name);
    }
    cargo
}

/// The first program of that name on PATH.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.is_file())
}

/// Runs to the end with its output on our terminal.
pub(crate) fn run(command: &mut Command, purpose: &str) -> Result<()> {
    let mut child = command.spawn().with_context(|| missing(command, purpose))?;
    let _noted = Noted::new(&child, None);
    let status = child.wait()?;
    if !status.success() {
        bail!("{purpose} failed ({status}); its own words are above");
    }
    Ok(())
}

/// Runs silently and gives what it printed; its errors are shown only when it fails.
pub(crate) fn output(command: &mut Command, purpose: &str) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| missing(command, purpose))?;
    if !output.status.success() {
        bail!("{purpose} failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("{purpose} printed something other than text"))
}

/// Runs with its output on our terminal and gives back both streams as plain text, to count what it counted.
pub(crate) fn tee(command: &mut Command, purpose: &str) -> Result<(ExitStatus, String)> {
    tee_some(command, purpose, |_| true)
}

/// The same, but shows only some of the lines.
pub(crate) fn tee_some(command: &mut Command, purpose: &str, is_shown: fn(&str) -> bool) -> Result<(ExitStatus, String)> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().with_context(|| missing(command, purpose))?;
    let _noted = Noted::new(&child, None);
    let stdout = child.stdout.take().expect("stdout was asked for");
    let stderr = child.stderr.take().expect("stderr was asked for");
    let errors = thread::spawn(move || {
        echo(stderr, |line| {
            if is_shown(line) {
                eprintln!("{line}")
            }
        })
    });
    let mut text = echo(stdout, |line| {
        if is_shown(line) {
            println!("{line}")
        }
    });
    text.push_str(&errors.join().expect("reading a stream does not panic"));
    Ok((child.wait()?, without_colour(&text)))
}

fn echo(stream: impl Read, show: impl Fn(&str)) -> String {
    let mut text = String::new();
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        show(&line);
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn missing(command: &Command, purpose: &str) -> String {
    format!("{purpose}: {} could not be started", command.get_program().to_string_lossy())
}

/// Drops the escape sequences that colour a terminal.
fn without_colour(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(|end| end.is_ascii_alphabetic());
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_is_not_told_whose_variables_these_are() {
        let cargo = cargo();
        let is_removed = |wanted: &str| cargo.get_envs().any(|(name, value)| name == wanted && value.is_none());
        assert!(is_removed("CARGO_MANIFEST_DIR") && is_removed("CARGO_PKG_NAME"), "a test has them from cargo");
        assert!(!is_removed("CARGO_HOME") && !is_removed("CARGO_TARGET_DIR"));
    }

    #[test]
    fn colours_do_not_hide_a_count() {
        assert_eq!(without_colour("\u{1b}[32;1m3 passed\u{1b}[0m, 0 failed"), "3 passed, 0 failed");
    }

    #[test]
    fn a_failing_program_is_told_with_its_purpose_and_its_words() {
        let told = output(Command::new("sh").args(["-c", "echo no luck >&2; exit 3"]), "trying").unwrap_err().to_string();
        assert!(told.contains("trying failed") && told.contains("no luck"), "{told}");
    }
}
