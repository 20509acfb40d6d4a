//! What the morning begins with: the first few of each list.

use super::DeskError;
use leptos::prelude::*;
use sync::desk::hazard::HazardLine;
use sync::desk::inbox::InspectionLine;
use sync::desk::people::PhoneLine;

/// Lines of a list that the start page shows.
#[cfg(feature = "ssr")]
const SHOWN: usize = 5;

/// The most urgent records of the inbox.
#[server(prefix = "/desk/call", endpoint = "first-records")]
pub(crate) async fn first_records() -> Result<Vec<InspectionLine>, DeskError> {
    let access = crate::access::signed_in()?;
    let inbox = sync::desk::inbox::InspectionFilter { inbox_only: true, ..Default::default() };
    let page = store::query::inspections::page(&access.store, &access.scope, &inbox, None).await;
    Ok(crate::access::told(page)?.rows.into_iter().take(SHOWN).collect())
}

/// The open hazards whose day comes first.
#[server(prefix = "/desk/call", endpoint = "first-hazards")]
pub(crate) async fn first_hazards() -> Result<Vec<HazardLine>, DeskError> {
    let access = crate::access::signed_in()?;
    let page = store::query::hazards::page(&access.store, &access.scope, &Default::default(), None).await;
    Ok(crate::access::told(page)?.rows.into_iter().take(SHOWN).collect())
}

/// Phones that hold what has not arrived, the ones heard of last.
#[server(prefix = "/desk/call", endpoint = "first-phones")]
pub(crate) async fn first_phones() -> Result<Vec<PhoneLine>, DeskError> {
    let access = crate::access::signed_in()?;
    let phones = store::query::people::phones(&access.store, &access.scope).await;
    Ok(crate::access::told(phones)?.into_iter().take(SHOWN).collect())
}
