//! Pinyin of names: how the server writes it into a row and how typed letters are found in it.

use super::text::fold;
use std::ops::Range;

/// A name's pinyin: for each character its readings, joined by `/`, characters apart by one blank; `readings` gives them in small
/// ASCII letters without tones (ü as v), none for what is not Chinese. Letters and digits of the name stand for themselves, a run of
/// them together; anything else leaves an empty place.
///
/// 兴旺KTV（行） → `xing wang ktv  hang/xing `
pub fn pinyin_line(name: &str, readings: impl Fn(char) -> Vec<String>) -> String {
    let mut line = String::new();
    for (at, (_, token)) in tokens(name).enumerate() {
        if at > 0 {
            line.push(' ');
        }
        match token.chars().next() {
            Some(first) if fold(first).is_ascii_alphanumeric() => line.extend(token.chars().map(fold)),
            Some(first) => line.push_str(&readings(first).join("/")),
            None => {}
        }
    }
    line
}

/// The pieces of a name that stand in one place each, with where they begin: runs of letters and digits, else single characters.
fn tokens(name: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &name[at..];
        let first = rest.chars().next()?;
        let is_latin = |c: char| fold(c).is_ascii_alphanumeric();
        let len = if is_latin(first) { rest.find(|c| !is_latin(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let start = at;
        at += len;
        Some((start, &rest[..len]))
    })
}

/// The bytes of the name whose pinyin the typed small letters and digits spell: each character by a whole reading or by its first
/// letter, the last one by any beginning.
pub(super) fn find(line: &str, name: &str, typed: &str) -> Option<Range<usize>> {
    let starts = std::iter::once(0).chain(line.match_indices(' ').map(|(at, _)| at + 1));
    let (from, used) = starts.enumerate().find_map(|(from, start)| Some((from, spelt(&line[start..], typed)?)))?;
    let end = |(start, token): (usize, &str)| start + token.len();
    let mut places = tokens(name).skip(from);
    let first = places.next()?;
    let last = if used == 1 { first } else { places.nth(used - 2)? };
    Some(first.0..end(last))
}

/// How many places the typed letters take from the line's first one on.
fn spelt(line: &str, typed: &str) -> Option<usize> {
    let (here, rest) = line.split_once(' ').unwrap_or((line, ""));
    let ways = here.split('/').filter(|reading| !reading.is_empty());
    for reading in ways {
        if reading.starts_with(typed) {
            return Some(1);
        }
        let initial = &reading[..reading.chars().next().map_or(0, char::len_utf8)];
        for part in [reading, initial] {
            if let Some(left) = typed.strip_prefix(part)
                && let Some(used) = spelt(rest, left)
            {
                return Some(used + 1);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_one_place_for_each_piece_of_the_name() {
        let readings = |c: char| match c {
            '兴' => vec!["xing".to_owned()],
            '行' => vec!["hang".to_owned(), "xing".to_owned()],
            _ => vec![],
        };
        let name = "兴KTV８（行）";
        let line = pinyin_line(name, readings);
        assert_eq!(line, "xing ktv8  hang/xing ");
        assert_eq!(line.split(' ').count(), tokens(name).count());
        assert_eq!(find(&line, name, "xk").map(|at| &name[at]), Some("兴KTV８"));
    }

    #[test]
    fn punctuation_in_between_stops_the_spelling() {
        let (name, line) = ("兴（行）", "xing  hang/xing ");
        assert_eq!(find(line, name, "xh"), None);
        assert_eq!(find(line, name, "h").map(|at| &name[at]), Some("行"));
        assert_eq!(find("xing", "兴旺", "xw"), None, "a line that is too short finds less, nothing breaks");
    }
}
