//! One record as a reviewer reads it: what failed first, what could not be checked, the rest on request, signatures, history.

use super::{Tag, TimeLine, WhyTags};
use crate::part::clock::{now, today};
use crate::part::zoom::{Pictures, Shown};
use app_ui::part::{Risk, RiskBadge};
use app_ui::words::{Phrase, code, day, moment, say, span};
use domain::digest::Sha256;
use domain::inspection::{Access, Answer, Answered, Counterpart, Disposition, Finding, ItemRef, NotCheckedReason, PhotoOf};
use domain::position::Located;
use leptos::prelude::*;
use sync::desk::record::{ItemText, Record};

/// What stands under the record's head.
#[component]
pub(crate) fn RecordView(
    /// It.
    record: Record,
) -> impl IntoView {
    let record = StoredValue::new(record);
    view! {
        <Notices record/>
        <Findings record/>
        <NotChecked record/>
        <Door record/>
        <Rest record/>
        <Signed record/>
        {move || record.with_value(|record| (!record.inspection.reply.is_empty()).then(|| view! { <p class="record-reply">{record.inspection.reply.clone()}</p> }))}
        <details class="record-history">
            <summary>{say::desk::record::history()}</summary>
            <TimeLine rows=record.with_value(|record| record.time_line.clone())/>
        </details>
    }
    .into_any()
}

/// How many answers of each verdict: (pass, fail, not applicable, not checked).
fn counts(record: &Record) -> (usize, usize, usize, usize) {
    let answers = &record.inspection.answers;
    let failed: std::collections::BTreeSet<_> = record.inspection.findings.iter().map(|finding| &finding.at).collect();
    let not_applicable = answers.iter().filter(|answered| answered.answer == Answer::NotApplicable).count();
    let not_checked = answers.iter().filter(|answered| matches!(answered.answer, Answer::NotChecked { .. })).count();
    (answers.len() - failed.len() - not_applicable - not_checked, failed.len(), not_applicable, not_checked)
}

/// Who, where, when, how many, and why it wants eyes.
#[component]
pub(crate) fn RecordHead(
    /// The record.
    record: Record,
) -> impl IntoView {
    {
        let record = &record;
        let line = record.line.clone();
        let inspection = &record.inspection;
        let (here, all) = (line.blobs - line.missing.min(line.blobs), line.blobs);
        let photos = if line.missing == 0 {
            view! { <Tag text=say::desk::record::photos_complete(here, all) tone="pass"/> }.into_any()
        } else {
            let holder = record.held_by.as_ref().map_or_else(|| line.inspector.clone(), |(name, _)| name.clone());
            view! { <Tag text=say::desk::record::photos_waiting(line.missing, holder) tone="warn"/> }.into_any()
        };
        let (pass, fail, not_applicable, not_checked) = counts(record);
        let accuracy = match inspection.position {
            Located::At(position) => say::amount::accuracy(position.accuracy_m),
            Located::Without(_) => say::flag::no_position(),
        };
        let seconds = inspection.finished_at.seconds_since(inspection.started_at).max(0).unsigned_abs();
        let bulk = inspection.answers.iter().filter(|answered| answered.bulk).count();
        view! {
            <header class="record-head">
                <div class="record-title">
                    <RiskBadge risk=Risk::from_code(&line.risk)/>
                    <h2 tabindex="-1">{line.premises_name.clone()}</h2>
                    <Tag text=say::nature::of(&code(&line.nature))/>
                    <Tag text=say::inspection_state::of(&code(&line.state))/>
                    {photos}
                    <span class="meta record-number">{line.number.clone()}</span>
                </div>
                <p class="meta">
                    {say::desk::record::visit(line.inspector.clone(), moment(inspection.started_at.0, now().0), accuracy)} " · " {span(seconds)} " · "
                    {say::summary::counts(inspection.answers.len(), pass, fail, not_applicable, not_checked)}
                    {(bulk > 0).then(|| view! { " · " {say::desk::record::bulk(bulk)} })}
                    {(line.revision > 1).then(|| view! { " · " {say::desk::record::revision(line.revision)} })}
                    " · " {say::desk::record::provisional(inspection.provisional_number.clone())}
                </p>
                <p class="tags"><WhyTags line/></p>
            </header>
        }
        .into_any()
    }
}

/// What stands before the findings: quarantine, the returns so far.
#[component]
fn Notices(record: StoredValue<Record>) -> impl IntoView {
    record.with_value(|record| {
        let returns = record.returns.iter().map(|line| {
            let comments = line.points.iter().map(|point| view! { <li>{point_words(record, point)}</li> }).collect_view();
            view! {
                <section class="record-return">
                    <p class="meta">{say::desk::record::returned(line.by.clone(), moment(line.at.0, now().0))} " · " {say::return_reason::of(&code(&line.reason))}</p>
                    <ul>{comments}</ul>
                </section>
            }
        });
        returns.collect_view()
    })
}

