//! The desk's routes.

use crate::page::{
    FramePage, HazardListPage, HazardOnePage, HomePage, InboxPage, PhonesPage, PremisesListPage, PremisesOnePage, RecordPage,
};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route};
use leptos_router::path;

/// Everything under `/desk`.
#[component(transparent)]
pub fn DeskRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/desk") view=FramePage>
            <Route path=path!("") view=HomePage/>
            <Route path=path!("inbox") view=InboxPage/>
            <Route path=path!("inspections/:id") view=RecordPage/>
            <Route path=path!("hazards") view=HazardListPage/>
            <Route path=path!("hazards/:id") view=HazardOnePage/>
            <Route path=path!("premises") view=PremisesListPage/>
            <Route path=path!("premises/:id") view=PremisesOnePage/>
            <Route path=path!("phones") view=PhonesPage/>
        </ParentRoute>
    }
    .into_inner()
}
