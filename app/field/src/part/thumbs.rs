//! Pictures as the page shows them: small ones in a grid, one as large as the screen. They come from this phone; those of an earlier
//! revision that another phone took come from the server.

use crate::state::Visit;
use app_ui::part::{Sheet, Thumb};
use app_ui::words::{Phrase, clock, say};
use domain::digest::Sha256;
use domain::inspection::{Photo, PhotoOf};
use domain::position::{Located, NoPosition};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// Where a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Looking,
    Here(String),
    /// Neither on this phone nor to be had just now.
    Elsewhere,
}

/// The pictures with what can be shown of them; those that are being stored wait at the end.
pub(super) fn thumbs(visit: Visit, photos: Signal<Vec<Photo>>, storing: Signal<usize>) -> Signal<Vec<Thumb>> {
    let sources = RwSignal::new(BTreeMap::<Sha256, Source>::new());
    Effect::new(move |_| {
        for photo in photos.get() {
            let sha256 = photo.sha256;
            if sources.with_untracked(|known| known.contains_key(&sha256)) {
                continue;
            }
            sources.update_untracked(|known| {
                known.insert(sha256, Source::Looking);
            });
            spawn_local(async move {
                let found = visit.thumbnail(sha256).await.map_or(Source::Elsewhere, Source::Here);
                sources.try_update(|known| known.insert(sha256, found));
            });
        }
    });
    Signal::derive(move || {
        let sources = sources.get();
        let shown = photos.get().into_iter().enumerate().map(|(place, photo)| thumb(place, &photo, sources.get(&photo.sha256)));
        let waiting =
            (0..storing.get()).map(|place| Thumb { id: format!("storing-{place}"), src: None, alt: say::photo::storing(), note: None });
        shown.chain(waiting).collect()
    })
}

fn thumb(place: usize, photo: &Photo, source: Option<&Source>) -> Thumb {
    let (src, alt) = match source {
        Some(Source::Here(src)) => (Some(src.clone()), say::photo::alt(place + 1)),
        Some(Source::Elsewhere) => (None, say::photo::elsewhere()),
        Some(Source::Looking) | None => (None, say::photo::looking()),
    };
    Thumb { id: photo.sha256.to_string(), src, alt, note: Some(note(photo)) }
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

/// What is recorded with the picture, the reviewer sees the same: when, and where by which error.
fn info(photo: &Photo) -> Phrase {
    let place = match photo.position {
        Located::At(fix) => say::amount::accuracy(fix.accuracy_m),
        Located::Without(NoPosition::FromAlbum) => say::photo::from_album(),
        Located::Without(_) => say::photo::no_position(),
    };
    say::photo::info(clock(photo.taken_at.0), place)
}

/// One picture as large as the screen.
#[component]
pub fn Enlarged(
    /// The visit.
    visit: Visit,
    /// Those that may be enlarged.
    photos: Signal<Vec<Photo>>,
    /// Which one; none: the sheet is down.
    enlarged: RwSignal<Option<Sha256>>,
) -> impl IntoView {
    let source = RwSignal::new(Source::Looking);
    Effect::new(move |_| {
        source.set(Source::Looking);
        if let Some(sha256) = enlarged.get() {
            spawn_local(async move {
                let found = visit.picture(sha256).await.map_or(Source::Elsewhere, Source::Here);
                // Another one may have been asked for meanwhile.
                if enlarged.try_get_untracked().flatten() == Some(sha256) {
                    source.try_set(found);
                }
            });
        }
    });
    let shown =
        move || enlarged.get().and_then(|sha256| photos.with(|photos| photos.iter().find(|photo| photo.sha256 == sha256).map(info)));
    view! {
        <Sheet id="enlarged" title=say::photo::title() open=Signal::derive(move || enlarged.get().is_some()) on_close=move |()| enlarged.set(None)>
            {move || match source.get() {
                Source::Here(src) => view! { <img class="picture-full" src=src alt=say::photo::title()/> }.into_any(),
                Source::Looking => view! { <p role="status">{say::photo::looking()}</p> }.into_any(),
                Source::Elsewhere => view! { <p role="status">{say::photo::elsewhere()}</p> }.into_any(),
            }}
            {move || shown().map(|info| view! { <p class="meta">{info}</p> })}
        </Sheet>
    }
}
