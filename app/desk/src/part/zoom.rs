//! Pictures of a record: small in the row, large in a dialog, with the way to the next.

use app_ui::part::{Button, Icon, Weight, glyph};
use app_ui::words::{Phrase, say};
use domain::ids::InspectionId;
use leptos::html::{Dialog, Img};
use leptos::prelude::*;

/// Longest side of a small picture, pixels.
const SMALL_PX: u32 = 320;
/// Pictures of the first row, which are asked for with the page; the others when they come near.
const FIRST_ROW: usize = 2;
/// Longest side of a large one.
const LARGE_PX: u32 = 1600;

/// One picture and what is written under it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    /// Its number in the record.
    pub n: u32,
    /// Has arrived.
    pub is_here: bool,
    /// No picture can be drawn of it: the phone said so.
    pub is_undecodable: bool,
    /// What it is called as a file: photo-3.heic
    pub file: String,
    /// 整改前 10:14
    pub caption: Phrase,
    /// 误差 18 米
    pub place: Option<Phrase>,
    /// What a reviewer should know of it: from the album.
    pub mark: Option<Phrase>,
}

/// The picture that is enlarged, among its neighbours. It is the frame's and not the record's: what arrives meanwhile draws the record
/// anew and leaves the open picture alone.
#[derive(Clone, Copy)]
pub(crate) struct Zoom(RwSignal<Option<Large>>);

#[derive(Clone)]
struct Large {
    of: InspectionId,
    row: Vec<Shown>,
    at: usize,
}

/// Puts it into the context; the frame shows it by [`LargePicture`].
pub(crate) fn provide_zoom() -> Zoom {
    let zoom = Zoom(RwSignal::new(None));
    provide_context(zoom);
    zoom
}

impl Zoom {
    /// Back to the page.
    pub(crate) fn close(self) {
        if self.0.with_untracked(Option::is_some) {
            self.0.set(None);
        }
    }

    fn step(self, by: isize) {
        self.0.update(|large| {
            if let Some(large) = large {
                large.at = stepped(large.at, by, large.row.len());
            }
        });
    }
}

/// The place after a step; at either end one stays.
fn stepped(at: usize, by: isize, count: usize) -> usize {
    at.saturating_add_signed(by).min(count.saturating_sub(1))
}

fn address(of: InspectionId, n: u32, px: u32) -> String {
    format!("/api/v1/records/{of}/photos/{n}?px={px}")
}

/// A row of pictures.
#[component]
pub(crate) fn Pictures(
    /// The record they belong to.
    of: InspectionId,
    /// The pictures.
    pictures: Vec<Shown>,
    /// They are the first of their page: nobody should have to wait for what is in sight.
    #[prop(optional)]
    is_first: bool,
) -> impl IntoView {
    let zoom = expect_context::<Zoom>();
    let drawn: StoredValue<Vec<Shown>> =
        StoredValue::new(pictures.iter().filter(|shown| shown.is_here && !shown.is_undecodable).cloned().collect());
    let figure = move |(place, shown): (usize, Shown)| {
        let n = shown.n;
        let is_eager = is_first && place < FIRST_ROW;
        let open = Callback::new(move |()| {
            let row = drawn.get_value();
            let at = row.iter().position(|each| each.n == n).unwrap_or_default();
            zoom.0.set(Some(Large { of, row, at }));
        });
        view! { <Figure of shown open is_eager/> }
    };
    view! { <div class="pictures">{pictures.into_iter().enumerate().map(figure).collect_view()}</div> }.into_any()
}

