//! The supervisor's morning: counts that are links.

use super::frame::MeResource;
use crate::part::{Skeleton, Trouble};
use app_ui::words::{Phrase, say};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

pub(crate) struct HomePage;

/// What the page shows, loaded inside the frame whose context it needs.
struct Loaded {
    me: MeResource,
}

#[lazy_route]
impl LazyRoute for HomePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let this = load();
        let me = this.me;
        let figure = |href: &'static str, label: Phrase, count: u32| view! { <li><a class="figure-card" href=href><b>{count}</b><span>{label}</span></a></li> };
        view! {
            <Title text=move || say::desk::title().get()/>
            <div class="desk-page">
            <header class="desk-head"><h1>{say::desk::home::title()}</h1></header>
            <Transition fallback=Skeleton>
                {move || Suspend::new(async move {
                    match me.await {
                        Ok(me) => view! {
                            <ul class="figure-cards">
                                {figure("/desk/inbox", say::desk::home::review(), me.counts.inbox)}
                                {figure("/desk/hazards", say::desk::hazards::open(), me.counts.hazards)}
                                {figure("/desk/hazards?show=overdue", say::desk::home::overdue(), me.counts.overdue)}
                                {figure("/desk/hazards?show=major", say::desk::home::major(), me.counts.majors)}
                                {figure("/desk/phones", say::desk::home::silent(), me.counts.phones)}
                            </ul>
                            {(me.counts == Default::default()).then(|| view! { <p class="desk-empty">{say::desk::home::none()}</p> })}
                        }.into_any(),
                        Err(error) => view! { <Trouble error/> }.into_any(),
                    }
                })}
            </Transition>
            </div>
        }
        .into_any()
    }
}

fn load() -> Loaded {
    Loaded { me: expect_context::<MeResource>() }
}
