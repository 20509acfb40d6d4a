//! Gas stands in two columns of most ledgers, whether and which kind, and in one field of ours.

use super::value::Value;
use super::word::{is_unknown, says_nothing, yes_no};
use domain::premises::FieldValue;

/// The value of `gas` from what stands under 是否用气 and 用气类型.
pub(super) fn value(used: &str, kind: &str) -> Value {
    let (is_used, option) = (yes_no(used), option(kind));
    match (is_used, option) {
        (Some(false), None) if says_nothing(kind) || kind.is_empty() || yes_no(kind) == Some(false) => Value::text("none"),
        // No and a kind contradict each other; the kind is the more careful reading.
        (Some(false), Some(option)) => Value::Estimated(FieldValue::Text(option.to_owned())),
        (_, Some(option)) => Value::text(option),
        (Some(true), None) if kind.is_empty() || says_nothing(kind) || yes_no(kind) == Some(true) => Value::text("unknown"),
        (None, None) if used.is_empty() && kind.is_empty() => Value::Blank,
        (None, None) if kind.is_empty() || used.is_empty() => alone(if kind.is_empty() { used } else { kind }),
        _ => Value::unclear(if kind.is_empty() { used } else { kind }, "看不出用什么气"),
    }
}

/// One of the columns stands alone and names no kind.
fn alone(text: &str) -> Value {
    match yes_no(text) {
        Some(false) => Value::text("none"),
        Some(true) => Value::text("unknown"),
        None if is_unknown(text) => Value::text("unknown"),
        None if says_nothing(text) => Value::Blank,
        None => Value::unclear(text, "看不出用什么气"),
    }
}

fn option(kind: &str) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    let bottle = has(&["瓶", "液化", "罐"]);
    let pipe = has(&["管道", "天然气", "煤气"]) && !kind.contains("液化天然气");
    match (pipe, bottle) {
        (true, true) => Some("both"),
        (true, false) => Some("pipe"),
        (false, true) => Some("bottle"),
        (false, false) if has(&["醇", "酒精", "生物油"]) => Some("alcohol-fuel"),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_and_which_make_one_value() {
        for (used, kind, gas) in [
            ("有", "管道天然气", "pipe"),
            ("√", "瓶装液化气", "bottle"),
            ("是", "管道+瓶装", "both"),
            ("是", "醇基燃料", "alcohol-fuel"),
            ("是", "", "unknown"),
            ("是", "不详", "unknown"),
            ("否", "", "none"),
            ("无", "/", "none"),
            ("", "液化气罐", "bottle"),
            ("", "无", "none"),
            ("", "是", "unknown"),
            ("不清楚", "", "unknown"),
        ] {
            assert_eq!(value(used, kind), Value::text(gas), "{used} {kind}");
        }
        assert_eq!(value("", ""), Value::Blank);
        assert_eq!(value("否", "管道天然气"), Value::Estimated(FieldValue::Text("pipe".into())));
        assert!(matches!(value("是", "沼气"), Value::Doubtful(..)));
    }
}
