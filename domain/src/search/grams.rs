//! The index terms of a text: the same in both databases and on the phone.

use super::text::fold;
use std::collections::BTreeSet;

/// Terms under which a text is found: each Chinese character, each pair of neighbours, each word of letters and digits.
#[must_use]
pub fn grams(text: &str) -> BTreeSet<String> {
    let mut grams = BTreeSet::new();
    for run in runs(text) {
        match run {
            Run::Latin(word) => {
                grams.insert(word);
            }
            Run::Han(chars) => {
                grams.extend(chars.iter().map(char::to_string));
                grams.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
            }
        }
    }
    grams
}

/// Terms that a text has to have all of, to contain what was typed: pairs where there are some, single characters else.
#[must_use]
pub fn grams_of_query(typed: &str) -> BTreeSet<String> {
    let mut grams = BTreeSet::new();
    for run in runs(typed) {
        match run {
            Run::Latin(word) => {
                grams.insert(word);
            }
            Run::Han(chars) if chars.len() == 1 => {
                grams.insert(chars.iter().collect());
            }
            Run::Han(chars) => grams.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>())),
        }
    }
    grams
}

enum Run {
    Latin(String),
    Han(Vec<char>),
}

fn runs(text: &str) -> Vec<Run> {
    let folded: Vec<char> = text.chars().map(fold).collect();
    let kind = |c: &char| {
        if c.is_ascii_alphanumeric() { 1 } else { i32::from(c.is_alphanumeric()) * 2 }
    };
    let runs = folded.chunk_by(|a, b| kind(a) == kind(b));
    let run = |run: &[char]| match kind(&run[0]) {
        1 => Some(Run::Latin(run.iter().collect())),
        2 => Some(Run::Han(run.to_vec())),
        _ => None,
    };
    runs.filter_map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_by_ones_and_twos_the_rest_by_words() {
        let expected = ["兴", "旺", "旅", "兴旺", "旺旅", "ktv", "12"];
        assert_eq!(grams("兴旺旅（ＫＴＶ）12"), expected.into_iter().map(str::to_owned).collect());
        assert_eq!(grams_of_query("兴旺旅"), ["兴旺", "旺旅"].into_iter().map(str::to_owned).collect());
        assert_eq!(grams_of_query("旅"), BTreeSet::from(["旅".to_owned()]));
        assert!(grams_of_query("（）—").is_empty());
    }

    proptest! {
        #[test]
        fn a_text_has_the_grams_of_every_chinese_part_of_it(text in "[一-龥]{1,10}", from in 0usize..10, len in 1usize..10) {
            let chars: Vec<char> = text.chars().collect();
            let part: String = chars.iter().skip(from % chars.len()).take(len).collect();
            prop_assert!(grams_of_query(&part).is_subset(&grams(&text)));
        }
    }
}
