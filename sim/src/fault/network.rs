//! The way between phone and server.

use super::rate;
use crate::random::Random;
use crate::wire::Response;

/// Chances in a thousand.
#[derive(Debug, Clone, Default)]
pub struct Weather {
    /// The request is lost.
    pub lost_request: u32,
    /// The server commits and the answer is lost.
    pub lost_answer: u32,
    /// The request arrives again, up to ten minutes later: browsers do that by themselves.
    pub duplicate: u32,
    /// 500 before anything was done.
    pub error_before: u32,
    /// 500 after the commit.
    pub error_after: u32,
    /// A portal answers with a page and 200.
    pub portal: u32,
    /// The answer is cut.
    pub truncated: u32,
    /// 401 from somewhere.
    pub unauthorised: u32,
    /// 429 with `Retry-After`.
    pub throttled: u32,
    /// The body is damaged on its way to the server.
    pub damaged: u32,
    /// The longest delay of one way.
    pub delay_max_ms: u64,
}

/// What happens to one request.
#[derive(Debug)]
pub(crate) struct Journey {
    /// One way.
    pub(crate) there_ms: u64,
    /// The other way.
    pub(crate) back_ms: u64,
    /// When it arrives a second time.
    pub(crate) again_ms: Option<u64>,
    /// What becomes of it.
    pub(crate) fate: Fate,
}

/// See [`Weather`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Arrives,
    LostRequest,
    LostAnswer,
    ErrorBefore,
    ErrorAfter,
    Portal,
    Truncated,
    Unauthorised,
    Throttled,
    Damaged,
    /// A layer before the door says no.
    Forbidden,
    /// A queue says that it will see to it, and does not.
    Accepted,
    /// The server calls the phone too old.
    TooOld,
}

impl Weather {
    pub(super) fn draw(random: &mut Random) -> Self {
        Self {
            lost_request: rate(random, 300),
            lost_answer: rate(random, 300),
            duplicate: rate(random, 300),
            error_before: rate(random, 200),
            error_after: rate(random, 200),
            portal: rate(random, 150),
            truncated: rate(random, 150),
            unauthorised: rate(random, 60),
            throttled: rate(random, 100),
            damaged: rate(random, 100),
            delay_max_ms: random.between(20, 20_000),
        }
    }

    pub(crate) fn journey(&self, random: &mut Random) -> Journey {
        let way = |random: &mut Random| 1 + random.below(self.delay_max_ms.max(20));
        let (there_ms, back_ms) = (way(random), way(random));
        let again_ms = random.one_in_thousand(self.duplicate).then(|| there_ms + random.below(600_000));
        Journey { there_ms, back_ms, again_ms, fate: self.fate(random) }
    }

    fn fate(&self, random: &mut Random) -> Fate {
        let fates = [
            (self.lost_request, Fate::LostRequest),
            (self.lost_answer, Fate::LostAnswer),
            (self.error_before, Fate::ErrorBefore),
            (self.error_after, Fate::ErrorAfter),
            (self.portal, Fate::Portal),
            (self.truncated, Fate::Truncated),
            (self.unauthorised, Fate::Unauthorised),
            (self.throttled, Fate::Throttled),
            (self.damaged, Fate::Damaged),
        ];
        fates.into_iter().find(|(chance, _)| random.one_in_thousand(*chance)).map_or(Fate::Arrives, |(_, fate)| fate)
    }
}

impl Fate {
    /// Whether the server sees it.
    pub(crate) const fn reaches(self) -> bool {
        matches!(self, Self::Arrives | Self::LostAnswer | Self::ErrorAfter | Self::Truncated | Self::Damaged)
    }

    /// What the phone hears; none if nothing. `said` is the server's answer, if it saw the request.
    pub(crate) fn heard(self, said: Option<Response>) -> Option<Response> {
        let by_us = |status, retry_after_s| Some(Response { retry_after_s, ..Response::status(status) });
        match self {
            Self::Arrives | Self::Damaged => said,
            Self::LostRequest | Self::LostAnswer => None,
            Self::ErrorBefore => Some(Response::foreign(502, "<html>bad gateway")),
            Self::ErrorAfter => by_us(500, None),
            Self::Portal => Some(Response::foreign(200, "<html>Wi-Fi")),
            Self::Truncated => said.map(|said| Response { body: said.body[..said.body.len() / 2].to_vec(), ..said }),
            Self::Unauthorised => by_us(401, None),
            Self::Throttled => by_us(429, Some(7)),
            Self::Forbidden => by_us(403, None),
            Self::TooOld => by_us(426, None),
            Self::Accepted => said.map(|said| Response { status: 202, ..said }),
        }
    }
}
