//! What failed, the heaviest first, and what could not be checked, each with everything that was written and photographed about it.

use super::{Row, item, photos};
use crate::part::clock::today;
use crate::part::{Pictures, Tag};
use app_ui::part::{Icon, glyph};
use app_ui::words::{Phrase, code, day, say, span};
use domain::inspection::{Answer, Answered, Disposition, Finding, ItemRef, NotCheckedReason};
use leptos::prelude::*;
use std::sync::Arc;
use sync::desk::record::Record;

#[component]
pub(super) fn Findings(record: Arc<Record>) -> impl IntoView {
    let mut findings: Vec<&Finding> = record.inspection.findings.iter().collect();
    // The heaviest first, then as the lists go.
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let one =
        |(place, finding): (usize, &Finding)| view! { <OneFinding record=record.clone() finding=finding.clone() is_first=place == 0/> };
    findings.into_iter().enumerate().map(one).collect_view()
}

fn answered<'a>(record: &'a Record, at: &ItemRef) -> Option<&'a Answered> {
    record.inspection.answers.iter().find(|answered| answered.at == *at)
}

/// What was decided about a finding: (in a word, its tone, what it may lead to, why later than usual).
fn decided(disposition: &Disposition) -> (Phrase, &'static str, String, String) {
    match disposition {
        Disposition::OnSpot { .. } => (say::disposition::on_spot(), "pass", String::new(), String::new()),
        Disposition::Order { due_on, reason } => {
            (day(&due_on.to_string(), &today()), "", String::new(), reason.clone().unwrap_or_default())
        }
        Disposition::SameAs { .. } => (say::disposition::same_as(), "", String::new(), String::new()),
        Disposition::SuspectedMajor { consequence, .. } => {
            (say::disposition::suspected_major(), "fail", consequence.clone(), String::new())
        }
    }
}

#[component]
fn OneFinding(record: Arc<Record>, finding: Finding, is_first: bool) -> impl IntoView {
    let text = item(&record, &finding.at).cloned();
    let hazard = record.hazards.get(&finding.id).and_then(|id| record.hazard_rows.iter().find(|hazard| hazard.id == *id)).cloned();
    let pictures = photos::shown(&record, photos::of_finding(&record, &finding), Some(&finding));
    let has_pictures = !pictures.is_empty();
    let (due, tone, consequence, reason) = decided(&finding.disposition);
    let number = text.as_ref().map(|text| text.number.clone()).unwrap_or_default();
    let basis = text.as_ref().map(|text| text.basis.join("；")).unwrap_or_default();
    let statement = text.map(|text| Phrase::either(text.text, text.text_en));
    let answered = answered(&record, &finding.at).cloned();
    let remark = answered.as_ref().map(|answered| answered.note.clone()).unwrap_or_default();
    let is_lifeline = hazard.as_ref().is_some_and(|hazard| hazard.lifeline);
    view! {
        <article class="finding" data-photos=has_pictures.then_some("")>
            <div class="finding-words">
                <h3>
                    <span class="mark" data-tone="fail"><Icon of=glyph::X/> <span class="unseen">{say::answer::fail()}</span></span>
                    <span>{number} " " {finding.violation.clone()}</span>
                    <Tag text=due tone/>
                    {is_lifeline.then(|| view! { <Tag text=say::desk::hazards::lifeline() tone="fail"/> })}
                </h3>
                {statement.map(|statement| view! { <p class="meta">{statement}</p> })}
                <dl>
                    <Row label=say::desk::record::spot() text=finding.spot.clone()/>
                    <Row label=say::desk::record::demand() text=finding.demand.clone()/>
                    <Row label=say::desk::record::basis() text=basis/>
                    <Row label=say::desk::record::consequence() text=consequence/>
                    <Row label=say::desk::record::reason() text=reason/>
                    <Row label=say::desk::record::note() text=finding.note.clone()/>
                    <Row label=say::desk::record::item_note() text=remark/>
                    {hazard.map(|hazard| view! { <div><dt>{say::desk::record::hazard()}</dt><dd><a href=format!("/desk/hazards/{}", hazard.id)>{hazard.number}</a></dd></div> })}
                </dl>
                {answered.map(|answered| view! { <p class="meta">{say::answer::dwell(span(u64::from(answered.dwell_ms / 1_000)))}</p> })}
            </div>
            <Pictures of=record.inspection.id pictures is_first/>
        </article>
    }
    .into_any()
}

#[component]
pub(super) fn NotChecked(record: Arc<Record>) -> impl IntoView {
    let one = |answered: &Answered| {
        let Answer::NotChecked { reason, text } = &answered.answer else { return None };
        let words = item(&record, &answered.at).map(|item| (item.number.clone(), Phrase::either(item.text.clone(), item.text_en.clone())));
        let (why, more) = if *reason == NotCheckedReason::Other && !text.is_empty() {
            (Phrase::verbatim(text.clone()), String::new())
        } else {
            (say::not_checked::of(&code(reason)), text.clone())
        };
        let pictures = photos::shown(&record, photos::of_item(&record, &answered.at), None);
        let has_pictures = !pictures.is_empty();
        Some(view! {
            <article class="finding" data-photos=has_pictures.then_some("")>
                <div class="finding-words">
                    <h3>
                        <span class="mark" data-tone="warn"><Icon of=glyph::CIRCLE_HELP/></span>
                        <span>{words.map(|(number, text)| view! { {number} " " {text} })}</span>
                        <Tag text=say::answer::not_checked() tone="warn"/>
                    </h3>
                    <dl>
                        <div><dt>{say::desk::record::reason()}</dt><dd>{why}</dd></div>
                        <Row label=say::desk::record::note() text=more/>
                        <Row label=say::desk::record::item_note() text=answered.note.clone()/>
                    </dl>
                </div>
                <Pictures of=record.inspection.id pictures/>
            </article>
        })
    };
    record.inspection.answers.iter().filter_map(one).collect_view()
}
