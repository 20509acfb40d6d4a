//! What stands behind the door: every page for whoever is signed in, and what sends and fetches for them. A part of the WASM of its own,
//! so that the sign-in page does not wait for it.

use crate::page::{
    AddPremisesPage, AnswerPage, DonePage, DraftsPage, HazardPage, HazardsPage, Inspect, MissingPage, OverviewPage, PremisesCardPage,
    PremisesPage, QueuePage, SettingsPage, SignInAgainPage, SignaturePage, StartPage, SummaryPage, TodayPage, TrashPage, UnsignedPage,
    WholePage,
};
use crate::part::loss_sheet::LossSheet;
use crate::phone::{self, Started};
use crate::state::provide_app;
use app_ui::part::Skeleton;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;
use std::pin::Pin;

/// The two things that the door needs of it.
pub(crate) struct Inside {
    /// Reads the database, begins to send and to fetch. Once, after `phone::open`.
    pub(crate) start: fn() -> Pin<Box<dyn Future<Output = Started>>>,
    /// All pages, for the person who works here.
    pub(crate) pages: fn(Started) -> AnyView,
}

/// Fetches it.
///
/// # Errors
/// It could not be fetched; the next call tries again.
#[wasm_split(phone, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(crate) fn inside() -> Result<Inside, SplitLoaderError> {
    Ok(Inside { start: || Box::pin(phone::start()), pages: |started| view! { <App started/> }.into_any() })
}

#[component]
fn App(started: Started) -> impl IntoView {
    let app = provide_app(started);
    app.reload_drafts();
    let ledger = phone::ledger::state();
    let is_ledger_open = Memo::new(move |_| ledger.get().is_open);
    view! {
        <Router>
            <Show when=move || is_ledger_open.get() fallback=Opening>
                <Pages/>
            </Show>
            <LossSheet/>
        </Router>
    }
}

/// Some milliseconds at most.
#[component]
fn Opening() -> impl IntoView {
    view! { <main class="phone"><div class="phone-body"><Skeleton rows=4/></div></main> }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=MissingPage>
            <Route path=path!("/field") view=|| view! { <Redirect path="/field/today"/> }/>
            <Route path=path!("/field/sign-in") view=SignInAgainPage/>
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
