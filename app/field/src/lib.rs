//! The phone: pages that live from the local database, browser calls in phone/.
//!
//! `page` routes and composes, `part` shows, `state` holds what pages have in common, `phone` speaks with the browser. Nothing under
//! `/field` waits for the network but signing in.

#![recursion_limit = "256"]

pub mod page;
pub mod part;
pub mod phone;
pub mod state;

use crate::page::{
    AddPremisesPage, AnswerPage, DonePage, DraftsPage, HazardPage, HazardsPage, Inspect, MissingPage, OverviewPage, PremisesCardPage,
    PremisesPage, QueuePage, SettingsPage, SignInPage, SignaturePage, StartPage, SummaryPage, TodayPage, TrashPage, UnsignedPage,
    WholePage,
};
use crate::phone::Started;
use crate::phone::identity::Who;
use crate::state::{keep_locale, kept_locale, provide_app, provide_clock, tell_page};
use app_ui::part::{LiveRegion, Skeleton, provide_live};
use app_ui::words::{provide_locale, say};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

/// Mounts the app into the empty body of its shell.
pub fn mount() {
    leptos::mount::mount_to_body(FieldApp);
}

/// The whole app of the phone.
#[component]
pub fn FieldApp() -> impl IntoView {
    let locale = kept_locale();
    tell_page(locale);
    provide_locale(locale, keep_locale);
    provide_clock();
    provide_live();
    let opened = RwSignal::new(None);
    spawn_local(async move { opened.set(Some(phone::start().await)) });
    view! {
        <a class="skip" href="#main">{say::app::skip()}</a>
        <LiveRegion/>
        <Router>
            {move || match opened.get() {
                Some(started) => view! { <Open started/> }.into_any(),
                None => view! { <Opening/> }.into_any(),
            }}
        </Router>
    }
}

/// Some milliseconds at most: the shell's own words stand meanwhile.
#[component]
fn Opening() -> impl IntoView {
    view! { <main class="phone"><div class="phone-body"><Skeleton rows=4/></div></main> }
}

/// Whoever is not signed in signs in, whatever page was asked for; then that page is there.
#[component]
fn Open(started: Started) -> impl IntoView {
    let app = provide_app(started);
    app.reload_drafts();
    let is_here = Memo::new(move |_| matches!(app.who(), Who::Here(_)));
    let ledger = phone::ledger::state();
    let is_ledger_open = Memo::new(move |_| ledger.get().is_open);
    view! {
        <Show when=move || is_here.get() fallback=SignInPage>
            <Show when=move || is_ledger_open.get() fallback=Opening>
                <Pages/>
            </Show>
        </Show>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=MissingPage>
            <Route path=path!("/field") view=|| view! { <Redirect path="/field/today"/> }/>
            <Route path=path!("/field/sign-in") view=SignInPage/>
            <Route path=path!("/field/today") view=TodayPage/>
            <Route path=path!("/field/premises") view=PremisesPage/>
            <Route path=path!("/field/premises/new") view=AddPremisesPage/>
            <Route path=path!("/field/premises/:id") view=PremisesCardPage/>
            <Route path=path!("/field/start/:premises") view=StartPage/>
            <Route path=path!("/field/i/:id/done") view=DonePage/>
            <ParentRoute path=path!("/field/i/:id") view=Inspect>
                <Route path=path!("") view=AnswerPage/>
                <Route path=path!("item/:item") view=AnswerPage/>
                <Route path=path!("all") view=WholePage/>
                <Route path=path!("overview") view=OverviewPage/>
                <Route path=path!("sign") view=SummaryPage/>
                <Route path=path!("signature") view=SignaturePage/>
                <Route path=path!("unsigned") view=UnsignedPage/>
            </ParentRoute>
            <Route path=path!("/field/queue") view=QueuePage/>
            <Route path=path!("/field/drafts") view=DraftsPage/>
            <Route path=path!("/field/drafts/trash") view=TrashPage/>
            <Route path=path!("/field/hazards") view=HazardsPage/>
            <Route path=path!("/field/hazards/:id") view=HazardPage/>
            <Route path=path!("/field/settings") view=SettingsPage/>
        </Routes>
    }
}
