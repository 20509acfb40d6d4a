//! Nobody let us in: how the door was found, one picture of it, and that is an honest end. One that came back says why.

use super::arrival::Found;
use super::returned::{Mending, OtherPoints, Reply, Resubmit, ReturnHead};
use crate::part::item_photos::Pictures;
use crate::part::page::Page;
use crate::part::saved_line::SavedLine;
use crate::part::submit::{Submit, use_submit};
use crate::phone::draft_store;
use crate::state::{Visit, use_app};
use app_ui::part::{Back, BottomBar, Button, Field, Notice, Tone, Weight, glyph};
use app_ui::words::{code, say};
use domain::inspection::{Photo, PhotoOf};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use sync::journal::{Camera, Edit};

/// Why the draft of a door is thrown away by whoever got in after all.
const ENTERED: &str = "entered";

/// The page of a visit on which nobody entered.
#[component]
pub fn DoorPage(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let app = use_app();
    let revision = visit.open_draft().revision();
    let now = Memo::new(move |_| {
        revision.track();
        let draft = visit.draft();
        (draft.photos().into_iter().filter(|photo| photo.of == PhotoOf::Door).cloned().collect::<Vec<_>>(), draft.note)
    });
    let photos = Signal::derive(move || now.get().0);
    let note = Signal::derive(move || now.get().1);
    let access = visit.open_draft().look(|draft| draft.access);
    let camera = Camera { of: PhotoOf::Door, at: None, finding: None };
    let mends = visit.mends();
    let mending = mends.as_ref().map(|mends| Mending::new(visit, mends));
    let submit = use_submit(visit);
    let is_missing = Signal::derive(move || photos.with(Vec::is_empty));
    let remove = move |photo: Photo| {
        visit.edit(Edit::Photo { sha256: photo.sha256, photo: None });
        app.offer_undo(say::photo::removed(), move || {
            visit.edit(Edit::Photo { sha256: photo.sha256, photo: Some(Box::new(photo.clone())) });
        });
    };
    view! {
        <Page
            title=visit.name()
            back=Back::To("/field/today".to_owned())
            foot=move || view! {
                <BottomBar saved=move || view! { <SavedLine visit/> }>
                    {match mending {
                        Some(mending) => view! { <Resubmit mending submit/> }.into_any(),
                        None => view! { <HandIn submit is_missing/> }.into_any(),
                    }}
                </BottomBar>
            }
        >
            <Found visit/>
            {mends.map(|mends| view! { <ReturnHead mends=mends.clone()/> <OtherPoints visit mends/> })}
            <section class="card">
                <h2>{say::access::of(&code(&access))}</h2>
                <p class="meta">{say::start::not_in_hint()}</p>
                <h3>{say::start::door_photo()}</h3>
                <Pictures visit id="photo-door".to_owned() camera photos on_remove=remove/>
                <Field id="door-note" label=say::start::door_note() is_optional=true value=note on_input=move |text| visit.edit(Edit::VisitNote { text })/>
            </section>
            {mending.map(|mending| view! { <Reply visit mending/> })}
            {move || submit.fault().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
            {visit.mends().is_none().then(|| view! { <EnteredAfterAll visit/> })}
        </Page>
    }
}

/// 关门 was a slip of the finger, or somebody came: what was noted goes to the trash, and the checklists are next.
#[component]
fn EnteredAfterAll(visit: Visit) -> impl IntoView {
    let (app, navigate) = (use_app(), use_navigate());
    let fault = RwSignal::new(false);
    let begin = move |()| {
        let draft = visit.open_draft();
        let (has_content, premises) = draft.look(|draft| (draft.has_content(), draft.begin.premises));
        let navigate = navigate.clone();
        spawn_local(async move {
            match draft_store::trash(draft.id(), has_content.then(|| ENTERED.to_owned())).await {
                Ok(_) => {
                    app.reload_drafts();
                    let instead = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&format!("/field/start/{premises}"), instead);
                }
                Err(_) => drop(fault.try_set(true)),
            }
        });
    };
    view! {
        <Button label=say::start::entered_after_all() icon=glyph::UNDO_2 weight=Weight::Quiet on_press=begin/>
        {move || fault.get().then(|| view! { <Notice tone=Tone::Error text=say::draft::unsaved() urgent=true/> })}
    }
}

#[component]
fn HandIn(submit: Submit, is_missing: Signal<bool>) -> impl IntoView {
    let label = Signal::derive(move || match (submit.is_busy(), is_missing.get()) {
        (true, _) => say::sign::submitting(),
        (false, true) => say::start::door_missing(),
        (false, false) => say::start::not_in_go(),
    });
    view! { <Button label weight=Weight::Primary wide=true disabled=is_missing on_press=move |()| submit.go()/> }
}
