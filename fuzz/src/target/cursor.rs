//! The feed's cursor in three coats: as it stands in an address, as the JSON below that, and the page's word inside.

use crate::cast::{hash, id};
use crate::{Read, Target};
use server::cursor::{read, word};
use std::collections::BTreeMap;
use store::query::feed::Place;
use sync::feed::Cursor;
use sync::hello::Epoch;

pub(crate) const TARGET: Target = Target {
    name: "cursor",
    what: "the feed's cursor: one that is read is written as a word that is read as the same",
    max_bytes: 4 * 1024,
    check,
    seeds,
};

fn check(bytes: &[u8]) -> Read {
    let Ok(text) = std::str::from_utf8(bytes) else { return Read::Refused };
    let read = [as_word(text), as_json(text), as_page(text)];
    if read.contains(&true) { Read::Whole } else { Read::Refused }
}

fn as_word(text: &str) -> bool {
    let Some(cursor) = read(text) else { return false };
    let word = word(&cursor);
    assert_eq!(read(&word).as_ref(), Some(&cursor), "what was written is read as the same");
    assert!(word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')), "it breaks no address");
    if let Some(page) = &cursor.page {
        as_page(page);
    }
    true
}

fn as_json(text: &str) -> bool {
    serde_json::from_str::<Cursor>(text).is_ok_and(|cursor| as_word(&word(&cursor)))
}

fn as_page(text: &str) -> bool {
    let Some(place) = Place::read(text) else { return false };
    let word = place.word();
    assert_eq!(Place::read(&word), Some(place), "where a page goes on is the same after writing");
    // A word of an older server lacks what was added at its end.
    assert!(word == text || word == format!("{text}~"), "{word}");
    true
}

fn seeds() -> Vec<Vec<u8>> {
    let key = "0193000000007000800000000000000a";
    let pages = [None, Some("h~~"), Some("p~0193~00ff"), Some("z"), Some("l~small-shop"), Some("i~1795000000123456.0193~")];
    let cursors = pages.map(|page| Cursor {
        epoch: Epoch(id(7)),
        scope: hash(),
        seq: BTreeMap::from([(id(1), 0), (id(2), 318), (id(3), i64::MAX)]),
        page: page.map(str::to_owned),
    });
    let words = cursors.iter().map(|cursor| word(cursor).into_bytes());
    let jsons = cursors.iter().map(|cursor| serde_json::to_vec(cursor).expect("it is JSON"));
    words.chain(jsons).chain([format!("p~{key}~00ff").into_bytes(), b"h~~".to_vec(), b"z~".to_vec()]).collect()
}
