//! The desk's routes. Each page is loaded when it is first opened, so that a phone never downloads it.

use crate::page::{
    FramePage, HazardListPage, HazardOnePage, HomePage, InboxPage, PhonesPage, PremisesListPage, PremisesOnePage, RecordPage,
};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route};
use leptos_router::{Lazy, MatchNestedRoutes, path};

/// Everything under `/desk`.
#[component(transparent)]
pub fn DeskRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/desk") view={Lazy::<FramePage>::new()}>
            <Route path=path!("") view={Lazy::<HomePage>::new()}/>
            <Route path=path!("inbox") view={Lazy::<InboxPage>::new()}/>
            <Route path=path!("inspections/:id") view={Lazy::<RecordPage>::new()}/>
            <Route path=path!("hazards") view={Lazy::<HazardListPage>::new()}/>
            <Route path=path!("hazards/:id") view={Lazy::<HazardOnePage>::new()}/>
            <Route path=path!("premises") view={Lazy::<PremisesListPage>::new()}/>
            <Route path=path!("premises/:id") view={Lazy::<PremisesOnePage>::new()}/>
            <Route path=path!("phones") view={Lazy::<PhonesPage>::new()}/>
        </ParentRoute>
    }
    .into_inner()
}
