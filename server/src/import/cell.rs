//! One cell as a spreadsheet holds it, whatever the program that wrote it called the type.

use calamine::{Data, DataRef, ExcelDateTime};
use domain::half_width::half_width;
use domain::time::Day;

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Cell {
    /// Nothing in it.
    #[default]
    Empty,
    /// Words, or figures that were typed as words.
    Text(String),
    /// A figure.
    Number(f64),
    /// A date.
    Day(Day),
    /// A tick.
    Flag(bool),
}

impl Cell {
    /// What a person sees in it: half width, blanks at the ends gone, breaks inside as blanks.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => tidy(text),
            // A telephone number in a number cell is 19900005109, never 1.99e10: Rust writes no exponents.
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        }
    }

    /// Nothing in it that a person could see.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(is_blank),
            _ => false,
        }
    }
}

/// Whitespace of every kind, and marks that are only there for the machine.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// Full-width letters, digits and blanks as half-width ones; what people meant as punctuation inside Chinese stays.
fn tidy(text: &str) -> String {
    let half = text.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'));
    let half = half.map(|c| if c.is_alphanumeric() || is_blank(c) { half_width(c) } else { c });
    let half: String = half.map(|c| if c.is_control() { ' ' } else { c }).collect();
    half.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn day(at: ExcelDateTime) -> Cell {
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    let month = time::Month::try_from(month).ok();
    let date = month.and_then(|month| time::Date::from_calendar_date(i32::from(year), month, day).ok());
    date.map_or(Cell::Number(at.as_f64()), |date| Cell::Day(Day(date)))
}

/// `2026-03-01T00:00:00` and the like.
fn iso(text: &str) -> Cell {
    let date = text.get(..10).and_then(|date| date.parse().ok());
    date.map_or_else(|| Cell::Text(text.to_owned()), Cell::Day)
}

impl From<DataRef<'_>> for Cell {
    fn from(data: DataRef<'_>) -> Self {
        match data {
            DataRef::SharedString(text) => Self::Text(text.to_owned()),
            data => Self::from(Data::from(data)),
        }
    }
}

impl From<Data> for Cell {
    fn from(data: Data) -> Self {
        match data {
            Data::Empty | Data::Error(_) => Self::Empty,
            Data::String(text) => Self::Text(text),
            Data::Int(number) => Self::Number(number as f64),
            Data::Float(number) => Self::Number(number),
            Data::Bool(flag) => Self::Flag(flag),
            Data::DateTime(at) if at.is_datetime() => day(at),
            Data::DateTime(at) => Self::Number(at.as_f64()),
            Data::DateTimeIso(text) => iso(&text),
            Data::DurationIso(text) => Self::Text(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;
    use proptest::prelude::*;

    #[test]
    fn a_cell_reads_as_a_person_sees_it() {
        let text = |text: &str| Cell::Text(text.to_owned()).text();
        for (written, read) in [
            (" 康宁三便利店\u{3000}", "康宁三便利店"),
            ("１９９００００５３５８", "19900005358"),
            ("第一\n网格", "第一 网格"),
            ("餐饮（大）", "餐饮（大）"),
            ("\u{feff}张三", "张三"),
        ] {
            assert_eq!(text(written), read);
        }
        assert_eq!(Cell::Number(19_900_005_109.0).text(), "19900005109");
        assert_eq!(Cell::Number(66.5).text(), "66.5");
        assert_eq!(Cell::Flag(true).text(), "是");
    }

    #[test]
    fn a_date_cell_is_a_day() {
        let at = ExcelDateTime::new(46_082.4, ExcelDateTimeType::DateTime, false);
        assert_eq!(Cell::from(Data::DateTime(at)), Cell::Day("2026-03-01".parse().unwrap()));
        assert_eq!(Cell::from(Data::DateTimeIso("2026-03-01T08:00:00".into())), Cell::Day("2026-03-01".parse().unwrap()));
    }

    proptest! {
        #[test]
        fn eleven_digits_survive_a_number_cell(digits in 13_000_000_000u64..=19_999_999_999) {
            prop_assert_eq!(Cell::Number(digits as f64).text(), digits.to_string());
        }

        #[test]
        fn a_blank_cell_has_no_text(text in "[ \u{3000}\t\r\n\u{a0}]{0,6}") {
            let cell = Cell::Text(text);
            prop_assert!(cell.is_blank());
            prop_assert_eq!(cell.text(), "");
        }
    }
}
