//! Pictures of an item or a finding: taken, shown, enlarged, put aside. The draft says what the camera is opened for before it opens,
//! so that a page that dies behind it comes back to the right place.

use crate::phone::StoreFault;
use crate::phone::photo::{self, PhotoFault};
use crate::state::{Visit, use_app};
use app_ui::part::{Notice, PhotoButtons, PhotoGrid, Pick, Sheet, Thumb, Tone};
use app_ui::words::{Phrase, clock, say};
use domain::digest::Sha256;
use domain::ids::FindingId;
use domain::inspection::{Answer, Disposition, Photo, PhotoOf};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
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
    view! { <Pictures visit id=format!("photo-{place}-item") camera photos=mine on_taken=move |()| taken(visit, place) on_remove=remove locked/> }
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
        let findings = card.findings.get();
        let Some(finding) = findings.iter().find(|known| known.id == finding) else { return vec![] };
        let wanted = if of == PhotoOf::After { after(&finding.disposition) } else { before(finding) };
        card.photos.get().into_iter().filter(|photo| wanted.contains(&photo.sha256)).collect::<Vec<_>>()
    });
    let app = use_app();
    let remove = move |photo: Photo| {
        let walk = visit.walk();
        let known = walk.card(place).findings.with_untracked(|findings| findings.iter().find(|known| known.id == finding).cloned());
        if let Some(mut known) = known.clone() {
            let keep = |sha256: &Sha256| *sha256 != photo.sha256;
            known.photos.retain(keep);
            if let Disposition::OnSpot { before, after } = &mut known.disposition {
                before.retain(keep);
                after.retain(keep);
            }
            walk.put_finding(place, known);
        }
        walk.remove_photo(place, &photo);
        app.offer_undo(say::photo::removed(), move || {
            let walk = visit.walk();
            walk.add_photo(place, photo.clone());
            known.iter().for_each(|known| walk.put_finding(place, known.clone()));
        });
    };
    let id = format!("photo-{place}-{}", if of == PhotoOf::After { "after" } else { "finding" });
    view! { <Pictures visit id camera photos=mine on_taken=move |()| taken(visit, place) on_remove=remove/> }
}

/// Every picture that a finding names.
pub(crate) fn named(finding: &domain::inspection::Finding) -> Vec<Sha256> {
    let mut all = before(finding);
    all.extend(after(&finding.disposition));
    all
}

fn before(finding: &domain::inspection::Finding) -> Vec<Sha256> {
    let mut all = finding.photos.clone();
    if let Disposition::OnSpot { before, .. } = &finding.disposition {
        all.extend(before.iter().filter(|sha256| !finding.photos.contains(sha256)));
    }
    all
}

fn after(disposition: &Disposition) -> Vec<Sha256> {
    match disposition {
        Disposition::OnSpot { after, .. } => after.clone(),
        _ => vec![],
    }
}

/// The grid, the two buttons, and what there is to say about the last picture.
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
    /// One came; the draft has it.
    #[prop(into)]
    on_taken: Callback<()>,
    /// One is put aside.
    #[prop(into)]
    on_remove: Callback<Photo>,
    /// Only look.
    #[prop(optional)]
    locked: bool,
) -> impl IntoView {
    let draft = visit.open_draft();
    let fault = RwSignal::new(None::<PhotoFault>);
    let storing = RwSignal::new(0_u32);
    let enlarged = RwSignal::new(None::<Sha256>);
    let thumbs = thumbs(visit, photos, storing);
    let came = StoredValue::new(false);
    let camera = StoredValue::new(camera);

    let leave = move |_from_album: bool| {
        came.set_value(false);
        spawn_local(async move {
            // The camera opens all the same if this does not work: the picture matters more than the crumb.
            let _ = photo::camera_opens(draft, camera.get_value()).await;
        });
        let back = window_event_listener(leptos::ev::focus, move |_| {
            set_timeout(
                move || {
                    if came.try_get_value() == Some(false) {
                        photo::camera_closed(draft);
                    }
                },
                CAMERA_COMES_BACK,
            );
        });
        set_timeout(move || back.remove(), Duration::from_secs(600));
    };
    let pick = move |Pick { from_album, files }: Pick| {
        came.set_value(true);
        fault.set(None);
        storing.update(|count| *count += u32::try_from(files.len()).unwrap_or(1));
        spawn_local(async move {
            for file in files {
                match photo::take(draft, camera.get_value(), file, from_album).await {
                    // The page may be left meanwhile; the draft has the picture all the same.
                    Ok(_) => {
                        let _ = on_taken.try_run(());
                    }
                    Err(why) => {
                        fault.try_set(Some(why));
                    }
                }
                storing.try_update(|count| *count = count.saturating_sub(1));
            }
        });
    };
    let remove = move |id: String| {
        if let Some(photo) = photos.get_untracked().into_iter().find(|photo| photo.sha256.to_string() == id) {
            on_remove.run(photo);
        }
    };
    let open = move |id: String| enlarged.set(id.parse().ok());
    view! {
        <div class="pictures">
            {if locked {
                view! { <PhotoGrid photos=thumbs on_open=open/> }.into_any()
            } else {
                view! { <PhotoGrid photos=thumbs on_open=open on_remove=remove/> <PhotoButtons id on_leave=leave on_pick=pick/> }.into_any()
            }}
            {move || fault.get().map(|fault| view! { <Notice tone=Tone::Error text=fault_words(fault) urgent=true/> })}
            <Enlarged enlarged/>
        </div>
    }
}

