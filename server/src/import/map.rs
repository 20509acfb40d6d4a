//! The `--map` file: headings that no table can know, `{"列名": "field"}` as JSON or YAML.

use super::fault::FileFault;
use std::collections::BTreeMap;
use std::path::Path;

/// # Errors
/// [`FileFault::Unopened`] or [`FileFault::BadMap`] if it can't be read.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, String>, FileFault> {
    let bad = |why: String| FileFault::BadMap { name: path.display().to_string(), why };
    let bytes = std::fs::read(path)
        .map_err(|error| FileFault::Unopened { name: path.display().to_string(), why: super::workbook::said(&error) })?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(bad("文件是空的".to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|error| bad(error.to_string()))?;
    // YAML holds JSON.
    parse(&text).map_err(bad)
}

fn parse(text: &str) -> Result<BTreeMap<String, String>, String> {
    serde_saphyr::from_str(text).map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_yaml_say_the_same() {
        let wanted = BTreeMap::from([("铺面".to_owned(), "name".to_owned()), ("在哪儿".to_owned(), "address".to_owned())]);
        assert_eq!(parse("{\"铺面\": \"name\", \"在哪儿\": \"address\"}"), Ok(wanted.clone()));
        assert_eq!(parse("铺面: name\n在哪儿: address\n"), Ok(wanted));
        assert!(parse("[1, 2]").is_err());
    }
}
