//! Where a list goes on: the keys of the last row as one word for an address. What nobody can read begins at the start.

use super::PAGE_SIZE;
use sync::desk::Page;
use uuid::Uuid;

/// Between the keys.
const DOT: char = '.';

/// The word of these keys. A text is written in hexadecimal digits, so that no name breaks an address.
pub(super) fn word(keys: &[&dyn ToString]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| key.to_string()).collect();
    keys.join(".")
}

/// A text as a key.
pub(super) fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// Back from [`hex`].
fn unhex(digits: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> =
        digits.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
    String::from_utf8(bytes?).ok().filter(|text| !text.contains('\0'))
}

/// A number and an id.
pub(super) fn number_id(word: &str) -> Option<(i64, Uuid)> {
    let (number, id) = word.split_once(DOT)?;
    Some((number.parse().ok()?, id.parse().ok()?))
}

/// Two numbers and an id.
pub(super) fn numbers_id(word: &str) -> Option<(i32, i64, Uuid)> {
    let (first, rest) = word.split_once(DOT)?;
    let (second, id) = number_id(rest)?;
    Some((first.parse().ok()?, second, id))
}

/// A number, a text and an id.
pub(super) fn number_text_id(word: &str) -> Option<(i32, String, Uuid)> {
    let mut keys = word.splitn(3, DOT);
    Some((keys.next()?.parse().ok()?, unhex(keys.next()?)?, keys.next()?.parse().ok()?))
}

/// A text and an id.
pub(super) fn text_id(word: &str) -> Option<(String, Uuid)> {
    let (text, id) = word.split_once(DOT)?;
    Some((unhex(text)?, id.parse().ok()?))
}

/// Cuts the one row too many that says that there is more, and makes the word of the last that is shown.
pub(super) fn cut<R>(rows: &mut Vec<R>, word: impl Fn(&R) -> String) -> Option<String> {
    let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    if rows.len() <= size {
        return None;
    }
    rows.truncate(size);
    rows.last().map(word)
}

/// A page of lines.
pub(super) fn page<T>(rows: Vec<T>, next: Option<String>, total: Option<u64>) -> Page<T> {
    Page { rows, next, total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_an_address() {
        let id = Uuid::from_u128(7);
        assert_eq!(number_id(&word(&[&-5_i64, &id])), Some((-5, id)));
        assert_eq!(numbers_id(&word(&[&1, &2, &id])), Some((1, 2, id)));
        assert_eq!(number_text_id(&word(&[&3, &hex("兴旺.旅馆"), &id])), Some((3, "兴旺.旅馆".to_owned(), id)));
        assert_eq!(text_id(&word(&[&hex("2026-01-01"), &id])), Some(("2026-01-01".to_owned(), id)));
    }

    #[test]
    fn what_nobody_wrote_is_no_key() {
        for broken in ["", ".", "1", "1.2", "x.00000000-0000-0000-0000-000000000007", "1.zz.00000000-0000-0000-0000-000000000007"] {
            assert_eq!(number_id(broken), None, "{broken}");
            assert_eq!(number_text_id(broken), None, "{broken}");
        }
    }
}
