//! Pictures of a record: small in the row, large in a dialog, with the way to the next.

use app_ui::part::{Button, Weight, glyph};
use app_ui::words::{Phrase, say};
use domain::ids::InspectionId;
use leptos::html::Dialog;
use leptos::prelude::*;

/// Longest side of a small picture, pixels.
const SMALL_PX: u32 = 320;
/// Longest side of a large one.
const LARGE_PX: u32 = 1600;

/// One picture and what is written under it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    /// Its number in the record.
    pub n: u32,
    /// Has arrived.
    pub is_here: bool,
    /// 整改前 10:14
    pub caption: Phrase,
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
) -> impl IntoView {
    let open = RwSignal::new(None::<usize>);
    let dialog = NodeRef::<Dialog>::new();
    let here: StoredValue<Vec<Shown>> = StoredValue::new(pictures.iter().filter(|shown| shown.is_here).cloned().collect());
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            if open.get().is_some() {
                let _ = dialog.show_modal(); // fails only if it is open already
            } else {
                dialog.close();
            }
        }
    });
    let step = move |by: isize| {
        let count = here.with_value(Vec::len);
        open.update(|open| {
            if let Some(at) = open {
                *at = at.saturating_add_signed(by).min(count.saturating_sub(1));
            }
        });
    };
    let mut place = 0;
    let thumb = pictures.into_iter().map(|shown| {
        let at = place;
        if shown.is_here {
            place += 1;
            let alt = shown.caption.clone();
            view! {
                <figure>
                    <a href=address(of, shown.n, LARGE_PX) rel="external" target="_blank" on:click=move |event| { event.prevent_default(); open.set(Some(at)); }>
                        <img src=address(of, shown.n, SMALL_PX) alt=alt loading="lazy" width="160" height="160"/>
                    </a>
                    <figcaption>{shown.caption}</figcaption>
                </figure>
            }
            .into_any()
        } else {
            view! { <figure data-missing=""><div class="picture-missing">{say::desk::picture::on_the_way()}</div><figcaption>{shown.caption}</figcaption></figure> }.into_any()
        }
    });
    let thumbs = thumb.collect_view();
    let large = move || {
        let shown = open.get().and_then(|at| here.with_value(|here| here.get(at).cloned()))?;
        let alt = shown.caption.clone();
        Some(view! { <img src=address(of, shown.n, LARGE_PX) alt=alt/> <p>{shown.caption}</p> })
    };
    view! {
        <div class="pictures">{thumbs}</div>
        <dialog class="zoom" node_ref=dialog aria-label=say::desk::picture::large() on:close=move |_| open.set(None) on:keydown=move |event| match event.key().as_str() {
            "ArrowRight" => step(1),
            "ArrowLeft" => step(-1),
            _ => {}
        }>
            {large}
            <div class="zoom-bar">
                <Button label=say::desk::picture::before() icon=glyph::CHEVRON_LEFT on_press=Callback::new(move |()| step(-1))/>
                <Button label=say::desk::picture::after() icon=glyph::CHEVRON_RIGHT on_press=Callback::new(move |()| step(1))/>
                <Button label=say::action::close() weight=Weight::Primary on_press=Callback::new(move |()| open.set(None))/>
            </div>
        </dialog>
    }
    .into_any()
}
