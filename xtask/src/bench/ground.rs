//! What the measurements of the server stand on: the program as it is shipped, the one that presses on it, and a data folder.

use std::{
    fs,
    io::{self, Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;

use crate::{
    child::Noted,
    program,
    server::{self, Released},
    setup::{self, Need},
    web::{self, Profile},
    workspace,
};

/// Longer than any start.
const START_MAX: Duration = Duration::from_secs(60);
/// How often it is looked whether the server is ready: far finer than what is measured.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// Built programs and a data folder that goes when this does.
pub(super) struct Ground {
    xunan: PathBuf,
    load: PathBuf,
    folder: PathBuf,
}

impl Ground {
    /// Builds what is needed. The folder stands beside what is built, on a real disk: in memory every commit would be free.
    pub(super) fn prepare(name: &str) -> Result<Self> {
        setup::setup(Need::Web)?;
        let site = web::build(Profile::Release)?;
        let Released { xunan, load } = server::build_release(&site)?;
        let folder = workspace::target_dir().join("bench").join(name);
        let ground = Self { xunan, load, folder };
        ground.clear()?;
        if let Ok(load) = fs::read_to_string("/proc/loadavg") {
            println!("  others on this machine: load {}", load.split_whitespace().take(3).collect::<Vec<_>>().join(" "));
        }
        Ok(ground)
    }

    /// Empties the data folder.
    pub(super) fn clear(&self) -> Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).with_context(|| format!("clearing {}", self.folder.display()))?;
        }
        Ok(fs::create_dir_all(&self.folder)?)
    }

    /// Makes the street to measure on.
    pub(super) fn seed(&self, args: &[&str]) -> Result<()> {
        let mut load = Command::new(&self.load);
        load.arg("seed").arg("--data").arg(&self.folder).args(args);
        program::output(&mut load, "filling the data folder").map(drop)
    }

    /// Starts the server and waits until it is ready.
    pub(super) fn serve(&self) -> Result<Served> {
        let port = server::free_port()?;
        let mut command = Command::new(&self.xunan);
        command.arg("serve").arg("--data").arg(&self.folder);
        command.args(["--addr", &format!("127.0.0.1:{port}"), "--log-filter", "warn"]);
        command.env_remove("DATABASE_URL").stdin(Stdio::null()).stdout(Stdio::null());
        let begun = Instant::now();
        let child = command.spawn().context("the server could not be started")?;
        let mut served = Served { _noted: Noted::new(&child, Some(self.folder.clone())), child, port, took: Duration::ZERO };
        while !is_ready(port).unwrap_or(false) {
            if begun.elapsed() > START_MAX || !matches!(served.child.try_wait(), Ok(None)) {
                bail!("the server did not start; its own words are above");
            }
            thread::sleep(LOOK_EVERY);
        }
        served.took = begun.elapsed();
        Ok(served)
    }

    /// Runs one part of what presses, and reads what it measured.
    pub(super) fn press<T: DeserializeOwned>(&self, part: &str, served: &Served, rest: &[String]) -> Result<T> {
        let mut load = Command::new(&self.load);
        load.args([part, "--addr", &format!("127.0.0.1:{}", served.port), "--pid", &served.child.id().to_string()]).args(rest);
        let said = program::output(&mut load, "pressing on the server")?;
        serde_json::from_str(&said).context("understanding what was measured")
    }

    /// Checks the data of a server that has ended, whichever way.
    pub(super) fn verify(&self) -> Result<()> {
        let mut verify = Command::new(&self.xunan);
        verify.arg("verify").arg("--data").arg(&self.folder).args(["--log-filter", "warn"]).env_remove("DATABASE_URL");
        program::output(&mut verify, "checking what was taken in").map(drop)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder); // only room on the disk is lost
    }
}

/// A server that serves until this is dropped.
pub(super) struct Served {
    child: Child,
    port: u16,
    /// From its start until it was ready.
    pub(super) took: Duration,
    _noted: Noted,
}

impl Drop for Served {
    /// As a power cut would: what it has answered must be there all the same.
    fn drop(&mut self) {
        let _ = self.child.kill(); // fails for one that has ended already
        let _ = self.child.wait();
    }
}

/// Whether the server answers that it can serve.
fn is_ready(port: u16) -> io::Result<bool> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 200"))
}
