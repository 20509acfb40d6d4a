//! The supervisor's morning: counts that are links, and under them the first few of what they count. Each part comes, or fails, by itself.

mod first;

use super::frame::MeResource;
use crate::call::home::{first_hazards, first_phones, first_records};
use crate::live::Live;
use crate::part::{Skeleton, Trouble, today};
use app_ui::words::{Phrase, say, week_day};
use first::{FirstHazards, FirstPhones, FirstRecords};
use leptos::prelude::*;
use leptos_meta::Title;
use sync::desk::people::Counts;

/// The figures, and what to begin with.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let me = expect_context::<MeResource>();
    let live = expect_context::<Live>();
    let records = live.resource(|| (), |()| first_records());
    let hazards = live.resource(|| (), |()| first_hazards());
    let phones = live.resource(|| (), |()| first_phones());
    view! {
        <Title text=move || say::desk::title().get()/>
        <div class="desk-page">
            <header class="desk-head"><h1>{say::desk::home::title()} <span class="meta">{week_day(&today())}</span></h1></header>
            <Transition fallback=Skeleton>
                {move || Suspend::new(async move {
                    match me.await {
                        Ok(me) => view! { <Figures counts=me.counts/> }.into_any(),
                        Err(error) => view! { <Trouble error/> }.into_any(),
                    }
                })}
            </Transition>
            <div class="home-parts">
                <FirstRecords records/>
                <FirstHazards hazards/>
                <FirstPhones phones/>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Figures(counts: Counts) -> impl IntoView {
    // What is late or grave is marked, but only where there is any.
    let figure = |href: &'static str, label: Phrase, count: u32, tone: &'static str| {
        view! { <li><a class="figure-card" href=href data-tone=(count > 0).then_some(tone)><b>{count}</b><span>{label}</span></a></li> }
    };
    view! {
        <ul class="figure-cards">
            {figure("/desk/inbox", say::desk::home::review(), counts.inbox, "go")}
            {figure("/desk/hazards", say::desk::hazards::open(), counts.hazards, "")}
            {figure("/desk/hazards?show=overdue", say::desk::home::overdue(), counts.overdue, "fail")}
            {figure("/desk/hazards?show=major", say::desk::home::major(), counts.majors, "fail")}
            {figure("/desk/phones", say::desk::home::silent(), counts.phones, "warn")}
        </ul>
        {(counts == Counts::default()).then(|| view! { <p>{say::desk::home::none()}</p> })}
    }
}
