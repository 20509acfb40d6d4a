//! 我的: who works here, the language, the phone's storage, and the way out, which never costs unsent work.

use crate::part::offline_line::OfflineLine;
use crate::part::page::Page;
use crate::part::storage_line::StorageLine;
use crate::phone::identity;
use crate::phone::ledger;
use crate::state::{forget_stamp, use_app, use_clock};
use app_ui::part::{Button, ButtonLink, Card, LanguageSwitch, Mark, Notice, Row, Shade, Tone, glyph};
use app_ui::words::{Phrase, ago, code, say};
use domain::ids::PlaceId;
use domain::place::PlaceKind;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The person's own page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let (app, clock) = (use_app(), use_clock());
    app.reload_drafts();
    let state = ledger::state();
    let drafts = Memo::new(move |_| app.drafts().len());
    let waiting = Memo::new(move |_| app.chip().waiting + app.chip().attention);
    let who = move || {
        let person = app.person()?;
        let places: Vec<String> = person.user.grants.iter().filter_map(|grant| full_name(grant.place)).collect();
        let role = person.user.grants.first().map(|grant| say::role::of(&code(&grant.role)));
        Some(view! { <Card title=Phrase::verbatim(person.user.name.clone())><p class="meta">{role} " " {places.join("、")}</p></Card> })
    };
    view! {
        <Page title=say::settings::title()>
            {who}
            <Card title=say::settings::language()><LanguageSwitch/></Card>
            <Row title=say::settings::queue() href="/field/queue" lead=|| view! { <Mark icon=glyph::CLOUD_UPLOAD shade=Shade::Info/> }>
                <span>{move || app.sync_line().1}</span>
            </Row>
            <Row title=say::settings::drafts() href="/field/drafts" lead=|| view! { <Mark icon=glyph::FILE_TEXT/> }>
                <span>{move || say::drafts::title(drafts.get())}</span>
            </Row>
            <Card title=say::settings::storage()>
                <StorageLine/>
                <OfflineLine says_ready=true/>
                {move || (app.are_drafts_read() && app.chip().is_loaded).then(|| view! {
                    <p class="meta">{move || say::settings::held(drafts.get(), waiting.get())}</p>
                })}
                <p class="meta">{move || match state.get().as_of {
                    Some(at) => say::data::age(ago(at.0, clock.now().0)),
                    None => say::data::part(state.get().premises),
                }}</p>
                <Button label=say::action::refresh() icon=glyph::REFRESH_CW on_press=|()| ledger::refresh()/>
            </Card>
            <SignOut/>
        </Page>
    }
}

/// 团结社区第一网格
fn full_name(place: PlaceId) -> Option<String> {
    let place = ledger::place(place)?;
    let community = place.parent.filter(|_| place.kind == PlaceKind::Grid).and_then(ledger::place);
    Some(format!("{}{}", community.map(|community| community.name.clone()).unwrap_or_default(), place.name))
}

/// Signing out takes the ledger along and leaves every record; with unsent ones it says so first.
#[component]
fn SignOut() -> impl IntoView {
    let app = use_app();
    let unsent = Memo::new(move |_| app.chip().waiting + app.chip().attention);
    let is_asking = RwSignal::new(false);
    let out = move || {
        if let Some(person) = untrack(|| app.person()) {
            forget_stamp(person.user.id);
        }
        spawn_local(identity::sign_out());
    };
    let press = move |()| {
        if unsent.get_untracked() > 0 && !is_asking.get_untracked() {
            is_asking.set(true);
        } else {
            out();
        }
    };
    view! {
        <Card>
            {move || is_asking.get().then(|| view! {
                <Notice tone=Tone::Warn text=say::auth::out(unsent.get())>
                    <ButtonLink label=say::sign_in::out_send() href="/field/queue".to_owned()/>
                    <Button label=say::sign_in::out_switch() on_press=move |()| out()/>
                </Notice>
            })}
            <Button label=say::sign_in::out() icon=glyph::LOG_OUT on_press=press/>
        </Card>
    }
}
