//! Each rule of cleaning, by table.

use super::*;
use domain::library::Library;
use proptest::prelude::*;

fn value(field: &str, cell: impl Into<Cell>) -> Value {
    let reference = &Library::builtin().premises;
    let field = reference.fields.iter().find(|known| known.id == field).unwrap();
    of(field, &cell.into(), &KindWords::new(&reference.kinds))
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

fn known(text: &str) -> Value {
    Value::Known(serde_json::from_str(text).unwrap())
}

fn estimated(text: &str) -> Value {
    Value::Estimated(serde_json::from_str(text).unwrap())
}

fn code(value: &Value) -> Option<Code> {
    match value {
        Value::Doubtful(_, code, _) => Some(*code),
        _ => None,
    }
}

#[test]
fn phones_are_written_as_eleven_digits_or_with_their_area() {
    for (cell, number) in [
        (Cell::from("199-0000-2028"), "19900002028"),
        (Cell::from("199 0000 4552"), "19900004552"),
        (Cell::from("１９９００００５３５８"), "19900005358"),
        (Cell::from(19_900_005_109.0), "19900005109"),
        (Cell::from("（０４７７）８３３-１２３４ "), "0477-8331234"),
        (Cell::from("199—0000—2028"), "19900002028"),
    ] {
        assert_eq!(value("head_phone", cell.clone()), Value::text(number), "{cell:?}");
    }
    for bad in ["19900001", "1990-000", "无", "19900002028/19900004552", "123456789012"] {
        let doubtful = value("head_phone", bad);
        assert_eq!(code(&doubtful), Some(Code::BadPhone), "{bad}");
        assert!(matches!(doubtful, Value::Doubtful(kept, ..) if kept == bad));
    }
    assert_eq!(value("head_phone", "/"), Value::Blank);
    assert_eq!(value("head_phone", " "), Value::Blank);
}

#[test]
fn codes_are_put_right_in_width_and_case_only() {
    assert_eq!(value("uscc", " 91150602ma0npcd１８３"), Value::text("91150602MA0NPCD183"));
    for (bad, why) in [("91150602999999998", "17 位"), ("91150602MAOKXY720A", "可能应是数字 0"), ("91150602MA0NPCD184", "校验位")]
    {
        let Value::Doubtful(kept, Code::BadCode, text) = value("uscc", bad) else { panic!("{bad}") };
        assert_eq!(kept, bad);
        assert!(text.contains(why), "{text}");
    }
    assert_eq!(value("uscc", "无"), Value::Blank);
}

#[test]
fn a_tick_for_a_count_is_at_least_one() {
    for (written, cleaned) in [
        ("是", estimated(r#"{"int":1}"#)),
        ("√", estimated(r#"{"int":1}"#)),
        ("有", estimated(r#"{"int":1}"#)),
        ("无", known(r#"{"int":0}"#)),
        ("否", known(r#"{"int":0}"#)),
        ("12人", known(r#"{"int":12}"#)),
        ("约30", estimated(r#"{"int":30}"#)),
        ("", Value::Blank),
        ("不详", Value::Blank),
    ] {
        assert_eq!(value("sleepers", written), cleaned, "{written}");
    }
    assert_eq!(code(&value("people", "1.5")), Some(Code::BadValue));
    assert_eq!(code(&value("people", "十几个")), Some(Code::BadValue));
}

#[test]
fn areas_lose_their_unit_and_keep_their_half() {
    assert_eq!(value("area_m2", "120平米"), known(r#"{"decimal":"120"}"#));
    assert_eq!(value("area_m2", "66.5㎡"), known(r#"{"decimal":"66.5"}"#));
    assert_eq!(value("area_m2", 640.0), known(r#"{"decimal":"640"}"#));
    assert_eq!(value("area_m2", "约80"), estimated(r#"{"decimal":"80"}"#));
    assert_eq!(code(&value("area_m2", "2亩")), Some(Code::BadValue));
}

#[test]
fn dates_come_in_every_form() {
    let day = known(r#"{"day":"2026-03-01"}"#);
    for written in ["2026.3.1", "2026/03/01", "2026-3-1", "2026年3月1日", "20260301", "２０２６．３．１"] {
        assert_eq!(value("last_drill", written), day, "{written}");
    }
    assert_eq!(value("last_drill", 46_082.0), day);
    assert_eq!(value("last_drill", 20_260_301.0), day);
    assert_eq!(value("last_drill", Cell::Day("2026-03-01".parse().unwrap())), day);
    assert_eq!(code(&value("last_drill", "去年")), Some(Code::BadValue));
    assert_eq!(code(&value("last_drill", "2026.2.30")), Some(Code::BadValue));
}

#[test]
fn choices_are_known_by_word_or_id() {
    assert_eq!(value("self_built", "√"), Value::text("yes"));
    assert_eq!(value("self_built", "不清楚"), Value::text("unknown"));
    assert_eq!(value("gas_alarm", "是"), Value::text("installed"));
    assert_eq!(value("smoke_alarm", "有"), estimated(r#"{"text":"standalone"}"#));
    assert_eq!(value("smoke_alarm", "Networked"), Value::text("networked"));
    assert_eq!(value("status", "营业"), Value::text("open"));
    assert_eq!(code(&value("status", "搬走了")), Some(Code::BadValue));
}

#[test]
fn lists_hold_what_is_named() {
    assert_eq!(value("special_equipment", "电梯1部"), known(r#"{"list":["elevator"]}"#));
    assert_eq!(value("special_equipment", "货梯（电梯）2部、叉车1台"), known(r#"{"list":["elevator","forklift"]}"#));
    assert_eq!(value("special_equipment", "无"), known(r#"{"list":[]}"#));
    assert_eq!(code(&value("special_equipment", "有")), Some(Code::BadValue));
    assert_eq!(value("floors_used", "1-3层"), known(r#"{"list":["1","2","3"]}"#));
    assert_eq!(value("floors_used", "负一层、1"), known(r#"{"list":["-1","1"]}"#));
    assert_eq!(value("also_kinds", "自建房"), known(r#"{"list":["self-built-house"]}"#));
}

proptest! {
    /// However a number is set, it is the same number.
    #[test]
    fn a_phone_is_the_same_in_every_dress(number in 13_000_000_000u64..=19_999_999_999, dress in 0..6usize, wide: bool) {
        let digits = number.to_string();
        let (a, b, c) = (&digits[..3], &digits[3..7], &digits[7..]);
        let dressed = [
            digits.clone(),
            format!("{a}-{b}-{c}"),
            format!("{a} {b} {c} "),
            format!(" +86 {digits}"),
            format!("{a}－{b}－{c}"),
            format!("　{digits}\u{200b}"),
        ];
        let dressed = &dressed[dress];
        let set: String = dressed.chars().map(|c| if wide && c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }).collect();
        prop_assert_eq!(value("head_phone", set.as_str()), Value::text(&digits));
        prop_assert_eq!(value("head_phone", number as f64), Value::text(&digits));
    }

    /// Whatever stands in a cell is either understood, or kept as it stands.
    #[test]
    fn nothing_written_is_lost_or_kills(text in "\\PC{0,40}") {
        for field in ["head_phone", "uscc", "people", "area_m2", "last_drill", "self_built", "gas_alarm", "special_equipment", "floors_used", "head_name"] {
            if let Value::Doubtful(kept, ..) = value(field, text.as_str()) {
                prop_assert_eq!(kept, Cell::from(text.as_str()).text());
            }
        }
    }
}
