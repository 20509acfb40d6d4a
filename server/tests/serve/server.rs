//! A server of our own: the program as it is shipped, in a process of its own.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Whose log is read by a test.
const ALL: &str = "info,xunan=debug,store=debug";
/// Otherwise: what is wrong, and where it listens.
const LITTLE: &str = "warn,xunan::serve=info";

pub(crate) fn xunan(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xunan"));
    command.env("XUNAN_DATA", data).env_remove("DATABASE_URL").env("USER", "operator-of-the-test").args(words);
    command
}

/// A server of our own, and every line of its log as it is written.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
    log: Receiver<Value>,
    said: Vec<Value>,
}

impl Server {
    pub(crate) fn start(data: &Path) -> Self {
        Self::run(&mut xunan(data, &["--log-filter", ALL]))
    }

    /// One that is worked hard and of which only trouble is of interest.
    pub(crate) fn start_for_work(data: &Path, database_url: Option<&str>) -> Self {
        let mut command = xunan(data, &["--log-filter", LITTLE]);
        if let Some(url) = database_url {
            command.env("DATABASE_URL", url);
        }
        Self::run(&mut command)
    }

    fn run(command: &mut Command) -> Self {
        let mut child = command
            .args(["serve", "--addr", "127.0.0.1:0", "--log", "json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (write, log) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let line = serde_json::from_str(&line).unwrap_or_else(|error| json!({ "no_json": line, "error": error.to_string() }));
                let _ = write.send(line);
            }
        });
        let mut server = Self { child, address: String::new(), log, said: vec![] };
        while server.address.is_empty() {
            let line = server.log.recv().expect("it says where it listens before it ends");
            server.address = line["address"].as_str().unwrap_or_default().to_owned();
            server.said.push(line);
        }
        server
    }

    pub(crate) fn call(&self, what: &str, headers: &str, body: &str) -> (u16, String) {
        call(&self.address, what, headers, body)
    }

    /// Tells it to end; its exit code, standard output and whole log.
    pub(crate) fn end(mut self) -> (Option<i32>, String, Vec<Value>) {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        let code = self.child.wait().unwrap().code();
        self.said.extend(self.log.iter());
        (code, out, std::mem::take(&mut self.said))
    }
}

impl Server {
    /// Ends it as a power cut ends the process: at once, in the middle of whatever it does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// How long it takes until it says that it is ready.
    pub(crate) fn until_ready(&self, since: Instant) -> Duration {
        while call(&self.address, "GET /readyz", "", "").0 != 200 {
            std::thread::yield_now();
        }
        since.elapsed()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill(); // has ended already, unless the test failed
        let _ = self.child.wait();
    }
}

/// Status and whole answer.
pub(crate) fn call(address: &str, what: &str, headers: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request(what, headers, body).as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    (answer[9..12].parse().unwrap(), answer)
}

pub(crate) fn request(call: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{call} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-xunan-protocol: 1\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

pub(crate) fn sign_in(login: &str, password: &str) -> String {
    json!({ "login": login, "password": password, "device": "00000000-0000-4000-8000-000000000001" }).to_string()
}

pub(crate) fn password(made: &Output) -> String {
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    made["password"].as_str().unwrap().to_owned()
}

/// The most memory that a process ever had, as Linux tells it.
pub(crate) fn peak_kb(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse().unwrap()
}
