//! Comparing typed words with stored text without making a copy of either: 20,000 rows are gone through at each key.

use crate::half_width::half_width;
use std::ops::Range;

/// Half width and small.
pub(super) const fn fold(c: char) -> char {
    half_width(c).to_ascii_lowercase()
}

/// The first place of a word in a text, in bytes. Blanks in the text are passed over.
pub(super) fn find(text: &str, word: &[char]) -> Option<Range<usize>> {
    text.char_indices().find_map(|(start, first)| {
        // A range shown bold does not begin with a blank.
        if first.is_whitespace() {
            return None;
        }
        starts_with(&text[start..], word).map(|len| start..start + len)
    })
}

/// How many bytes of the text the word takes, if the text starts with it.
fn starts_with(text: &str, word: &[char]) -> Option<usize> {
    let mut rest = word.iter();
    let mut next = rest.next()?;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            continue;
        }
        if fold(c) != *next {
            return None;
        }
        match rest.next() {
            Some(following) => next = following,
            None => return Some(at + c.len_utf8()),
        }
    }
    None
}

/// Whether the address holds the word's letters and then its number as a whole number: `团结12` is in 团结路12号, not in 团结路112号.
/// Between the parts anything may stand, as people leave out 路 and 号.
pub(super) fn has_road_and_number(address: &str, word: &[char]) -> bool {
    if !word.iter().any(char::is_ascii_digit) || word.iter().all(char::is_ascii_digit) {
        return false;
    }
    let mut rest = address;
    for part in word.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
        let place = if part[0].is_ascii_digit() { find_number(rest, part) } else { find(rest, part) };
        match place {
            Some(at) => rest = &rest[at.end..],
            None => return false,
        }
    }
    true
}

/// The number standing alone, not inside of a longer one.
fn find_number(text: &str, number: &[char]) -> Option<Range<usize>> {
    let is_digit = |c: char| fold(c).is_ascii_digit();
    let mut from = 0;
    while let Some(found) = find(&text[from..], number) {
        let (start, end) = (from + found.start, from + found.end);
        let alone = !text[..start].ends_with(is_digit) && !text[end..].starts_with(is_digit);
        if alone {
            return Some(start..end);
        }
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}
