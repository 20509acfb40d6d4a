//! What goes wrong, and how often. Drawn anew for each seed, so that some runs are calm and some are brutal; a fault that only ever
//! comes together with ten others hides what it does alone.

pub mod life;
pub mod network;
pub mod rare;
pub mod storage;

use crate::random::Random;

/// The weather of a run.
#[derive(Debug, Clone, Default)]
pub struct Weather {
    /// Between phone and server.
    pub network: network::Weather,
    /// The phone's database.
    pub storage: storage::Weather,
    /// Kills, restarts, restores.
    pub life: life::Weather,
    /// All that is rare.
    pub rare: rare::Weather,
}

impl Weather {
    /// Some weather.
    pub fn draw(random: &mut Random, reading: &mut Random, rare: &mut Random) -> Self {
        Self {
            network: network::Weather::draw(random),
            storage: storage::Weather::draw(random, reading),
            life: life::Weather::draw(random),
            rare: rare::Weather::draw(rare),
        }
    }
}

/// So many in a thousand: often never, else up to `most`.
fn rate(random: &mut Random, most: u64) -> u32 {
    if random.one_in_thousand(500) { 0 } else { u32::try_from(random.below(most + 1)).unwrap_or(0) }
}
