//! Answering, one item after the other: the heart of the app. 下一条未答 is the one primary action; nothing blocks going on.

use super::door::DoorPage;
use super::mend::MendPage;
use crate::part::fail_sheet::FailSheet;
use crate::part::page::Page;
use crate::part::reason_sheets::{NotCheckedSheet, NoteSheet};
use crate::part::saved_line::SavedLine;
use crate::part::scroll;
use crate::part::section_view::SectionView;
use crate::phone::photo;
use crate::state::{SheetOpen, Visit, tongue, use_app, use_clock, use_visit};
use app_ui::part::{Back, BottomBar, Button, ButtonLink, Notice, Tone, Weight, glyph};
use app_ui::words::{moment, say};
use domain::checklist::{AnswerKind, ChecklistId, ItemId};
use domain::ids::FindingId;
use domain::inspection::{Access, Answer, ItemRef};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use wasm_bindgen::JsCast as _;

/// The page of one visit; of a returned record only what was marked.
#[component]
pub fn AnswerPage() -> impl IntoView {
    let visit = use_visit();
    if visit.draft().access != Access::Entered {
        view! { <DoorPage visit/> }.into_any()
    } else if visit.mends().is_some() {
        view! { <MendPage visit/> }.into_any()
    } else {
        view! { <Walking visit/> }.into_any()
    }
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
    let go = move |()| {
        if is_settled.get_untracked() {
            navigate(&visit.path("sign"), Default::default());
        } else {
            let from = current.get_untracked();
            visit.advance(from);
            // The only open item is the one that is open already.
            if current.get_untracked() == from {
                scroll::bring(from, true);
            }
        }
    };
    let label = Signal::derive(move || if is_settled.get() { say::answer::summary() } else { say::answer::next(totals.get().open()) });
    view! {
        <BottomBar saved=move || view! { <SavedLine visit/> }>
            <Button label weight=Weight::Primary wide=true on_press=go/>
        </BottomBar>
    }
}

/// What was put together when the draft was opened, and a picture that was lost behind the camera.
#[component]
fn Found(visit: Visit) -> impl IntoView {
    let draft = visit.open_draft();
    let found = draft.found();
    let now = use_clock();
    let lost_photo = visit.draft().camera;
    if lost_photo.is_some() {
        photo::camera_closed(draft);
    }
    view! {
        {(found.is_worth_saying() && use_app().tells_once(draft.id())).then(|| view! { <Notice tone=Tone::Info text=Signal::derive(move || say::draft::restored(moment(found.up_to.0, now.now().0)))/> })}
        {lost_photo.map(|_| view! { <Notice tone=Tone::Warn text=say::draft::photo_lost()/> })}
    }
}

/// The item in the address is the current one; without one, the item where the camera was opened.
fn follow_address(visit: Visit) {
    let (params, query) = (use_params_map(), use_query_map());
    Effect::new(move |_| {
        let walk = visit.walk();
        let named = params.with(|params| params.get("item")).and_then(|item| {
            let (list, item) = item.split_once('~')?;
            Some(ItemRef { list: ChecklistId::from(list), item: ItemId::from(item) })
        });
        let at = named.or_else(|| visit.draft().camera.and_then(|camera| camera.at));
        if let Some(place) = at.and_then(|at| walk.place_of(&at)) {
            visit.open_card(place);
            let finding = query.with(|query| query.get("finding")).and_then(|id| id.parse::<FindingId>().ok());
            if let Some(finding) = finding {
                visit.sheet().set(Some(SheetOpen::Fail(place, finding)));
            }
        }
    });
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

/// 1 2 3 answer, j k move, p takes a picture; dead in fields and under a sheet.
fn listen_to_keys(visit: Visit) {
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.ctrl_key()
            || event.alt_key()
            || event.meta_key()
            || event.is_composing()
            || is_typing(&event)
            || visit.sheet().get_untracked().is_some()
        {
            return;
        }
        let walk = visit.walk();
        let place = walk.current().get_untracked();
        let is_check = matches!(walk.item(place).answer, AnswerKind::Check);
        match event.key().as_str() {
            "1" if is_check => visit.answer(place, Answer::Pass),
            "2" if is_check => visit.answer(place, Answer::Fail),
            "3" if is_check => visit.answer(place, Answer::NotApplicable),
            "j" => walk.beside(place, true).into_iter().for_each(|place| visit.open_card(place)),
            "k" => walk.beside(place, false).into_iter().for_each(|place| visit.open_card(place)),
            "p" => visit.take_photo(place),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
