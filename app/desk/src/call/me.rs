//! Who is signed in.

use super::DeskError;
use leptos::prelude::*;
use sync::desk::people::{Me, PhoneLine};

/// The signed-in person with the rail's numbers.
#[server(prefix = "/desk/call", endpoint = "me")]
pub(crate) async fn who_am_i() -> Result<Me, DeskError> {
    let access = crate::access::signed_in()?;
    crate::access::told(store::query::people::me(&access.store, &access.scope).await)
}

/// Phones that hold what has not arrived.
#[server(prefix = "/desk/call", endpoint = "phones")]
pub(crate) async fn phones() -> Result<Vec<PhoneLine>, DeskError> {
    let access = crate::access::signed_in()?;
    crate::access::told(store::query::people::phones(&access.store, &access.scope).await)
}
