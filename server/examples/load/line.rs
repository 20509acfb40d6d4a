//! A line to the server that is kept, HTTP/1.1 as plain as can be: who presses takes little from the cores he shares with the pressed.

use crate::{Server, seed};
use anyhow::{Context, Result, ensure};
use domain::ids::DeviceId;
use std::fmt::Write as _;
use std::net::SocketAddr;
use sync::session::SignIn;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

/// Read at once.
const READ_BYTES: usize = 64 * 1024;

/// One connection. Its calls follow one another.
pub(crate) struct Line {
    stream: TcpStream,
    /// What has come and was not taken yet.
    got: Vec<u8>,
}

/// What the server said.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    head: String,
}

impl Answer {
    /// A header's value; the server writes their names small.
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Line {
    pub(crate) async fn open(server: Server) -> Result<Self> {
        let stream = TcpStream::connect(server.addr).await.context("the server does not answer")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, got: Vec::with_capacity(READ_BYTES) })
    }

    /// Sends a request and waits for its whole answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        let head = self.until(b"\r\n\r\n").await?;
        let head = String::from_utf8(head)?;
        let status = head.get(9..12).and_then(|status| status.parse().ok()).with_context(|| format!("no answer of HTTP: {head}"))?;
        let mut answer = Answer { status, body: vec![], head };
        if let Some(length) = answer.header("content-length") {
            answer.body = self.take(length.parse()?).await?;
        } else if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = self.chunks().await?;
        }
        Ok(answer)
    }

    async fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = vec![];
        loop {
            let length = self.until(b"\r\n").await?;
            let length = usize::from_str_radix(std::str::from_utf8(&length)?.trim_end(), 16)?;
            body.extend(self.take(length).await?);
            self.take(2).await?; // the end of its line
            if length == 0 {
                return Ok(body);
            }
        }
    }

    /// Everything up to these bytes, with them.
    async fn until(&mut self, end: &[u8]) -> Result<Vec<u8>> {
        loop {
            if let Some(at) = self.got.windows(end.len()).position(|some| some == end) {
                return self.take(at + end.len()).await;
            }
            self.read().await?;
        }
    }

    /// So many bytes.
    async fn take(&mut self, length: usize) -> Result<Vec<u8>> {
        while self.got.len() < length {
            self.read().await?;
        }
        let rest = self.got.split_off(length);
        Ok(std::mem::replace(&mut self.got, rest))
    }

    async fn read(&mut self) -> Result<()> {
        self.got.reserve(READ_BYTES);
        let read = self.stream.read_buf(&mut self.got).await?;
        ensure!(read > 0, "the server has hung up");
        Ok(())
    }
}

/// A request, ready to be sent. `headers` are whole lines' names and values beside those that every call has.
pub(crate) fn request(addr: SocketAddr, call: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{call} HTTP/1.1\r\nhost: {addr}\r\nx-xunan-protocol: 1\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n"); // a string takes all
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

/// Signs in as a phone does. The cookie to send with every call.
pub(crate) async fn sign_in(server: Server, login: String) -> Result<String> {
    let device = Some(DeviceId(Uuid::from_u128(0x6000)));
    let body = serde_json::to_vec(&SignIn { login, password: seed::PASSWORD.to_owned(), device })?;
    let request = request(server.addr, "POST /api/v1/session", &[("content-type", "application/json")], &body);
    let answer = Line::open(server).await?.ask(&request).await?;
    ensure!(answer.status == 200, "signing in was answered {}", answer.status);
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
    Ok(cookie.context("signing in gave no session")?.to_owned())
}
