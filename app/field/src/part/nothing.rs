//! What is not on the phone because the ledger is not here yet: that is not the same as nothing to show.

use crate::phone::ledger;
use app_ui::part::{EmptyState, Glyph, glyph};
use app_ui::words::{Phrase, say};
use leptos::prelude::*;

/// Whether the server has ever said that this phone has all there is, tracked.
fn is_ledger_here() -> bool {
    ledger::state().get().as_of.is_some()
}

/// Nothing of what was asked for: in these words if the ledger is here, else that it is on its way.
#[component]
pub fn Nothing(
    /// Its icon.
    icon: Glyph,
    /// What is not there, as far as the ledger knows.
    title: Phrase,
) -> impl IntoView {
    move || {
        if is_ledger_here() {
            view! { <EmptyState icon title=title.clone()/> }.into_any()
        } else {
            view! { <EmptyState icon=glyph::STORE title=say::data::not_yet() hint=say::data::not_yet_hint()/> }.into_any()
        }
    }
}
