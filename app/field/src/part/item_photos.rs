//! Pictures of an item or a finding: taken, shown, enlarged, put aside. The draft says what the camera is opened for before it opens,
//! so that a page that dies behind it comes back to the right place.

use super::thumbs::{Enlarged, thumbs};
use crate::phone::StoreFault;
use crate::phone::photo::{self, PhotoFault};
use crate::state::evidence::{self, after, before, named};
use crate::state::{Visit, use_app};
use app_ui::part::{Notice, PhotoButtons, PhotoGrid, Pick, Tone};
use app_ui::words::{Phrase, say};
use domain::digest::Sha256;
use domain::ids::FindingId;
use domain::inspection::{Photo, PhotoOf};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use sync::journal::Camera;

/// A picture comes this soon after the camera has closed, or there is none.
const CAMERA_COMES_BACK: Duration = Duration::from_secs(2);

/// Pictures of one item.
#[component]
pub fn ItemPhotos(
    /// The visit.
    visit: Visit,
    /// Which card.
    place: usize,
    /// Only look.
    #[prop(optional)]
    locked: bool,
) -> impl IntoView {
    let card = visit.walk().card(place).clone();
    let camera = Camera { of: PhotoOf::Item, at: Some(card.at.clone()), finding: None };
    let mine = Signal::derive(move || {
        let of_findings: Vec<Sha256> = card.findings.get().iter().flat_map(named).collect();
        card.photos.get().into_iter().filter(|photo| !of_findings.contains(&photo.sha256)).collect::<Vec<_>>()
    });
    let app = use_app();
    let remove = move |photo: Photo| {
        visit.walk().remove_photo(place, &photo);
        app.offer_undo(say::photo::removed(), move || visit.walk().add_photo(place, photo.clone()));
    };
    view! { <Pictures visit id=format!("photo-{place}-item") camera photos=mine on_remove=remove locked/> }
}

/// Pictures of a finding: what is wrong, or, after it was put right, what it looks like now.
#[component]
pub fn FindingPhotos(
    /// The visit.
    visit: Visit,
    /// Which card.
    place: usize,
    /// Which finding.
    finding: FindingId,
    /// Before or after.
    of: PhotoOf,
) -> impl IntoView {
    let card = visit.walk().card(place).clone();
    let camera = Camera { of, at: Some(card.at.clone()), finding: Some(finding) };
    let mine = Signal::derive(move || {
        let (findings, photos) = (card.findings.get(), card.photos.get());
        let Some(finding) = findings.iter().find(|known| known.id == finding) else { return vec![] };
        let wanted = if of == PhotoOf::After { after(&finding.disposition).to_vec() } else { before(finding, &photos) };
        photos.into_iter().filter(|photo| wanted.contains(&photo.sha256)).collect::<Vec<_>>()
    });
    let app = use_app();
    let remove = move |photo: Photo| {
        let walk = visit.walk();
        let was = StoredValue::new(None);
        walk.change_finding(place, finding, |known| was.set_value(Some(evidence::take_out(known, photo.sha256))));
        // Another finding of the item may show the same picture.
        let is_named = walk.card(place).findings.with_untracked(|all| all.iter().any(|other| named(other).contains(&photo.sha256)));
        if !is_named {
            walk.remove_photo(place, &photo);
        }
        let Some(was) = was.get_value() else { return };
        app.offer_undo(say::photo::removed(), move || {
            let walk = visit.walk();
            walk.add_photo(place, photo.clone());
            walk.change_finding(place, finding, |known| evidence::put_back(known, photo.sha256, was));
        });
    };
    let id = format!("photo-{place}-{}", if of == PhotoOf::After { "after" } else { "finding" });
    view! { <Pictures visit id camera photos=mine on_remove=remove/> }
}

