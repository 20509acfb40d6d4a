//! The kinds of premises and how an office's own word for one is recognised.

use crate::checklist::ChecklistId;
use crate::half_width::plain;
use crate::risk::Colour;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Id of a kind, as `small-shop`. Stable; texts may change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KindId(pub String);

impl KindId {
    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for KindId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A kind of premises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its id.
    pub id: KindId,
    /// Its name.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Words that offices write for it.
    pub aliases: Vec<String>,
    /// Id of its [`Group`].
    pub group: String,
    /// Ids of the authorities it belongs to, the first one leading.
    pub sector: Vec<String>,
    /// Its colour until the required risk facts are known.
    pub default_risk: Colour,
    /// Points before any fact is known.
    pub base: i32,
    /// The colour never falls below it.
    pub floor: Colour,
    /// What size counts as this kind, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_hint: Option<String>,
    /// How far from it a photo may be taken, metres, where the usual is too little.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_m: Option<u32>,
    /// The checklists it gets by default.
    pub checklists: Vec<ChecklistId>,
}

/// A named word with a translation: groups of kinds, sectors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub zh: String,
    /// Its name in English.
    pub en: String,
}

/// A group of kinds (大类), as 小场所.
pub type Group = Named;

/// An authority (行业主管).
pub type Sector = Named;

/// Recognises kinds by id, name or alias, whatever their width, blanks and capitals. 其他 and 待定 stand for none: a person decides.
#[derive(Debug, Clone, Default)]
pub struct KindWords(BTreeMap<String, KindId>);

impl KindWords {
    /// All words of these kinds. A word of two kinds would mean the first; the library's check refuses that.
    #[must_use]
    pub fn new(kinds: &[Kind]) -> Self {
        let mut words = BTreeMap::new();
        for kind in kinds {
            for word in kind.words() {
                words.entry(word).or_insert_with(|| kind.id.clone());
            }
        }
        Self(words)
    }

    /// The kind an office means by this word.
    #[must_use]
    pub fn recognise(&self, word: &str) -> Option<&KindId> {
        self.0.get(&plain(word))
    }
}

impl Kind {
    /// Every word that stands for it, as it is compared.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let own = [self.id.as_str(), &self.zh];
        own.into_iter().chain(self.aliases.iter().map(String::as_str)).map(plain)
    }
}
