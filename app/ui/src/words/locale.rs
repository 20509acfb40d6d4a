//! The reader's language.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Locale {
    /// 简体中文, the first language.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// How many there are.
    pub const COUNT: usize = 2;
    /// All, in the order in which a switch offers them.
    pub const ALL: [Self; Self::COUNT] = [Self::ZhCn, Self::En];

    /// Cookie in which a desk's browser keeps the language. Pages read and write it as well as the server.
    pub const COOKIE: &str = "lang";

    /// The cookie for this language, as both write it.
    #[must_use]
    pub fn cookie(self) -> String {
        format!("{}={}; Path=/; Max-Age=31536000; SameSite=Lax", Self::COOKIE, self.tag())
    }

    /// The language of exactly this [`tag`](Self::tag).
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// As `<html lang>`, the cookie and the phone's preferences write it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// From a tag or an `Accept-Language`: the first language of the list that we speak.
    #[must_use]
    pub fn from_tags(tags: &str) -> Option<Self> {
        tags.split(',').find_map(|tag| {
            let tag = tag.trim().to_ascii_lowercase();
            if tag.starts_with("zh") {
                Some(Self::ZhCn)
            } else if tag.starts_with("en") {
                Some(Self::En)
            } else {
                None
            }
        })
    }

    pub(super) const fn index(self) -> usize {
        match self {
            Self::ZhCn => 0,
            Self::En => 1,
        }
    }
}

/// The switch that stands in the context.
#[derive(Clone, Copy)]
pub struct LocaleSwitch {
    locale: RwSignal<Locale>,
    changed: Callback<Locale>,
}

impl LocaleSwitch {
    /// The language now; tracked.
    #[must_use]
    pub fn get(self) -> Locale {
        self.locale.get()
    }

    /// Speaks another language from now on and tells whoever keeps the choice.
    pub fn set(self, locale: Locale) {
        self.locale.set(locale);
        self.changed.run(locale);
    }
}

/// Puts the language into the context. `changed` keeps a choice made by the user (phone: localStorage; desk: the cookie `lang`) and
/// sets `<html lang>`; it is not called for `initial`.
pub fn provide_locale(initial: Locale, changed: impl Fn(Locale) + Send + Sync + 'static) -> LocaleSwitch {
    let switch = LocaleSwitch { locale: RwSignal::new(initial), changed: Callback::new(changed) };
    provide_context(switch);
    switch
}

/// The switch of the context. Without one (a part rendered by itself) the first language is spoken and a choice is not kept.
#[must_use]
pub fn use_locale() -> LocaleSwitch {
    use_context::<LocaleSwitch>().unwrap_or_else(|| LocaleSwitch { locale: RwSignal::new(Locale::ZhCn), changed: Callback::new(|_| ()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_list_of_languages_gives_the_first_we_speak() {
        assert_eq!(Locale::from_tags("mn-CN, en-GB;q=0.8, zh;q=0.5"), Some(Locale::En));
        assert_eq!(Locale::from_tags("zh-Hans-CN"), Some(Locale::ZhCn));
        assert_eq!(Locale::from_tags("mn"), None);
    }

    #[test]
    fn a_tag_is_a_language_of_ours_or_none() {
        for locale in Locale::ALL {
            assert_eq!(Locale::of_tag(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::of_tag("en-GB"), None);
        assert_eq!(Locale::of_tag("en; Domain=evil.example"), None);
    }

    #[test]
    fn a_choice_is_told_once_and_the_first_value_is_not() {
        let owner = Owner::new();
        owner.with(|| {
            let told = RwSignal::new(Vec::new());
            let switch = provide_locale(Locale::ZhCn, move |locale| told.update(|all| all.push(locale)));
            assert_eq!(told.get_untracked(), []);
            switch.set(Locale::En);
            assert_eq!(use_locale().get(), Locale::En);
            assert_eq!(told.get_untracked(), [Locale::En]);
        });
    }
}
