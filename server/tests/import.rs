//! `xunan import premises` from outside, with the ledger that offices keep.

#![expect(clippy::unwrap_used, reason = "a test stops where what it needs is not there")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
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

/// A workbook whose one sheet has these rows and merged ranges.
fn workbook(sheet: &str, rows: &[&[&str]], merged: &[&str]) -> Vec<u8> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut data = String::new();
    for (row, cells) in (1..).zip(rows) {
        let cell = |(column, text): (char, &&str)| format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{}</t></is></c>"#, escaped(text));
        let cells: String = ('A'..).zip(*cells).filter(|(_, text)| !text.is_empty()).map(cell).collect();
        data += &format!(r#"<row r="{row}">{cells}</row>"#);
    }
    let merged: String = merged.iter().map(|range| format!(r#"<mergeCell ref="{range}"/>"#)).collect();
    let merged = if merged.is_empty() { merged } else { format!("<mergeCells>{merged}</mergeCells>") };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let (of_package, of_office) = (
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    );
    folder(&[
        (
            "_rels/.rels",
            &format!(
                r#"<Relationships xmlns="{of_package}"><Relationship Id="r1" Type="{of_office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{main}" xmlns:r="{of_office}"><sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<Relationships xmlns="{of_package}"><Relationship Id="r1" Type="{of_office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        ("xl/worksheets/sheet1.xml", &format!(r#"<worksheet xmlns="{main}"><sheetData>{data}</sheetData>{merged}</worksheet>"#)),
    ])
}

/// A packed folder, as workbooks are.
fn folder(files: &[(&str, &str)]) -> Vec<u8> {
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, text) in files {
        packed.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        packed.write_all(text.as_bytes()).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

const HEADER: [&str; 8] = ["单位名称", "地址", "社区", "场所类型", "联系电话", "灭火器", "使用楼层", "备注"];

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Each is refused as a whole, with a sentence that says what is wrong, that nothing happened, and what to do.
#[test]
fn a_wrong_file_is_one_clear_sentence() {
    let street = Street::new();
    let whole = std::fs::read(sample()).unwrap();
    let mut broken = whole.clone();
    broken[20_000..20_400].fill(0x55);
    let encrypted = include_bytes!("data/encrypted.xlsx");
    let text = "单位名称,地址\n甲,乙\n";
    let gbk = b"\xb5\xa5\xce\xbb\xc3\xfb\xb3\xc6,\xb5\xd8\xd6\xb7\r\n\xbc\xd7,\xd2\xd2\r\n";
    let (good, huge) = (["甲店", "甲路1号", "团结社区", "面馆", "", "", "", ""], "甲".repeat(700_000));
    let too_large = ["乙店", "乙路1号", "团结社区", "面馆", "", "", "", &huge];
    let sheet = |rows: &[&[&str]]| workbook("台账", rows, &[]);
    let cases = [
        (street.file("empty.xlsx", b""), "空文件"),
        (street.file("ledger.csv", text.as_bytes()), "CSV"),
        (street.file("mark.csv", format!("\u{feff}{text}").as_bytes()), "CSV"),
        (street.file("gbk.csv", gbk), "CSV"),
        (street.file("utf16.csv", &utf16(text)), "CSV"),
        (street.file("named.xlsx", text.as_bytes()), "CSV"),
        (street.file("nul.csv", b"name,address\0\0\n"), "不是 Excel 工作簿"),
        (street.file("nul.xlsx", &[0; 4_096]), "不是 Excel 工作簿"),
        (street.file("page.xls", b"<html><table></table></html>"), "网页格式"),
        (street.file("half.xlsx", &whole[..30_000]), "已损坏"),
        (street.file("stub.xlsx", &whole[..10]), "已损坏"),
        (street.file("broken.xlsx", &broken), "已损坏"),
        (street.file("letter.docx", &folder(&[("word/document.xml", "<document/>")])), "不是 Excel 工作簿"),
        (street.file("picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0"), "不是 Excel 工作簿"),
        (street.file("secret.xlsx", encrypted), "打开密码"),
        (street.file("blank.xlsx", &sheet(&[])), "没有找到表头"),
        (street.file("other.xlsx", &sheet(&[&["姓名", "工号", "部门"], &["李敏", "7", "安监"]])), "没有找到表头"),
        (
            street.file("column.xlsx", &sheet(&[&["单位名称", "地址", "联系电话", "场所类型"], &["甲店", "甲路1号", "", "面馆"]])),
            "所属社区",
        ),
        (street.file("header.xlsx", &sheet(&[&HEADER])), "只有表头"),
        (street.file("huge.xlsx", &sheet(&[&HEADER, &good, &too_large])), "大得不正常"),
        (street.0.path().join("nowhere.xlsx"), "没有这个文件"),
        (street.0.path().to_owned(), "文件夹"),
    ];
    for (file, words) in cases {
        let said = refused(&street, &file, &[]);
        assert!(said.contains(words), "{file:?}: {said}");
    }
    let map = |text: &[u8]| street.file("map.json", text).to_str().unwrap().to_owned();
    for (text, words) in [
        (&b"[1, 2]"[..], "读不懂"),
        (b"\xff\xfe", "读不懂"),
        (b"", "读不懂"),
        ("铺面: nowhere".as_bytes(), "“nowhere”不存在"),
        ("铺面: name".as_bytes(), "“铺面”在表头里没有找到"),
    ] {
        let said = refused(&street, &sample(), &["--map", &map(text)]);
        assert!(said.contains(words), "{said}");
    }
    // Nothing of them went in.
    assert_eq!(street.import(&sample(), &["--dry-run"])["imported"].as_u64(), Some(440));
}

/// The one sentence that a person reads and a script finds.
fn refused(street: &Street, file: &Path, more: &[&str]) -> String {
    let done = street.run(&[&["import", "premises", file.to_str().unwrap(), "--json"], more].concat());
    let said = String::from_utf8(done.stderr).unwrap();
    let sentences: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("xunan: ")).collect();
    assert_eq!((done.status.code(), sentences.len()), (Some(1), 1), "{file:?}: {said}");
    let out: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(out, serde_json::json!({ "error": sentences[0] }), "the same sentence for a script");
    assert!(sentences[0].contains("什么也没有导入") && sentences[0].contains('请'), "{file:?}: {}", sentences[0]);
    sentences[0].to_owned()
}

#[test]
fn odd_cells_are_marked_and_keep_nothing_else_out() {
    let street = Street::new();
    let long = "店主说".repeat(1_000);
    let rows: [&[&str]; 10] = [
        &["诃额伦街道场所台账"],
        &HEADER,
        &["甲店", "甲路1号", "团结社区", "面馆", "１９９００００５１０９", "-3", "1-100层", &long],
        &["乙店", "甲路2号", "", "面馆", "19900005109", "2", "", "_x0000_"],
        &["丙店", "甲路3号", "", "面馆", "1990000510", "", "", ""],
        &["丙　店", "甲路３号", "", "面馆", "19900005109", "", "", ""],
        &["丁店", "甲路4号", "晨光", "面馆", "", "", "", ""],
        &["小计", "", "", "", "4", "", "", ""],
        &["", "甲路5号", "晨光社区", "面馆", "", "", "", ""],
        &["戊店", "甲路6号", "晨光社区", "面馆", "", "", "", "a & b < c"],
    ];
    let file = street.file("odd.xlsx", &workbook("台账", &rows, &["A1:H1", "C3:C6"]));
    let report = street.import(&file, &[]);
    let figures = |report: &Value| ["rows", "imported", "duplicates", "skipped"].map(|figure| report[figure].as_u64().unwrap());
    assert_eq!(figures(&report), [7, 5, 1, 1], "{report}");
    let codes = |notes: &str| -> Vec<(u64, String)> {
        let notes = report[notes].as_array().unwrap().iter();
        notes.map(|note| (note["row"].as_u64().unwrap(), note["code"].as_str().unwrap().to_owned())).collect()
    };
    assert_eq!(codes("errors"), [(9, "no_name".to_owned())]);
    let warnings = codes("warnings");
    assert_eq!(warnings.iter().filter(|(row, code)| (*row, code.as_str()) == (3, "bad_value")).count(), 3, "{report}");
    assert!(warnings.contains(&(5, "bad_phone".to_owned())), "{report}");
    assert_eq!(figures(&street.import(&file, &[])), [7, 0, 6, 1], "a second run imports nothing");
    assert!(street.run(&["verify"]).status.success());
}

#[test]
fn a_street_without_communities_says_what_to_do_first() {
    let done = Street::empty().run(&["import", "premises", sample().to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("add-community"));
}
