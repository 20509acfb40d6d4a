//! What happens to phones and servers as a whole.

use super::rate;
use crate::random::Random;

/// Chances in a thousand for each thing a person does.
#[derive(Debug, Clone, Default)]
pub struct Weather {
    /// The page is killed just then.
    pub kill: u32,
    /// The server is away for some minutes.
    pub server_away: u32,
    /// The server is restored from its backup, into a new epoch.
    pub restore: u32,
    /// Another person takes the phone.
    pub hand_over: u32,
    /// The phone's clock jumps by up to ten years.
    pub clock_jump: u32,
    /// Records that the server answers with 500 as long as there is weather.
    pub poisoned: u32,
}

impl Weather {
    pub(super) fn draw(random: &mut Random) -> Self {
        Self {
            kill: rate(random, 150),
            server_away: rate(random, 60),
            restore: rate(random, 30),
            hand_over: rate(random, 100),
            clock_jump: rate(random, 50),
            poisoned: rate(random, 300),
        }
    }
}
