//! Failed sign-ins: each makes the next wait longer, up to a bound. Never a lock, which a stranger could put on anybody.

use crate::entity::sign_in_counter::{ActiveModel, Column, Entity};
use crate::{Store, StoreError};
use domain::digest::Sha256;
use domain::time::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

/// Tries without a wait: people mistype.
const FREE_TRIES: i32 = 3;
/// The longest wait, seconds. Whoever knows the password is never kept out for longer.
const WAIT_MAX_S: i64 = 300;
/// After so long without a try the counter begins anew, seconds.
const FORGOTTEN_AFTER_S: i64 = 24 * 3_600;

/// Seconds to wait after so many failures in a row: 0, 0, 0, 2, 4, 8 … 300.
const fn wait_s(failures: i32) -> i64 {
    if failures <= FREE_TRIES {
        return 0;
    }
    let doubled = failures - FREE_TRIES;
    if doubled >= 9 { WAIT_MAX_S } else { 1 << doubled }
}

/// The counter of a sign-in name, known or not; the name itself is not kept.
fn key(login: &str) -> String {
    Sha256::of(format!("xunan/sign-in/1/{}", login.trim()).as_bytes()).to_string()
}

impl Store {
    /// Seconds until this sign-in name may be tried again.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn sign_in_wait_s(&self, login: &str) -> Result<u32, StoreError> {
        let row = Entity::find_by_id(key(login)).one(self.readers()).await?;
        let left_us = row.map_or(0, |row| row.until - self.now().0);
        let seconds = left_us.div_euclid(1_000_000) + i64::from(left_us.rem_euclid(1_000_000) > 0);
        Ok(u32::try_from(seconds).unwrap_or(0))
    }

    /// A try begins: it is counted as failed until it is known to be right, so that many at once do not share one wait.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn sign_in_begins(&self, login: &str) -> Result<(), StoreError> {
        let now = self.now();
        let before = Entity::find_by_id(key(login)).one(self.readers()).await?;
        let before = before.filter(|row| now.seconds_since(Timestamp(row.until)) < FORGOTTEN_AFTER_S);
        let failures = before.map_or(0, |row| row.failures).saturating_add(1);
        let row = ActiveModel { key: Set(key(login)), failures: Set(failures), until: Set(now.plus_seconds(wait_s(failures)).0) };
        let again = OnConflict::column(Column::Key).update_columns([Column::Failures, Column::Until]).to_owned();
        Entity::insert(row).on_conflict(again).exec_without_returning(self.aside()).await?;
        Ok(())
    }

    /// The try was right.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn sign_in_succeeded(&self, login: &str) -> Result<(), StoreError> {
        Entity::delete_many().filter(Column::Key.eq(key(login))).exec(self.aside()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends() {
        let waits: Vec<i64> = (0..=13).map(wait_s).collect();
        assert_eq!(waits, [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(wait_s(i32::MAX), WAIT_MAX_S);
    }
}
