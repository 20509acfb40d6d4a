//! Hazards, to read.

use super::DeskError;
use domain::ids::HazardId;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use sync::desk::Page;
use sync::desk::hazard::{HazardFilter, HazardLine, HazardPage};

/// One page of hazards.
#[server(prefix = "/desk/call", endpoint = "hazards", input = Json)]
pub(crate) async fn hazards(filter: HazardFilter, after: Option<String>) -> Result<Page<HazardLine>, DeskError> {
    let access = crate::access::signed_in()?;
    crate::access::told(store::query::hazards::page(&access.store, &access.scope, &filter, after.as_deref()).await)
}

/// One hazard with its evidence and time line.
#[server(prefix = "/desk/call", endpoint = "hazard", input = Json)]
pub(crate) async fn hazard(id: HazardId) -> Result<HazardPage, DeskError> {
    let access = crate::access::signed_in()?;
    crate::access::found(store::query::hazards::one(&access.store, &access.scope, id).await)
}
