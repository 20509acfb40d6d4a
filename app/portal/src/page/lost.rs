//! An address that leads nowhere.

use app_ui::words::say;
use leptos::prelude::*;
use leptos_meta::Title;

/// Says so, and shows the way back. The server answers 404.
#[component]
pub fn LostPage() -> impl IntoView {
    view! {
        <Title text=move || say::problem::page::not_found().get()/>
        <main class="portal">
            <h1>{say::problem::page::not_found()}</h1>
            <p><a href="/">{say::problem::page::home()}</a></p>
        </main>
    }
}
