//! Pictures: the two ways to get one and the grid of those that are there.

use super::icon::{Icon, glyph};
use crate::words::{Phrase, say};
use leptos::prelude::*;

/// What was taken or chosen.
#[derive(Debug, Clone)]
pub struct Pick {
    /// From the album and not by the camera.
    pub from_album: bool,
    /// The files, in the order chosen; at least one.
    #[cfg(feature = "hydrate")]
    pub files: Vec<web_sys::File>,
}

/// 拍照 and 相册. The first opens the phone's camera, one picture at a time; the second takes several.
#[component]
pub fn PhotoButtons(
    /// The inputs' ids are `id-camera` and `id-album`.
    #[prop(into)]
    id: String,
    /// About to leave for the camera (false) or the album (true): write down what must not be lost.
    #[prop(optional, into)]
    on_leave: Option<Callback<bool>>,
    /// Pictures came.
    #[prop(into)]
    on_pick: Callback<Pick>,
) -> impl IntoView {
    let leave = move |from_album| {
        if let Some(tell) = on_leave {
            tell.run(from_album);
        }
    };
    view! {
        <div class="photo-buttons">
            <label class="btn" data-wide="">
                <Icon of=glyph::CAMERA/>
                <span>{say::photo::take()}</span>
                <input
                    type="file"
                    id=format!("{id}-camera")
                    accept="image/*"
                    capture="environment"
                    on:click=move |_| leave(false)
                    on:change=move |event| picked(&event, false, on_pick)
                />
            </label>
            <label class="btn" data-wide="">
                <Icon of=glyph::IMAGE/>
                <span>{say::photo::album()}</span>
                <input
                    type="file"
                    id=format!("{id}-album")
                    accept="image/*"
                    multiple
                    on:click=move |_| leave(true)
                    on:change=move |event| picked(&event, true, on_pick)
                />
            </label>
        </div>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
fn picked(event: &leptos::ev::Event, from_album: bool, on_pick: Callback<Pick>) {
    let input: web_sys::HtmlInputElement = event_target(event);
    let files: Vec<_> = input.files().map(|list| (0..list.length()).filter_map(|place| list.get(place)).collect()).unwrap_or_default();
    input.set_value(""); // so that the same picture can be chosen again
    if !files.is_empty() {
        on_pick.run(Pick { from_album, files });
    }
}

#[cfg(not(feature = "hydrate"))]
fn picked(_event: &leptos::ev::Event, _from_album: bool, _on_pick: Callback<Pick>) {}

/// One picture of the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Thumb {
    /// Tells it from the others: its hash.
    pub id: String,
    /// Where its picture is; none while it is being stored or is not here yet.
    pub src: Option<String>,
    /// What it shows, for who does not see it; of one that is not here, why.
    pub alt: Phrase,
    /// A word on it: 来自相册, 整改后 10:22.
    pub note: Option<Phrase>,
}

/// The grid. What is pressed is told by the picture's id.
#[component]
pub fn PhotoGrid(
    /// The pictures.
    #[prop(into)]
    photos: Signal<Vec<Thumb>>,
    /// Enlarge one.
    #[prop(optional, into)]
    on_open: Option<Callback<String>>,
    /// Take one away.
    #[prop(optional, into)]
    on_remove: Option<Callback<String>>,
    /// By their ids those that may not be taken away.
    #[prop(optional, into)]
    kept: Signal<Vec<String>>,
) -> impl IntoView {
    let thumb = move |(place, Thumb { id, src, alt, note }): (usize, Thumb)| {
        let number = place + 1;
        let (opened, removed) = (id.clone(), id);
        let picture = match (src, on_open) {
            (Some(src), Some(open)) => view! {
                <button type="button" class="thumb" aria-label=say::photo::open(number) on:click=move |_| open.run(opened.clone())>
                    <img src=src alt=alt loading="lazy" decoding="async"/>
                </button>
            }
            .into_any(),
            (Some(src), None) => view! { <span class="thumb"><img src=src alt=alt loading="lazy" decoding="async"/></span> }.into_any(),
            (None, _) => view! { <span class="thumb thumb-waiting">{alt}</span> }.into_any(),
        };
        let on_remove = on_remove.filter(|_| kept.with(|kept| !kept.contains(&removed)));
        view! {
            <li>
                {picture}
                {on_remove
                    .map(|remove| {
                        view! {
                            <button type="button" class="thumb-remove" aria-label=say::photo::remove(number) on:click=move |_| remove.run(removed.clone())>
                                <Icon of=glyph::X/>
                            </button>
                        }
                    })}
                {note.map(|note| view! { <span class="meta">{note}</span> })}
            </li>
        }
    };
    // Keyed by position and content: the grids are short, and a picture whose bytes arrive must be drawn anew.
    view! { <ul class="photo-grid">{move || photos.get().into_iter().enumerate().map(thumb).collect_view()}</ul> }.into_any()
}
