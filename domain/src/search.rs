//! Finding premises by what people type: a part of the name, pinyin or its initials, road and number, the tail of a code or phone.
//!
//! The phone runs [`search`] over all rows that it has; the server looks up [`grams`] in its index. Both compare half width and small
//! letters. Pinyin comes ready in the row, made by the server: the phone carries no dictionary.

mod grams;
mod pinyin;
mod text;

pub use grams::{grams, grams_of_query};
pub use pinyin::pinyin_line;

use std::ops::Range;

/// A tail of a code or phone is looked for from so many characters on; fewer would match everything.
const TAIL_MIN: usize = 3;
/// More is no search but a pasted page.
const QUERY_CHARS_MAX: usize = 60;

/// What of a premises is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchRow<'a> {
    /// The name on the sign.
    pub name: &'a str,
    /// Its pinyin as [`pinyin_line`] writes it; empty while a place has not been at the server.
    pub pinyin: &'a str,
    /// Road, number, floor.
    pub address: &'a str,
    /// Credit code, ledger number.
    pub codes: &'a [&'a str],
    /// Telephone numbers.
    pub phones: &'a [&'a str],
}

/// What was typed, cut into words; every word has to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    words: Vec<Word>,
}

/// One typed word, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    chars: Vec<char>,
    /// The same, if it is letters and digits only: pinyin.
    latin: Option<String>,
    /// The same backwards without dashes, if it is long enough to be the tail of a code or phone.
    tail: Option<Vec<char>>,
}

/// How well a row matches; better ones are less.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// The sum over the words of how they were found.
    pub distance: u32,
    /// Bytes of the name to be shown bold, in order; empty if it was found elsewhere.
    pub in_name: Vec<(usize, usize)>,
}

/// Where a word was found, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Found {
    WholeName,
    NameStart,
    Tail,
    PinyinStart,
    NameInside,
    PinyinInside,
    RoadAndNumber,
    AddressInside,
}

impl Query {
    /// `None` if nothing is typed yet.
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        let cut: String = typed.chars().take(QUERY_CHARS_MAX).map(text::fold).collect();
        let words: Vec<Word> = cut.split_whitespace().map(Word::new).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// How well a row matches, `None` if a word is nowhere in it.
    #[must_use]
    pub fn matches(&self, row: &SearchRow<'_>) -> Option<Match> {
        let mut distance = 0;
        let mut in_name = vec![];
        for word in &self.words {
            let (found, bold) = find(word, row)?;
            distance += found as u32;
            in_name.extend(bold.map(|range| (range.start, range.end)));
        }
        in_name.sort_unstable();
        Some(Match { distance, in_name })
    }
}

/// The best rows with their place in `rows`, best first; among equals the shorter name, then the earlier row.
pub fn search<'a>(rows: impl IntoIterator<Item = SearchRow<'a>>, query: &Query, most: usize) -> Vec<(usize, Match)> {
    let mut found: Vec<_> = rows
        .into_iter()
        .enumerate()
        .filter_map(|(at, row)| query.matches(&row).map(|hit| (hit.distance, row.name.len(), at, hit)))
        .collect();
    found.sort_unstable();
    found.truncate(most);
    found.into_iter().map(|(_, _, at, hit)| (at, hit)).collect()
}

impl Word {
    fn new(folded: &str) -> Self {
        let is_latin = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let code = folded.replace('-', "");
        Self {
            chars: folded.chars().collect(),
            latin: is_latin(folded).then(|| folded.to_owned()),
            tail: (code.len() >= TAIL_MIN && is_latin(&code)).then(|| code.chars().rev().collect()),
        }
    }
}

fn find(word: &Word, row: &SearchRow<'_>) -> Option<(Found, Option<Range<usize>>)> {
    let in_name = text::find(row.name, &word.chars);
    match &in_name {
        Some(at) if at.start == 0 && at.end == row.name.len() => {
            return Some((Found::WholeName, in_name));
        }
        Some(at) if at.start == 0 => return Some((Found::NameStart, in_name)),
        _ => {}
    }
    if word.tail.as_ref().is_some_and(|tail| is_tail(tail, row)) {
        return Some((Found::Tail, None));
    }
    let latin = word.latin.as_deref();
    let in_pinyin = latin.and_then(|typed| pinyin::find(row.pinyin, row.name, typed));
    match (in_name, in_pinyin) {
        (_, Some(at)) if at.start == 0 => Some((Found::PinyinStart, Some(at))),
        (Some(at), _) => Some((Found::NameInside, Some(at))),
        (None, Some(at)) => Some((Found::PinyinInside, Some(at))),
        (None, None) if text::has_road_and_number(row.address, &word.chars) => Some((Found::RoadAndNumber, None)),
        (None, None) => text::find(row.address, &word.chars).map(|_| (Found::AddressInside, None)),
    }
}

