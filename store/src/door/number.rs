//! Official numbers: gapless per (street, code, year), given in the transaction that needs them, their counter locked last.

use crate::StoreError;
use domain::ids::PlaceId;
use domain::time::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

/// 机关代字 of the record's number. The general office decides it; this is the default (`documents.md` 1).
pub(super) const RECORD_PREFIX: &str = "东诃平安检";
/// The same of a hazard.
pub(super) const HAZARD_PREFIX: &str = "隐";
/// Digits of a premises' number after its community's code.
const PREMISES_DIGITS: usize = 6;
/// A community that nobody gave a code.
const NO_CODE: &str = "X";

#[derive(FromQueryResult)]
struct Last {
    last: i64,
}

/// The next `count` numbers of a counter; gives the first of them.
async fn take(db: &impl ConnectionTrait, scope: String, count: i64) -> Result<i64, StoreError> {
    let sql = "INSERT INTO counter (scope, last) VALUES ($1, $2) ON CONFLICT (scope) DO UPDATE SET last = counter.last + $3 RETURNING last";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [scope.clone().into(), count.into(), count.into()]);
    let last = Last::find_by_statement(statement).one(db).await?.ok_or_else(|| StoreError::broken("counter", scope, "gave no number"))?;
    Ok(last.last - count + 1)
}

/// `count` numbers 隐〔Y〕n号 in a row.
pub(super) async fn papers(db: &impl ConnectionTrait, street: PlaceId, prefix: &str, count: usize, at: Timestamp) -> Result<Vec<String>, StoreError> {
    if count == 0 {
        return Ok(vec![]);
    }
    let year = at.day().year();
    let how_many = i64::try_from(count).unwrap_or(i64::MAX);
    let first = take(db, format!("{street} {prefix} {year}"), how_many).await?;
    Ok((first..first + how_many).map(|n| format!("{prefix}〔{year}〕{n}号")).collect())
}

/// `count` premises' numbers in a row: the community's code and six digits, never used again.
pub(super) async fn premises(db: &impl ConnectionTrait, community: PlaceId, code: Option<&str>, count: usize) -> Result<Vec<String>, StoreError> {
    if count == 0 {
        return Ok(vec![]);
    }
    let how_many = i64::try_from(count).unwrap_or(i64::MAX);
    let first = take(db, format!("{community} premises"), how_many).await?;
    let code = code.unwrap_or(NO_CODE);
    Ok((first..first + how_many).map(|n| format!("{code}-{n:0PREMISES_DIGITS$}")).collect())
}
