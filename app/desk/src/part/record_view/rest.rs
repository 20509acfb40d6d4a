//! What neither failed nor was left open, folded; and who signed.

use super::{item, photos};
use crate::part::Pictures;
use app_ui::words::{Phrase, code, say};
use domain::inspection::{Answer, Answered, Counterpart, Signature};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use sync::desk::record::{ItemText, Record};

#[component]
pub(super) fn Rest(record: Arc<Record>) -> impl IntoView {
    let failed: BTreeSet<_> = record.inspection.findings.iter().map(|finding| &finding.at).collect();
    let is_rest = |answered: &&Answered| !failed.contains(&answered.at) && !matches!(answered.answer, Answer::NotChecked { .. });
    let rest: Vec<_> = record.inspection.answers.iter().filter(is_rest).cloned().collect();
    let row = |answered: Answered| {
        let text = item(&record, &answered.at).cloned();
        let value = value_words(text.as_ref(), &answered.answer);
        let pictures = photos::shown(&record, photos::of_item(&record, &answered.at), None);
        let words = text.map(|text| (text.number.clone(), Phrase::either(text.text, text.text_en)));
        view! {
            <li>
                <span class="meta">{words.as_ref().map(|(number, _)| number.clone())}</span>
                <span>{words.map(|(_, text)| text)}</span>
                <b>{value}</b>
                {(!answered.note.is_empty()).then(|| view! { <span class="meta rest-note">{answered.note.clone()}</span> })}
                {(!pictures.is_empty()).then(|| view! { <Pictures of=record.inspection.id pictures/> })}
            </li>
        }
    };
    let count = rest.len();
    (count > 0).then(|| view! { <details class="record-rest"><summary>{say::desk::record::rest(count)}</summary><ol>{rest.into_iter().map(row).collect_view()}</ol></details> })
}

/// An answer in words.
fn value_words(item: Option<&ItemText>, answer: &Answer) -> Phrase {
    match answer {
        Answer::Pass => say::answer::pass(),
        Answer::Fail => say::answer::fail(),
        Answer::NotApplicable => say::answer::na(),
        Answer::NotChecked { reason, .. } => say::not_checked::of(&code(reason)),
        Answer::YesNo(true) => say::answer::yes(),
        Answer::YesNo(false) => say::answer::no(),
        Answer::Number(number) => Phrase::verbatim(format!("{number} {}", item.and_then(|item| item.unit.clone()).unwrap_or_default())),
        Answer::Choice(id) => {
            let option = item.and_then(|item| item.options.iter().find(|option| option.0 == *id));
            option.map_or_else(|| Phrase::verbatim(id.clone()), |option| Phrase::either(option.1.clone(), option.2.clone()))
        }
        Answer::Date(day) => Phrase::verbatim(day.to_string()),
        Answer::Text(text) => Phrase::verbatim(text.clone()),
        Answer::Photo => say::desk::hazards::evidence(),
    }
}

#[component]
pub(super) fn Signed(record: Arc<Record>) -> impl IntoView {
    let picture = |signature: &Signature| drawn(&record, signature);
    let counterpart = record.inspection.counterpart.as_ref().map(|counterpart| match counterpart {
        Counterpart::Signed { signature, position, objection } => {
            let words = if objection.is_empty() {
                say::desk::record::signature(position.clone(), signature.name.clone())
            } else {
                say::desk::record::objection(position.clone(), signature.name.clone(), objection.clone())
            };
            view! { <p>{words}</p> {picture(signature)} }.into_any()
        }
        Counterpart::Unsigned { why, note, witness } => {
            let witness =
                witness.as_ref().map(|witness| view! { <p>{say::desk::record::witness(witness.name.clone())}</p> {picture(witness)} });
            view! { <p>{say::desk::record::unsigned(say::sign::refused::of(&code(why)))} " " {note.clone()}</p> {witness} }.into_any()
        }
    });
    let own = record.inspection.signatures.iter().map(picture).collect_view();
    view! { <section class="record-signed">{counterpart} <div class="signatures">{own}</div></section> }
}

/// A signature and whose it is, or that it is still on the phone. One made by keyboard is no handwriting, and the record says so.
fn drawn(record: &Record, signature: &Signature) -> Option<impl IntoView + use<>> {
    let Signature { sha256, name, typed, .. } = signature.clone();
    let picture = record.pictures.iter().find(|picture| picture.sha256 == sha256)?;
    let whose = if typed { say::sign::of_typed(name.clone()) } else { say::sign::pad_of(name.clone()) };
    let image = picture.is_here.then(|| {
        let address = format!("/api/v1/records/{}/photos/{}?px=640", record.inspection.id, picture.n);
        view! { <img class="signature" src=address alt=name.clone() loading="lazy"/> }
    });
    let waiting = (!picture.is_here).then(|| view! { <span class="meta">{say::desk::picture::signature_waiting(name)}</span> });
    let caption = (picture.is_here || typed).then(|| view! { <figcaption>{whose}</figcaption> });
    Some(view! { <figure class="signed">{image} {waiting} {caption}</figure> })
}
