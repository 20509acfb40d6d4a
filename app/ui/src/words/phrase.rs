//! A sentence with its arguments, not yet in any language.

use super::locale::{Locale, use_locale};
use leptos::tachys::reactive_graph::ReactiveFunction;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

/// A sentence in all languages and what is filled in. It stands in a view or an attribute like a string and follows the locale of
/// the context; where there is no context, [`Phrase::say_in`] gives the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    words: &'static [&'static str; Locale::COUNT],
    args: Vec<Arg>,
}

/// What fills a place in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// A number; decides between the forms of a plural.
    Number(i64),
    /// Text as it is: a name, a clock time.
    Text(String),
    /// Another phrase, said in the same language.
    Phrase(Phrase),
}

impl Phrase {
    /// From the templates of the word table: `{0}` is the first argument, `{0|one|other}` a word that fits it.
    #[must_use]
    pub const fn new(words: &'static [&'static str; Locale::COUNT], args: Vec<Arg>) -> Self {
        Self { words, args }
    }

    /// Text that is the same in every language: a name, a number. Never a sentence of ours.
    #[must_use]
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self { words: &["{0}"; Locale::COUNT], args: vec![Arg::Text(text.into())] }
    }

    /// A text that the data holds in both languages: the name of a kind, an item's statement.
    #[must_use]
    pub fn either(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { words: &["{0}", "{1}"], args: vec![Arg::Text(zh.into()), Arg::Text(en.into())] }
    }

    /// The text in one language.
    #[must_use]
    pub fn say_in(&self, locale: Locale) -> String {
        let mut out = String::new();
        self.write(locale, &mut out);
        out
    }

    /// The text in the language of the context; tracked, so that what uses it follows a switch.
    #[must_use]
    pub fn get(&self) -> String {
        self.say_in(use_locale().get())
    }

    fn write(&self, locale: Locale, out: &mut String) {
        let mut rest = self.words[locale.index()];
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            // The build checked that braces pair and that places exist.
            let (inside, tail) = after.split_once('}').unwrap_or((after, ""));
            let (place, forms) = inside.split_once('|').map_or((inside, None), |(place, forms)| (place, forms.split_once('|')));
            let arg = place.parse::<usize>().ok().and_then(|place| self.args.get(place));
            match (arg, forms) {
                (Some(Arg::Number(1)), Some((one, _))) => out.push_str(one),
                (_, Some((_, other))) => out.push_str(other),
                (Some(Arg::Number(number)), None) => {
                    let _ = write!(out, "{number}"); // a String takes everything
                }
                (Some(Arg::Text(text)), None) => out.push_str(text),
                (Some(Arg::Phrase(phrase)), None) => phrase.write(locale, out),
                (None, None) => {}
            }
            rest = tail;
        }
        out.push_str(rest);
    }
}

/// What makes a phrase renderable: to Leptos it is a function of the locale.
impl ReactiveFunction for Phrase {
    type Output = String;

    fn invoke(&mut self) -> String {
        self.get()
    }

    fn into_shared(self) -> Arc<Mutex<dyn FnMut() -> String + Send>> {
        Arc::new(Mutex::new(move || self.get()))
    }
}

impl From<Phrase> for Arg {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                // A count beyond i64 is no count a person reads.
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })*
    };
}
numbers!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::say;

    #[test]
    fn an_english_plural_follows_its_number() {
        assert_eq!(say::amount::photos(1).say_in(Locale::En), "1 photo");
        assert_eq!(say::amount::photos(0).say_in(Locale::En), "0 photos");
        assert_eq!(say::amount::photos(3).say_in(Locale::ZhCn), "3 张");
    }

    #[test]
    fn a_phrase_inside_a_phrase_is_said_in_the_same_language() {
        let why = say::refusal::of("too_large");
        assert_eq!(say::q::refused(why.clone()).say_in(Locale::ZhCn), "服务器没有收下：超过允许的大小。记录完好");
        assert_eq!(say::q::refused(why).say_in(Locale::En), "Not accepted: it is larger than allowed. Your record is intact");
    }

    #[test]
    fn arguments_are_named_and_not_placed() {
        let line = say::sign_in::wait("3 分");
        assert_eq!(line.say_in(Locale::En), "Too many tries, again in 3 分");
        assert_eq!(say::desk::record::signature("店主", "张伟").say_in(Locale::En), "张伟 (店主) signed without objection");
    }

    #[test]
    fn a_code_from_a_newer_server_has_words_too() {
        assert_eq!(say::refusal::of("made_up_next_year"), say::refusal::unknown());
        assert_eq!(say::closure::of("self").say_in(Locale::ZhCn), "自查自改");
    }

    #[test]
    fn what_a_person_typed_is_never_read_as_a_template() {
        assert_eq!(Phrase::verbatim("{0} {1|a|b}").say_in(Locale::En), "{0} {1|a|b}");
        assert_eq!(say::draft::saved("{0}").say_in(Locale::En), "Saved on this phone {0}");
    }
}
