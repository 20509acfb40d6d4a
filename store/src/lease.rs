//! Background work is claimed with a lease, so that two servers never do one job twice. Outside the door: a lease decides nothing.

use crate::entity::lease;
use crate::{Store, StoreError};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Set};

impl Store {
    /// Claims a job for `seconds`. True if it is this holder's now; the holder that has it may claim it again.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn claim(&self, job: &str, holder: &str, seconds: i64) -> Result<bool, StoreError> {
        let (now, db) = (self.now(), &self.door.parts().writer);
        let row = lease::ActiveModel { name: Set(job.to_owned()), holder: Set(String::new()), until: Set(0) };
        lease::Entity::insert(row)
            .on_conflict(OnConflict::column(lease::Column::Name).do_nothing().to_owned())
            .exec_without_returning(db)
            .await?;
        let claimed = lease::Entity::update_many()
            .col_expr(lease::Column::Holder, Expr::value(holder))
            .col_expr(lease::Column::Until, Expr::value(now.plus_seconds(seconds).0))
            .filter(lease::Column::Name.eq(job))
            .filter(Condition::any().add(lease::Column::Until.lte(now.0)).add(lease::Column::Holder.eq(holder)))
            .exec(db)
            .await?;
        Ok(claimed.rows_affected == 1)
    }
}
