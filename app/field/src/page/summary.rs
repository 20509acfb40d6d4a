//! 汇总: the counts, what failed by its weight, and everything that is missing, before anybody signs.

use crate::part::gap_list::GapList;
use crate::part::item_card::AnswerLine;
use crate::part::page::Page;
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
    let walk = visit.walk();
    let totals = walk.totals().get_untracked();
    let record = visit.record();
    let gaps: Vec<Gap> = record
        .as_ref()
        .map(|record| visit.gaps(record))
        .unwrap_or_default()
        .into_iter()
        .filter(|gap| !gap.kind.is_about_signing())
        .collect();
    let seconds = record.as_ref().map_or(0, |record| record.finished_at.seconds_since(record.started_at));
    let missing = gaps.len();
    let first_gap = gaps.first().map(|gap| visit.path_of_gap(gap));
    let navigate = use_navigate();
    let go = Callback::new(move |()| {
        let to = first_gap.clone().unwrap_or_else(|| visit.path("signature"));
        navigate(&to, Default::default());
    });
    let label = if missing == 0 { say::summary::go() } else { say::summary::go_missing(missing) };
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
            foot=move || {
                let label = label.clone();
                view! {
                    <BottomBar saved=move || view! { <SavedLine visit/> }>
                        <Button label weight=Weight::Primary wide=true on_press=go/>
                    </BottomBar>
                }
            }
        >
            <Card title=visit.name()>
                <p>{say::summary::counts(totals.asked, totals.passed, totals.failed, totals.not_applicable, totals.not_checked)}</p>
                <p class="meta">{say::summary::duration(span(u64::try_from(seconds).unwrap_or(0)))}</p>
                <p class="meta">{say::summary::seen()}</p>
            </Card>
            {move || visit.is_signing_void().then(|| view! { <Notice tone=Tone::Warn text=say::sign::outdated()/> })}
            {(missing > 0).then(|| view! { <Card title=say::summary::missing(missing)><GapList visit gaps/></Card> })}
            <Fails visit/>
            {(!unchecked.is_empty()).then(|| view! {
                <Card title=say::summary::unchecked()>{unchecked.into_iter().map(|place| view! { <CardLink visit place/> }).collect_view()}</Card>
            })}
            <Card>
                <Field id="visit-note" label=say::summary::note() kind=Kind::Lines is_optional=true value=note on_input=write/>
            </Card>
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
