//! Telephone numbers as offices write them: mobile `^1[3-9][0-9]{9}$`, landline `^0[0-9]{2,3}-?[0-9]{7,8}$`.

use crate::half_width::half_width;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

const MOBILE_LENGTH: usize = 11;

/// A number that can be dialled within China. A mobile is written as 11 digits, a landline with a dash after the area code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// The text is neither a mobile nor a landline number with its area code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither a mobile number nor a landline number with area code")]
pub struct NoPhoneNumber;

impl PhoneNumber {
    /// The canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it can be sent a text message.
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        self.0.starts_with('1')
    }

    /// The form for copies and for readers without the right: `138****5678`, `0477-****234`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (head, tail) = match self.0.split_once('-') {
            Some((area, number)) => (format!("{area}-"), &number[number.len() - 3..]),
            None => (self.0[..3].to_owned(), &self.0[7..]),
        };
        format!("{head}****{tail}")
    }
}

impl FromStr for PhoneNumber {
    type Err = NoPhoneNumber;

    fn from_str(text: &str) -> Result<Self, NoPhoneNumber> {
        let half: String = text.chars().map(half_width).collect();
        let written = without_country(half.trim());
        let parts: Vec<&str> = written.split(is_structure).filter(|part| !part.is_empty()).collect();
        let digits = parts.concat();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NoPhoneNumber);
        }
        match digits.as_bytes() {
            [b'1', b'3'..=b'9', ..] if digits.len() == MOBILE_LENGTH => Ok(Self(digits)),
            [b'0', ..] => landline(&digits, &parts).ok_or(NoPhoneNumber),
            _ => Err(NoPhoneNumber),
        }
    }
}

/// What only structures a number: blanks, dashes of all kinds, brackets.
fn is_structure(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn without_country(written: &str) -> &str {
    if let Some(rest) = written.strip_prefix("+86").or_else(|| written.strip_prefix("0086")) {
        return rest;
    }
    let is_mobile = |rest: &&str| rest.trim_start_matches(is_structure).starts_with('1');
    written.strip_prefix("86").filter(is_mobile).unwrap_or(written)
}

/// Where the area code ends is what was written, or else what area codes there are.
fn landline(digits: &str, parts: &[&str]) -> Option<PhoneNumber> {
    // 010 and 02x are the three-digit area codes; anything else has four, unless the length leaves no choice.
    let by_area = if digits.starts_with("010") || digits.starts_with("02") { 3 } else { 4 };
    let areas = match parts[0].len() {
        written @ 3..=4 => [written, written],
        _ => [by_area, 7 - by_area],
    };
    let area = areas.into_iter().find(|&area| matches!(digits.len().checked_sub(area), Some(7 | 8)))?;
    let (area, number) = digits.split_at(area);
    Some(PhoneNumber(format!("{area}-{number}")))
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Masked: a number must not reach a log by `{:?}`.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", self.masked())
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NoPhoneNumber;
    fn try_from(text: String) -> Result<Self, NoPhoneNumber> {
        text.parse()
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_cannot_be_dialled_is_no_number() {
        for text in [
            "",
            "1234567",
            "12800138000",
            "1380013800",
            "138001380001",
            "8581234",
            "13800138000/13900139000",
            "138O0138000",
            "无",
            "0477-858123",
        ] {
            assert_eq!(text.parse::<PhoneNumber>(), Err(NoPhoneNumber), "{text}");
        }
    }

    #[test]
    fn one_number_written_in_many_ways() {
        for text in [
            "13800138000",
            "138-0013-8000",
            "１３８００１３８０００",
            "+86 138 0013 8000",
            "8613800138000",
            "0086-13800138000",
            "138—0013—8000",
        ] {
            assert_eq!(text.parse::<PhoneNumber>().unwrap().as_str(), "13800138000", "{text}");
        }
        for text in ["04778581234", "0477-8581234", "（0477）8581234", "0477 858 1234", "０４７７－８５８１２３４", "+8604778581234"]
        {
            assert_eq!(text.parse::<PhoneNumber>().unwrap().as_str(), "0477-8581234", "{text}");
        }
        assert_eq!("01062345678".parse::<PhoneNumber>().unwrap().as_str(), "010-62345678");
    }

    #[test]
    fn a_copy_shows_no_whole_number() {
        let mobile: PhoneNumber = "13812345678".parse().unwrap();
        assert_eq!(mobile.masked(), "138****5678");
        assert_eq!(format!("{mobile:?}"), "PhoneNumber(138****5678)");
        assert_eq!("0477-8581234".parse::<PhoneNumber>().unwrap().masked(), "0477-****234");
    }

    proptest! {
        #[test]
        fn parsing_twice_is_parsing_once(text in "(\\+86)?[01][0-9 -]{9,14}") {
            if let Ok(number) = text.parse::<PhoneNumber>() {
                prop_assert_eq!(number.as_str().parse(), Ok(number.clone()));
            }
        }

        #[test]
        // No area code begins with 00; 0086 before a number is the country.
        fn all_that_the_ledger_allows_is_taken(area in "0[1-9][0-9]{1,2}", number in "[0-9]{7,8}") {
            let dashed: PhoneNumber = format!("{area}-{number}").parse().unwrap();
            prop_assert_eq!(dashed.as_str(), format!("{area}-{number}"));
            let joined: PhoneNumber = format!("{area}{number}").parse().unwrap();
            prop_assert_eq!(joined.as_str().replace('-', ""), format!("{area}{number}"));
        }
    }
}
