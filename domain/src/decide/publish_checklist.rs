//! PublishChecklist (`lifecycle.md` h): a version is named by its content; old ones stay readable for ever.

use super::Actor;
use crate::checklist::Checklist;
use crate::digest::Sha256;
use crate::event::Event;
use crate::refusal::Refusal;

/// What the store has loaded for `PublishChecklist`.
#[derive(Debug)]
pub struct Facts<'a> {
    /// Who; `subject_places` from the street.
    pub actor: Actor<'a>,
    /// The latest version of this checklist and the hash of its file.
    pub latest: Option<(u32, Sha256)>,
    /// Whether this very file was published before.
    pub is_known: bool,
}

/// Decides `PublishChecklist` for a file that was read and checked. The same file again is no event.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::OutOfScope`]; [`Refusal::Taken`] of `version` if the latest has the same number and other
/// bytes; [`Refusal::Stale`] if the latest is newer.
pub fn publish(facts: &Facts<'_>, checklist: &Checklist, sha256: Sha256) -> Result<Vec<Event>, Refusal> {
    facts.actor.check(crate::permission::Action::ChecklistPublish)?;
    if facts.is_known {
        return Ok(vec![]);
    }
    match facts.latest {
        Some((version, _)) if version > checklist.version => Err(Refusal::Stale),
        Some((version, _)) if version == checklist.version => Err(Refusal::Taken { field: "version".into() }),
        _ => Ok(vec![Event::ChecklistPublished { checklist: checklist.id.to_string(), version: checklist.version, sha256 }]),
    }
}
