//! Codes in columns: an enum's name as the wire writes it, a list of them as JSON.

use crate::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The code of a plain enum.
pub(crate) fn code(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        other => unreachable!("only enums without fields are kept as codes, not {other:?}"),
    }
}

/// Back from the code.
pub(crate) fn decode<T: DeserializeOwned>(table: &'static str, row: impl ToString, code: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).map_err(|error| StoreError::broken(table, row, error))
}

/// JSON of anything of ours.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("our types hold nothing that JSON cannot write")
}

/// Back from JSON.
pub(crate) fn from_json<T: DeserializeOwned>(table: &'static str, row: impl ToString, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::broken(table, row, error))
}
