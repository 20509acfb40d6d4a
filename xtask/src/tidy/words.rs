//! Words that we do not say to people: empty buttons, machine talk, and promises that nobody checked.

use anyhow::{Context, Result};

use crate::{tree, workspace};

/// A button says what it does: verb and object. Yes and no may stand: they answer a question of the list.
const NOT_ALONE: &[&str] = &["确定", "确认", "好的", "OK", "Ok", "ok", "Submit"];

/// Said by machines.
const NEVER: &[&str] =
    &["是否确认", "请稍候", "请稍后再试", "上传成功", "同步完成", "系统异常", "系统错误", "非法", "Please wait", "Are you sure"];

pub(crate) fn faults() -> Result<Vec<String>> {
    let root = workspace::root();
    let mut faults = Vec::new();
    for file in tree::files_with(&root.join("app/ui/locales"), "toml")? {
        let table: toml::Table = toml::from_str(&tree::text(&file)?).with_context(|| format!("understanding {}", file.display()))?;
        let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        let mut texts = Vec::new();
        collect(&toml::Value::Table(table), String::new(), &mut texts);
        faults.extend(texts.iter().filter_map(|(key, text)| Some(format!("{name}: {key}: {}", fault(text)?))));
    }
    Ok(faults)
}

fn collect(value: &toml::Value, key: String, texts: &mut Vec<(String, String)>) {
    match value {
        toml::Value::String(text) => texts.push((key, text.clone())),
        toml::Value::Table(table) => {
            for (part, value) in table {
                let key = if key.is_empty() { part.clone() } else { format!("{key}.{part}") };
                collect(value, key, texts);
            }
        }
        _ => {}
    }
}

fn fault(text: &str) -> Option<String> {
    if NOT_ALONE.contains(&text.trim()) {
        return Some(format!("「{text}」 says nothing; name the verb and the object"));
    }
    NEVER.iter().find(|word| text.contains(**word)).map(|word| format!("「{word}」 is not how we speak"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_names_its_deed() {
        assert!(fault("确定").is_some());
        assert_eq!(fault("确定提交检查"), None);
        assert!(fault("是否确认删除？").is_some());
        assert_eq!(fault("自动喷水灭火系统"), None);
    }
}
