//! A workbook in the old binary format (.xls), as small as it can be: a compound file (MS-CFB) with one stream of records (MS-XLS).

const SECTOR: usize = 512;
/// Shorter streams lie elsewhere (MS-CFB 2.2, mini stream cut-off).
const STREAM: usize = 4_096;
const END: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;
const OF_TABLE: u32 = 0xffff_fffd;

/// The rows as a sheet 台账.
pub(crate) fn written(rows: &[&[&str]]) -> Vec<u8> {
    let mut stream = records(rows);
    assert!(stream.len() <= STREAM, "it has one size");
    stream.resize(STREAM, 0);
    [header(), table(), directory(), stream].concat()
}

/// Sector 0 is the table of sectors, 1 the directory, 2 to 9 the stream.
fn header() -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 16]);
    bytes.extend([0x3e_u16, 3, 0xfffe, 9, 6, 0, 0, 0].map(u16::to_le_bytes).concat());
    bytes.extend([0, 1, 1, 0, STREAM as u32, END, 0, END, 0, 0].map(u32::to_le_bytes).concat());
    bytes.resize(SECTOR, 0xff);
    bytes
}

fn table() -> Vec<u8> {
    let chain = (3..10).chain([END]);
    let mut table: Vec<u32> = [OF_TABLE, END].into_iter().chain(chain).collect();
    table.resize(SECTOR / 4, FREE);
    table.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn directory() -> Vec<u8> {
    let mut bytes = [entry("Root Entry", 5, 1, END, 0), entry("Workbook", 2, FREE, 2, STREAM as u32)].concat();
    bytes.resize(SECTOR, 0);
    bytes
}

fn entry(name: &str, kind: u8, child: u32, start: u32, size: u32) -> Vec<u8> {
    let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = bytes.len() as u8 + 2;
    bytes.resize(64, 0);
    bytes.extend([length, 0, kind, 1]);
    bytes.extend([FREE, FREE, child].map(u32::to_le_bytes).concat());
    bytes.resize(116, 0);
    bytes.extend([start, size, 0].map(u32::to_le_bytes).concat());
    bytes
}

fn records(rows: &[&[&str]]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &[[0x0600, kind, 0, 0, 0, 0, 0, 0].map(u16::to_le_bytes).concat()].concat());
    let name = utf16("台账");
    let sheet = |at: usize| record(0x0085, &[(at as u32).to_le_bytes().to_vec(), vec![0, 0, 2, 1], name.clone()].concat());
    let end = record(0x000a, &[]);
    let of_book = begin(5);
    let at = of_book.len() + sheet(0).len() + end.len();
    let mut bytes = [of_book, sheet(at), end.clone(), begin(0x10)].concat();
    for (row, cells) in (0_u16..).zip(rows) {
        for (column, text) in (0_u16..).zip(*cells) {
            let place = [row, column, 0].map(u16::to_le_bytes).concat();
            bytes.extend(match text.parse::<f64>() {
                Ok(number) => record(0x0203, &[place, number.to_le_bytes().to_vec()].concat()),
                Err(_) => {
                    let length = (text.encode_utf16().count() as u16).to_le_bytes().to_vec();
                    record(0x0204, &[place, length, vec![1], utf16(text)].concat())
                }
            });
        }
    }
    bytes.extend(end);
    bytes
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
