//! Inspections: the inbox, one record, and the three decisions on it.

use super::{DeskError, Opened};
use domain::ids::{CommandId, InspectionId};
use domain::inspection::{ReturnPoint, ReturnReason};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use sync::desk::Page;
use sync::desk::inbox::{InspectionFilter, InspectionLine};
use sync::desk::record::Record;

/// One page of inspections.
#[server(prefix = "/desk/call", endpoint = "inspections", input = Json)]
pub(crate) async fn inspections(filter: InspectionFilter, after: Option<String>) -> Result<Page<InspectionLine>, DeskError> {
    let access = crate::access::signed_in()?;
    crate::access::told(store::query::inspections::page(&access.store, &access.scope, &filter, after.as_deref()).await)
}

/// One record, as it stands or in an earlier revision.
#[server(prefix = "/desk/call", endpoint = "record", input = Json)]
pub(crate) async fn open_record(id: InspectionId, revision: Option<u32>) -> Result<Opened<Record>, DeskError> {
    let access = crate::access::signed_in()?;
    let record = crate::access::found(store::query::record::read(&access.store, &access.scope, id, revision).await)?;
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
