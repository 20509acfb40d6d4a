//! `xunan import premises` from outside, with the ledger that offices keep.

#![expect(clippy::unwrap_used, reason = "a test stops where what it needs is not there")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const COMMUNITIES: [&str; 7] = ["团结社区", "晨光社区", "民生社区", "园丁社区", "富兴社区", "锦绣社区", "铁西社区"];

/// A data folder with the communities that the sample names, each with four grids.
struct Street(tempfile::TempDir);

impl Street {
    fn new() -> Self {
        let street = Self::empty();
        for community in COMMUNITIES {
            let made = street.run(&["admin", "add-community", community, "--grids", "4"]);
            assert!(made.status.success(), "{made:?}");
        }
        street
    }

    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xunan"));
        command.env("XUNAN_DATA", self.0.path().join("data")).env_remove("DATABASE_URL").args(words).output().unwrap()
    }

    fn import(&self, file: &Path, more: &[&str]) -> Value {
        let file = file.to_str().unwrap();
        let done = self.run(&[&["import", "premises", file, "--json"], more].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice(&done.stdout).unwrap()
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn sample() -> PathBuf {
    data("premises-ledger-sample.xlsx")
}

/// The report's notes counted by their codes, as the expected numbers are written.
fn counted(report: &Value) -> Value {
    let mut report = report.clone();
    for notes in ["warnings", "errors"] {
        let mut codes: BTreeMap<String, u32> = BTreeMap::new();
        for note in report[notes].as_array().unwrap() {
            *codes.entry(note["code"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        report[notes] = serde_json::to_value(codes).unwrap();
    }
    report
}

#[test]
fn the_sample_gives_the_expected_numbers_and_a_second_run_nothing() {
    let street = Street::new();
    let expected: Value = serde_json::from_slice(&std::fs::read(data("premises-ledger-sample.expect.json")).unwrap()).unwrap();

    let looked = street.import(&sample(), &["--dry-run"]);
    assert_eq!(counted(&looked), expected);
    let imported = street.import(&sample(), &[]);
    assert_eq!(counted(&imported), expected);
    // Looking had written nothing, or it would all have been there already.
    assert_eq!(imported, looked);

    let again = street.import(&sample(), &[]);
    assert_eq!((again["rows"].as_u64(), again["imported"].as_u64(), again["duplicates"].as_u64()), (Some(464), Some(0), Some(444)));
    assert_eq!(again["errors"], imported["errors"]);
    assert_eq!(again["warnings"], serde_json::json!([]));

    // What waited for its community goes in once that is there, and nothing else.
    assert!(street.run(&["admin", "add-community", "高新区社区", "--grids", "4"]).status.success());
    let third = street.import(&sample(), &[]);
    assert_eq!(third["imported"].as_u64(), Some(1));
    assert!(street.run(&["verify"]).status.success());
}

#[test]
fn a_note_names_the_row_as_the_spreadsheet_counts() {
    let street = Street::new();
    let report = street.import(&sample(), &["--dry-run"]);
    let first = report["errors"].as_array().unwrap().iter().find(|note| note["code"] == "no_name").unwrap();
    assert_eq!((first["row"].as_u64(), first["column"].as_str()), (Some(113), Some("单位名称（全称）")));
    let phone = report["warnings"].as_array().unwrap().iter().find(|note| note["code"] == "bad_phone").unwrap();
    assert_eq!((phone["row"].as_u64(), phone["column"].as_str()), (Some(32), Some("联系电话")));
}

#[test]
fn a_person_gets_a_table_in_words() {
    let street = Street::new();
    let done = street.run(&["import", "premises", sample().to_str().unwrap(), "--dry-run"]);
    let out = String::from_utf8(done.stdout).unwrap();
    for words in ["工作表“场所台账”：表头在第 3 行", "没有导入的列：序号、行业类别", "可以导入", "试运行"]
    {
        assert!(out.contains(words), "{words}\n{out}");
    }
}

#[test]
fn a_wrong_file_is_one_clear_sentence() {
    let street = Street::new();
    let whole = std::fs::read(sample()).unwrap();
    let mut broken = whole.clone();
    broken[20_000..20_400].fill(0x55);
    let encrypted = include_bytes!("data/encrypted.xlsx");
    let cases = [
        (street.file("empty.xlsx", b""), "空文件"),
        (street.file("ledger.csv", "单位名称,地址\n甲,乙\n".as_bytes()), "CSV"),
        (street.file("page.xls", b"<html><table></table></html>"), "网页格式"),
        (street.file("half.xlsx", &whole[..30_000]), "已损坏"),
        (street.file("broken.xlsx", &broken), "已损坏"),
        (street.file("picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0"), "不是 Excel 工作簿"),
        (street.file("secret.xlsx", encrypted), "打开密码"),
        (street.0.path().join("nowhere.xlsx"), "没有这个文件"),
        (street.0.path().to_owned(), "文件夹"),
    ];
    for (file, words) in cases {
        let done = street.run(&["import", "premises", file.to_str().unwrap(), "--json"]);
        let said = String::from_utf8(done.stderr).unwrap();
        let sentences: Vec<&str> = said.lines().filter(|line| line.starts_with("xunan:")).collect();
        assert_eq!(done.status.code(), Some(1), "{file:?}: {said}");
        assert!(sentences.len() == 1 && sentences[0].contains(words), "{file:?}: {said}");
        let out: Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(sentences[0], format!("xunan: {}", out["error"].as_str().unwrap()), "the same sentence for a script");
    }
    // Nothing of the damaged ones went in.
    assert_eq!(street.import(&sample(), &["--dry-run"])["imported"].as_u64(), Some(440));
}

#[test]
fn a_street_without_communities_says_what_to_do_first() {
    let done = Street::empty().run(&["import", "premises", sample().to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("add-community"));
}
