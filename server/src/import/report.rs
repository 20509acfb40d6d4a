//! What became of a file: figures for a script, a table for a person.

use super::table::Sheet;
use serde::Serialize;
use std::fmt::Write;

/// What is noted about a cell. The names are the interface of `--json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::enum_variant_names, reason = "the names are the interface of `--json`")]
pub enum Code {
    /// A credit code that does not pass its check; kept, marked.
    BadCode,
    /// A telephone number that is none; kept, marked.
    BadPhone,
    /// A value that can't be understood; kept, marked.
    BadValue,
    /// Coordinates that are none here; not kept.
    BadPosition,
    /// No name: the row waits.
    NoName,
    /// No address: the row waits.
    NoAddress,
    /// A community that isn't there: the row waits.
    UnknownCommunity,
    /// A grid that isn't in the community: the row waits.
    UnknownGrid,
    /// A word that no kind knows: the row waits.
    UnknownKind,
}

impl Code {
    #[cfg(test)]
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| name.as_str().map(ToOwned::to_owned)).unwrap_or_default()
    }
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The row, as the spreadsheet counts.
    pub row: u32,
    /// The heading of its column.
    pub column: String,
    /// What is noted.
    pub code: Code,
    /// Why, in words.
    pub text: String,
}

/// Characters of a note and of its column's heading at most: both quote the file, and a file may hold anything.
const QUOTE_MAX: usize = 200;

impl Note {
    pub(super) fn new(row: u32, column: &str, code: Code, text: &str) -> Self {
        Self { row, column: shortened(column, QUOTE_MAX), code, text: shortened(text, QUOTE_MAX) }
    }
}

/// The first characters of a text, and a sign if there were more.
pub(super) fn shortened(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// What became of a file.
#[derive(Debug, Default)]
pub struct Report {
    pub(super) file: String,
    pub(super) sheets: Vec<Sheet>,
    /// Rows of premises.
    pub rows: u32,
    /// Went in, or would.
    pub imported: u32,
    /// The same name and address in the same community, in the file or in the ledger.
    pub duplicates: u32,
    /// Blank, subtotals, totals, signatures.
    pub skipped: u32,
    /// Of rows that went in.
    pub warnings: Vec<Note>,
    /// Of rows that wait.
    pub errors: Vec<Note>,
}

/// The report as a script reads it.
#[derive(Debug, Serialize)]
pub struct Json<'a> {
    rows: u32,
    imported: u32,
    duplicates: u32,
    skipped: u32,
    warnings: &'a [Note],
    errors: &'a [Note],
}

/// Notes that a person is shown on the terminal; `--json` has them all.
const NOTES_SHOWN_MAX: usize = 200;

impl Report {
    /// For a script.
    #[must_use]
    pub fn json(&self) -> Json<'_> {
        let Self { rows, imported, duplicates, skipped, warnings, errors, .. } = self;
        Json { rows: *rows, imported: *imported, duplicates: *duplicates, skipped: *skipped, warnings, errors }
    }

    /// What happened, for a person.
    pub fn told(&self, is_dry: bool) -> String {
        let mut out = format!("{}\n", self.file);
        for sheet in &self.sheets {
            let (columns, header) = (sheet.columns.read.len(), sheet.columns.header);
            let _ = write!(out, "工作表“{}”：表头在第 {header} 行，认出 {columns} 列", sheet.name);
            let unread: Vec<String> = sheet.columns.unread.iter().map(|heading| shortened(heading, QUOTE_MAX)).collect();
            let _ = if unread.is_empty() { writeln!(out) } else { writeln!(out, "；没有导入的列：{}", unread.join("、")) };
        }
        let waiting = self.rows.saturating_sub(self.imported + self.duplicates);
        let figures = [
            ("读到", self.rows, ""),
            (if is_dry { "可以导入" } else { "已导入" }, self.imported, ""),
            ("重复", self.duplicates, "同一社区里名称和地址都相同，没有再导入"),
            ("等待处理", waiting, "改好后把整个文件再导入一次即可，已导入的不会重复"),
            ("跳过", self.skipped, "空行、小计、合计、签字行"),
        ];
        out.push('\n');
        for (name, figure, remark) in figures {
            let line = format!("  {}{figure:>7}  {remark}", padded(name, 10));
            let _ = writeln!(out, "{}", line.trim_end());
        }
        table(&mut out, "等待处理的行", &self.errors);
        table(&mut out, if is_dry { "可以导入但要核对的" } else { "已导入、要核对的（照原样保留并作了标记）" }, &self.warnings);
        if is_dry {
            out.push_str("\n这是试运行，什么也没有写入。\n");
        }
        out
    }
}

fn table(out: &mut String, title: &str, notes: &[Note]) {
    if notes.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}\n  {}{}原因", padded("行", 8), padded("列", 22));
    for note in notes.iter().take(NOTES_SHOWN_MAX) {
        let _ = writeln!(out, "  {}{}{}", padded(&note.row.to_string(), 8), padded(&note.column, 22), note.text);
    }
    if let more @ 1.. = notes.len().saturating_sub(NOTES_SHOWN_MAX) {
        let _ = writeln!(out, "  …… 还有 {more} 条，加 --json 看全部");
    }
}

/// Filled up to a width on a terminal, where a Chinese character takes two places.
pub fn padded(text: &str, width: usize) -> String {
    let taken: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(taken).max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let note = |row, column: &str, code, text: &str| Note { row, column: column.into(), code, text: text.into() };
        Report {
            file: "台账.xlsx".into(),
            rows: 9,
            imported: 6,
            duplicates: 1,
            skipped: 2,
            warnings: vec![note(5, "联系电话", Code::BadPhone, "位数不够：19900001")],
            errors: vec![note(7, "场所类型", Code::UnknownKind, "没有“其他”这个场所类型")],
            ..Report::default()
        }
    }

    #[test]
    fn a_script_gets_exactly_these_keys() {
        insta::assert_snapshot!(serde_json::to_string(&report().json()).unwrap(), @r#"{"rows":9,"imported":6,"duplicates":1,"skipped":2,"warnings":[{"row":5,"column":"联系电话","code":"bad_phone","text":"位数不够：19900001"}],"errors":[{"row":7,"column":"场所类型","code":"unknown_kind","text":"没有“其他”这个场所类型"}]}"#);
    }

    #[test]
    fn a_person_gets_a_table() {
        insta::assert_snapshot!(report().told(true));
    }
}
