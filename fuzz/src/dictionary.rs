//! Words that mutations put in: what stands between quotation marks in the seeds, tags and attributes. A key that has to be guessed
//! letter by letter is not found in a minute.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Longer ones are values rather than words.
const WORD_MAX_BYTES: usize = 24;
/// More than these slow a run down.
const WORDS_MAX: usize = 400;

/// What JSON and XML have beside words.
const SIGNS: [&str; 12] = ["null", "true", "-1", "0", "1e9", "18446744073709551616", "\\u0000", "{}", "[]", "\":", "<", "/>"];

/// The dictionary of these texts, a word a line.
pub(crate) fn of(seeds: &[Vec<u8>]) -> String {
    let texts = seeds.iter().filter_map(|seed| std::str::from_utf8(seed).ok());
    let words = texts.flat_map(|text| text.split(['"', '<', '>', ' ', '=', '/'])).filter(|word| is_word(word));
    let mut all: BTreeSet<&str> = words.take(100_000).collect();
    while all.len() > WORDS_MAX {
        all.pop_last();
    }
    let mut out = String::new();
    for word in SIGNS.iter().chain(&all) {
        let escaped: String = word.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        writeln!(out, "\"{escaped}\"").expect("a string takes all");
    }
    out
}

fn is_word(word: &str) -> bool {
    (2..=WORD_MAX_BYTES).contains(&word.len()) && word.starts_with(|letter: char| letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_words_and_long_values_are_not() {
        let words = of(&[br#"{"kind":"submit_inspection","note":"x","sha256":"0123456789abcdef0123456789abcdef"}"#.to_vec()]);
        assert!(words.contains("\\x6b\\x69\\x6e\\x64"), "{words}");
        assert!(!words.contains("\\x30\\x31\\x32"), "{words}");
    }
}
