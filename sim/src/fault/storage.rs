//! The phone's database.

use super::rate;
use crate::random::Random;

/// Chances in a thousand.
#[derive(Debug, Clone, Default)]
pub struct Weather {
    /// The transaction aborts (quota, I/O).
    pub aborts: u32,
    /// It commits, and the page hears of a failure or of nothing in time.
    pub commits_unheard: u32,
    /// The longest a transaction takes.
    pub delay_max_ms: u64,
    /// It can't be read: that says nothing about what is in it.
    pub unreadable: u32,
    /// At a kill localStorage keeps so many of its newest writes, in a thousand.
    pub cushion_kept: u32,
}

/// What happens to one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Commits,
    Aborts,
    CommitsUnheard,
    /// The connection dies.
    Dies,
    /// Nobody ever hears how it ended.
    NeverSettles,
}

impl Weather {
    /// `reading` is a stream of its own, so that runs in which everything is read are what they were.
    pub(super) fn draw(random: &mut Random, reading: &mut Random) -> Self {
        Self {
            unreadable: rate(reading, 500),
            aborts: rate(random, 200),
            commits_unheard: rate(random, 100),
            delay_max_ms: random.between(2, 400),
            cushion_kept: rate(random, 1_000),
        }
    }

    pub(crate) fn fate(&self, random: &mut Random) -> Fate {
        if random.one_in_thousand(self.aborts) {
            Fate::Aborts
        } else if random.one_in_thousand(self.commits_unheard) {
            Fate::CommitsUnheard
        } else {
            Fate::Commits
        }
    }
}
