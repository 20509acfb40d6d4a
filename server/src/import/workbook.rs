//! Opens a workbook and gives its rows one by one. Of an .xlsx only one row is held at a time (beside the texts that cells share);
//! the old .xls can only be read whole, so its size is limited.

use super::cell::Cell;
use super::fault::FileFault;
use super::merged::Merged;
use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// The largest .xlsx. Half a million rows are about 60 MB.
const XLSX_MAX_MB: u64 = 256;
/// The largest .xls, which can't be read in pieces. Its format ends at 65,536 rows a sheet anyway.
const XLS_MAX_MB: u64 = 48;
const MB: u64 = 1024 * 1024;
/// Rows and columns that a sheet can have. The reader believes any address, and a cell in column ZZZZZZ would make a row of 10 GB.
pub(super) const ROWS_MAX: u32 = 1_048_576;
pub(super) const COLUMNS_MAX: usize = 16_384;

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Row {
    /// As the spreadsheet counts, from 1.
    pub(super) number: u32,
    /// By their columns; shorter where the rest is empty.
    pub(super) cells: Vec<Cell>,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> &Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.cells.get(column).unwrap_or(EMPTY)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

/// An opened workbook.
pub(super) struct Workbook {
    name: String,
    book: Book,
}

enum Book {
    Xlsx(Box<Xlsx<BufReader<File>>>),
    Xls(Box<Xls<BufReader<File>>>),
}

impl Workbook {
    pub(super) fn open(path: &Path) -> Result<Self, FileFault> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let unopened = |error: std::io::Error| FileFault::Unopened { name: path.display().to_string(), why: said(&error) };
        let mut file = File::open(path).map_err(unopened)?;
        let size = file.metadata().map_err(unopened)?;
        if size.is_dir() {
            return Err(FileFault::Unopened { name: path.display().to_string(), why: "这是一个文件夹".to_owned() });
        }
        let mut head = [0; 512];
        let read = file.read(&mut head).map_err(unopened)?;
        let head = &head[..read];
        let max_mb = if head.starts_with(b"PK") { XLSX_MAX_MB } else { XLS_MAX_MB };
        if size.len() > max_mb * MB {
            return Err(FileFault::TooLarge { name, size_mb: size.len() / MB, max_mb });
        }
        let reader = BufReader::new(File::open(path).map_err(unopened)?);
        let book = match head {
            [] => return Err(FileFault::Empty { name }),
            [b'P', b'K', ..] => xlsx(reader, &name).map(Book::Xlsx)?,
            [0xd0, 0xcf, 0x11, 0xe0, ..] => xls(path, reader, &name)?,
            head => return Err(other(head, name)),
        };
        Ok(Self { name, book })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The names of the sheets that a person sees, in order.
    pub(super) fn sheets(&self) -> Vec<String> {
        let sheets = match &self.book {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
        };
        let seen = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
        seen.map(|sheet| sheet.name.clone()).collect()
    }

    /// Gives the rows that have any cell, in order, until `each` breaks.
    pub(super) fn rows(&mut self, sheet: &str, mut each: impl FnMut(Row) -> ControlFlow<()>) -> Result<(), FileFault> {
        let name = self.name.clone();
        match &mut self.book {
            Book::Xlsx(book) => {
                let merged = Merged::new(book.merge_cells_by_sheet_name(sheet).unwrap_or_default());
                let mut last = 0;
                let broken = |row| FileFault::BrokenOff { name: name.clone(), sheet: sheet.to_owned(), row };
                stream(book, sheet, merged, &mut last, &mut each).map_err(|_| broken(last))
            }
            Book::Xls(book) => {
                let range = book.worksheet_range(sheet).map_err(|_| FileFault::Damaged { name })?;
                let (top, left) = range.start().unwrap_or_default();
                for (n, cells) in (top + 1..).zip(range.rows()) {
                    let before = std::iter::repeat_n(Cell::Empty, left as usize);
                    let row = Row { number: n, cells: before.chain(cells.iter().cloned().map(Cell::from)).collect() };
                    if !row.is_blank() && each(row).is_break() {
                        break;
                    }
                }
                Ok(())
            }
        }
    }
}

fn xlsx(reader: BufReader<File>, name: &str) -> Result<Box<Xlsx<BufReader<File>>>, FileFault> {
    Xlsx::new(reader).map(Box::new).map_err(|error| match error {
        XlsxError::Password => FileFault::Encrypted { name: name.to_owned() },
        _ => FileFault::Damaged { name: name.to_owned() },
    })
}

/// The old format's container also holds encrypted new workbooks.
fn xls(path: &Path, reader: BufReader<File>, name: &str) -> Result<Book, FileFault> {
    let damaged = || FileFault::Damaged { name: name.to_owned() };
    match xlsx(reader, name) {
        Err(FileFault::Encrypted { name }) => return Err(FileFault::Encrypted { name }),
        Ok(book) => return Ok(Book::Xlsx(book)),
        Err(_) => {}
    }
    let reader = BufReader::new(File::open(path).map_err(|_| damaged())?);
    match Xls::new(reader) {
        Ok(book) => Ok(Book::Xls(Box::new(book))),
        Err(XlsError::Password) => Err(FileFault::Encrypted { name: name.to_owned() }),
        Err(_) => Err(damaged()),
    }
}

fn stream(
    book: &mut Xlsx<BufReader<File>>,
    sheet: &str,
    mut merged: Merged,
    last: &mut u32,
    each: &mut impl FnMut(Row) -> ControlFlow<()>,
) -> Result<(), XlsxError> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let mut row = Row::default();
    while let Some(cell) = cells.next_cell()? {
        let (row_index, column) = (cell.get_position().0, cell.get_position().1 as usize);
        if row_index >= ROWS_MAX || column >= COLUMNS_MAX {
            return Err(XlsxError::UnexpectedNode("a cell outside of every sheet"));
        }
        let number = row_index + 1;
        if number != row.number {
            let full = std::mem::replace(&mut row, Row { number, cells: vec![] });
            *last = full.number;
            if !full.is_blank() && each(merged.fill(full)).is_break() {
                return Ok(());
            }
        }
        let value = Cell::from(cell.get_value().clone());
        // Sheets that were painted to the last column have thousands of empty cells a row.
        if value != Cell::Empty {
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::Empty);
            }
            row.cells[column] = value;
        }
    }
    if !row.is_blank() {
        let _ = each(merged.fill(row));
    }
    Ok(())
}

/// What it is, if it is no workbook.
fn other(head: &[u8], name: String) -> FileFault {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') {
        return FileFault::WebPage { name };
    }
    // GBK has no control bytes either, so an old CSV counts as text as well; what a spreadsheet program calls Unicode text is UTF-16.
    let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let is_text = is_utf16 || head.iter().all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\r' | b'\n'));
    if is_text { FileFault::Text { name } } else { FileFault::Damaged { name } }
}

/// What the system says, in the reader's language where it is one of the usual things.
pub(super) fn said(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件".to_owned(),
        std::io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
        _ => error.to_string(),
    }
}
