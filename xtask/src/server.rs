//! The `xunan` binary: built, filled with the demo street, served.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{child::Beside, program, tree, workspace};

/// Where the demo's accounts are kept for whoever starts it a second time.
const ACCOUNTS: &str = "accounts.txt";

/// Longer than any start, migrations included.
const START_MAX: Duration = Duration::from_secs(60);

/// Ports that our own servers may take.
const PORTS: std::ops::RangeInclusive<u16> = 3400..=3999;

/// Programs built as they are shipped.
pub(crate) struct Released {
    pub(crate) xunan: PathBuf,
    /// `server/examples/load`.
    pub(crate) load: PathBuf,
}

/// Builds the server for this machine and gives the program's path. Selected as the tests are, so that features come out the same and
/// nothing is compiled a second time.
pub(crate) fn build() -> Result<PathBuf> {
    let args = ["build", "--workspace", "--exclude", "xunan-app-field", "--bin", "xunan"];
    program::run(program::cargo().args(args), "compiling the server")?;
    Ok(workspace::target_dir().join("debug/xunan"))
}

/// The same as it is shipped, with the site inside, and the program that presses on it when it is measured: in one call, because features
/// come out otherwise for a program alone, and shipping and measuring would compile everything anew for each other.
pub(crate) fn build_release(site: &Path) -> Result<Released> {
    let args = ["build", "--release", "--package", "xunan", "--features", "embed", "--bin", "xunan", "--example", "load"];
    program::run(program::cargo().args(args).env("XUNAN_SITE", site), "compiling the server as it is shipped")?;
    let release = workspace::target_dir().join("release");
    Ok(Released { xunan: release.join("xunan"), load: release.join("examples/load") })
}

/// Fills a folder with the demo street, unless it is there, and gives the list of accounts.
pub(crate) fn demo(xunan: &Path, data: &Path) -> Result<String> {
    let accounts = data.join(ACCOUNTS);
    if !accounts.exists() {
        let said = program::output(Command::new(xunan).arg("demo").arg("--data").arg(data), "making the demo street")?;
        if !accounts.exists() {
            tree::write(&accounts, said)?;
        }
    }
    tree::text(&accounts)
}

/// Serves until the result is dropped; comes back when the port answers. With `log`, its words go to that file.
pub(crate) fn serve(xunan: &Path, data: &Path, site: &Path, port: u16, log: Option<&Path>) -> Result<Beside> {
    let mut command = Command::new(xunan);
    command.arg("serve").arg("--data").arg(data).arg("--site").arg(site).arg("--listen").arg(address(port).to_string());
    if let Some(log) = log {
        let file = std::fs::File::create(log).with_context(|| format!("opening {}", log.display()))?;
        command.stdout(Stdio::from(file.try_clone()?)).stderr(Stdio::from(file));
    }
    if TcpStream::connect(address(port)).is_ok() {
        bail!("port {port} is taken: end what uses it, or choose another with --port");
    }
    let mut server = Beside::start(&mut command, "the server", None)?;
    let begun = Instant::now();
    while TcpStream::connect(address(port)).is_err() {
        if server.has_ended() {
            bail!("the server ended while it started; its own words say why");
        }
        if begun.elapsed() > START_MAX {
            bail!("the server does not answer on port {port} after {} s", START_MAX.as_secs());
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    Ok(server)
}

/// A port of ours that nobody uses.
pub(crate) fn free_port() -> Result<u16> {
    PORTS.into_iter().find(|port| TcpListener::bind(address(*port)).is_ok()).context("no free port between 3400 and 3999")
}

fn address(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}
