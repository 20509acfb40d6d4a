//! Who waits for changes hears of them after the commit, never before.
//!
//! What this process commits is told at once. What others commit (the command line beside the server, another server) is found by asking
//! for each place's `seq`: one asks for all who wait, and nobody while nobody waits.

use crate::entity::{holdings, place_seq};
use domain::ids::PlaceId;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QuerySelect};
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

impl Told {
    /// What phones say that they hold belongs to no place and has no events.
    const OF_PHONES: Self = Self { place: PlaceId(uuid::Uuid::nil()), seq: 0 };

    /// Some phone holds something else than before.
    pub(crate) fn is_of_phones(self) -> bool {
        self == Self::OF_PHONES
    }
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

    pub(crate) fn tell_of_phones(&self) {
        let _ = self.listeners.send(Told::OF_PHONES); // an error only says that nobody listens
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

/// Phones, records they hold, records they lost.
type Held = (i64, Option<i64>, Option<i64>);

/// Asks for others' commits as long as it is held.
#[derive(Debug)]
pub(crate) struct Asker(JoinHandle<()>);

impl Asker {
    pub(crate) fn start(db: DatabaseConnection, teller: Teller) -> Self {
        Self(tokio::spawn(async move {
            let mut before = None;
            loop {
                tokio::time::sleep(ASK_EVERY).await;
                if teller.listeners.receiver_count() == 0 {
                    continue;
                }
                match asked(&db).await {
                    Ok((ends, held)) => {
                        teller.tell(ends);
                        if before.replace(held) != Some(held) {
                            teller.tell_of_phones();
                        }
                    }
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

async fn asked(db: &DatabaseConnection) -> Result<(Vec<Told>, Held), DbErr> {
    use holdings::Column;
    let rows = place_seq::Entity::find().all(db).await?;
    let held = holdings::Entity::find().select_only().column_as(Column::DeviceId.count(), "phones");
    let held = held.column_as(Column::Records.sum(), "records").column_as(Column::Lost.sum(), "lost").into_tuple().one(db).await?;
    Ok((rows.into_iter().map(|row| Told { place: PlaceId(row.place_id), seq: row.seq }).collect(), held.unwrap_or_default()))
}

impl crate::Store {
    /// Listens for changes from now on. A `Lagged` error means: ask for everything anew.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Told> {
        self.told.listeners.subscribe()
    }
}
