//! The ledger.

use super::{DeskError, Opened};
use domain::ids::{CommandId, PremisesId};
use domain::library::Told;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use sync::desk::Page;
use sync::desk::premises::{PremisesCard, PremisesFilter, PremisesLine};

/// One page of the ledger.
#[server(prefix = "/desk/call", endpoint = "premises", input = Json)]
pub(crate) async fn premises(filter: PremisesFilter, after: Option<String>) -> Result<Page<PremisesLine>, DeskError> {
    let access = crate::access::signed_in()?;
    crate::access::told(store::query::premises::page(&access.store, &access.scope, &filter, after.as_deref()).await)
}

/// A card, and what its fields hold in words. The browser has no reference data, so the server reads the codes for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ToldCard {
    /// The card.
    pub card: PremisesCard,
    /// Its fields by their ids.
    pub told: BTreeMap<String, Told>,
}

/// One premises' card.
#[server(prefix = "/desk/call", endpoint = "premises-card", input = Json)]
pub(crate) async fn open_premises(id: PremisesId) -> Result<Opened<ToldCard>, DeskError> {
    let access = crate::access::signed_in()?;
    let card = crate::access::found(store::query::premises::card(&access.store, &access.scope, id).await)?;
    let reference = &domain::library::Library::builtin().premises;
    let kind = card.premises.kind.as_str().into();
    let told = card.premises.fields.iter().map(|(id, value)| (id.clone(), reference.told(&kind, id, value))).collect();
    Ok(Opened { shown: ToldCard { card, told }, command: crate::access::new_command_id(access.store.now())? })
}

/// Confirms premises that were added on a phone.
#[server(prefix = "/desk/call", endpoint = "confirm-premises")]
pub(crate) async fn confirm_premises(id: PremisesId, version: u32, command: CommandId) -> Result<(), DeskError> {
    let change = Box::new(domain::premises::PremisesChange { confirms: true, ..Default::default() });
    let what = domain::command::What::EditPremises { premises: id, change };
    crate::access::order_on_premises(id, Some(version), command, what).await
}
