//! The sheets of a workbook that are ledgers, row by row. Titles stand above the header, notes on sheets of their own.

use super::column::{Columns, Headings, Target, usual};
use super::fault::FileFault;
use super::row::{Ground, Line, read};
use super::workbook::{Row, Workbook};
use std::ops::ControlFlow;
use std::path::Path;

/// Rows among which the header has to stand.
const HEADER_ROWS_MAX: usize = 30;

/// A sheet that was read.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Its name.
    pub(super) name: String,
    /// Its columns.
    pub(super) columns: Columns,
}

/// Reads every ledger of the file to its end, or until `each` breaks, and says which sheets they were.
///
/// # Errors
/// [`FileFault`] if there is none, or if one can't be read.
pub(super) fn walk(
    path: &Path,
    ground: &Ground,
    headings: &Headings,
    mut each: impl FnMut(Line) -> ControlFlow<()>,
) -> Result<Vec<Sheet>, FileFault> {
    let mut book = Workbook::open(path)?;
    let (mut sheets, mut has_rows) = (vec![], false);
    for name in book.sheets() {
        let mut table = Table { ground, headings, sheet: &name, columns: None, above: 0, last: 0, has_rows: false };
        let mut next = Ok(Next::Row);
        book.rows(&name, |row| {
            next = table.row(&row, &mut each);
            if matches!(next, Ok(Next::Row)) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        has_rows |= table.has_rows;
        sheets.extend(table.columns.map(|columns| Sheet { name, columns }));
        if next? == Next::Nothing {
            return Ok(sheets);
        }
    }
    let name = || book.name().to_owned();
    if sheets.is_empty() {
        return Err(FileFault::NoHeader { name: name(), rows: HEADER_ROWS_MAX });
    }
    if let Some(column) = headings.unfound(sheets.iter().map(|sheet| &sheet.columns)) {
        return Err(FileFault::UnknownColumn { column });
    }
    if has_rows { Ok(sheets) } else { Err(FileFault::NoRows { name: name() }) }
}

/// What is read after a row.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    Row,
    Sheet,
    Nothing,
}

struct Table<'a> {
    ground: &'a Ground,
    headings: &'a Headings,
    sheet: &'a str,
    columns: Option<Columns>,
    /// Rows seen above the header.
    above: usize,
    /// The last row that was read, the header at first.
    last: u32,
    has_rows: bool,
}

impl Table<'_> {
    fn row(&mut self, row: &Row, each: &mut impl FnMut(Line) -> ControlFlow<()>) -> Result<Next, FileFault> {
        let Some(columns) = &self.columns else { return self.above(row) };
        // Rows without any cell are not in the file.
        for _ in self.last + 1..row.number {
            if each(Line::Skipped).is_break() {
                return Ok(Next::Nothing);
            }
        }
        // Rows in disorder leave no gaps twice: there are never more lines than a sheet has rows.
        (self.last, self.has_rows) = (self.last.max(row.number), true);
        let line = read(self.ground, columns, self.in_community(), row);
        Ok(if each(line).is_break() { Next::Nothing } else { Next::Row })
    }

    fn above(&mut self, row: &Row) -> Result<Next, FileFault> {
        self.columns = self.headings.columns(row);
        self.last = row.number;
        if let Some(columns) = &self.columns {
            self.is_whole(columns)?;
            return Ok(Next::Row);
        }
        self.above += 1;
        Ok(if self.above < HEADER_ROWS_MAX { Next::Row } else { Next::Sheet })
    }

    /// Whether everything stands in the header without which no row can go in.
    fn is_whole(&self, columns: &Columns) -> Result<(), FileFault> {
        for target in [Target::Address, Target::Community, Target::Kind] {
            let is_said = target == Target::Community && self.in_community().is_some();
            if columns.find(target).is_none() && !is_said {
                return Err(FileFault::ColumnMissing { sheet: self.sheet.to_owned(), row: columns.header, column: usual(target) });
            }
        }
        Ok(())
    }

    /// A sheet for each community, named after it, needs no such column.
    fn in_community(&self) -> Option<&str> {
        self.ground.places.community(self.sheet).is_ok().then_some(self.sheet)
    }
}
