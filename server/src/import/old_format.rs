//! Makes an .xls safe to be read. It is a compound file (MS-CFB), a folder in one file, with one stream of records (MS-XLS 2.1.4): a
//! kind, a length, and so many bytes. calamine 0.38 follows a ring in the folder's table of sectors until the memory is full; it
//! keeps a place for every cell between the first and the last of a sheet, so that two cells in opposite corners take gigabytes; and
//! it believes what the sheet says of its size before it sees a cell. So the stream is taken out by another reader, looked through,
//! and handed over in a folder of our own.

use super::fault::FileFault;
use cfb::{CompoundFile, Version};
use std::io::{Cursor, Read, Write};
use std::path::Path;

/// Rows and columns of a sheet in this format.
const ROWS_MAX: u32 = 65_536;
const COLUMNS_MAX: u32 = 256;
/// Cells between the first and the last of each sheet, in all: a full sheet of 64 columns.
const CELLS_MAX: u64 = 4 * 1024 * 1024;
/// What the reader takes for each, with its formula.
const CELL_BYTES: u64 = 64;
const MB: u64 = 1024 * 1024;

/// Where the records are, in the last version of the format and in those before.
const STREAMS: [&str; 2] = ["/Workbook", "/Book"];
const PACKED_WITH_PASSWORD: &str = "/EncryptedPackage";

const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const END: u16 = 0x000a;
const SEVERAL_NUMBERS: u16 = 0x00bd;
/// Number, text (three ways), truth or error, number in short, formula: each begins with its row and column.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00d6, 0x00fd, 0x0205, 0x027e, 0x0006];

/// A folder with nothing but the file's stream in it, at most `max_mb` of it.
///
/// # Errors
/// [`FileFault::Encrypted`], [`FileFault::Unfolds`], [`FileFault::Damaged`].
pub(super) fn taken_out(path: &Path, name: &str, max_mb: u64) -> Result<Vec<u8>, FileFault> {
    let damaged = |_| FileFault::Damaged { name: name.to_owned() };
    let mut folder = cfb::open(path).map_err(damaged)?;
    // A new workbook with a password is packed into such a folder.
    if folder.is_stream(PACKED_WITH_PASSWORD) {
        return Err(FileFault::Encrypted { name: name.to_owned() });
    }
    let stream = STREAMS.into_iter().find(|stream| folder.is_stream(stream)).unwrap_or(STREAMS[0]);
    let mut bytes = vec![];
    folder.open_stream(stream).and_then(|stream| stream.take(max_mb * MB).read_to_end(&mut bytes)).map_err(damaged)?;
    let cells = cells(&bytes).ok_or_else(|| FileFault::Damaged { name: name.to_owned() })?;
    if cells > CELLS_MAX {
        return Err(FileFault::Unfolds { name: name.to_owned(), max_mb: CELLS_MAX * CELL_BYTES / MB });
    }
    alone(stream, &bytes).map_err(damaged)
}

fn alone(stream: &str, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut folder = CompoundFile::create_with_version(Version::V3, Cursor::new(vec![]))?;
    folder.create_stream(stream)?.write_all(bytes)?;
    folder.flush()?;
    Ok(folder.into_inner().into_inner())
}

/// For how many cells the reader keeps a place; `None` if a sheet is none of this format.
fn cells(stream: &[u8]) -> Option<u64> {
    let mut all = 0;
    for (_, data) in records(stream).filter(|(kind, _)| *kind == BOUND_SHEET) {
        let begin = usize::try_from(u32::from_le_bytes(*data.first_chunk()?)).ok()?;
        all += sheet(stream.get(begin..)?)?;
    }
    Some(all)
}

fn sheet(stream: &[u8]) -> Option<u64> {
    let mut seen: Option<[u32; 4]> = None;
    for (kind, data) in records(stream) {
        let (row, first, last) = match kind {
            DIMENSIONS => {
                is_in_sheet(data)?;
                continue;
            }
            SEVERAL_NUMBERS => (word(data, 0)?, word(data, 2)?, word(data, data.len().checked_sub(2)?)?),
            kind if CELLS.contains(&kind) => (word(data, 0)?, word(data, 2)?, word(data, 2)?),
            _ => continue,
        };
        if first > last || last >= COLUMNS_MAX {
            return None;
        }
        let [top, left, bottom, right] = seen.unwrap_or([row, first, row, last]);
        seen = Some([top.min(row), left.min(first), bottom.max(row), right.max(last)]);
    }
    Some(seen.map_or(0, |[top, left, bottom, right]| u64::from(bottom - top + 1) * u64::from(right - left + 1)))
}

/// What a sheet says of its size: rows from, below, columns from, below (MS-XLS 2.4.90), shorter in older versions.
fn is_in_sheet(data: &[u8]) -> Option<()> {
    let [from, below, columns] = match data.len() {
        10 => [word(data, 0)?, word(data, 2)?, word(data, 6)?],
        _ => [long(data, 0)?, long(data, 4)?, word(data, 10)?],
    };
    let is_empty = below == 0 || columns == 0;
    (is_empty || from < below && below <= ROWS_MAX && columns <= COLUMNS_MAX).then_some(())
}

/// The records up to the end of this part of the stream, or to where it breaks off.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let ([k, i, l, n], rest) = stream.split_first_chunk()?;
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([*l, *n])))?;
        stream = rest;
        Some((u16::from_le_bytes([*k, *i]), data)).filter(|(kind, _)| *kind != END)
    })
}

fn word(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(*data.get(at..)?.first_chunk()?)))
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u16]) -> Vec<u8> {
        let data: Vec<u8> = data.iter().flat_map(|word| word.to_le_bytes()).collect();
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data.as_slice()].concat()
    }

    /// A book with one sheet of these records.
    fn book(records: &[Vec<u8>]) -> Vec<u8> {
        [record(BOUND_SHEET, &[12, 0]), record(END, &[]), records.concat(), record(END, &[])].concat()
    }

    #[test]
    fn a_place_is_kept_for_every_cell_between_the_first_and_the_last() {
        let number = |row, column| record(0x0203, &[row, column, 0, 0, 0, 0, 0]);
        assert_eq!(cells(&book(&[])), Some(0));
        assert_eq!(cells(&book(&[number(3, 1), number(5, 4)])), Some(12));
        assert_eq!(cells(&book(&[number(0, 0), number(65_535, 255)])), Some(16_777_216));
        assert_eq!(cells(&book(&[record(SEVERAL_NUMBERS, &[0, 2, 0, 0, 0, 9])])), Some(8));
    }

    #[test]
    fn a_sheet_outside_of_the_format_is_none() {
        let number = |row, column| record(0x0203, &[row, column, 0]);
        assert_eq!(cells(&book(&[number(0, 256)])), None);
        assert_eq!(cells(&book(&[record(DIMENSIONS, &[0, 0, 0, 1, 0, 9, 0])])), Some(0), "rows to 65,536");
        assert_eq!(cells(&book(&[record(DIMENSIONS, &[0, 0, 1, 1, 0, 9, 0])])), None);
        assert_eq!(cells(&[record(BOUND_SHEET, &[99, 0]), record(END, &[])].concat()), None, "begins behind the end");
    }
}
