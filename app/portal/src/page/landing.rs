//! `/`: who are you today?

use app_ui::part::{ButtonLink, Icon, LanguageForm, Weight, glyph};
use app_ui::words::say;
use leptos::prelude::*;
use leptos_meta::Title;

/// The two ways in.
#[component]
pub fn LandingPage() -> impl IntoView {
    view! {
        <Title text=move || say::portal::title().get()/>
        <main class="portal">
            <div class="portal-brand"><Icon of=glyph::SHIELD_CHECK/><h1>{say::portal::title()}</h1></div>
            <p>{say::portal::what()}</p>
            <nav class="portal-ways" aria-label=say::portal::ways()>
                <ButtonLink label=say::portal::field() href="/field" weight=Weight::Primary icon=glyph::CALENDAR_CHECK wide=true/>
                <ButtonLink label=say::portal::desk() href="/desk" icon=glyph::LIST_CHECKS wide=true/>
            </nav>
            <LanguageForm back="/"/>
        </main>
    }
}
