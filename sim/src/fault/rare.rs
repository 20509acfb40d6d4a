//! What happens seldom. Drawn from a stream of its own, so that runs without it are what they were.

use super::rate;
use crate::random::Random;

/// Chances in a thousand, of each request, transaction or thing a person does.
#[derive(Debug, Clone, Default)]
pub struct Weather {
    /// A layer before the door forbids the request (403).
    pub forbidden: u32,
    /// A queue in between answers 202, in our name and with what looks like a receipt.
    pub accepted: u32,
    /// The server calls the phone too old (426).
    pub too_old: u32,
    /// The line breaks in the middle of a photo: the server has a part of it.
    pub cut: u32,
    /// And of that part some bytes are wrong.
    pub cut_damaged: u32,
    /// The server's process dies and is started again.
    pub crash: u32,
    /// The connection to the phone's database dies.
    pub dies: u32,
    /// A transaction that never says how it ended.
    pub never_settles: u32,
    /// After a kill localStorage holds what it held in an earlier life.
    pub resurfaces: u32,
    /// The browser throws away what it has of us, all of it or the database.
    pub evicts: u32,
    /// The database's file is damaged and loses its end.
    pub damages: u32,
    /// The desk changes something that phones hear of.
    pub desk: u32,
    /// A person gets or loses a community.
    pub scope: u32,
    /// A person's account is disabled.
    pub disabled: u32,
}

impl Weather {
    pub(super) fn draw(random: &mut Random) -> Self {
        Self {
            forbidden: rate(random, 40),
            accepted: rate(random, 60),
            too_old: rate(random, 40),
            cut: rate(random, 500),
            cut_damaged: rate(random, 500),
            crash: rate(random, 80),
            dies: rate(random, 40),
            never_settles: rate(random, 40),
            resurfaces: rate(random, 700),
            evicts: if random.one_in_thousand(100) { 8 } else { 0 },
            damages: if random.one_in_thousand(100) { 12 } else { 0 },
            desk: rate(random, 400),
            scope: rate(random, 40),
            disabled: if random.one_in_thousand(150) { 10 } else { 0 },
        }
    }
}
