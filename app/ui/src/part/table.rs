//! Tables of the desk: the head stays, the table scrolls inside itself, pages turn by key.

use super::button::ButtonLink;
use super::icon::{Icon, glyph};
use crate::words::{Phrase, say};
use leptos::prelude::*;

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorted {
    /// Small to large.
    Up,
    /// Large to small.
    Down,
}

/// A column's head.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its word.
    pub label: Phrase,
    /// Figures stand to the right.
    pub is_figure: bool,
    /// The address that sorts by it.
    pub sort_href: Option<String>,
    /// How it is sorted now.
    pub sorted: Option<Sorted>,
}

impl Column {
    /// A column of text that is not sorted by.
    #[must_use]
    pub const fn new(label: Phrase) -> Self {
        Self { label, is_figure: false, sort_href: None, sorted: None }
    }

    /// A column of figures.
    #[must_use]
    pub const fn figure(label: Phrase) -> Self {
        Self { label, is_figure: true, sort_href: None, sorted: None }
    }

    /// Sorted by, at an address of its own.
    #[must_use]
    pub fn sortable(self, href: impl Into<String>, sorted: Option<Sorted>) -> Self {
        Self { sort_href: Some(href.into()), sorted, ..self }
    }
}

/// A table; its children are the `<tr>`. A row leads somewhere by an `<a class="row-link">` in its first cell, whose target is the row.
#[component]
pub fn Table(
    /// What the table lists: its name.
    #[prop(into)]
    caption: Signal<Phrase>,
    /// The heads.
    columns: Vec<Column>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let head = |Column { label, is_figure, sort_href, sorted }: Column| {
        let (order, arrow) = match sorted {
            Some(Sorted::Up) => (Some("ascending"), Some(glyph::ARROW_UP)),
            Some(Sorted::Down) => (Some("descending"), Some(glyph::ARROW_DOWN)),
            None => (None, None),
        };
        let arrow = arrow.map(|arrow| view! { <Icon of=arrow/> });
        let inside = match sort_href {
            Some(href) => view! { <a href=href>{label} {arrow}</a> }.into_any(),
            None => view! { {label} {arrow} }.into_any(),
        };
        view! { <th scope="col" aria-sort=order data-figure=is_figure.then_some("")>{inside}</th> }
    };
    view! {
        <div class="table-box" role="region" aria-label=caption tabindex="0">
            <table>
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr>{columns.into_iter().map(head).collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Pages by key: forward to what follows, and back to the beginning; there is no number of pages because nobody counts them.
#[component]
pub fn Pager(
    /// The address of the first page; none on it.
    #[prop(into)]
    first: Signal<Option<String>>,
    /// The address of the next page; none on the last.
    #[prop(into)]
    next: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label=say::part::pages()>
            {move || first.get().map(|href| view! { <ButtonLink label=say::action::first_page() href=href icon=glyph::CHEVRON_UP/> })}
            {move || next.get().map(|href| view! { <ButtonLink label=say::action::next_page() href=href icon=glyph::CHEVRON_DOWN/> })}
        </nav>
    }
    .into_any()
}
