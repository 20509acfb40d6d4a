//! Figures as people write them: 「120平米」「约80」「6层」「三」「1,200」.

use domain::decimal::Decimal;
use domain::half_width::plain;

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure {
    /// Its value.
    pub(super) value: Decimal,
    /// Said as a guess: 约, 左右, 以上.
    pub(super) is_rough: bool,
}

/// Words around a figure that say it is none that was counted.
const ROUGH: [&str; 12] = ["大约", "约", "近", "≈", "左右", "上下", "以上", "以下", "多", "余", "+", "来"];
/// Units that may stand behind a figure. An area in 亩 is none of these: it waits for a person.
const UNITS: [&str; 34] = [
    "平方米",
    "平米",
    "平方",
    "平",
    "㎡",
    "m²",
    "m2",
    "m",
    "米",
    "人",
    "名",
    "位",
    "层",
    "楼",
    "f",
    "个",
    "具",
    "瓶",
    "只",
    "户",
    "间",
    "台",
    "部",
    "辆",
    "处",
    "家",
    "扇",
    "张",
    "年",
    "套",
    "栋",
    "床",
    "kg",
    "公斤",
];

/// The figure in a text; `None` if there is none, several, or something that nobody here knows.
pub(super) fn figure(text: &str) -> Option<Figure> {
    let mut rest = plain(text).replace(',', "");
    let mut is_rough = false;
    for word in ROUGH {
        if rest.contains(word) {
            (rest, is_rough) = (rest.replacen(word, "", 1), true);
        }
    }
    let unit = UNITS.iter().find(|unit| rest.ends_with(**unit) && rest.len() > unit.len());
    let digits = unit.map_or(rest.as_str(), |unit| &rest[..rest.len() - unit.len()]);
    let digits = digits.strip_prefix("共").or(digits.strip_prefix("地上")).unwrap_or(digits);
    let value = decimal(digits).or_else(|| chinese(digits).map(Decimal::from))?;
    Some(Figure { value, is_rough })
}

/// A number cell may hold 0.30000000000000004: what lies behind the sixth place is not meant.
fn decimal(digits: &str) -> Option<Decimal> {
    let cut = match digits.split_once('.') {
        Some((_, places)) if places.len() > 6 => format!("{:.6}", digits.parse::<f64>().ok()?),
        _ => digits.to_owned(),
    };
    cut.parse().ok().filter(|value: &Decimal| value.millionths() >= 0)
}

/// 〇 to 九十九, as offices number floors and grids.
pub(super) fn chinese(text: &str) -> Option<i32> {
    let digit =
        |c: char| "〇一二三四五六七八九".chars().position(|known| known == c).or((c == '零').then_some(0)).or((c == '两').then_some(2));
    let one = |text: &str| {
        let mut chars = text.chars();
        let found = chars.next().and_then(digit)?;
        chars.next().is_none().then_some(found)
    };
    let value = match text.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { one(tens)? };
            tens * 10 + if ones.is_empty() { 0 } else { one(ones)? }
        }
        None => one(text)?,
    };
    i32::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn units_and_guesses_are_understood() {
        for (text, value, is_rough) in [
            ("80㎡", "80", false),
            ("120平米", "120", false),
            ("66.5", "66.5", false),
            ("约５２００", "5200", true),
            ("1,200 平方米", "1200", false),
            ("18层", "18", false),
            ("三层", "3", false),
            ("十二", "12", false),
            ("50余人", "50", true),
            ("100以上", "100", true),
            ("0.30000000000000004", "0.3", false),
        ] {
            assert_eq!(figure(text), Some(Figure { value: value.parse().unwrap(), is_rough }), "{text}");
        }
    }

    #[test]
    fn what_is_no_single_figure_is_none() {
        for text in ["", "若干", "80-100", "一二层", "-5", "2亩", "1.2.3", "平米", "无"] {
            assert_eq!(figure(text), None, "{text}");
        }
    }

    #[test]
    fn chinese_numerals_up_to_ninety_nine() {
        for (text, value) in [("〇", 0), ("三", 3), ("十", 10), ("十四", 14), ("二十", 20), ("九十九", 99)] {
            assert_eq!(chinese(text), Some(value), "{text}");
        }
        assert_eq!(chinese("百"), None);
        assert_eq!(chinese("二三"), None);
    }

    proptest! {
        #[test]
        fn width_and_unit_change_no_figure(millionths in 0..1_000_000_000_000i64, unit in 0..UNITS.len()) {
            let value = Decimal::from_millionths(millionths);
            let wide: String = value.to_string().chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
            prop_assert_eq!(figure(&format!(" {wide} {}", UNITS[unit])), Some(Figure { value, is_rough: false }));
        }
    }
}
