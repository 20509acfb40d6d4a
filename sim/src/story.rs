//! A run as somebody would tell it: the last things that happened, in plain lines.

use std::collections::VecDeque;

/// Lines that are kept: a long day.
const LINES_MAX: usize = 4_000;

/// The lines; none unless somebody wants to read them, because writing them takes longer than what they tell of.
#[derive(Debug, Default)]
pub(crate) struct Story {
    is_told: bool,
    lines: VecDeque<String>,
}

impl Story {
    pub(crate) fn new(is_told: bool) -> Self {
        Self { is_told, lines: VecDeque::new() }
    }

    pub(crate) fn tell(&mut self, at_ms: u64, what: impl FnOnce() -> String) {
        if self.is_told {
            if self.lines.len() == LINES_MAX {
                self.lines.pop_front();
            }
            let (hours, minutes, seconds) = (at_ms / 3_600_000, at_ms / 60_000 % 60, at_ms % 60_000);
            self.lines.push_back(format!("{hours:>3}:{minutes:02}:{:06.3}  {}", seconds as f64 / 1_000.0, what()));
        }
    }

    pub(crate) fn lines(self) -> Vec<String> {
        self.lines.into()
    }
}
