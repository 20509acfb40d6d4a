//! An address that is no page.

use crate::part::page::Page;
use app_ui::part::{Back, ButtonLink, EmptyState, Weight, glyph};
use app_ui::words::say;
use leptos::prelude::*;

/// No such page.
#[component]
pub fn MissingPage() -> impl IntoView {
    view! {
        <Page title=say::problem::page::not_found() back=Back::To("/field/today".to_owned())>
            <EmptyState icon=glyph::FILE_TEXT title=say::problem::page::not_found()>
                <ButtonLink label=say::done::home() href="/field/today".to_owned() weight=Weight::Primary/>
            </EmptyState>
        </Page>
    }
}
