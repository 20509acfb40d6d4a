//! A PostgreSQL of our own for one test run: empty, on loopback, without fsync, gone afterwards.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{child::Beside, program, server, setup::debian};

const START_MAX: Duration = Duration::from_secs(30);

/// Folder names are this and our process id, so that what a killed run left can be told from what is in use.
const FOLDER: &str = "xunan-postgres-";

/// A running cluster; dropped, it ends and its folder goes.
pub(crate) struct Postgres {
    url: String,
    _running: Beside,
}

impl Postgres {
    /// # Errors
    /// PostgreSQL is not installed, or does not start; its log's last words are in the error.
    pub(crate) fn start() -> Result<Self> {
        let bin = binaries().context("PostgreSQL is missing: run `cargo xtask setup`")?;
        sweep()?;
        let folder = env::temp_dir().join(format!("{FOLDER}{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
        let user = unprivileged()?;
        if let Some(user) = &user {
            program::run(Command::new("chown").arg(user).arg(&folder), "handing PostgreSQL its folder")?;
        }
        let data = folder.join("data");
        let mut init = as_user(user.as_deref(), &bin.join("initdb"))?;
        init.current_dir(&folder).arg("-D").arg(&data);
        init.args(["-U", "xunan", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        program::output(&mut init, "making a PostgreSQL cluster")?;
        let port = server::free_port()?;
        let running = launch(&bin, user.as_deref(), &folder, &data, port)?;
        Ok(Self { url: format!("postgres://xunan@127.0.0.1:{port}/postgres"), _running: running })
    }

    /// Where the tests make their databases.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

fn launch(bin: &Path, user: Option<&str>, folder: &Path, data: &Path, port: u16) -> Result<Beside> {
    let log = folder.join("log");
    let file = fs::File::create(&log)?;
    let mut command = as_user(user, &bin.join("postgres"))?;
    command.current_dir(folder).arg("-D").arg(data).stdin(Stdio::null());
    command.stdout(Stdio::from(file.try_clone()?)).stderr(Stdio::from(file));
    let settings = [
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        format!("unix_socket_directories={}", folder.display()),
        "fsync=off".to_owned(),
        "synchronous_commit=off".to_owned(),
        "full_page_writes=off".to_owned(),
        "max_connections=300".to_owned(),
    ];
    for setting in settings {
        command.arg("-c").arg(setting);
    }
    let mut running = Beside::start(&mut command, "PostgreSQL", Some(folder.to_path_buf()))?;
    let begun = Instant::now();
    while !is_ready(data) {
        if running.has_ended() || begun.elapsed() > START_MAX {
            let words = fs::read_to_string(&log).unwrap_or_default();
            bail!("PostgreSQL did not start: {}", words.lines().last().unwrap_or("it said nothing"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(running)
}

/// The last line of `postmaster.pid` is its state.
fn is_ready(data: &Path) -> bool {
    fs::read_to_string(data.join("postmaster.pid")).is_ok_and(|state| state.lines().last().is_some_and(|line| line.trim() == "ready"))
}

/// The folder of `initdb` and `postgres`: on PATH, or where Debian puts each version.
pub(crate) fn binaries() -> Option<PathBuf> {
    if let (Some(initdb), Some(_)) = (program::find("initdb"), program::find("postgres")) {
        return initdb.parent().map(Path::to_path_buf);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> =
        versions.flatten().map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").is_file()).collect();
    found.sort();
    found.pop()
}

/// PostgreSQL refuses to run as root: then it runs as this user.
fn unprivileged() -> Result<Option<String>> {
    if !debian::is_root() {
        return Ok(None);
    }
    let known = |user: &&str| program::output(Command::new("id").args(["-u", user]), "looking for a user").is_ok();
    let user = ["postgres", "nobody"].iter().find(|user| known(user)).copied();
    Ok(Some(user.context("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`")?.to_owned()))
}

fn as_user(user: Option<&str>, program: &Path) -> Result<Command> {
    let Some(user) = user else {
        return Ok(Command::new(program));
    };
    let group = program::output(Command::new("id").args(["-g", user]), "asking for a group")?;
    let mut command = Command::new("setpriv");
    // The last guard: if we are killed outright, the kernel ends it.
    command.arg(format!("--reuid={user}")).arg(format!("--regid={}", group.trim())).args(["--clear-groups", "--pdeathsig", "INT"]);
    command.arg(program);
    Ok(command)
}

/// Removes the folders of runs that are no more.
fn sweep() -> Result<()> {
    for entry in fs::read_dir(env::temp_dir())?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(id) = name.strip_prefix(FOLDER) else {
            continue;
        };
        if Path::new("/proc/self").exists() && !Path::new("/proc").join(id).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        if binaries().is_none() {
            return; // a machine without PostgreSQL; `cargo xtask test` installs it
        }
        let postgres = Postgres::start().unwrap();
        let port: u16 = postgres.url().rsplit_once(':').unwrap().1.trim_end_matches("/postgres").parse().unwrap();
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(postgres);
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!env::temp_dir().join(format!("{FOLDER}{}", std::process::id())).exists());
    }
}
