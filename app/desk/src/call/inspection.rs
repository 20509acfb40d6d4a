//! Inspections: the inbox, one record, and the three decisions on it.

use super::{DeskError, Opened};
use domain::decide::inbox::Why;
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId};
use domain::inspection::{ReturnPoint, ReturnReason};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};
use sync::desk::Page;
use sync::desk::inbox::{InspectionFilter, InspectionLine};
use sync::desk::record::Record;

/// One page of inspections, or of one section of the inbox.
#[server(prefix = "/desk/call", endpoint = "inspections", input = Json)]
pub(crate) async fn inspections(
    filter: InspectionFilter,
    section: Option<Why>,
    after: Option<String>,
) -> Result<Page<InspectionLine>, DeskError> {
    use store::query::inspections;
    let access = crate::access::signed_in()?;
    let (store, scope, after) = (&access.store, &access.scope, after.as_deref());
    crate::access::told(match section {
        Some(section) => inspections::section(store, scope, &filter, section, after).await,
        None => inspections::page(store, scope, &filter, after).await,
    })
}

/// How many the inbox has in each section, the most urgent first.
#[server(prefix = "/desk/call", endpoint = "inbox-sections", input = Json)]
pub(crate) async fn inbox_sections(filter: InspectionFilter) -> Result<Vec<(Why, u64)>, DeskError> {
    let access = crate::access::signed_in()?;
    crate::access::told(store::query::inspections::sections(&access.store, &access.scope, &filter).await)
}

/// Which revision of a record a page shows. What was set aside may have its number in common with another, so its seal names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Version {
    /// The one that stands.
    Standing,
    /// The one of this number.
    Number(u32),
    /// The one whose sealed command has this hash.
    Sealed(Sha256),
}

impl Version {
    /// From `?revision=`; what is no revision is the one that stands.
    pub(crate) fn of_address(named: Option<&str>) -> Self {
        let Some(named) = named else { return Self::Standing };
        let number = named.parse().map(Self::Number);
        number.or_else(|_| named.parse().map(Self::Sealed)).unwrap_or(Self::Standing)
    }
}

#[cfg(feature = "ssr")]
impl From<Version> for store::query::record::Which {
    fn from(version: Version) -> Self {
        match version {
            Version::Standing => Self::Standing,
            Version::Number(number) => Self::Number(number),
            Version::Sealed(sha256) => Self::Sealed(sha256),
        }
    }
}

/// One record, as it stands or in another revision.
#[server(prefix = "/desk/call", endpoint = "record", input = Json)]
pub(crate) async fn open_record(id: InspectionId, version: Version) -> Result<Opened<Record>, DeskError> {
    let access = crate::access::signed_in()?;
    let record = crate::access::found(store::query::record::read(&access.store, &access.scope, id, version).await)?;
    Ok(Opened { shown: record, command: crate::access::new_command_id(access.store.now())? })
}

/// Accepts a record. `revision` is the one that was read.
#[server(prefix = "/desk/call", endpoint = "accept")]
pub(crate) async fn accept(inspection: InspectionId, revision: u32, command: CommandId) -> Result<(), DeskError> {
    let what = domain::command::What::AcceptInspection { inspection };
    crate::access::order_on_record(inspection, Some(revision), command, what).await
}

/// Returns a record with a comment for each point.
#[server(prefix = "/desk/call", endpoint = "give-back", input = Json)]
pub(crate) async fn give_back(
    inspection: InspectionId,
    revision: u32,
    command: CommandId,
    reason: ReturnReason,
    points: Vec<ReturnPoint>,
) -> Result<(), DeskError> {
    let what = domain::command::What::ReturnInspection { inspection, reason, points };
    crate::access::order_on_record(inspection, Some(revision), command, what).await
}

/// Lets a quarantined record count.
#[server(prefix = "/desk/call", endpoint = "release")]
pub(crate) async fn release(inspection: InspectionId, revision: u32, command: CommandId, why: String) -> Result<(), DeskError> {
    let reason = domain::command::Reason { code: "checked".to_owned(), text: why };
    let what = domain::command::What::ReleaseQuarantine { inspection, reason };
    crate::access::order_on_record(inspection, Some(revision), command, what).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_version_by_number_or_seal_and_anything_else_is_what_stands() {
        let seal = Sha256::of(b"sealed");
        assert_eq!(Version::of_address(None), Version::Standing);
        assert_eq!(Version::of_address(Some("2")), Version::Number(2));
        assert_eq!(Version::of_address(Some(&seal.to_string())), Version::Sealed(seal));
        assert_eq!(Version::of_address(Some("latest")), Version::Standing);
    }
}
