//! Answering, one item after the other: the heart of the app. 下一条未答 is the one primary action; nothing blocks going on.

use super::arrival::{Found, follow_address};
use super::keys::listen_to_keys;
use super::mend::MendPage;
use crate::part::fail_sheet::FailSheet;
use crate::part::page::Page;
use crate::part::reason_sheets::{NotCheckedSheet, NoteSheet};
use crate::part::saved_line::SavedLine;
use crate::part::scroll;
use crate::part::section_view::SectionView;
use crate::state::{Visit, tongue, use_visit};
use app_ui::part::{Back, BottomBar, Button, ButtonLink, Weight, glyph};
use app_ui::words::say;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The page of one visit; of a returned record only what was marked.
#[component]
pub fn AnswerPage() -> impl IntoView {
    let visit = use_visit();
    if visit.mends().is_some() { view! { <MendPage visit/> }.into_any() } else { view! { <Walking visit/> }.into_any() }
}

/// The whole record of a visit; of a returned one what was not marked can only be read.
#[component]
pub fn WholePage() -> impl IntoView {
    view! { <Walking visit=use_visit()/> }
}

#[component]
fn Walking(visit: Visit) -> impl IntoView {
    let walk = visit.walk();
    let (current, totals) = (walk.current(), walk.totals());
    follow_address(visit);
    follow_current(visit);
    listen_to_keys(visit);
    let section = {
        let walk = walk.clone();
        Memo::new(move |_| walk.card(current.get()).section)
    };
    let count = walk.sections().len();
    open_what_lacks(visit);
    let back = Back::To(if visit.mends().is_some() { visit.path("") } else { "/field/today".to_owned() });
    view! {
        <Page
            title=visit.name()
            aside=Signal::derive(move || say::answer::total(totals.get().answered, totals.get().asked))
            back=back
            progress=Signal::derive(move || totals.get().share())
            under_bar=move || view! { <SectionLine visit section/> }
            foot=move || view! { <Foot visit/> }
        >
            <Found visit/>
            {(0..count).map(|place| view! { <SectionView visit place current=section/> }).collect_view()}
            <FailSheet visit/>
            <NotCheckedSheet visit/>
            <NoteSheet visit/>
        </Page>
    }
}

/// Of a returned record what comes to lack something can be mended here too.
fn open_what_lacks(visit: Visit) {
    if visit.mends().is_none() {
        return;
    }
    let revision = visit.open_draft().revision();
    Effect::new(move |_| {
        revision.track();
        if let Some(record) = visit.record() {
            visit.open_gaps(&visit.gaps(&record));
        }
    });
}

/// 3 疏散通道 6 / 9 [目录]
#[component]
fn SectionLine(visit: Visit, section: Memo<usize>) -> impl IntoView {
    let shown = move || {
        let walk = visit.walk();
        let section = &walk.sections()[section.get()];
        let title = tongue(&section.title, &section.title_en);
        let (answered, asked) = (section.answered, section.asked);
        view! { <b>{section.no} " " {title}</b> <span class="meta">{move || say::answer::section(answered.get(), asked.get())}</span> }
    };
    view! {
        <div class="section-line">
            <p>{shown}</p>
            <ButtonLink label=say::overview::title() href=visit.path("overview") icon=glyph::LIST_CHECKS weight=Weight::Quiet/>
        </div>
    }
}

#[component]
fn Foot(visit: Visit) -> impl IntoView {
    let walk = visit.walk();
    let (current, totals) = (walk.current(), walk.totals());
    let query = use_query_map();
    let came_from_summary = Memo::new(move |_| query.with(|query| query.get("back").as_deref() == Some("sign")));
    let is_settled =
        Memo::new(move |_| totals.get().open() == 0 || (came_from_summary.get() && walk.card(current.get()).answer.get().is_some()));
    let navigate = use_navigate();
    let is_mending = visit.mends().is_some();
    let go = move |()| {
        if is_settled.get_untracked() {
            // A returned record is handed in where the reviewer's words stand.
            navigate(&visit.path(if is_mending { "" } else { "sign" }), Default::default());
        } else {
            let from = current.get_untracked();
            visit.advance(from);
            // The only open item is the one that is open already.
            if current.get_untracked() == from {
                scroll::bring(from, true);
            }
        }
    };
    let label = Signal::derive(move || match (is_settled.get(), is_mending) {
        (true, true) => say::returned::back(),
        (true, false) => say::answer::summary(),
        (false, _) => say::answer::next(totals.get().open()),
    });
    view! {
        <BottomBar saved=move || view! { <SavedLine visit/> }>
            <Button label weight=Weight::Primary wide=true on_press=go/>
        </BottomBar>
    }
}

/// Whatever becomes the current card comes to rest above the bottom bar.
fn follow_current(visit: Visit) {
    let current = visit.walk().current();
    Effect::new(move |before: Option<usize>| {
        let place = current.get();
        let walk = visit.walk();
        let is_near = before.is_some_and(|before| walk.card(before).section.abs_diff(walk.card(place).section) <= 1);
        request_animation_frame(move || {
            scroll::bring(place, is_near);
            if before.is_some() {
                scroll::focus_card(place);
            }
        });
        place
    });
}
