//! A returned visit: only what the reviewer marked, with his words beside it, and what has come to lack something by mending it. The
//! answer is the next revision; the first one stays.

use super::arrival::{Found, follow_address};
use super::returned::{Mending, OtherPoints, Reply, Resubmit, ReturnHead};
use crate::part::fail_sheet::FailSheet;
use crate::part::gap_list::GapList;
use crate::part::item_card::ItemCard;
use crate::part::page::Page;
use crate::part::reason_sheets::{NotCheckedSheet, NoteSheet};
use crate::part::saved_line::SavedLine;
use crate::part::scroll;
use crate::part::submit::use_submit;
use crate::state::Visit;
use app_ui::part::{Back, BottomBar, ButtonLink, Card, Notice, Tone, Weight};
use app_ui::words::say;
use domain::inspection::ReturnPoint;
use leptos::prelude::*;

/// The page of a returned visit.
#[component]
pub fn MendPage(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let Some(mends) = visit.mends() else { return ().into_any() };
    let mending = Mending::new(visit, &mends);
    let submit = use_submit(visit);
    let signatures_stay = !mends.returned.points.iter().any(|point| matches!(point, ReturnPoint::Signature { .. }));
    let named = follow_address(visit);
    Effect::new(move |_| {
        if let Some(place) = named.get() {
            scroll::go_to(place);
        }
    });
    view! {
        <Page
            title=visit.name()
            aside=mending.progress()
            back=Back::To("/field/today".to_owned())
            foot=move || view! {
                <BottomBar saved=move || view! { <SavedLine visit/> }><Resubmit mending submit/></BottomBar>
            }
        >
            <Found visit/>
            <ReturnHead mends=mends.clone()/>
            <Cards visit/>
            {signatures_stay.then(|| view! { <p class="meta">{say::returned::signatures_stay()}</p> })}
            <OtherPoints visit mends/>
            <Reply visit mending/>
            <Gaps visit mending/>
            {move || submit.fault().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
            <ButtonLink label=say::returned::locked() href=visit.path("all") weight=Weight::Quiet/>
            <FailSheet visit/>
            <NotCheckedSheet visit/>
            <NoteSheet visit/>
        </Page>
    }
    .into_any()
}

/// The cards to mend, in the order of the lists. The rest is on the page of the whole.
#[component]
fn Cards(visit: Visit) -> impl IntoView {
    let marked = visit.marked();
    let places = Memo::new(move |_| {
        let is_asked = |place: &usize| visit.walk().card(*place).is_shown.get();
        visit.mendable().into_iter().filter(is_asked).collect::<Vec<_>>()
    });
    let card = move |place: usize| {
        let comments = marked.get(&place).cloned().unwrap_or_default();
        view! { <ItemCard visit place always_open=true comments/> }
    };
    view! { <ol class="walk-cards"><For each=move || places.get() key=|place| *place children=card/></ol> }
}

/// What the new revision still lacks.
#[component]
fn Gaps(visit: Visit, mending: Mending) -> impl IntoView {
    move || {
        let gaps = mending.gaps();
        (!gaps.is_empty()).then(|| view! { <Card title=say::summary::missing_some(gaps.len())><GapList visit gaps/></Card> })
    }
}
