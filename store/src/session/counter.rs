//! Failed sign-ins: each makes the next wait longer, up to a bound. Never a lock, which a stranger could put on anybody.
//!
//! A device on which the name signed in before is counted by itself: whoever tries passwords elsewhere makes strangers wait, and the
//! owner at his own phone or desk notices nothing.
//!
//! Whoever tries names that he makes up leaves a row for each. A name that nobody has tried for a day is forgotten, so that the table
//! holds no more than a day's tries and the devices that signed in.

use crate::entity::sign_in_counter::{ActiveModel, Column, Entity};
use crate::{Store, StoreError};
use domain::digest::Sha256;
use domain::ids::DeviceId;
use domain::time::Timestamp;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, EntityTrait, QueryFilter, Set};

/// The failure in a row from which on there is a wait (`roles.md` 4): people mistype.
const WAIT_FROM: i32 = 5;
/// The longest wait, seconds. Whoever knows the password is never kept out for longer.
const WAIT_MAX_S: i64 = 300;
/// The failure in a row from which on the wait is the longest.
const WAIT_MAX_FROM: i32 = WAIT_FROM + 8;
/// After so long without a try the counter begins anew, seconds.
const FORGOTTEN_AFTER_S: i64 = 24 * 3_600;
/// A device that the name did not sign in on for so long is a stranger's again.
const KNOWN_DAYS: i64 = 400;

/// Seconds to wait after so many failures in a row: none up to four, then 2, 4, 8 … 300.
const fn wait_s(failures: i32) -> i64 {
    match failures {
        ..WAIT_FROM => 0,
        WAIT_FROM..WAIT_MAX_FROM => 1 << (failures - WAIT_FROM + 1),
        _ => WAIT_MAX_S,
    }
}

/// Tries of one moment read the clock in one order and are written in another, and the clocks of two servers are never quite the same:
/// where there is no wait, what is written lies so far back that it makes nobody wait, seconds.
const CLOCKS_APART_S: i64 = 2;

/// From now to when whoever has failed so often may try again, seconds.
const fn until_s(failures: i32) -> i64 {
    match wait_s(failures) {
        0 => -CLOCKS_APART_S,
        wait => wait,
    }
}

/// What the key of a name begins with, and that of a device does not.
const OF_NAME: &str = "name:";

/// The counter of a sign-in name, known or not; the name itself is not kept.
fn key_of_name(login: &str) -> String {
    format!("{OF_NAME}{}", Sha256::of(format!("xunan/sign-in/1/{}", login.trim()).as_bytes()))
}

/// The counter of a sign-in name on a device that it signed in on.
fn key_of_device(login: &str, device: DeviceId) -> String {
    Sha256::of(format!("xunan/sign-in/2/{device}/{}", login.trim()).as_bytes()).to_string()
}

/// A try to sign in, counted as failed until it is known to be right.
#[derive(Debug, Clone)]
pub struct Attempt {
    key: String,
    /// The name signed in on this device before.
    pub is_known_device: bool,
}

/// Removes the counters of names that begin anew anyway, and the devices that are strangers' again; says how many.
pub(crate) async fn forget(db: &DatabaseConnection, now: Timestamp) -> Result<u64, StoreError> {
    let of_names = Condition::all().add(Column::Key.starts_with(OF_NAME)).add(Column::Until.lte(now.plus_seconds(-FORGOTTEN_AFTER_S).0));
    let is_over = Condition::any().add(of_names).add(Column::Until.lt(now.plus_days(-KNOWN_DAYS).0));
    Ok(Entity::delete_many().filter(is_over).exec(db).await?.rows_affected)
}

impl Store {
    /// A try begins, or has to wait for so many seconds. It is counted in the statement that looks whether it may begin, so that many at
    /// once do not share one look.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn sign_in_begins(&self, login: &str, device: Option<DeviceId>) -> Result<Result<Attempt, u32>, StoreError> {
        let attempt = self.attempt(login, device).await?;
        if self.count(&attempt.key).await? {
            return Ok(Ok(attempt));
        }
        let row = Entity::find_by_id(&attempt.key).one(self.readers()).await?;
        let left_us = row.map_or(0, |row| row.until - self.now().0);
        let seconds = left_us.div_euclid(1_000_000) + i64::from(left_us.rem_euclid(1_000_000) > 0);
        // Whoever lost against another try of this moment waits at least a second.
        Ok(Err(Ord::max(u32::try_from(seconds).unwrap_or(0), 1)))
    }

    async fn attempt(&self, login: &str, device: Option<DeviceId>) -> Result<Attempt, StoreError> {
        if let Some(device) = device {
            let key = key_of_device(login, device);
            if Entity::find_by_id(&key).one(self.readers()).await?.is_some() {
                return Ok(Attempt { key, is_known_device: true });
            }
        }
        Ok(Attempt { key: key_of_name(login), is_known_device: false })
    }

    /// Counts one more failure unless there is a wait; says whether it was counted. One statement on both databases.
    async fn count(&self, key: &str) -> Result<bool, StoreError> {
        let now = self.now();
        let kept = |column: Column| Expr::col((Entity, column));
        let is_forgotten = || kept(Column::Until).lte(now.plus_seconds(-FORGOTTEN_AFTER_S).0);
        let failures = CaseStatement::new().case(is_forgotten(), 1).finally(kept(Column::Failures).add(1));
        let until = |failures: i32| now.plus_seconds(until_s(failures)).0;
        // What the wait is after this failure; the row still holds the number before it.
        let waits = (WAIT_FROM..WAIT_MAX_FROM).fold(
            CaseStatement::new().case(is_forgotten(), until(1)).case(kept(Column::Failures).lt(WAIT_FROM - 1), until(1)),
            |case, failures| case.case(kept(Column::Failures).eq(failures - 1), until(failures)),
        );
        let again = OnConflict::column(Column::Key)
            .value(Column::Failures, failures)
            .value(Column::Until, waits.finally(until(WAIT_MAX_FROM)))
            .action_and_where(kept(Column::Until).lte(now.0))
            .to_owned();
        let first = ActiveModel { key: Set(key.to_owned()), failures: Set(1), until: Set(until(1)) };
        Ok(Entity::insert(first).on_conflict(again).exec_without_returning(self.aside()).await? > 0)
    }

    /// The try was right: its counter begins anew, and from now on the device is counted by itself.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn sign_in_succeeded(&self, attempt: &Attempt, login: &str, device: DeviceId) -> Result<(), StoreError> {
        let (db, now) = (self.aside(), self.now());
        if !attempt.is_known_device {
            Entity::delete_by_id(&attempt.key).exec(db).await?;
        }
        let row = ActiveModel { key: Set(key_of_device(login, device)), failures: Set(0), until: Set(now.plus_seconds(until_s(0)).0) };
        let again = OnConflict::column(Column::Key).update_columns([Column::Failures, Column::Until]).to_owned();
        Entity::insert(row).on_conflict(again).exec_without_returning(db).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends() {
        let waits: Vec<i64> = (0..=14).map(wait_s).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(wait_s(i32::MAX), WAIT_MAX_S);
    }
}
