//! Rows of evidence: JSON with the hash of its text before it. What can't be read is moved to quarantine, as it is.

use super::{Op, Store, StoreFault, read, read_all, write};
use domain::digest::Sha256;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// Digits of the hash that are kept: against damage, not against people.
const DIGITS: usize = 16;

/// A value as a row.
#[must_use]
pub(in super::super) fn encode<T: Serialize>(value: &T) -> JsValue {
    let json = serde_json::to_string(value).expect("rows hold nothing that JSON cannot write");
    let hash = Sha256::of(json.as_bytes()).to_string();
    JsValue::from_str(&format!("{}{json}", &hash[..DIGITS]))
}

/// A row as a value; none if it was damaged or is of another kind.
#[must_use]
pub(in super::super) fn decode<T: DeserializeOwned>(row: &JsValue) -> Option<T> {
    let text = row.as_string()?;
    let (hash, json) = text.split_at_checked(DIGITS)?;
    let is_whole = Sha256::of(json.as_bytes()).to_string().starts_with(hash);
    is_whole.then(|| serde_json::from_slice(json.as_bytes()).ok()).flatten()
}

/// Every row whose key begins so. Those that can't be read go to quarantine.
///
/// # Errors
/// The database's.
pub(in super::super) async fn kept<T: DeserializeOwned>(store: Store, prefix: &str) -> Result<Vec<(String, T)>, StoreFault> {
    let mut rows = vec![];
    let mut damaged = vec![];
    for (key, row) in read_all(store, prefix).await? {
        match decode(&row) {
            Some(value) => rows.push((key, value)),
            None => damaged.push((key, row)),
        }
    }
    quarantine(store, damaged).await;
    Ok(rows)
}

/// One row; none if it can't be read either.
///
/// # Errors
/// The database's.
pub(in super::super) async fn kept_one<T: DeserializeOwned>(store: Store, key: &str) -> Result<Option<T>, StoreFault> {
    let Some(row) = read(store, key).await? else { return Ok(None) };
    let value = decode(&row);
    if value.is_none() {
        quarantine(store, vec![(key.to_owned(), row)]).await;
    }
    Ok(value)
}

/// Moves rows aside. If even that does not work they stay where they are and are met again.
async fn quarantine(store: Store, damaged: Vec<(String, JsValue)>) {
    if damaged.is_empty() {
        return;
    }
    let moves = damaged.into_iter().flat_map(|(key, row)| {
        let aside = format!("{}/{key}", store.name());
        [Op::Put(Store::Quarantine, aside, row), Op::Delete(store, key)]
    });
    let _ = write(moves.collect()).await;
}
