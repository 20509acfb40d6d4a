//! The tone of the words: what a colleague on site would not say is not in the files.

use toml::{Table, Value};

fn sentences(locale: &str) -> Vec<(String, String)> {
    fn collect(table: &Table, path: &str, out: &mut Vec<(String, String)>) {
        for (key, value) in table {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match value {
                Value::String(sentence) => out.push((path, sentence.clone())),
                Value::Table(table) => collect(table, &path, out),
                other => panic!("{path}: {other:?}"),
            }
        }
    }
    let text =
        std::fs::read_to_string(format!("{}/locales/{locale}.toml", env!("CARGO_MANIFEST_DIR"))).expect("the file stands beside the tests");
    let mut out = Vec::new();
    collect(&text.parse().expect("the build has read it already"), "", &mut out);
    out
}

#[test]
fn no_sentence_uses_a_word_that_says_nothing_to_a_person() {
    for (key, sentence) in sentences("zh-CN") {
        for banned in ["系统", "后台", "异常", "非法", "失败", "是否确认", "请稍候", "上传成功", "同步完成", "该记录"]
        {
            assert!(!sentence.contains(banned), "{key} says {banned}: {sentence}");
        }
    }
}

#[test]
fn no_button_says_only_yes_or_ok() {
    for (locale, banned) in [("zh-CN", ["确定", "确认", "好的"]), ("en", ["OK", "Ok", "Confirm"])] {
        for (key, sentence) in sentences(locale) {
            assert!(!banned.contains(&sentence.as_str()), "{key} is {sentence}");
        }
    }
}

#[test]
fn exclamation_marks_are_kept_for_danger() {
    for locale in ["zh-CN", "en"] {
        for (key, sentence) in sentences(locale) {
            assert!(key.starts_with("danger.") || !sentence.contains(['!', '！']), "{key}: {sentence}");
        }
    }
}

#[test]
fn the_fixed_words_mean_one_thing() {
    for (key, sentence) in sentences("zh-CN") {
        let is_closing = ["hazard", "closure", "premises", "today", "fail", "desk", "w."].iter().any(|area| key.starts_with(area))
            || key.contains("hazard");
        assert!(is_closing || !sentence.contains("销号"), "{key} speaks of closure: {sentence}");
    }
}
