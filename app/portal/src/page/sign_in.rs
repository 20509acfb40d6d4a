//! Sign-in at the desk: a plain form, posted to the server, which answers with the page the person wanted or with this one again and
//! what was wrong in `?problem=`. It works before the page is alive.

use app_ui::part::{Button, Field, Icon, LanguageForm, Notice, Tone, Weight, field, glyph};
use app_ui::words::{Phrase, say};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// The form.
#[component]
pub fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let next = move || query.with(|query| query.get("next").unwrap_or_default());
    let problem = move || query.with(|query| query.get("problem").map(|problem| words_of(&problem, query.get("wait"))));
    let back = Signal::derive(move || format!("/sign-in{}", query.with(ParamsMap::to_query_string)));
    view! {
        <Title text=move || say::sign_in::desk_title().get()/>
        <main class="portal">
            <div class="portal-brand"><Icon of=glyph::SHIELD_CHECK/><h1>{say::sign_in::desk_title()}</h1></div>
            {move || problem().map(|text| view! { <Notice tone=Tone::Error text/> })}
            <form method="post" action="/sign-in" class="portal-form">
                <input type="hidden" name="next" value=next/>
                <Field id="login" name="login" label=say::sign_in::login() value="" autocomplete="username"/>
                <Field id="password" name="password" label=say::sign_in::password() value="" kind=field::Kind::Password autocomplete="current-password"/>
                <Button label=say::sign_in::go() weight=Weight::Primary submit=true wide=true/>
            </form>
            <p class="meta">{say::sign_in::forgot()}</p>
            <LanguageForm back/>
        </main>
    }
}

/// What was wrong. Never which of the two.
fn words_of(problem: &str, wait_s: Option<String>) -> Phrase {
    match (problem, wait_s.and_then(|wait| wait.parse().ok())) {
        ("rate_limited", Some(seconds)) => say::sign_in::wait(app_ui::words::span(seconds)),
        ("no_desk", _) => say::sign_in::no_desk(),
        (other, _) => say::problem::of(other),
    }
}
