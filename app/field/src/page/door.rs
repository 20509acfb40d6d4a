//! Nobody let us in: how the door was found, one picture of it, and that is an honest end.

use crate::part::item_photos::Pictures;
use crate::part::page::Page;
use crate::part::saved_line::SavedLine;
use crate::part::submit::use_submit;
use crate::state::Visit;
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
    let draft = visit.open_draft();
    let revision = draft.revision();
    let now = Memo::new(move |_| {
        let _ = revision.get();
        let draft = visit.draft();
        (draft.photos().into_iter().filter(|photo| photo.of == PhotoOf::Door).cloned().collect::<Vec<_>>(), draft.note)
    });
    let photos = Signal::derive(move || now.get().0);
    let note = Signal::derive(move || now.get().1);
    let access = visit.draft().access;
    let camera = Camera { of: PhotoOf::Door, at: None, finding: None };
    let submit = use_submit(visit);
    let is_missing = Signal::derive(move || photos.with(Vec::is_empty));
    let remove = move |photo: Photo| draft.edit(Edit::Photo { sha256: photo.sha256, photo: None });
    let label = Signal::derive(move || match (submit.is_busy(), is_missing.get()) {
        (true, _) => say::sign::submitting(),
        (false, true) => say::start::door_missing(),
        (false, false) => say::start::not_in_go(),
    });
    view! {
        <Page
            title=visit.name()
            back=Back::To("/field/today".to_owned())
            foot=move || view! {
                <BottomBar saved=move || view! { <SavedLine visit/> }>
                    <Button label weight=Weight::Primary wide=true disabled=is_missing on_press=move |()| submit.go()/>
                </BottomBar>
            }
        >
            <section class="card">
                <h2>{say::access::of(&code(&access))}</h2>
                <p class="meta">{say::start::not_in_hint()}</p>
                <h3>{say::start::door_photo()}</h3>
                <Pictures visit id="photo-door".to_owned() camera photos on_taken=|()| () on_remove=remove/>
                <Field id="door-note" label=say::start::door_note() is_optional=true value=note on_input=move |text| draft.edit(Edit::VisitNote { text })/>
            </section>
            {move || submit.fault().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
        </Page>
    }
}
