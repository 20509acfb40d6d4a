//! One fact, as YAML and JSON write it: true, 5, 0.5, a word, a list.

use crate::decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A fact about a premises. A three-valued field holds the words `yes`, `no`, `unknown`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactValue {
    /// Fields of type bool and derived facts that are true or false.
    Flag(bool),
    /// Counts and measures.
    Number(Decimal),
    /// Words: option ids, tri values, dates as written.
    Text(String),
    /// Ids, or numbers as words; of rows (special equipment) their kinds.
    List(Vec<String>),
}

impl FactValue {
    /// The word, if it is one.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Text(word) => Some(word),
            _ => None,
        }
    }
}

impl Serialize for FactValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            // A number here, not text, or "5" could not be told from the word 5.
            Self::Number(number) => match number.whole() {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(number.to_f64()),
            },
            Self::Text(word) => serializer.serialize_str(word),
            Self::List(list) => list.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FactValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> de::Visitor<'de> for Reader {
    type Value = FactValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true or false, a number, a word, or a list of words or whole numbers")
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<FactValue, E> {
        Ok(FactValue::Flag(flag))
    }

    fn visit_i64<E: de::Error>(self, whole: i64) -> Result<FactValue, E> {
        Decimal::try_from(whole).map(FactValue::Number).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, whole: u64) -> Result<FactValue, E> {
        i64::try_from(whole).map_err(E::custom).and_then(|whole| self.visit_i64(whole))
    }

    fn visit_f64<E: de::Error>(self, float: f64) -> Result<FactValue, E> {
        float.to_string().parse().map(FactValue::Number).map_err(E::custom)
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<FactValue, E> {
        Ok(FactValue::Text(word.to_owned()))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<FactValue, A::Error> {
        let mut list = vec![];
        while let Some(value) = seq.next_element::<FactValue>()? {
            match value {
                FactValue::Text(word) => list.push(word),
                FactValue::Number(number) => list.push(number.to_string()),
                FactValue::Flag(_) | FactValue::List(_) => {
                    return Err(de::Error::custom("a list holds words or numbers"));
                }
            }
        }
        Ok(FactValue::List(list))
    }
}
