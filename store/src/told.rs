//! Who waits for changes hears of them after the commit, never before.

use domain::ids::PlaceId;
use tokio::sync::broadcast;

/// Tellings that a slow listener may be behind before it must ask anew.
const BEHIND_MAX: usize = 1_024;

/// A place's events now end at this `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The place.
    pub place: PlaceId,
    /// The last event.
    pub seq: i64,
}

/// Tells everybody who listens in this process. Another process' commits are found by asking for the `seq` each second.
#[derive(Debug, Clone)]
pub(crate) struct Teller(broadcast::Sender<Told>);

impl Teller {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(BEHIND_MAX).0)
    }

    pub(crate) fn tell(&self, told: impl IntoIterator<Item = Told>) {
        for told in told {
            let _ = self.0.send(told); // an error only says that nobody listens
        }
    }
}

impl crate::Store {
    /// Listens for changes from now on. A `Lagged` error means: ask for everything anew.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Told> {
        self.told.0.subscribe()
    }
}
