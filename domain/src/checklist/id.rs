//! Ids that people choose: short words in small letters with dashes.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

words! {
    /// A checklist through all its versions, as `fire-small-place`.
    ChecklistId,
    /// An item, unique in its checklist.
    ItemId,
}

/// Whether a word is kebab-case: small letters and digits in parts joined by single dashes.
#[cfg_attr(not(feature = "yaml"), expect(dead_code, reason = "only the library's check asks"))]
pub(crate) fn is_kebab_case(word: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    word.split('-').all(part)
}

#[cfg(test)]
mod tests {
    use super::is_kebab_case;

    #[test]
    fn kebab_case_is_small_letters_digits_and_single_dashes() {
        assert!(["exit-clear", "a", "s15", "fire-2-exits"].into_iter().all(is_kebab_case));
        assert!(!["", "Exit", "exit_clear", "-exit", "exit--clear", "exit-", "出口"].into_iter().any(is_kebab_case));
    }
}
