//! What can be wrong with a library.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The file, as `checklists/fire-hotel.yaml`.
    pub file: String,
    /// The item, kind, rule or line in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is its own sentence")]
pub enum Flaw {
    #[error("{reason}")]
    Unreadable { reason: String },
    #[error("the file is missing")]
    Missing,
    #[error("id {id} is not the file's name")]
    IdIsNotFileName { id: String },
    #[error("lacks {key}")]
    Lacks { key: String },
    #[error("{key} is not one of the words that may stand there: {word}")]
    UnknownWord { key: String, word: String },
    #[error("{key} does not belong to a {answer}")]
    KeyDoesNotFit { key: String, answer: String },
    #[error("{id} is used twice")]
    UsedTwice { id: String },
    #[error("show_if names {target}, which does not stand earlier")]
    ShowIfNotEarlier { target: String },
    #[error("show_if: {target} cannot be {value}")]
    ShowIfCannotBe { target: String, value: String },
    #[error("major without major_basis")]
    MajorWithoutBasis,
    #[error("major_basis without being major")]
    BasisWithoutMajor,
    #[error("a basis lacks {key}")]
    BasisLacks { key: String },
    #[error("a fact carries {key}")]
    FactCarries { key: String },
    #[error("a choice needs two options")]
    TooFewOptions,
    #[error("{what} {id} is not known")]
    NotKnown { what: String, id: String },
    #[error("{key} has another title in another file")]
    OtherTitle { key: String },
    #[error("{word} is not kebab-case")]
    NotKebabCase { word: String },
    #[error("{word} stands in one list only")]
    SameInOneList { word: String },
    #[error("{word} stands twice in one list")]
    SameTwiceInList { word: String },
    #[error("{word} has different {what}")]
    SameDiffers { word: String, what: String },
    #[error("fact {fact} is no field of its kinds")]
    FactIsNoField { fact: String },
    #[error("a {answer} does not fill {fact}")]
    FactDoesNotFit { fact: String, answer: String },
    #[error("an option is none of {fact}'s")]
    FactOption { fact: String },
    #[error("kind {kind} is not both in the reference data and on the page")]
    KindNotInBoth { kind: String },
    #[error("no aliases, or one twice")]
    Aliases,
    #[error("{word} stands for {one} and {other}")]
    WordOfTwoKinds { word: String, one: String, other: String },
    #[error("checklist {checklist} is missing or does not apply")]
    ChecklistDoesNotApply { checklist: String },
    #[error("sets name each other in a circle")]
    SetsInCircle,
    #[error("{one} names {other}, but not the other way round")]
    OneWay { one: String, other: String },
    #[error("the rules give {found}")]
    ExampleDiffers { found: String },
    #[error("needs exactly one of {keys}")]
    ExactlyOne { keys: String },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at {
            Some(at) => write!(f, "{} {at}: {}", self.file, self.flaw),
            None => write!(f, "{}: {}", self.file, self.flaw),
        }
    }
}
