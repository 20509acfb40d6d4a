//! Who waits for changes hears of them after the commit, never before.
//!
//! What this process commits is told at once. What others commit (the command line beside the server, another server) is found by asking
//! for each place's `seq`: one asks for all who wait, and nobody while nobody waits.

use crate::entity::place_seq;
use domain::ids::PlaceId;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

/// Tellings that a slow listener may be behind before it must ask anew.
const BEHIND_MAX: usize = 1_024;
/// How often others' commits are asked for.
const ASK_EVERY: Duration = Duration::from_secs(1);

/// A place's events now end at this `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The place.
    pub place: PlaceId,
    /// The last event.
    pub seq: i64,
}

/// Tells everybody who listens in this process, and nothing twice.
#[derive(Debug, Clone)]
pub(crate) struct Teller {
    listeners: broadcast::Sender<Told>,
    /// The last `seq` told of each place.
    ends: Arc<Mutex<BTreeMap<PlaceId, i64>>>,
}

impl Teller {
    pub(crate) fn new() -> Self {
        Self { listeners: broadcast::channel(BEHIND_MAX).0, ends: Arc::default() }
    }

    pub(crate) fn tell(&self, told: impl IntoIterator<Item = Told>) {
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        for told in told {
            let end = ends.entry(told.place).or_default();
            if told.seq > *end {
                *end = told.seq;
                let _ = self.listeners.send(told); // an error only says that nobody listens
            }
        }
    }
}

/// Asks for others' commits as long as it is held.
#[derive(Debug)]
pub(crate) struct Asker(JoinHandle<()>);

impl Asker {
    pub(crate) fn start(db: DatabaseConnection, teller: Teller) -> Self {
        Self(tokio::spawn(async move {
            loop {
                tokio::time::sleep(ASK_EVERY).await;
                if teller.listeners.receiver_count() == 0 {
                    continue;
                }
                match ends(&db).await {
                    Ok(ends) => teller.tell(ends),
                    // Whoever waits asks by himself when his time is over, and is told then.
                    Err(error) => tracing::debug!("others' changes could not be asked for: {error}"),
                }
            }
        }))
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn ends(db: &DatabaseConnection) -> Result<Vec<Told>, DbErr> {
    let rows = place_seq::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| Told { place: PlaceId(row.place_id), seq: row.seq }).collect())
}

impl crate::Store {
    /// Listens for changes from now on. A `Lagged` error means: ask for everything anew.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Told> {
        self.told.listeners.subscribe()
    }
}
