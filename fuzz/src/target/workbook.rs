//! A ledger's file as somebody hands it in, whatever it really is: `xunan import premises`.

use crate::{Read, Target, cast};
use domain::premises::Premises;
use server::import::{FileFault, Options, Reading};
use std::path::PathBuf;
use tempfile::TempDir;

pub(crate) const TARGET: Target = Target {
    name: "workbook",
    what: "a ledger's file: premises that can be sealed, or one sentence that says that nothing was imported and what to do",
    max_bytes: 64 * 1024,
    check: |bytes| check_file(bytes),
    seeds,
};

/// Premises that a file of so few bytes can have: each takes some bytes unpacked, and packing shrinks at most a thousandfold.
const PREMISES_PER_BYTE_MAX: usize = 100;

/// What files are read against, and where they lie while they are read.
struct Desk {
    reading: Reading,
    folder: TempDir,
}

thread_local! {
    static DESK: Desk = Desk {
        reading: Reading::against(&cast::places(), &Options::default()).expect("there are communities"),
        folder: tempfile::tempdir().expect("a folder can be made"),
    };
}

/// Reads the bytes as a ledger.
pub(crate) fn check_file(bytes: &[u8]) -> Read {
    match DESK.with(|desk| desk.read(bytes)) {
        Ok(premises) => {
            assert!(premises.len() <= bytes.len() * PREMISES_PER_BYTE_MAX, "{} premises", premises.len());
            premises.iter().for_each(fits);
            Read::Whole
        }
        Err(fault) => {
            let said = fault.to_string();
            assert!(said.contains("什么也没有导入") && said.contains('请'), "{said}");
            Read::Refused
        }
    }
}

impl Desk {
    fn read(&self, bytes: &[u8]) -> Result<Vec<Premises>, FileFault> {
        let file: PathBuf = self.folder.path().join("ledger.xlsx");
        std::fs::write(&file, bytes).expect("a file can be written");
        self.reading.premises(&file)
    }
}

/// What goes into a command comes out of it.
fn fits(premises: &Premises) {
    let json = serde_json::to_string(premises).expect("it is JSON");
    assert_eq!(&serde_json::from_str::<Premises>(&json).expect("what was written is read"), premises);
    assert!(!json.contains("\\u0000"), "no table takes NUL: {json}");
    assert!(!premises.name.trim().is_empty() && !premises.address.trim().is_empty(), "{json}");
}

fn seeds() -> Vec<Vec<u8>> {
    let sheets = (super::sheet::TARGET.seeds)().into_iter().map(|sheet| super::sheet::packed(&sheet));
    let others: [&[u8]; 7] = [
        // The old container as new workbooks with a password use it.
        include_bytes!("../../../server/tests/data/encrypted.xlsx"),
        b"",
        b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "单位名称,地址\n甲,乙\n".as_bytes(),
        b"<html><table></table></html>",
        b"\xff\xfeN\0a\0",
    ];
    let old = crate::old_book::written(&[
        &["单位名称", "地址", "社区", "场所类型", "联系电话"],
        &["甲店", "甲路1号", "团结社区", "面馆", "19900005109"],
    ]);
    sheets.chain(others.map(<[u8]>::to_vec)).chain([old]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_format_is_reached() {
        let seeds = seeds();
        assert_eq!(check_file(seeds.last().expect("a seed")), Read::Whole);
    }
}
