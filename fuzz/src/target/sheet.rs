//! The inside of a workbook: the sheet's XML, and after a zero byte the texts that its cells share. Packed by us, so that mutations
//! reach the reader instead of ending at a checksum.

use super::workbook::check_file;
use crate::Target;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(crate) const TARGET: Target = Target {
    name: "sheet",
    what: "the XML inside a workbook: as for the file",
    max_bytes: 16 * 1024,
    check: |bytes| check_file(&packed(bytes)),
    seeds,
};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OF_PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OF_OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// As a workbook with one sheet.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (sheet, texts) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let book =
        format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OF_OFFICE}"><sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>"#);
    let tie = |id: &str, kind: &str, to: &str| format!(r#"<Relationship Id="{id}" Type="{OF_OFFICE}/{kind}" Target="{to}"/>"#);
    let ties = |all: &[String]| format!(r#"<Relationships xmlns="{OF_PACKAGE}">{}</Relationships>"#, all.concat());
    let outside = ties(&[tie("r1", "officeDocument", "xl/workbook.xml")]);
    let inside = ties(&[
        tie("r1", "worksheet", "worksheets/sheet1.xml"),
        tie("r2", "sharedStrings", "sharedStrings.xml"),
        tie("r3", "styles", "styles.xml"),
    ]);
    // The second format is a day.
    let styles = format!(r#"<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#);
    let files: [(&str, &[u8]); 6] = [
        ("_rels/.rels", outside.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", inside.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", texts),
        ("xl/styles.xml", styles.as_bytes()),
    ];
    let mut folder = ZipWriter::new(Cursor::new(vec![]));
    // A part without a byte is no XML; workbooks without shared texts lack it.
    for (name, text) in files.into_iter().filter(|(_, text)| !text.is_empty()) {
        let as_it_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        folder.start_file(name, as_it_is).expect("memory takes a file");
        folder.write_all(text).expect("memory takes bytes");
    }
    folder.finish().expect("memory takes an end").into_inner()
}

const HEADER: [&str; 11] = ["单位名称", "地址", "社区", "网格", "场所类型", "联系电话", "灭火器", "使用楼层", "经度", "纬度", "备注"];

fn seeds() -> Vec<Vec<u8>> {
    let shop = ["甲店", "甲路1号", "团结社区", "第一网格", "面馆", "19900005109", "2", "1-2层", "109.99", "39.81", "a &amp; b"];
    let odd = ["乙店", "乙路2号", "", "/", "便利店", "1990000510", "-3", "1-100层", "0", "39,81", "_x0000_"];
    let sum = ["小计", "", "", "", "4", "", "", "", "", "", ""];
    let row = |cell: fn(&str, u32, &str) -> String, number: u32, cells: &[&str]| {
        let cells: String = ('A'..).zip(cells).map(|(column, text)| cell(&column.to_string(), number, text)).collect();
        format!(r#"<row r="{number}">{cells}</row>"#)
    };
    let inline: fn(&str, u32, &str) -> String =
        |column, row, text| format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let bare: fn(&str, u32, &str) -> String = |column, row, text| format!(r#"<c r="{column}{row}" t="str"><v>{text}</v></c>"#);
    let sheet = |rows: &str, more: &str| {
        format!(r#"<worksheet xmlns="{MAIN}"><dimension ref="A1:K4"/><sheetData>{rows}</sheetData>{more}</worksheet>"#).into_bytes()
    };
    let all = |cell| {
        [row(cell, 1, &["诃额伦街道场所台账"]), row(cell, 2, &HEADER), row(cell, 3, &shop), row(cell, 4, &odd), row(cell, 6, &sum)].concat()
    };
    let numbers = r#"<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c><c r="E3" t="s"><v>3</v></c><c r="F3"><v>19900005109</v></c><c r="G3" s="1"><v>46082.4</v></c><c r="H3" t="b"><v>1</v></c><c r="I3" t="e"><v>#N/A</v></c><c r="K3" t="d"><v>2026-03-01T08:00:00</v></c></row>"#;
    let texts: String = ["甲店", "甲路1号", "团结社区", "面馆"].map(|text| format!("<si><t>{text}</t></si>")).concat();
    let shared = format!(r#"<sst xmlns="{MAIN}" count="4" uniqueCount="4">{texts}</sst>"#);
    let merged = r#"<mergeCells count="2"><mergeCell ref="A1:K1"/><mergeCell ref="C3:C4"/></mergeCells>"#;
    vec![
        sheet(&all(inline), merged),
        sheet(&all(bare), ""),
        [sheet(&(row(inline, 2, &HEADER) + numbers), ""), vec![0], shared.into_bytes()].concat(),
        sheet("", ""),
    ]
}
