//! The supervisor's morning: counts that are links.

use super::frame::MeResource;
use crate::part::{Empty, Skeleton, Trouble};
use app_ui::part::glyph;
use app_ui::words::{Phrase, say};
use leptos::prelude::*;
use leptos_meta::Title;

/// The figures.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let me = expect_context::<MeResource>();
    // What is late or grave is marked, but only where there is any.
    let figure = |href: &'static str, label: Phrase, count: u32, tone: &'static str| {
        view! { <li><a class="figure-card" href=href data-tone=(count > 0).then_some(tone)><b>{count}</b><span>{label}</span></a></li> }
    };
    view! {
        <Title text=move || say::desk::title().get()/>
        <div class="desk-page">
        <header class="desk-head"><h1>{say::desk::home::title()}</h1></header>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match me.await {
                    Ok(me) => view! {
                        <ul class="figure-cards">
                            {figure("/desk/inbox", say::desk::home::review(), me.counts.inbox, "go")}
                            {figure("/desk/hazards", say::desk::hazards::open(), me.counts.hazards, "")}
                            {figure("/desk/hazards?show=overdue", say::desk::home::overdue(), me.counts.overdue, "fail")}
                            {figure("/desk/hazards?show=major", say::desk::home::major(), me.counts.majors, "fail")}
                            {figure("/desk/phones", say::desk::home::silent(), me.counts.phones, "warn")}
                        </ul>
                        {(me.counts == Default::default()).then(|| view! { <Empty icon=glyph::CIRCLE_CHECK title=say::desk::home::none() go=say::desk::inbox::see_all() href="/desk/inbox?show=all"/> })}
                    }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Transition>
        </div>
    }
    .into_any()
}
