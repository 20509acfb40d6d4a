//! One cell as a value of its field. Blank is unknown, never no; what can't be understood is kept as written and marked.

use super::cell::Cell;
use super::number::figure;
use super::report::Code;
use super::word::{EQUIPMENT, is_stroke, is_unknown, option, says_nothing, yes_no};
use domain::decide::ledger::{FIELD_LIST_MAX, FIELD_TEXT_MAX};
use domain::half_width::plain;
use domain::ledger_field::{Field, FieldType};
use domain::phone_number::PhoneNumber;
use domain::premises::FieldValue;
use domain::premises_kind::KindWords;
use domain::time::Day;
use domain::uscc::{Uscc, UsccFault};

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing: unknown.
    Blank,
    /// A value.
    Known(FieldValue),
    /// A guess or lower bound.
    Estimated(FieldValue),
    /// Kept as it stands, marked, and why.
    Doubtful(String, Code, String),
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Known(FieldValue::Text(text.to_owned()))
    }

    pub(super) fn unclear(text: &str, why: &str) -> Self {
        Self::Doubtful(text.to_owned(), Code::BadValue, format!("{why}：{text}"))
    }
}

/// What a cell says about its field.
pub(super) fn of(field: &Field, cell: &Cell, kinds: &KindWords) -> Value {
    let text = cell.text();
    if text.is_empty() {
        return Value::Blank;
    }
    match field.kind {
        FieldType::Phone => phone(&text),
        FieldType::Uscc => uscc(&text),
        FieldType::Int => count(&text),
        FieldType::Decimal => size(&text),
        FieldType::Date => date(cell, &text),
        FieldType::Tri => tri(&text),
        FieldType::Bool => {
            yes_no(&text).map_or_else(|| Value::unclear(&text, "看不出是还是否"), |yes| Value::Known(FieldValue::Int(i64::from(yes))))
        }
        FieldType::Enum => choice(field, &text),
        FieldType::Multi | FieldType::List => list(field, &text, kinds),
        // Columns of these do not exist; see `column`.
        FieldType::Photos | FieldType::Files | FieldType::Point | FieldType::Idcode => Value::Blank,
        FieldType::Text | FieldType::Ref => words(&text),
    }
}

fn words(text: &str) -> Value {
    if says_nothing(text) {
        return Value::Blank;
    }
    if text.chars().count() > FIELD_TEXT_MAX { Value::unclear(text, "太长") } else { Value::text(text) }
}

fn phone(text: &str) -> Value {
    if is_stroke(text) {
        return Value::Blank;
    }
    let doubtful = |why: &str| Value::Doubtful(text.to_owned(), Code::BadPhone, format!("{why}：{text}"));
    match text.parse::<PhoneNumber>() {
        Ok(number) => Value::text(number.as_str()),
        Err(_) if says_nothing(text) => doubtful("没有电话号码"),
        Err(_) => {
            let numbers = text.split(['/', '、', ',', '，', ';', '；']).filter(|part| part.parse::<PhoneNumber>().is_ok()).count();
            let digits = text.chars().filter(char::is_ascii_digit).count();
            match (numbers, digits) {
                (2.., _) => doubtful("一格里有几个号码，请只留一个"),
                (_, ..=7) => doubtful("不是电话号码"),
                (_, 8..=10) => doubtful("位数不够，或者固定电话没有写区号"),
                _ => doubtful("不是手机号，也不是带区号的固定电话"),
            }
        }
    }
}

fn uscc(text: &str) -> Value {
    if says_nothing(text) {
        return Value::Blank;
    }
    let why = match text.parse::<Uscc>() {
        Ok(code) => return Value::text(code.as_str()),
        Err(UsccFault::Length { found }) => format!("有 {found} 位，应为 18 位"),
        Err(UsccFault::Character { place, found, meant: Some(meant) }) => format!("第 {place} 位是字母 {found}，可能应是数字 {meant}"),
        Err(UsccFault::Character { place, found, meant: None }) => format!("第 {place} 位的“{found}”不是代码用的字符"),
        Err(UsccFault::Region { place, found }) => format!("第 {place} 位是“{found}”，行政区划应是数字"),
        Err(UsccFault::CheckCharacter { .. }) => "校验位不对，有一位写错了".to_owned(),
    };
    Value::Doubtful(text.to_owned(), Code::BadCode, format!("{why}：{text}"))
}

/// A count: a tick says at least one, a cross none.
fn count(text: &str) -> Value {
    if let Some(figure) = figure(text) {
        let Some(whole) = figure.value.whole() else { return Value::unclear(text, "应是整数") };
        return rough(FieldValue::Int(whole), figure.is_rough);
    }
    match yes_no(text) {
        Some(true) => Value::Estimated(FieldValue::Int(1)),
        Some(false) => Value::Known(FieldValue::Int(0)),
        None if says_nothing(text) => Value::Blank,
        None => Value::unclear(text, "不是一个数"),
    }
}

