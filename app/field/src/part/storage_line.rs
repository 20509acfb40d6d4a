//! What there is to say about the phone's storage.

use app_ui::part::{Button, Notice, Tone, glyph};
use app_ui::words::say;
use leptos::prelude::*;

/// The database does not open or answer. Another try needs another page: some browsers hang once after an update and never again.
#[component]
pub fn StorageClosed() -> impl IntoView {
    view! {
        <Notice tone=Tone::Error text=say::draft::closed()>
            <Button label=say::app::reopen() icon=glyph::REFRESH_CW on_press=move |()| drop(window().location().reload())/>
        </Notice>
    }
}
