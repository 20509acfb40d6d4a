//! The unified social credit code (统一社会信用代码) of GB 32100-2015: 18 characters, the last one checks the others.

use crate::half_width::half_width;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The 31 characters of the standard: digits and capitals without I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;
/// 3^i mod 31 for the 17 characters that are checked.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Characters 3 to 8 name the administrative region and are digits.
const REGION: std::ops::Range<usize> = 2..8;

/// A code whose check character is right; written in capitals without blanks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uscc(String);

/// What is wrong with a code. Nothing is put right silently: O and I are named, not replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum UsccFault {
    /// Not 18 characters.
    #[error("{found} characters instead of 18")]
    Length {
        /// How many there are without blanks.
        found: usize,
    },
    /// A character that the standard does not know.
    #[error("character {place} is {found}")]
    Character {
        /// Counted from 1.
        place: usize,
        /// What stands there.
        found: char,
        /// What was perhaps meant: 0 for O, 1 for I.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        meant: Option<char>,
    },
    /// One of characters 3 to 8 is no digit.
    #[error("character {place} of the region is {found}, not a digit")]
    Region {
        /// Counted from 1.
        place: usize,
        /// What stands there.
        found: char,
    },
    /// The last character does not fit the others: somewhere something is mistyped.
    #[error("the check character is not {expected}")]
    CheckCharacter {
        /// What it would be if the first 17 were right.
        expected: char,
    },
}

/// Half width, capitals, no blanks. Never O to 0 or I to 1.
#[must_use]
pub fn normalise(code: &str) -> String {
    let half = code.chars().map(half_width);
    half.filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

impl Uscc {
    /// The code as it is printed on the licence.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Uscc {
    type Err = UsccFault;

    fn from_str(code: &str) -> Result<Self, UsccFault> {
        let code = normalise(code);
        let found = code.chars().count();
        if found != LENGTH {
            return Err(UsccFault::Length { found });
        }
        let values = code.chars().enumerate().map(|(i, c)| value_at(i, c)).collect::<Result<Vec<_>, _>>()?;
        let expected = check_value(&values);
        if values.last() != Some(&expected) {
            return Err(UsccFault::CheckCharacter { expected: char::from(ALPHABET[expected]) });
        }
        Ok(Self(code))
    }
}

fn value_at(i: usize, found: char) -> Result<usize, UsccFault> {
    let place = i + 1;
    let value = ALPHABET.iter().position(|&known| char::from(known) == found);
    match value {
        Some(value) if !REGION.contains(&i) || value < 10 => Ok(value),
        Some(_) => Err(UsccFault::Region { place, found }),
        None => {
            let meant = match found {
                'O' => Some('0'),
                'I' => Some('1'),
                _ => None,
            };
            Err(UsccFault::Character { place, found, meant })
        }
    }
}

/// (31 − Σ value × weight mod 31) mod 31 over the first 17.
fn check_value(values: &[usize]) -> usize {
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    (31 - sum % 31) % 31
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Uscc {
    type Error = UsccFault;
    fn try_from(code: String) -> Result<Self, UsccFault> {
        code.parse()
    }
}

impl From<Uscc> for String {
    fn from(code: Uscc) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_letter_o_is_named_and_not_replaced() {
        let fault = "91150602MAOKXY720A".parse::<Uscc>().unwrap_err();
        assert_eq!(fault, UsccFault::Character { place: 11, found: 'O', meant: Some('0') });
    }

    #[test]
    fn seventeen_characters_are_one_too_few() {
        assert_eq!("91150602999999998".parse::<Uscc>(), Err(UsccFault::Length { found: 17 }));
    }

    #[test]
    fn letters_in_the_region_are_no_code() {
        let fault = "9115A602MA0NPCD183".parse::<Uscc>().unwrap_err();
        assert_eq!(fault, UsccFault::Region { place: 5, found: 'A' });
    }

    #[test]
    fn blanks_width_and_small_letters_are_put_right() {
        let code: Uscc = " 91150602 ma0npcd１８３　".parse().unwrap();
        assert_eq!(code.as_str(), "91150602MA0NPCD183");
    }

    /// A right code from any 17 characters.
    fn code() -> impl Strategy<Value = String> {
        (proptest::collection::vec(0..31usize, 17)).prop_map(|mut values| {
            values[REGION].iter_mut().for_each(|value| *value %= 10);
            values.push(check_value(&values));
            values.iter().map(|&value| char::from(ALPHABET[value])).collect()
        })
    }

    proptest! {
        #[test]
        fn any_17_characters_have_one_check_character(code in code()) {
            prop_assert_eq!(code.parse::<Uscc>().unwrap().to_string(), code);
        }

        #[test]
        fn one_wrong_character_is_noticed(code in code(), at in 8..18usize, other in 0..31usize) {
            let mut bytes = code.clone().into_bytes();
            bytes[at] = ALPHABET[other];
            let changed = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(changed.parse::<Uscc>().is_ok(), changed == code);
        }

        #[test]
        fn two_swapped_neighbours_are_noticed(code in code(), at in 8..17usize) {
            let mut bytes = code.clone().into_bytes();
            bytes.swap(at, at + 1);
            let changed = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(changed.parse::<Uscc>().is_ok(), changed == code);
        }
    }
}
