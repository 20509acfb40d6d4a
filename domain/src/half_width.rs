//! Full-width letters, digits and signs as half-width ones: phones and office ledgers mix both, people see no difference.
//! Covers what keyboards and spreadsheets produce; the whole of NFKC would add its tables to what a phone downloads.

/// `Ａ１－　` → `A1- `; everything else stays.
#[must_use]
pub const fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(c as u32 - 0xfee0) {
            Some(half) => half,
            None => c,
        },
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The form in which two words are compared: half width, without blanks, capitals as small letters.
#[must_use]
pub fn plain(word: &str) -> String {
    let half = word.chars().map(half_width);
    half.filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_blanks_and_capitals_make_no_difference() {
        assert_eq!(plain("量贩　ＫＴＶ"), plain("量贩KTV"));
        assert_eq!(plain("餐饮（大）"), plain(" 餐饮(大)\u{a0}"));
        assert_eq!(plain("ｋｔｖ"), "ktv");
    }
}
