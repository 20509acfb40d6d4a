//! 今日: what blocks, drafts to go on with, what was returned, and who was not visited for long, the most risky first.

use crate::part::nothing::Nothing;
use crate::part::offline_line::OfflineLine;
use crate::part::page::Page;
use crate::part::premises_row::PremisesRow;
use crate::phone::draft_store::DraftCard;
use crate::phone::ledger::{self, LedgerState};
use crate::phone::{offline, sending};
use crate::state::{Totals, use_app, use_clock};
use app_ui::part::{Button, ButtonLink, Card, Mark, Notice, Progress, Risk, Row, Shade, Tone, glyph};
use app_ui::words::{Phrase, ago, code, moment, say, week_day};
use domain::inspection::Access;
use domain::premises::{FieldValue, Premises};
use domain::time::Day;
use leptos::prelude::*;
use std::cmp::Reverse;
use std::sync::Arc;
use sync::feed::{InspectionRow, PremisesRow as LedgerRow};

/// How many premises are proposed.
const PROPOSED_MAX: usize = 20;

/// The day's work.
#[component]
pub fn TodayPage() -> impl IntoView {
    let (app, clock) = (use_app(), use_clock());
    app.reload_drafts();
    let state = ledger::state();
    let state = Memo::new(move |_| state.get());
    let queue = sending::queue();
    let returned = Memo::new(move |_| {
        let _ = state.get().revision;
        let is_mended = |row: &InspectionRow| queue.with(|queue| queue.rows.iter().any(|sent| is_answer_to(sent, row)));
        ledger::returned().into_iter().filter(|row| !is_mended(row)).collect::<Vec<_>>()
    });
    let proposed = Memo::new(move |_| {
        let _ = state.get().revision;
        let all = ledger::all_premises();
        let mine: Vec<_> = all.iter().filter(|row| app.is_mine(&row.premises)).cloned().collect();
        longest_unvisited(&mine, clock.today())
    });
    let mending = Memo::new(move |_| app.drafts().into_iter().filter(|draft| draft.mends).map(|draft| draft.id).collect::<Vec<_>>());
    view! {
        <Page title=say::today::title() aside=Signal::derive(move || week_day(&clock.today().to_string()))>
            <SyncLine state/>
            <Started/>
            <FirstLoad state/>
            <OfflineLine/>
            <UpdateLine/>
            {move || app.drafts().into_iter().filter(|draft| !draft.mends).map(|draft| view! { <Draft draft/> }).collect_view()}
            {move || returned.get().into_iter().map(|row| view! { <Returned is_begun=mending.with(|ids| ids.contains(&row.id)) row/> }).collect_view()}
            <div class="eyebrow"><h2>{say::today::long_unvisited()}</h2> <a href="/field/premises">{say::action::see_all()}</a></div>
            {move || {
                let rows = proposed.get();
                if rows.is_empty() {
                    view! { <Nothing icon=glyph::STORE title=say::today::none()/> }.into_any()
                } else {
                    rows.into_iter().map(|row| view! { <PremisesRow row/> }).collect_view().into_any()
                }
            }}
        </Page>
    }
}

/// Another build lies ready. Here nothing is being filled in, so here is where it may take over.
#[component]
fn UpdateLine() -> impl IntoView {
    let is_there = offline::is_update_there();
    move || {
        is_there.get().then(|| {
            view! { <Notice tone=Tone::Info text=say::app::new()><Button label=say::app::go() on_press=|()| offline::take_over()/></Notice> }
        })
    }
}

/// The state of sending in words, and how old the ledger is.
#[component]
fn SyncLine(state: Memo<LedgerState>) -> impl IntoView {
    let (app, clock) = (use_app(), use_clock());
    let age = move || match state.get().as_of {
        Some(at) => say::data::age(ago(at.0, clock.now().0)),
        None => say::data::part(state.get().premises),
    };
    move || {
        let (tone, words) = app.sync_line();
        let chip = app.chip();
        let needs_sign_in = app.person().is_some_and(|person| !person.can_send);
        view! {
            <Notice tone text=words more=Signal::derive(age)>
                {if needs_sign_in {
                    view! { <ButtonLink label=say::sign_in::go() href="/field/sign-in".to_owned()/> }.into_any()
                } else if chip.attention + chip.waiting > 0 {
                    view! { <ButtonLink label=say::sync::open() href="/field/queue".to_owned()/> }.into_any()
                } else {
                    view! { <Button label=say::action::refresh() icon=glyph::REFRESH_CW icon_only=true on_press=|()| ledger::refresh()/> }.into_any()
                }}
            </Notice>
            {(chip.attention > 0).then(|| view! {
                <Row
                    title=say::queue::attention(chip.attention)
                    href="/field/queue"
                    lead=|| view! { <Mark icon=glyph::CLOUD_ALERT shade=Shade::Fail/> }
                />
            })}
        }
    }
}

