//! The versions of a record, to choose from: nothing that was handed in is ever out of sight.

use super::clock::now;
use super::filter::address_with;
use super::tag::Tag;
use app_ui::part::{Notice, Tone};
use app_ui::words::{Phrase, code, moment, say};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use sync::desk::record::{Record, RevisionLine};

/// The versions, where there are several. `?revision=` names the one that is shown.
#[component]
pub(crate) fn Revisions(
    /// The record.
    record: Record,
) -> impl IntoView {
    let newest = record.line.revision;
    let location = use_location();
    let line = move |line: RevisionLine| {
        let RevisionLine { revision, received_at, stands, quarantine, sealed, is_shown, .. } = line;
        let named = match sealed {
            Some(sealed) if !stands => sealed.to_string(),
            _ if revision == newest => String::new(),
            _ => revision.to_string(),
        };
        let href = move || location.query.with(|query| address_with(&location.pathname.get(), query, &[], "revision", &named));
        let words = say::desk::record::revision_at(revision, moment(received_at.0, now().0));
        let held = quarantine.iter().map(|reason| view! { <Tag text=say::quarantine::of(&code(reason)) tone="warn"/> }).collect_view();
        let aside = (!stands).then(|| view! { <Tag text=say::desk::record::set_aside() tone="warn"/> });
        view! { <li><a href=href aria-current=is_shown.then_some("true")>{words}</a> {aside} {held}</li> }
    };
    let lines = record.revisions;
    (lines.len() > 1).then(|| view! { <nav class="revisions" aria-label=say::desk::record::revisions()><ul>{lines.into_iter().map(line).collect_view()}</ul></nav> })
}

/// Why the version that is shown is only read; none for the one that counts.
pub(crate) fn only_read(record: &Record) -> Option<Phrase> {
    let shown = record.inspection.revision;
    if record.revisions.iter().any(|line| line.is_shown && !line.stands) {
        Some(say::desk::record::set_aside_why())
    } else if shown == record.line.revision {
        None
    } else {
        Some(say::desk::record::earlier(shown))
    }
}

/// Instead of decisions: says why, and leads to the version that counts.
#[component]
pub(crate) fn OnlyRead(
    /// Why.
    why: Phrase,
) -> impl IntoView {
    let location = use_location();
    let newest = move || location.query.with(|query| address_with(&location.pathname.get(), query, &[], "revision", ""));
    view! { <Notice tone=Tone::Info text=why><a class="btn" href=newest>{say::desk::record::see_newest()}</a></Notice> }
}
