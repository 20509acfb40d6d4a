//! One record as a reviewer reads it: what failed first, what could not be checked, the rest on request, signatures, history.

mod finding;
mod head;
mod photos;
mod rest;

pub(crate) use head::RecordHead;

use super::TimeLine;
use super::clock::now;
use crate::part::zoom::Pictures;
use app_ui::words::{Phrase, code, moment, say};
use domain::inspection::{Access, ItemRef, PhotoOf, ReturnPoint};
use finding::{Findings, NotChecked};
use leptos::prelude::*;
use rest::{Rest, Signed};
use std::sync::Arc;
use sync::desk::record::{ItemText, Record};

/// What stands under the record's head.
#[component]
pub(crate) fn RecordView(
    /// It.
    record: Arc<Record>,
) -> impl IntoView {
    let reply = record.inspection.reply.clone();
    let rows = record.time_line.clone();
    view! {
        <Returns record=record.clone()/>
        <Visit record=record.clone()/>
        <Findings record=record.clone()/>
        <NotChecked record=record.clone()/>
        <Rest record=record.clone()/>
        <Signed record/>
        {(!reply.is_empty()).then(|| view! { <p class="record-reply">{reply}</p> })}
        <details class="record-history">
            <summary>{say::desk::record::history()}</summary>
            <TimeLine rows/>
        </details>
    }
    .into_any()
}

/// The returns so far.
#[component]
fn Returns(record: Arc<Record>) -> impl IntoView {
    let one = |line: &sync::desk::record::ReturnLine| {
        let comments = line.points.iter().map(|point| view! { <li>{point_words(&record, point)}</li> }).collect_view();
        view! {
            <section class="record-return">
                <p class="meta">{say::desk::record::returned(line.by.clone(), moment(line.at.0, now().0))} " · " {say::return_reason::of(&code(&line.reason))}</p>
                <ul>{comments}</ul>
            </section>
        }
    };
    record.returns.iter().map(one).collect_view()
}

fn point_words(record: &Record, point: &ReturnPoint) -> impl IntoView + use<> {
    match point {
        ReturnPoint::Item { at, comment } => {
            let number = item(record, at).map(|item| item.number.clone()).unwrap_or_default();
            view! { <b>{number}</b> " " {comment.clone()} }.into_any()
        }
        ReturnPoint::Signature { comment } => view! { <b>{say::desk::send_back::signature()}</b> " " {comment.clone()} }.into_any(),
        ReturnPoint::Whole { comment } => view! { <b>{say::desk::send_back::whole()}</b> " " {comment.clone()} }.into_any(),
    }
}

/// The visit as a whole: how the door was opened where nobody entered, with the door's picture, and the inspector's note.
#[component]
fn Visit(record: Arc<Record>) -> impl IntoView {
    let inspection = &record.inspection;
    let note = inspection.note.clone();
    if inspection.access == Access::Entered {
        return (!note.is_empty())
            .then(|| view! { <section class="record-note"><h3>{say::desk::record::visit_note()}</h3><p>{note}</p></section> })
            .into_any();
    }
    let doors = photos::shown(&record, photos::of_visit(&record).filter(|photo| photo.of == PhotoOf::Door), None);
    view! {
        <article class="finding" data-photos="">
            <div class="finding-words"><h3>{say::access::of(&code(&inspection.access))}</h3><p>{note}</p></div>
            <Pictures of=inspection.id pictures=doors is_first=true/>
        </article>
    }
    .into_any()
}

/// The text of an item.
pub(crate) fn item<'a>(record: &'a Record, at: &ItemRef) -> Option<&'a ItemText> {
    record.lists.iter().find(|list| list.id == at.list)?.items.iter().find(|item| item.id == at.item)
}

/// A term and what stands to it; nothing where there is nothing.
#[component]
fn Row(label: Phrase, text: String) -> impl IntoView {
    (!text.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{text}</dd></div> })
}
