//! Official numbers: gapless per (street, code, year), given in the transaction that needs them, their counters locked last.

use super::later::Later;
use super::one::Cx;
use crate::StoreError;
use domain::ids::PlaceId;
use domain::time::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

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
    scope: String,
    last: i64,
}

/// How far the counters are, for the commands of one transaction.
#[derive(Debug, Default)]
pub(super) struct Counters(Option<Mutex<BTreeMap<String, i64>>>);

impl Counters {
    /// Where nobody writes beside the transaction: each counter is read once, counted on here, and written with the rows of each command.
    pub(super) fn kept() -> Self {
        Self(Some(Mutex::default()))
    }

    /// The first of the next numbers of each counter.
    async fn take(
        &self,
        db: &impl ConnectionTrait,
        later: &Later,
        wanted: &BTreeMap<String, i64>,
    ) -> Result<BTreeMap<String, i64>, StoreError> {
        let Some(kept) = &self.0 else { return take(db, wanted).await };
        let unread: Vec<&String> = {
            let kept = lock(kept);
            wanted.keys().filter(|scope| !kept.contains_key(*scope)).collect()
        };
        let read = read(db, &unread).await?;
        let mut kept = lock(kept);
        let (mut first, mut values) = (BTreeMap::new(), Vec::<Value>::with_capacity(2 * wanted.len()));
        for (scope, count) in wanted {
            let last = kept.entry(scope.clone()).or_insert_with(|| read.get(scope).copied().unwrap_or_default());
            first.insert(scope.clone(), *last + 1);
            *last += count;
            values.extend([scope.clone().into(), (*last).into()]);
        }
        let rows = vec!["(?, ?)"; wanted.len()].join(", ");
        let sql = format!("INSERT INTO counter (scope, last) VALUES {rows} ON CONFLICT (scope) DO UPDATE SET last = excluded.last");
        later.raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values));
        Ok(first)
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn read(db: &impl ConnectionTrait, scopes: &[&String]) -> Result<BTreeMap<String, i64>, StoreError> {
    if scopes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!("SELECT scope, last FROM counter WHERE scope IN ({})", vec!["?"; scopes.len()].join(", "));
    let values = scopes.iter().map(|scope| scope.as_str().into());
    let rows = Last::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.scope, row.last)).collect())
}

/// The next numbers of some counters, all in one statement that also locks them; gives the first of each. In the order of their names, so
/// that two transactions never wait for each other.
async fn take(db: &impl ConnectionTrait, counters: &BTreeMap<String, i64>) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows: Vec<String> = (0..counters.len()).map(|n| format!("(${}, ${})", 2 * n + 1, 2 * n + 2)).collect();
    let sql = format!(
        "INSERT INTO counter (scope, last) VALUES {} ON CONFLICT (scope) DO UPDATE SET last = counter.last + excluded.last RETURNING scope, last",
        rows.join(", ")
    );
    let values = counters.iter().flat_map(|(scope, count)| [scope.clone().into(), (*count).into()]);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let given = Last::find_by_statement(statement).all(db).await?;
    let first = |row: &Last| counters.get(&row.scope).map_or(row.last, |count| row.last - count + 1);
    Ok(given.into_iter().map(|row| (row.scope.clone(), first(&row))).collect())
}

/// Numbers in a row for each prefix: 隐〔Y〕n号. A prefix of which none is asked for touches no counter.
pub(super) async fn papers<C: ConnectionTrait, const N: usize>(
    cx: &Cx<'_, C>,
    street: PlaceId,
    at: Timestamp,
    wanted: [(&str, usize); N],
) -> Result<[Vec<String>; N], StoreError> {
    let year = at.day().year();
    let scope = |prefix: &str| format!("{street} {prefix} {year}");
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let counters = wanted.iter().filter(|(_, wanted)| *wanted > 0).map(|(prefix, wanted)| (scope(prefix), count(*wanted))).collect();
    let given = match BTreeMap::is_empty(&counters) {
        true => BTreeMap::new(),
        false => cx.counters.take(cx.db, cx.later, &counters).await?,
    };
    Ok(wanted.map(|(prefix, wanted)| {
        let first = given.get(&scope(prefix)).copied().unwrap_or_default();
        (first..first + count(wanted)).map(|n| format!("{prefix}〔{year}〕{n}号")).collect()
    }))
}

/// `count` premises' numbers in a row: the community's code and six digits, never used again.
pub(super) async fn premises<C: ConnectionTrait>(
    cx: &Cx<'_, C>,
    community: PlaceId,
    code: Option<&str>,
    count: usize,
) -> Result<Vec<String>, StoreError> {
    if count == 0 {
        return Ok(vec![]);
    }
    let how_many = i64::try_from(count).unwrap_or(i64::MAX);
    let scope = format!("{community} premises");
    let first = cx.counters.take(cx.db, cx.later, &BTreeMap::from([(scope.clone(), how_many)])).await?;
    let first = first.get(&scope).copied().ok_or_else(|| StoreError::broken("counter", scope, "gave no number"))?;
    let code = code.unwrap_or(NO_CODE);
    Ok((first..first + how_many).map(|n| format!("{code}-{n:0PREMISES_DIGITS$}")).collect())
}