fn is_tail(backwards: &[char], row: &SearchRow<'_>) -> bool {
    row.codes.iter().chain(row.phones).any(|code| {
        let from_end = code.chars().rev().map(text::fold).filter(|&c| c != '-');
        from_end.take(backwards.len()).eq(backwards.iter().copied())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const INN: SearchRow<'static> = SearchRow {
        name: "兴旺旅馆（银行后院）",
        pinyin: "xing wang lv guan  yin hang/xing hou yuan ",
        address: "东胜区团结路１２号1层B1",
        codes: &["92150602MA0KXY729T", "150602001-000123"],
        phones: &["13800138000", "0477-8581234"],
    };
    const KTV: SearchRow<'static> =
        SearchRow { name: "星光KTV", pinyin: "xing guang ktv", address: "团结路112号", codes: &[], phones: &["13911112222"] };

    fn found(typed: &str, row: &SearchRow<'_>) -> Option<Found> {
        let query = Query::new(typed)?;
        assert_eq!(query.words.len(), 1);
        find(&query.words[0], row).map(|(found, _)| found)
    }

    #[test]
    fn nothing_typed_finds_nothing_and_everything_must_be_found() {
        assert_eq!(Query::new(" 　"), None);
        assert!(Query::new("兴旺 解放路").unwrap().matches(&INN).is_none());
        assert!(Query::new("兴旺 团结路").unwrap().matches(&INN).is_some());
    }

    #[test]
    fn each_way_of_typing_finds_the_inn() {
        for (typed, expected) in [
            ("兴旺旅馆（银行后院）", Found::WholeName),
            ("兴旺", Found::NameStart),
            ("旅馆", Found::NameInside),
            ("xwlg", Found::PinyinStart),
            ("xingwang", Found::PinyinStart),
            ("XINGWL", Found::PinyinStart),
            ("xingwanglvg", Found::PinyinStart),
            ("lvguan", Found::PinyinInside),
            ("yh", Found::PinyinInside),
            ("yx", Found::PinyinInside),
            ("yinhang", Found::PinyinInside),
            ("8000", Found::Tail),
            ("858-1234", Found::Tail),
            ("729t", Found::Tail),
            ("０００１２３", Found::Tail),
            ("团结12", Found::RoadAndNumber),
            ("团结路12号", Found::RoadAndNumber),
            ("结路", Found::AddressInside),
        ] {
            assert_eq!(found(typed, &INN), Some(expected), "{typed}");
        }
        for typed in ["00", "800", "wanglg8", "旺兴", "团结路2"] {
            let only_tail = matches!(found(typed, &INN), None | Some(Found::Tail));
            assert!(only_tail, "{typed}: {:?}", found(typed, &INN));
        }
    }

    #[test]
    fn number_12_is_not_112() {
        assert_eq!(found("团结12", &KTV), None);
        assert_eq!(found("团结路112", &KTV), Some(Found::RoadAndNumber));
    }

    #[test]
    fn bold_is_what_was_typed() {
        let bold = |typed: &str, row: &SearchRow<'_>| {
            let hit = Query::new(typed).unwrap().matches(row).unwrap();
            hit.in_name.iter().map(|&(from, to)| row.name[from..to].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(bold("旺旅", &INN), ["旺旅"]);
        assert_eq!(bold("wlg", &INN), ["旺旅馆"]);
        assert_eq!(bold("后院 xw", &INN), ["兴旺", "后院"]);
        assert_eq!(bold("gktv", &KTV), ["光KTV"]);
        assert_eq!(bold("团结路", &KTV), Vec::<String>::new());
    }

    #[test]
    fn the_better_match_comes_first() {
        let query = Query::new("x").unwrap();
        let order: Vec<usize> = search([INN, KTV], &query, 10).into_iter().map(|(at, _)| at).collect();
        assert_eq!(order, [1, 0], "both start with x, the shorter name first");
        assert_eq!(search([INN, KTV], &query, 1).len(), 1);
    }

    proptest! {
        #[test]
        fn any_part_of_a_name_finds_it_and_is_shown_bold(name in "[一-龥A-Za-z0-9（）]{1,12}", from in 0usize..12, len in 1usize..12) {
            let chars: Vec<char> = name.chars().collect();
            let part: String = chars.iter().skip(from % chars.len()).take(len).collect();
            let row = SearchRow { name: &name, pinyin: "", address: "", codes: &[], phones: &[] };
            let hit = Query::new(&part).unwrap().matches(&row).unwrap();
            prop_assert_eq!(hit.in_name.len(), 1);
            let (from, to) = hit.in_name[0];
            prop_assert_eq!(name[from..to].to_lowercase(), part.to_lowercase());
        }

        #[test]
        fn whatever_is_typed_or_stored_breaks_nothing(typed in ".{0,20}", name in ".{0,10}", pinyin in "[a-z/ ]{0,20}", address in ".{0,20}") {
            let row = SearchRow { name: &name, pinyin: &pinyin, address: &address, codes: &[&name], phones: &[&address] };
            if let Some(hit) = Query::new(&typed).and_then(|query| query.matches(&row)) {
                for (from, to) in hit.in_name {
                    prop_assert!(name.get(from..to).is_some());
                }
            }
        }
    }
}