fn point_words(record: &Record, point: &domain::inspection::ReturnPoint) -> impl IntoView + use<> {
    use domain::inspection::ReturnPoint;
    match point {
        ReturnPoint::Item { at, comment } => {
            let number = item(record, at).map(|item| item.number.clone()).unwrap_or_default();
            view! { <b>{number}</b> " " {comment.clone()} }.into_any()
        }
        ReturnPoint::Signature { comment } => view! { <b>{say::desk::send_back::signature()}</b> " " {comment.clone()} }.into_any(),
        ReturnPoint::Whole { comment } => view! { <b>{say::desk::send_back::whole()}</b> " " {comment.clone()} }.into_any(),
    }
}

/// The text of an item.
pub(crate) fn item<'a>(record: &'a Record, at: &ItemRef) -> Option<&'a ItemText> {
    record.lists.iter().find(|list| list.id == at.list)?.items.iter().find(|item| item.id == at.item)
}

fn shown(record: &Record, which: &[Sha256], caption: impl Fn(&domain::inspection::Photo) -> Phrase) -> Vec<Shown> {
    let photo = |sha256: &Sha256| {
        let picture = record.pictures.iter().find(|picture| picture.sha256 == *sha256)?;
        let photo = record.inspection.photos.iter().find(|photo| photo.sha256 == *sha256)?;
        Some(Shown { n: picture.n, is_here: picture.is_here, caption: caption(photo) })
    };
    which.iter().filter_map(photo).collect()
}

fn taken(photo: &domain::inspection::Photo) -> Phrase {
    let at = moment(photo.taken_at.0, now().0);
    match photo.of {
        PhotoOf::After => say::desk::picture::after_at(at),
        PhotoOf::Item | PhotoOf::Door => at,
    }
}

#[component]
fn Findings(record: StoredValue<Record>) -> impl IntoView {
    record.with_value(|record| {
        let mut findings: Vec<&Finding> = record.inspection.findings.iter().collect();
        // The heaviest first, then as the lists go.
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings.into_iter().map(|finding| view! { <OneFinding record=record.clone() finding=finding.clone()/> }).collect_view()
    })
}

#[component]
fn OneFinding(record: Record, finding: Finding) -> impl IntoView {
    let text = item(&record, &finding.at).cloned();
    let hazard = record.hazards.get(&finding.id).and_then(|id| record.hazard_rows.iter().find(|hazard| hazard.id == *id)).cloned();
    let mut which = finding.photos.clone();
    if let Disposition::OnSpot { before, after } = &finding.disposition {
        which.extend(before.iter().chain(after).filter(|sha256| !finding.photos.contains(sha256)));
    }
    let pictures = shown(&record, &which, taken);
    let has_pictures = !pictures.is_empty();
    let today = today();
    let (due, tone) = match &finding.disposition {
        Disposition::OnSpot { .. } => (say::disposition::on_spot(), "pass"),
        Disposition::Order { due_on, .. } => (day(&due_on.to_string(), &today), ""),
        Disposition::SameAs { .. } => (say::disposition::same_as(), ""),
        Disposition::SuspectedMajor { .. } => (say::disposition::suspected_major(), "fail"),
    };
    let consequence = match &finding.disposition {
        Disposition::SuspectedMajor { consequence, .. } => Some(consequence.clone()),
        _ => None,
    };
    let reason = match &finding.disposition {
        Disposition::Order { reason, .. } => reason.clone(),
        _ => None,
    };
    let number = text.as_ref().map(|text| text.number.clone()).unwrap_or_default();
    let basis = text.as_ref().map(|text| text.basis.join("；")).unwrap_or_default();
    let statement = text.map(|text| Phrase::either(text.text, text.text_en));
    let answered = record.inspection.answers.iter().find(|answered| answered.at == finding.at).cloned();
    view! {
        <article class="finding" data-photos=has_pictures.then_some("")>
            <div class="finding-words">
                <h3><span class="mark" data-tone="fail" aria-hidden="true">"✗"</span> {number} " " {finding.violation.clone()} <Tag text=due tone/>
                    {hazard.as_ref().is_some_and(|hazard| hazard.lifeline).then(|| view! { <Tag text=say::desk::hazards::lifeline() tone="fail"/> })}
                </h3>
                {statement.map(|statement| view! { <p class="meta">{statement}</p> })}
                <dl>
                    <Row label=say::desk::record::spot() text=finding.spot.clone()/>
                    <Row label=say::desk::record::demand() text=finding.demand.clone()/>
                    <Row label=say::desk::record::basis() text=basis/>
                    <Row label=say::desk::record::consequence() text=consequence.unwrap_or_default()/>
                    <Row label=say::desk::record::reason() text=reason.unwrap_or_default()/>
                    <Row label=say::desk::record::note() text=finding.note.clone()/>
                    {hazard.map(|hazard| view! { <div><dt>{say::desk::record::hazard()}</dt><dd><a href=format!("/desk/hazards/{}", hazard.id)>{hazard.number}</a></dd></div> })}
                </dl>
                {answered.map(|answered| view! { <p class="meta">{say::desk::record::dwell(span(u64::from(answered.dwell_ms / 1_000)))}</p> })}
            </div>
            <Pictures of=record.inspection.id pictures/>
        </article>
    }
    .into_any()
}

