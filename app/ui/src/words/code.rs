//! From a value of the domain to its code, and so to its words.

use serde::Serialize;
use serde_json::Value;

/// The code under which a value travels, for `say::…::of`: `say::flag::of(&words::code(&Flag::TooFast))`. Of an enum with fields it
/// is the tag (`code` or `kind`), or the name of the only field. Something without a code gives an empty one, which says `unknown`.
#[must_use]
pub fn code(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(code)) => code,
        Ok(Value::Object(fields)) => ["code", "kind"]
            .iter()
            .find_map(|tag| fields.get(*tag).and_then(Value::as_str).map(str::to_owned))
            .or_else(|| if fields.len() == 1 { fields.keys().next().cloned() } else { None })
            .unwrap_or_default(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Plain {
        TooFast,
        NotChecked { reason: u8 },
    }

    #[derive(Serialize)]
    #[serde(tag = "code", rename_all = "snake_case")]
    enum Tagged {
        TooLarge { max_bytes: u64 },
    }

    #[test]
    fn every_shape_of_enum_gives_its_code() {
        assert_eq!(code(&Plain::TooFast), "too_fast");
        assert_eq!(code(&Plain::NotChecked { reason: 1 }), "not_checked");
        assert_eq!(code(&Tagged::TooLarge { max_bytes: 7 }), "too_large");
        assert_eq!(code(&7), "");
    }
}