/// One picture, or in its place what there is instead: still on the phone, or no picture can be drawn of it.
#[component]
fn Figure(of: InspectionId, shown: Shown, open: Callback<()>, is_eager: bool) -> impl IntoView {
    let Shown { n, is_here, is_undecodable, file, caption, place, mark } = shown;
    let is_broken = RwSignal::new(is_undecodable);
    let is_loading = RwSignal::new(true);
    let image = NodeRef::<Img>::new();
    // What came, or did not, before the page was alive has told nobody.
    Effect::new(move |_| match image.get() {
        Some(image) if image.complete() && image.natural_width() == 0 => is_broken.set(true),
        Some(image) if image.complete() => is_loading.set(false),
        _ => {}
    });
    let alt = caption.clone();
    let picture = move || {
        if !is_here {
            view! { <div class="picture-missing"><Icon of=glyph::SMARTPHONE/> <span>{say::desk::picture::on_the_way()}</span></div> }
                .into_any()
        } else if is_broken.get() {
            let original = format!("/api/v1/records/{of}/photos/{n}/original");
            view! {
                <div class="picture-missing" data-broken="">
                    <span>{say::desk::picture::broken()}</span>
                    <a href=original rel="external" download=file.clone()><Icon of=glyph::DOWNLOAD/> <span>{say::desk::picture::download()}</span></a>
                </div>
            }
            .into_any()
        } else {
            let alt = alt.clone();
            view! {
                <a href=address(of, n, LARGE_PX) rel="external" target="_blank" on:click=move |event| { event.prevent_default(); open.run(()); }>
                    // Under the picture, which covers it once it is there. Its name is the picture's.
                    {move || is_loading.get().then(|| view! { <span class="picture-loading" aria-hidden="true">{say::desk::picture::loading()}</span> })}
                    <img node_ref=image src=address(of, n, SMALL_PX) alt=alt loading=if is_eager { "eager" } else { "lazy" } width="148" height="148"
                        on:load=move |_| is_loading.set(false) on:error=move |_| is_broken.set(true)/>
                </a>
            }
            .into_any()
        }
    };
    view! {
        <figure data-missing=(!is_here).then_some("")>
            {picture}
            <figcaption>
                <span>{caption}</span>
                {place.map(|place| view! { <span>{place}</span> })}
                {mark.map(|mark| view! { <b>{mark}</b> })}
            </figcaption>
        </figure>
    }
    .into_any()
}

/// The dialog over the page; once, in the frame. The browser closes it by Escape and gives the focus back to the small picture.
#[component]
pub(crate) fn LargePicture() -> impl IntoView {
    let zoom = expect_context::<Zoom>();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            match (zoom.0.with(Option::is_some), dialog.open()) {
                (true, false) => {
                    let _ = dialog.show_modal(); // fails only for what is open or not in the page
                }
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    let shown = move || {
        zoom.0.with(|large| {
            let Large { of, row, at } = large.as_ref()?;
            let Shown { n, caption, place, mark, .. } = row.get(*at)?.clone();
            let alt = caption.clone();
            let count = say::desk::picture::place(*at + 1, row.len());
            Some(view! {
                <img src=address(*of, n, LARGE_PX) alt=alt/>
                <p class="zoom-words"><b>{caption}</b> <span>{place}</span> <span>{mark}</span> <span class="meta">{count}</span></p>
            })
        })
    };
    let is_first = Signal::derive(move || zoom.0.with(|large| large.as_ref().is_none_or(|large| large.at == 0)));
    let is_last = Signal::derive(move || zoom.0.with(|large| large.as_ref().is_none_or(|large| large.at + 1 >= large.row.len())));
    view! {
        <dialog class="zoom" node_ref=dialog aria-label=say::desk::picture::large() on:close=move |_| zoom.close() on:keydown=move |event| match event.key().as_str() {
            "ArrowRight" => zoom.step(1),
            "ArrowLeft" => zoom.step(-1),
            _ => {}
        }>
            {shown}
            <div class="zoom-bar">
                <Button label=say::desk::picture::before() icon=glyph::CHEVRON_LEFT disabled=is_first on_press=Callback::new(move |()| zoom.step(-1))/>
                <Button label=say::desk::picture::after() icon=glyph::CHEVRON_RIGHT disabled=is_last on_press=Callback::new(move |()| zoom.step(1))/>
                <Button label=say::action::close() weight=Weight::Primary on_press=Callback::new(move |()| zoom.close())/>
            </div>
        </dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::stepped;

    #[test]
    fn a_step_beyond_either_end_stays_at_the_end() {
        assert_eq!([stepped(0, -1, 3), stepped(0, 1, 3), stepped(2, 1, 3), stepped(0, 1, 0)], [0, 1, 2, 0]);
    }
}