/// What there was to tell when the app opened.
#[component]
fn Started() -> impl IntoView {
    let (app, clock) = (use_app(), use_clock());
    let started = app.started.get_untracked();
    let restored: Vec<_> = started.restored.iter().filter(|(_, found)| found.is_worth_saying()).map(|(_, found)| found.up_to).collect();
    view! {
        {started.camera.map(|id| view! {
            <Notice tone=Tone::Warn text=say::draft::camera_died()>
                <ButtonLink label=say::action::resume() href=format!("/field/i/{id}")/>
            </Notice>
        })}
        {restored.into_iter().map(|up_to| view! { <Notice tone=Tone::Info text=Signal::derive(move || say::draft::restored(moment(up_to.0, clock.now().0)))/> }).collect_view()}
    }
}

/// The first fetch of the ledger: 300 of 1,200.
#[component]
fn FirstLoad(state: Memo<LedgerState>) -> impl IntoView {
    move || {
        let now = state.get();
        now.of.map(|of| {
            let share = u8::try_from((now.premises * 100).checked_div(of as usize).unwrap_or(0)).unwrap_or(100);
            view! {
                <Card>
                    <p role="status">{say::data::loading(now.premises, of)}</p>
                    <Progress share=Signal::stored(share.min(100)) name=say::part::progress()/>
                </Card>
            }
        })
    }
}

/// A draft with how far it is; 继续 opens the very item.
#[component]
fn Draft(draft: DraftCard) -> impl IntoView {
    let clock = use_clock();
    let saved_at = draft.saved_at;
    let how_far = match (draft.access, draft.progress) {
        (Access::Entered, Some((answered, asked))) => {
            let share = Totals { asked, answered, ..Totals::default() }.share();
            let bar = view! { <Progress share=Signal::stored(share) name=say::part::progress()/> };
            (Some(bar), say::today::draft_progress(answered, asked))
        }
        (Access::Entered, None) => (None, say::amount::items(draft.answers)),
        (access, _) => (None, say::access::of(&code(&access))),
    };
    let (bar, words) = how_far;
    view! {
        <Card title=Phrase::verbatim(draft.name.clone()) over=Signal::derive(move || say::today::draft_saved(moment(saved_at.0, clock.now().0)))>
            {bar}
            <div class="line">
                <span class="meta">{words}</span>
                <span class="end"><ButtonLink label=say::action::resume() href=format!("/field/i/{}", draft.id)/></span>
            </div>
        </Card>
    }
}

#[component]
fn Returned(row: Arc<InspectionRow>, is_begun: bool) -> impl IntoView {
    let Some(returned) = row.returned.as_deref() else { return ().into_any() };
    let (clock, due_on) = (use_clock(), returned.due_on.to_string());
    let count = returned.points.len();
    let why = say::return_reason::of(&code(&returned.reason));
    let words = say::today::returned_line(why, count);
    view! {
        <Row
            title=say::today::returned(row.premises_name.clone())
            href=format!("/field/i/{}", row.id)
            lead=|| view! { <Mark icon=glyph::UNDO_2 shade=Shade::Fail/> }
        >
            <span>{words}</span> " " <span>{move || app_ui::words::due(&due_on, &clock.today().to_string())}</span>
            {is_begun.then(|| view! { " " <span>{say::today::begun()}</span> })}
        </Row>
    }
    .into_any()
}

/// Whether this item of the queue is the next revision of a returned record.
fn is_answer_to(sent: &sync::outbox::Row, row: &InspectionRow) -> bool {
    let returned_at = row.returned.as_deref().map(|returned| returned.at);
    sent.inspection == Some(row.id) && sent.kind == "resubmit_inspection" && returned_at.is_some_and(|at| sent.sealed_at > at)
}

/// By risk, then by the days since the last visit; who was visited today is done.
fn longest_unvisited(all: &[Arc<LedgerRow>], today: Day) -> Vec<Arc<LedgerRow>> {
    let is_due = |row: &&Arc<LedgerRow>| is_open(&row.premises) && row.visits.first().is_none_or(|visit| visit.on < today);
    let mut rows: Vec<_> = all.iter().filter(is_due).cloned().collect();
    let since = |row: &LedgerRow| row.visits.first().map_or(i64::MAX, |visit| today.days_since(visit.on));
    rows.sort_by_key(|row| (Risk::from_code(&row.risk), Reverse(since(row))));
    rows.truncate(PROPOSED_MAX);
    rows
}

/// Premises that have closed need no visit.
fn is_open(premises: &Premises) -> bool {
    !matches!(premises.fields.get("status"), Some(FieldValue::Text(status)) if status == "closed" || status == "demolished")
}