fn size(text: &str) -> Value {
    match figure(text) {
        Some(figure) => rough(FieldValue::Decimal(figure.value), figure.is_rough),
        None if says_nothing(text) => Value::Blank,
        None => Value::unclear(text, "不是一个数"),
    }
}

const fn rough(value: FieldValue, is_rough: bool) -> Value {
    if is_rough { Value::Estimated(value) } else { Value::Known(value) }
}

fn date(cell: &Cell, text: &str) -> Value {
    let known = match cell {
        Cell::Day(day) => Some(*day),
        Cell::Number(serial) => serial_day(*serial),
        _ => written_day(text),
    };
    match known {
        Some(day) => Value::Known(FieldValue::Day(day)),
        None if says_nothing(text) => Value::Blank,
        None => Value::unclear(text, "不是日期"),
    }
}

/// A date whose cell lost its format, from 2000 to 2099. Excel counts from 1900 as if that had been a leap year.
fn serial_day(serial: f64) -> Option<Day> {
    const FIRST: f64 = 36_526.0;
    const LAST: f64 = 73_050.0;
    let is_day = (FIRST..=LAST).contains(&serial);
    if !is_day {
        // 20260301 in a number cell.
        return written_day(&serial.to_string());
    }
    let epoch: Day = "1899-12-30".parse().ok()?;
    Some(epoch.plus(serial as i64))
}

/// 2026.3.1, 2026/03/01, 2026年3月1日, 20260301.
fn written_day(text: &str) -> Option<Day> {
    let plain = plain(text);
    let parts: Vec<&str> = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match parts[..] {
        [all] if all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        [year, month, day, ..] => (year, month, day),
        _ => return None,
    };
    format!("{year:0>4}-{month:0>2}-{day:0>2}").parse().ok()
}

fn tri(text: &str) -> Value {
    if is_unknown(text) {
        return Value::text("unknown");
    }
    match yes_no(text) {
        Some(yes) => Value::text(if yes { "yes" } else { "no" }),
        None if is_stroke(text) => Value::Blank,
        None => Value::unclear(text, "看不出是还是否"),
    }
}

fn choice(field: &Field, text: &str) -> Value {
    let id = plain(text);
    if let Some(same) = field.options.iter().find(|option| plain(&option.id) == id) {
        return Value::text(&same.id);
    }
    match option(&field.id, text) {
        Some((option, is_guess)) => rough(FieldValue::Text(option.to_owned()), is_guess),
        None if is_unknown(text) && field.option("unknown").is_some() => Value::text("unknown"),
        None if says_nothing(text) => Value::Blank,
        None => Value::unclear(text, "没有这个选项"),
    }
}

fn list(field: &Field, text: &str, kinds: &KindWords) -> Value {
    if yes_no(text) == Some(false) {
        return Value::Known(FieldValue::List(vec![]));
    }
    if says_nothing(text) {
        return Value::Blank;
    }
    let parts = text.split(['/', '、', ',', '，', ';', '；', ' ', '和']).map(str::trim).filter(|part| !part.is_empty());
    let entries: Option<Vec<String>> = match field.id.as_str() {
        "special_equipment" => equipment(text),
        "floors_used" | "business_floors" => parts.map(floors).collect::<Option<Vec<_>>>().map(|floors| floors.concat()),
        "also_kinds" => parts.map(|part| kinds.recognise(part).map(ToString::to_string)).collect(),
        _ => Some(parts.map(ToOwned::to_owned).collect()),
    };
    match entries {
        Some(entries) if entries.len() <= FIELD_LIST_MAX => Value::Known(FieldValue::List(entries)),
        _ => Value::unclear(text, "看不懂"),
    }
}

/// 「电梯1部、叉车」: which kinds, each once.
fn equipment(text: &str) -> Option<Vec<String>> {
    let mut kinds: Vec<String> = vec![];
    for (word, kind) in EQUIPMENT {
        if text.contains(word) && !kinds.iter().any(|known| known == kind) {
            kinds.push((*kind).to_owned());
        }
    }
    (!kinds.is_empty()).then_some(kinds)
}

/// 「1-3层」「负一层」「B1」.
fn floors(text: &str) -> Option<Vec<String>> {
    const FLOORS_MAX: i64 = 100;
    let plain = plain(text);
    let below = ["负", "地下", "-", "b"].iter().find_map(|word| plain.strip_prefix(word));
    let one = |text: &str| {
        figure(text.trim_start_matches('第')).and_then(|figure| figure.value.whole()).filter(|floor| (1..=FLOORS_MAX).contains(floor))
    };
    if let Some(below) = below {
        return one(below).map(|floor| vec![format!("-{floor}")]);
    }
    match plain.split_once(['-', '~', '至', '到']) {
        Some((first, last)) => Some((one(first)?..=one(last)?).map(|floor| floor.to_string()).collect()),
        None => one(&plain).map(|floor| vec![floor.to_string()]),
    }
}

#[cfg(test)]
mod tests;
