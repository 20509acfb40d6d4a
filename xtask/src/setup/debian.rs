//! Packages by apt, where we may; elsewhere one sentence says what to install.

use std::{path::Path, process::Command, sync::OnceLock};

use anyhow::{Context, Result, bail};

use crate::program;

/// Installs Debian packages.
///
/// # Errors
/// Not Debian, not root, or apt's own trouble: the sentence names `wanted`, for a person to install.
pub(crate) fn install(packages: &[&str], wanted: &str) -> Result<()> {
    if !is_ours() {
        bail!("{wanted} is missing: please install it (on Debian: `sudo apt-get install {}`), then run this again", packages.join(" "));
    }
    refresh()?;
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "-q", "--no-install-recommends"]).args(packages);
    program::run(&mut apt, &format!("installing {}", packages.join(" ")))
        .with_context(|| format!("{wanted} is needed: look at apt's words above, or install it by hand and run this again"))
}

/// Debian (or a child of it) and the right to install.
pub(crate) fn is_ours() -> bool {
    Path::new("/etc/debian_version").exists() && program::find("apt-get").is_some() && is_root()
}

/// Programs like `initdb` refuse to run as root, so others ask too.
pub(crate) fn is_root() -> bool {
    program::output(Command::new("id").arg("-u"), "asking who we are").is_ok_and(|id| id.trim() == "0")
}

/// The package lists, once a run.
fn refresh() -> Result<()> {
    static DONE: OnceLock<()> = OnceLock::new();
    if DONE.get().is_none() {
        program::run(Command::new("apt-get").args(["update", "-q"]), "refreshing the package lists")
            .context("the package lists could not be fetched: is the network there?")?;
        let _ = DONE.set(());
    }
    Ok(())
}
