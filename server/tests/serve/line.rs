//! A line to the server, kept from call to call, as plain as can be: a test decides where it breaks.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// What the server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header's value; the server writes their names small.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// One connection. Its calls follow one another.
pub(crate) struct Line {
    stream: TcpStream,
}

impl Line {
    pub(crate) fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { stream })
    }

    /// Sends a request and waits for its whole answer.
    pub(crate) fn ask(&mut self, call: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(&request(call, headers, body))?;
        self.answer(call.starts_with("HEAD "))
    }

    /// Sends so much of a request and breaks the line a moment later.
    pub(crate) fn break_off(
        mut self,
        call: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        body_bytes: usize,
        stay: Duration,
    ) -> io::Result<()> {
        let request = request(call, headers, body);
        self.stream.write_all(&request[..request.len() - body.len() + body_bytes])?;
        std::thread::sleep(stay);
        self.stream.shutdown(Shutdown::Both)
    }

    fn answer(&mut self, has_no_body: bool) -> io::Result<Answer> {
        let mut got = vec![];
        let end = loop {
            if let Some(at) = got.windows(4).position(|some| some == b"\r\n\r\n") {
                break at + 4;
            }
            self.read(&mut got)?;
        };
        let head = String::from_utf8_lossy(&got[..end]).into_owned();
        let status = head.get(9..12).and_then(|status| status.parse().ok()).ok_or_else(|| io::Error::other(head.clone()))?;
        let mut answer = Answer { status, head, body: got.split_off(end) };
        if has_no_body {
            return Ok(answer);
        }
        if answer.header("transfer-encoding") == Some("chunked") {
            while !answer.body.ends_with(b"0\r\n\r\n") {
                self.read(&mut answer.body)?;
            }
            return Ok(answer);
        }
        let length = answer.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        while answer.body.len() < length {
            self.read(&mut answer.body)?;
        }
        Ok(answer)
    }

    fn read(&mut self, into: &mut Vec<u8>) -> io::Result<()> {
        let mut some = [0; 16 * 1024];
        let read = self.stream.read(&mut some)?;
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        into.extend_from_slice(&some[..read]);
        Ok(())
    }
}

fn request(call: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{call} HTTP/1.1\r\nhost: localhost\r\nx-xunan-protocol: 1\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}