/// What follows from a picture: it shows, and a picture that was asked for is the answer.
fn taken(visit: Visit, place: usize) {
    visit.reread(place);
    let walk = visit.walk();
    if visit.is_photo_item(place) && walk.card(place).answer.with_untracked(Option::is_none) {
        visit.put(place, Answer::Photo);
    }
}

/// The pictures with what can be shown of them; those that are being stored wait at the end.
fn thumbs(visit: Visit, photos: Signal<Vec<Photo>>, storing: RwSignal<u32>) -> Signal<Vec<Thumb>> {
    let sources = RwSignal::new(BTreeMap::<Sha256, Option<String>>::new());
    Effect::new(move |_| {
        for photo in photos.get() {
            if sources.with_untracked(|known| known.contains_key(&photo.sha256)) {
                continue;
            }
            sources.update_untracked(|known| {
                known.insert(photo.sha256, None);
            });
            spawn_local(async move {
                let source = match photo::thumbnail(photo.sha256).await {
                    Some(here) => Some(here),
                    None => from_record(visit, photo.sha256).await,
                };
                sources.try_update(|known| known.insert(photo.sha256, source));
            });
        }
    });
    Signal::derive(move || {
        let sources = sources.get();
        let shown = photos.get().into_iter().enumerate().map(|(place, photo)| Thumb {
            id: photo.sha256.to_string(),
            src: sources.get(&photo.sha256).cloned().flatten(),
            alt: say::photo::alt(place + 1),
            note: Some(note(&photo)),
        });
        let waiting =
            (0..storing.get()).map(|place| Thumb { id: format!("storing-{place}"), src: None, alt: say::photo::storing(), note: None });
        shown.chain(waiting).collect()
    })
}

/// The picture of an earlier revision that is not on this phone.
async fn from_record(visit: Visit, sha256: Sha256) -> Option<String> {
    let mends = visit.mends()?;
    let place = mends.returned.inspection.photos.iter().position(|photo| photo.sha256 == sha256)?;
    photo::of_record(visit.open_draft().id(), place).await
}

fn note(photo: &Photo) -> Phrase {
    let at = clock(photo.taken_at.0);
    match photo {
        Photo { undecodable: true, .. } => say::photo::undecodable(),
        Photo { of: PhotoOf::After, .. } => say::photo::after(at),
        Photo { from_album: true, .. } => say::photo::from_album(),
        _ => Phrase::verbatim(at),
    }
}

/// What happened, what is safe.
pub(crate) fn fault_words(fault: PhotoFault) -> Phrase {
    match fault {
        PhotoFault::TooLarge { .. } => say::photo::too_large(),
        PhotoFault::Unreadable => say::draft::photo_lost(),
        PhotoFault::Store(StoreFault::Full) => say::photo::failed_full(),
        PhotoFault::Store(_) => say::photo::failed(),
    }
}

/// One picture as large as the screen.
#[component]
fn Enlarged(enlarged: RwSignal<Option<Sha256>>) -> impl IntoView {
    let source = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        source.set(None);
        if let Some(sha256) = enlarged.get() {
            spawn_local(async move {
                let found = photo::full(sha256).await;
                source.try_set(found);
            });
        }
    });
    view! {
        <Sheet id="enlarged" title=say::photo::title() open=Signal::derive(move || enlarged.get().is_some()) on_close=move |()| enlarged.set(None)>
            {move || match source.get() {
                Some(src) => view! { <img class="picture-full" src=src alt=say::photo::title()/> }.into_any(),
                None => view! { <p>{say::photo::waiting()}</p> }.into_any(),
            }}
        </Sheet>
    }
}
