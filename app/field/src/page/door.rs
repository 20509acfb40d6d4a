//! Nobody let us in: how the door was found, one picture of it, and that is an honest end. One that came back says why.

use super::arrival::Found;
use super::returned::{Mending, OtherPoints, Reply, Resubmit, ReturnHead};
use crate::part::item_photos::Pictures;
use crate::part::page::Page;
use crate::part::saved_line::SavedLine;
use crate::part::submit::{Submit, use_submit};
use crate::state::{Visit, use_app};
use app_ui::part::{Back, BottomBar, Button, Field, Notice, Tone, Weight};
use app_ui::words::{code, say};
use domain::inspection::{Photo, PhotoOf};
use leptos::prelude::*;
use sync::journal::{Camera, Edit};

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
        </Page>
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
