//! 汇总: the counts, what failed by its weight, and everything that is missing, before anybody signs.

use super::mend::MendPage;
use crate::part::gap_list::GapList;
use crate::part::item_card::AnswerLine;
use crate::part::page::Page;
use crate::part::recorded::Recorded;
use crate::part::saved_line::SavedLine;
use crate::state::{Visit, use_visit};
use app_ui::part::{Back, Badge, BottomBar, Button, Card, Field, Kind, Notice, Row, Shade, Tone, Weight};
use app_ui::words::{Phrase, say, span};
use domain::checklist::Verdict;
use domain::decide::submit::Gap;
use domain::inspection::{Answer, Finding, Severity};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use sync::journal::Edit;

/// The summary of a visit.
#[component]
pub fn SummaryPage() -> impl IntoView {
    let visit = use_visit();
    // A returned record is handed in where the reviewer's words stand.
    if visit.mends().is_some() { view! { <MendPage visit/> }.into_any() } else { view! { <Summary visit/> }.into_any() }
}

#[component]
fn Summary(visit: Visit) -> impl IntoView {
    let walk = visit.walk();
    let totals = walk.totals();
    // Pictures come in while one reads.
    let revision = visit.open_draft().revision();
    let now = Memo::new(move |_| {
        revision.track();
        let record = visit.record();
        let gaps = record.as_ref().map(|record| visit.gaps(record)).unwrap_or_default();
        let seconds = record.as_ref().map_or(0, |record| record.finished_at.seconds_since(record.started_at));
        let gaps: Vec<Gap> = gaps.into_iter().filter(|gap| !gap.kind.is_about_signing()).collect();
        (gaps, u64::try_from(seconds).unwrap_or(0))
    });
    let gaps = Memo::new(move |_| now.with(|(gaps, _)| gaps.clone()));
    let navigate = use_navigate();
    let go = Callback::new(move |()| {
        let to = gaps.with_untracked(|gaps| gaps.first().map(|gap| visit.path_of_gap(gap)));
        navigate(&to.unwrap_or_else(|| visit.path("signature")), Default::default());
    });
    let label = Signal::derive(move || match gaps.with(Vec::len) {
        0 => say::summary::go(),
        missing => say::summary::go_missing(missing),
    });
    let note = RwSignal::new(visit.draft().note);
    let write = move |text: String| {
        note.set(text.clone());
        visit.edit(Edit::VisitNote { text });
    };
    let unchecked: Vec<usize> = (0..walk.cards().len())
        .filter(|place| {
            walk.card(*place).is_shown.get_untracked()
                && matches!(walk.card(*place).answer.get_untracked(), Some(Answer::NotChecked { .. }))
        })
        .collect();
    view! {
        <Page
            title=say::summary::title()
            back=Back::To(visit.path(""))
            foot=move || view! {
                <BottomBar saved=move || view! { <SavedLine visit/> }>
                    <Button label weight=Weight::Primary wide=true on_press=go/>
                </BottomBar>
            }
        >
            <Card title=visit.name()>
                <p>{move || {
                    let totals = totals.get();
                    say::summary::counts(totals.asked, totals.passed, totals.failed, totals.not_applicable, totals.not_checked)
                }}</p>
                <p class="meta">{move || say::summary::duration(span(now.with(|(_, seconds)| *seconds)))}</p>
                <p class="meta">{say::summary::seen()}</p>
            </Card>
            {move || visit.is_signing_void().then(|| view! { <Notice tone=Tone::Warn text=say::sign::outdated()/> })}
            {move || gaps.with(|gaps| (!gaps.is_empty()).then(|| gaps.clone())).map(|gaps| view! { <Card title=say::summary::missing(gaps.len())><GapList visit gaps/></Card> })}
            <Fails visit/>
            {(!unchecked.is_empty()).then(|| view! {
                <Card title=say::summary::unchecked()>{unchecked.into_iter().map(|place| view! { <CardLink visit place/> }).collect_view()}</Card>
            })}
            <Card>
                <Field id="visit-note" label=say::summary::note() kind=Kind::Lines is_optional=true value=note on_input=write/>
            </Card>
            <Recorded visit/>
        </Page>
    }
}

/// The findings, the heaviest first.
#[component]
fn Fails(visit: Visit) -> impl IntoView {
    let mut findings = findings_of(visit);
    findings.sort_by_key(|(place, finding)| {
        let is_lifeline = visit.walk().item(*place).lifeline;
        (std::cmp::Reverse(finding.severity), !is_lifeline, *place)
    });
    if findings.is_empty() {
        return view! { <Card title=say::summary::fails()><p>{say::summary::no_fails()}</p></Card> }.into_any();
    }
    let line = move |(place, finding): (usize, Finding)| {
        let walk = visit.walk();
        let words = visit.disposition_words(&finding);
        let is_major = finding.severity == Severity::Major;
        let is_lifeline = walk.item(place).lifeline;
        let title = Phrase::verbatim(format!("{} {}", walk.card(place).no, finding.violation));
        view! {
            <Row title href=visit.path_to_finding(place, finding.id)>
                <span>{words}</span>
                {is_major.then(|| view! { " " <Badge label=say::severity::major() shade=Shade::Fail/> })}
                {is_lifeline.then(|| view! { " " <Badge label=say::summary::lifeline() shade=Shade::Warn/> })}
            </Row>
        }
    };
    view! { <Card title=say::summary::fails()>{findings.into_iter().map(line).collect_view()}</Card> }.into_any()
}

#[component]
fn CardLink(visit: Visit, place: usize) -> impl IntoView {
    let walk = visit.walk();
    let item = walk.item(place);
    let title = Phrase::verbatim(format!("{} {}", walk.card(place).no, crate::state::tongue_now(&item.text, &item.text_en)));
    view! { <Row title href=visit.path_to(place, true)><AnswerLine visit place/></Row> }
}

/// The findings of failed items that are asked.
pub(super) fn findings_of(visit: Visit) -> Vec<(usize, Finding)> {
    let walk = visit.walk();
    let failed = (0..walk.cards().len())
        .filter(|place| walk.card(*place).is_shown.get_untracked() && untrack(|| walk.verdict(*place)) == Some(Verdict::Fail));
    failed.flat_map(|place| walk.card(place).findings.get_untracked().into_iter().map(move |finding| (place, finding))).collect()
}