#[component]
fn Row(label: Phrase, text: String) -> impl IntoView {
    (!text.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{text}</dd></div> })
}

#[component]
fn NotChecked(record: StoredValue<Record>) -> impl IntoView {
    record.with_value(|record| {
        let row = |answered: &Answered| {
            let Answer::NotChecked { reason, text } = &answered.answer else { return None };
            let words = item(record, &answered.at).map(|item| (item.number.clone(), Phrase::either(item.text.clone(), item.text_en.clone())));
            let why = if *reason == NotCheckedReason::Other { Phrase::verbatim(text.clone()) } else { say::not_checked::of(&code(reason)) };
            Some(view! {
                <article class="finding">
                    <div class="finding-words">
                        <h3><span class="mark" data-tone="warn" aria-hidden="true">"?"</span> {words.map(|(number, text)| view! { {number} " " {text} })} <Tag text=why tone="warn"/></h3>
                        {(!answered.note.is_empty()).then(|| view! { <p>{answered.note.clone()}</p> })}
                    </div>
                </article>
            })
        };
        record.inspection.answers.iter().filter_map(row).collect_view()
    })
}

/// Premises that were not entered: the outcome and the picture of the door.
#[component]
fn Door(record: StoredValue<Record>) -> impl IntoView {
    record.with_value(|record| {
        let access = record.inspection.access;
        let doors: Vec<_> = record.inspection.photos.iter().filter(|photo| photo.of == PhotoOf::Door).map(|photo| photo.sha256).collect();
        (access != Access::Entered).then(|| {
            view! {
                <article class="finding" data-photos="">
                    <div class="finding-words"><h3>{say::access::of(&code(&access))}</h3><p>{record.inspection.note.clone()}</p></div>
                    <Pictures of=record.inspection.id pictures=shown(record, &doors, taken)/>
                </article>
            }
        })
    })
}

/// What neither failed nor was left open, folded.
#[component]
fn Rest(record: StoredValue<Record>) -> impl IntoView {
    record.with_value(|record| {
        let failed: std::collections::BTreeSet<_> = record.inspection.findings.iter().map(|finding| &finding.at).collect();
        let is_rest = |answered: &&Answered| !failed.contains(&answered.at) && !matches!(answered.answer, Answer::NotChecked { .. });
        let rest: Vec<_> = record.inspection.answers.iter().filter(is_rest).cloned().collect();
        let row = |answered: Answered| {
            let text = item(record, &answered.at).cloned();
            let value = value_words(text.as_ref(), &answered.answer);
            let photos: Vec<_> = record.inspection.photos.iter().filter(|photo| photo.at.as_ref() == Some(&answered.at)).map(|photo| photo.sha256).collect();
            let words = text.map(|text| (text.number.clone(), Phrase::either(text.text, text.text_en)));
            view! {
                <li>
                    <span class="meta">{words.as_ref().map(|(number, _)| number.clone())}</span>
                    <span>{words.map(|(_, text)| text)}</span>
                    <b>{value}</b>
                    {(!answered.note.is_empty()).then(|| view! { <span class="meta">{answered.note.clone()}</span> })}
                    {(!photos.is_empty()).then(|| view! { <Pictures of=record.inspection.id pictures=shown(record, &photos, taken)/> })}
                </li>
            }
        };
        let count = rest.len();
        (count > 0).then(|| view! { <details class="record-rest"><summary>{say::desk::record::rest(count)}</summary><ol>{rest.into_iter().map(row).collect_view()}</ol></details> })
    })
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
fn Signed(record: StoredValue<Record>) -> impl IntoView {
    record.with_value(|record| {
        let picture = |sha256: Sha256, name: String| {
            record.pictures.iter().find(|picture| picture.sha256 == sha256).filter(|picture| picture.is_here).map(|picture| {
                view! { <img class="signature" src=format!("/api/v1/records/{}/photos/{}?px=480", record.inspection.id, picture.n) alt=name loading="lazy"/> }
            })
        };
        let counterpart = record.inspection.counterpart.as_ref().map(|counterpart| match counterpart {
            Counterpart::Signed { signature, position, objection } => {
                let words = if objection.is_empty() {
                    say::desk::record::signature(position.clone(), signature.name.clone())
                } else {
                    say::desk::record::objection(position.clone(), signature.name.clone(), objection.clone())
                };
                view! { <p>{words}</p> {picture(signature.sha256, signature.name.clone())} }.into_any()
            }
            Counterpart::Unsigned { why, note, witness } => {
                let witness = witness.as_ref().map(|witness| view! { <p>{say::desk::record::witness(witness.name.clone())}</p> });
                view! { <p>{say::desk::record::unsigned(say::sign::refused::of(&code(why)))} " " {note.clone()}</p> {witness} }.into_any()
            }
        });
        let own = record.inspection.signatures.iter().map(|signature| picture(signature.sha256, signature.name.clone())).collect_view();
        view! { <section class="record-signed">{counterpart}{own}</section> }
    })
}