/// The grid, the two buttons, and what there is to say about the last picture. A picture that was taken comes in by the draft, whether
/// this is still there or not.
#[component]
pub fn Pictures(
    /// The visit.
    visit: Visit,
    /// Names the inputs.
    id: String,
    /// What for.
    camera: Camera,
    /// What is there.
    photos: Signal<Vec<Photo>>,
    /// One is put aside.
    #[prop(into)]
    on_remove: Callback<Photo>,
    /// Only look.
    #[prop(optional)]
    locked: bool,
) -> impl IntoView {
    let enlarged = RwSignal::new(None::<Sha256>);
    let asked_by = id.clone();
    let storing = Signal::derive(move || visit.storing(&asked_by));
    let thumbs = thumbs(visit, photos, storing);
    let open = move |id: String| enlarged.set(id.parse().ok());
    let remove = move |id: String| {
        if let Some(photo) = photos.get_untracked().into_iter().find(|photo| photo.sha256.to_string() == id) {
            on_remove.run(photo);
        }
    };
    let kept = Signal::derive(move || {
        photos.with(|photos| {
            photos.iter().filter(|photo| visit.must_keep(photo.sha256)).map(|photo| photo.sha256.to_string()).collect::<Vec<_>>()
        })
    });
    let asked_by = id.clone();
    let fault = move || visit.photo_fault().filter(|(of, _)| *of == asked_by).map(|(_, fault)| fault);
    view! {
        <div class="pictures">
            {if locked {
                view! { <PhotoGrid photos=thumbs on_open=open/> }.into_any()
            } else {
                view! {
                    <PhotoGrid photos=thumbs on_open=open on_remove=remove kept/>
                    {move || kept.with(|kept| !kept.is_empty()).then(|| view! { <p class="meta">{say::returned::photos_stay()}</p> })}
                    <TakeButtons visit id=id.clone() camera/>
                }
                .into_any()
            }}
            {move || fault().map(|fault| match fault {
                PhotoFault::Later => view! { <Notice tone=Tone::Info text=fault_words(fault)/> },
                _ => view! { <Notice tone=Tone::Error text=fault_words(fault) urgent=true/> },
            })}
            <Enlarged visit photos enlarged/>
        </div>
    }
}

#[component]
fn TakeButtons(visit: Visit, id: String, camera: Camera) -> impl IntoView {
    let draft = visit.open_draft();
    let came = StoredValue::new(false);
    let back = StoredValue::new(None::<WindowListenerHandle>);
    let stop = move || {
        if let Some(listener) = back.try_update_value(Option::take).flatten() {
            listener.remove();
        }
    };
    on_cleanup(stop);
    let for_what = camera.clone();
    let leave = move |_from_album: bool| {
        came.set_value(false);
        let camera = for_what.clone();
        spawn_local(async move {
            // The camera opens all the same if this does not work: the picture matters more than the crumb.
            let _ = photo::camera_opens(draft, camera).await;
        });
        stop();
        let returned = window_event_listener(leptos::ev::focus, move |_| {
            stop();
            set_timeout(
                move || {
                    if came.try_get_value() == Some(false) {
                        photo::camera_closed(draft);
                    }
                },
                CAMERA_COMES_BACK,
            );
        });
        back.set_value(Some(returned));
    };
    let asked_by = id.clone();
    let pick = move |pick: Pick| {
        came.set_value(true);
        visit.take(asked_by.clone(), camera.clone(), pick);
    };
    view! { <PhotoButtons id on_leave=leave on_pick=pick/> }
}

/// What happened, what is safe.
pub(crate) fn fault_words(fault: PhotoFault) -> Phrase {
    match fault {
        PhotoFault::TooLarge { .. } => say::photo::too_large(),
        PhotoFault::Unreadable => say::draft::photo_lost(),
        PhotoFault::Store(StoreFault::Full) => say::photo::failed_full(),
        PhotoFault::Store(_) => say::photo::failed(),
        PhotoFault::Later => say::photo::later(),
    }
}
