//! PublishChecklist (`lifecycle.md` h): a version is named by its content; old ones stay readable for ever.

use super::Actor;
use crate::checklist::Checklist;
use crate::digest::Sha256;
use crate::event::Event;
use crate::refusal::Refusal;

/// Reads a checklist's file and checks it together with the library that it joins: its sources, kinds, fields and shared questions.
///
/// # Errors
/// [`Refusal::Invalid`], whose `field` is the first fault as the library says it.
#[cfg(feature = "yaml")]
pub fn read(
    yaml: &str,
    library: &crate::library::Library,
    files: &crate::library::Files,
) -> Result<crate::checklist::PublishedChecklist, Refusal> {
    use crate::checklist::ChecklistId;
    use crate::library::{Files, Library};
    #[derive(serde::Deserialize)]
    struct Named {
        id: ChecklistId,
    }
    let Named { id } = serde_saphyr::from_str(yaml).map_err(|error| Refusal::Invalid { field: error.to_string() })?;
    // The library itself was checked when it was read; publishing its own files again need not read all of it once more.
    if let Some(published) = library.checklists.get(&id).filter(|published| published.sha256 == Sha256::of(yaml.as_bytes())) {
        return Ok(published.clone());
    }
    let mut joined: Files = files.clone();
    joined.0.insert(format!("checklists/{id}.yaml"), yaml.to_owned().into());
    let mut joined = Library::read(&joined)
        .map_err(|faults| Refusal::Invalid { field: faults.first().map_or_else(String::new, ToString::to_string) })?;
    joined.checklists.remove(&id).ok_or(Refusal::Invalid { field: "id".into() })
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::cast::House;
    use crate::user::Role;

    fn publish_as(role: Role, latest: Option<u32>, is_known: bool) -> Result<usize, Refusal> {
        let house = House::new();
        let checklist = house.checklist();
        let user = house.person(role);
        let places = house.street_places();
        let actor = house.actor(&user, role, &places);
        let facts = Facts { actor, latest: latest.map(|version| (version, Sha256::of(b"other"))), is_known };
        publish(&facts, &checklist, Sha256::of(b"file")).map(|events| events.len())
    }

    #[test]
    fn one_version_has_one_content() {
        assert_eq!(publish_as(Role::OfficeClerk, None, false), Err(Refusal::NotAllowed));
        assert_eq!(publish_as(Role::OfficeLead, Some(4), false), Err(Refusal::Stale));
        assert_eq!(publish_as(Role::OfficeLead, Some(3), false), Err(Refusal::Taken { field: "version".into() }));
        assert_eq!(publish_as(Role::OfficeLead, Some(2), false), Ok(1));
        assert_eq!(publish_as(Role::Admin, None, false), Ok(1));
        assert_eq!(publish_as(Role::Admin, Some(3), true), Ok(0));
    }

    #[cfg(feature = "yaml")]
    #[test]
    fn a_list_that_names_an_unknown_law_is_not_read() {
        let files = crate::library::builtin_files();
        let library = crate::library::Library::read(&files).expect("the library is sound");
        let yaml = files.get("checklists/gas-household.yaml").expect("is there").to_owned();
        assert!(read(&yaml, &library, &files).is_ok());
        let next = yaml.replace("version: 1", "version: 2");
        assert_eq!(read(&next, &library, &files).map(|published| published.checklist.version), Ok(2));
        let broken = next.replace("doc: gas-regulation", "doc: law-of-the-sea");
        assert!(matches!(read(&broken, &library, &files), Err(Refusal::Invalid { .. })));
        assert!(matches!(read("no list at all", &library, &files), Err(Refusal::Invalid { .. })));
    }
}
