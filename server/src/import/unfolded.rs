//! Whether an .xlsx can be read in bounded memory. It is a folder of XML files, packed: few bytes may unfold to more than the machine
//! has, and of some files the reader keeps all at once, the texts that cells share above all, of others the longest cell.

use super::fault::FileFault;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// Unfolded bytes of a sheet, which is read row by row: some ten million rows.
const SHEET_MAX_MB: u64 = 4_096;
/// Unfolded bytes of any other file inside, which is kept whole. Half a million rows share some 90 MB of texts.
const WHOLE_MAX_MB: u64 = 192;
/// Bytes between two tags. A cell has at most 32,767 characters, each of 7 bytes at most.
const RUN_MAX_KB: usize = 1_024;
const MB: u64 = 1024 * 1024;

/// Unfolds every file once, without keeping any. What can't be read here is left to the reader, who says where it breaks off.
///
/// # Errors
/// [`FileFault::HugeCell`], [`FileFault::Unfolds`].
pub(super) fn check(path: &Path, name: &str) -> Result<(), FileFault> {
    let Some(mut folder) = File::open(path).ok().and_then(|file| ZipArchive::new(BufReader::new(file)).ok()) else { return Ok(()) };
    for n in 0..folder.len() {
        let Ok(part) = folder.by_index(n) else { continue };
        let path = part.name().map(|path| path.to_lowercase()).unwrap_or_default();
        if path.ends_with(".xml") || path.ends_with(".rels") {
            measure(part, if path.contains("worksheets/") { SHEET_MAX_MB } else { WHOLE_MAX_MB }, name)?;
        }
    }
    Ok(())
}

fn measure(mut part: impl Read, max_mb: u64, name: &str) -> Result<(), FileFault> {
    let (mut some, mut all, mut run) = (vec![0; 64 * 1024], 0, 0);
    while let Ok(read @ 1..) = part.read(&mut some) {
        all += read as u64;
        if all > max_mb * MB {
            return Err(FileFault::Unfolds { name: name.to_owned(), max_mb });
        }
        let mut runs = some[..read].split(|byte| *byte == b'<').map(<[u8]>::len);
        run += runs.next().unwrap_or(0);
        for next in runs {
            if run > RUN_MAX_KB * 1024 {
                break;
            }
            run = next;
        }
        if run > RUN_MAX_KB * 1024 {
            return Err(FileFault::HugeCell { name: name.to_owned(), max_kb: RUN_MAX_KB });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unfolds_to_more_than_memory_is_found_out() {
        let zeros = |mb: u64| std::io::repeat(b'<').take(mb * MB);
        assert_eq!(measure(zeros(2), 2, "x"), Ok(()));
        assert_eq!(measure(zeros(3), 2, "x"), Err(FileFault::Unfolds { name: "x".to_owned(), max_mb: 2 }));
    }

    #[test]
    fn a_long_cell_is_found_wherever_it_ends() {
        let cell = |kb: usize| format!("<t>{}</t><t>{}</t>", "甲", "a".repeat(kb * 1024 - 2)).into_bytes();
        assert_eq!(measure(cell(RUN_MAX_KB).as_slice(), 9, "x"), Ok(()));
        let huge = measure([cell(RUN_MAX_KB + 1), cell(1)].concat().as_slice(), 9, "x");
        assert_eq!(huge, Err(FileFault::HugeCell { name: "x".to_owned(), max_kb: RUN_MAX_KB }));
    }
}
