//! How far a long import is: a bar on a terminal, now and then a line in a log. On standard error, so that results stay alone.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Shorter work shows nothing.
const QUIET_FOR: Duration = Duration::from_secs(1);
/// How often the bar moves.
const BAR_EVERY: Duration = Duration::from_millis(150);
/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);
const WIDTH: u64 = 30;

/// The bar.
pub struct Progress {
    what: &'static str,
    total: u64,
    begun: Instant,
    shown: Option<Instant>,
    is_terminal: bool,
}

impl Progress {
    /// None is drawn yet.
    #[must_use]
    pub fn new(what: &'static str, total: u64) -> Self {
        Self { what, total, begun: Instant::now(), shown: None, is_terminal: std::io::stderr().is_terminal() }
    }

    /// So many are done.
    pub fn at(&mut self, done: u64) {
        let every = if self.is_terminal { BAR_EVERY } else { LINE_EVERY };
        let is_due = self.begun.elapsed() >= QUIET_FOR && self.shown.is_none_or(|shown| shown.elapsed() >= every);
        if is_due {
            self.shown = Some(Instant::now());
            self.show(done);
        }
    }

    /// Takes the bar away.
    pub fn end(self) {
        if self.is_terminal && self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }

    fn show(&self, done: u64) {
        let mut err = std::io::stderr().lock();
        let line = format!("{} {done} / {}", self.what, self.total);
        // Nobody is served by an import that ends because its bar can't be drawn.
        let _ = if self.is_terminal {
            let full = (done * WIDTH).checked_div(self.total).unwrap_or(WIDTH).min(WIDTH) as usize;
            write!(err, "\r\x1b[2K{}{} {line}", "█".repeat(full), "░".repeat(WIDTH as usize - full)).and_then(|()| err.flush())
        } else {
            writeln!(err, "{line}")
        };
    }
}
