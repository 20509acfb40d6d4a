//! Cards and the rows of lists.

use super::icon::{Icon, glyph};
use crate::words::Phrase;
use leptos::prelude::*;

/// A calm box for what belongs together.
#[component]
pub fn Card(
    /// Its heading.
    #[prop(optional, into)]
    title: Option<Signal<Phrase>>,
    /// A quiet line above the heading: 草稿，已存本机 9:41.
    #[prop(optional, into)]
    over: Option<Signal<Phrase>>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card">
            {over.map(|over| view! { <p class="meta">{over}</p> })}
            {title.map(|title| view! { <h2>{title}</h2> })}
            {children()}
        </section>
    }
    .into_any()
}

/// A row that is one target from edge to edge: a link with `href`, a button with `on_press`. Nothing inside it may be pressed by itself.
#[component]
pub fn Row(
    /// Its name: 兴旺旅馆.
    #[prop(into)]
    title: Signal<Phrase>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Before the name: a risk badge, a mark.
    #[prop(optional, into)]
    lead: Option<ViewFn>,
    /// At its end instead of the arrow: a time, a count.
    #[prop(optional, into)]
    tail: Option<ViewFn>,
    /// Chosen in its list (desk).
    #[prop(optional, into)]
    current: Signal<bool>,
    /// The quieter lines.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let tail = tail.map_or_else(|| view! { <Icon of=glyph::CHEVRON_RIGHT/> }.into_any(), |tail| tail.run().into_any());
    let inside = view! {
        {lead.map(|lead| view! { <span class="row-lead">{lead.run()}</span> })}
        <span class="row-text">
            <b class="row-title">{title}</b>
            {children.map(|children| view! { <span class="row-more meta">{children()}</span> })}
        </span>
        <span class="row-tail meta">{tail}</span>
    };
    let is_current = move || current.get().then_some("true");
    if let Some(href) = href {
        view! { <a class="row" href=href aria-current=is_current>{inside}</a> }.into_any()
    } else {
        let press = move |_| {
            if let Some(act) = on_press {
                act.run(());
            }
        };
        view! { <button type="button" class="row" aria-current=is_current on:click=press>{inside}</button> }.into_any()
    }
}
