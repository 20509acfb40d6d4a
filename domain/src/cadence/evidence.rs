//! What completes a task.

use crate::checklist::ChecklistId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What completes a task, written as `inspection:special|joint:fire-lifeline`, `record:drill`, `document:bulletin`, `progress`, `receipt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Evidence {
    /// A visit of one of these kinds, with this checklist if one is named.
    Inspection {
        /// Kinds of visit.
        kinds: Vec<String>,
        /// The checklist that has to be among those used.
        checklist: Option<ChecklistId>,
    },
    /// A record of this type.
    Record(String),
    /// A document of this type.
    Document(String),
    /// A progress report.
    Progress,
    /// A receipt.
    Receipt,
}

/// The text names no evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("evidence is inspection:<kind>[|<kind>][:<checklist>], record:<type>, document:<type>, progress or receipt")]
pub struct NoEvidence;

impl FromStr for Evidence {
    type Err = NoEvidence;

    fn from_str(text: &str) -> Result<Self, NoEvidence> {
        let parts: Vec<&str> = text.split(':').collect();
        if parts.iter().any(|part| part.is_empty()) {
            return Err(NoEvidence);
        }
        match parts[..] {
            ["inspection", kinds] => Ok(Self::Inspection { kinds: names(kinds)?, checklist: None }),
            ["inspection", kinds, checklist] => {
                Ok(Self::Inspection { kinds: names(kinds)?, checklist: Some(ChecklistId::from(checklist)) })
            }
            ["record", record] => Ok(Self::Record(record.to_owned())),
            ["document", document] => Ok(Self::Document(document.to_owned())),
            ["progress"] => Ok(Self::Progress),
            ["receipt"] => Ok(Self::Receipt),
            _ => Err(NoEvidence),
        }
    }
}

fn names(kinds: &str) -> Result<Vec<String>, NoEvidence> {
    kinds.split('|').map(|kind| if kind.is_empty() { Err(NoEvidence) } else { Ok(kind.to_owned()) }).collect()
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inspection { kinds, checklist: None } => write!(f, "inspection:{}", kinds.join("|")),
            Self::Inspection { kinds, checklist: Some(id) } => write!(f, "inspection:{}:{id}", kinds.join("|")),
            Self::Record(record) => write!(f, "record:{record}"),
            Self::Document(document) => write!(f, "document:{document}"),
            Self::Progress => f.write_str("progress"),
            Self::Receipt => f.write_str("receipt"),
        }
    }
}

impl TryFrom<String> for Evidence {
    type Error = NoEvidence;
    fn try_from(text: String) -> Result<Self, NoEvidence> {
        text.parse()
    }
}

impl From<Evidence> for String {
    fn from(evidence: Evidence) -> Self {
        evidence.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_it_is_read() {
        for text in ["inspection:routine", "inspection:special|joint:fire-lifeline", "record:drill", "progress"] {
            assert_eq!(text.parse::<Evidence>().unwrap().to_string(), text);
        }
        for text in ["", "inspection", "inspection:", "inspection:a||b", "record:a:b", "hearsay"] {
            assert_eq!(text.parse::<Evidence>(), Err(NoEvidence), "{text}");
        }
    }
}
