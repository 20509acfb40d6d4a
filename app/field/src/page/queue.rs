//! 发送情况: everything that is still on the phone, with words for its state and one action. Nothing can be deleted here.

use crate::part::page::Page;
use crate::phone::identity;
use crate::phone::ledger;
use crate::phone::sending;
use crate::state::{use_app, use_clock};
use app_ui::part::{Back, Badge, Button, ButtonLink, Card, EmptyState, Notice, Shade, Tone, Weight, glyph};
use app_ui::words::{Phrase, ago, bytes, code, moment, say, span};
use domain::time::Timestamp;
use leptos::prelude::*;
use sync::outbox::{Row, Status};

/// The page of the queue.
#[component]
pub fn QueuePage() -> impl IntoView {
    let (app, clock) = (use_app(), use_clock());
    let queue = sending::queue();
    let rows = Memo::new(move |_| queue.with(|queue| queue.rows.clone()));
    let of = move |group: Group| rows.with(|rows| rows.iter().filter(|row| group_of(row) == group).cloned().collect::<Vec<_>>());
    let contact = move || match identity::server_seen_at() {
        Some(at) => say::queue::last_contact(ago(at.0, clock.now().0)),
        None => say::queue::never_contact(),
    };
    let others = move || {
        identity::others_waiting()
            .into_iter()
            .map(|waiting| view! { <Notice tone=Tone::Info text=say::auth::other(waiting.name, waiting.count)/> })
            .collect_view()
    };
    view! {
        <Page title=say::queue::title() back=Back::To("/field/today".to_owned())>
            {move || {
                let (tone, words) = app.sync_line();
                view! { <Notice tone text=words more=contact()/> }
            }}
            {others}
            {move || (app.chip().is_loaded && rows.with(Vec::is_empty)).then(|| view! { <EmptyState icon=glyph::CLOUD_CHECK title=nothing_here()/> })}
            <RowGroup title=move |n| say::queue::attention(n) rows=Signal::derive(move || of(Group::Attention))/>
            <RowGroup title=move |n| say::queue::waiting(n) rows=Signal::derive(move || of(Group::Waiting))/>
            <RowGroup title=move |n| say::queue::delivered(n) rows=Signal::derive(move || of(Group::Delivered))/>
            {move || (!of(Group::Waiting).is_empty()).then(|| view! { <Button label=say::queue::retry() icon=glyph::REFRESH_CW on_press=|()| sending::retry_now()/> })}
        </Page>
    }
}

/// Records leave the queue seven days after they were verified: an empty one says which.
fn nothing_here() -> Phrase {
    if ledger::my_inspections().is_empty() { say::queue::none_yet() } else { say::q::all() }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Attention,
    Waiting,
    Delivered,
}

fn group_of(row: &Row) -> Group {
    if row.status.needs_attention() {
        Group::Attention
    } else if row.status.is_delivered() {
        Group::Delivered
    } else {
        Group::Waiting
    }
}

#[component]
fn RowGroup(title: impl Fn(usize) -> Phrase + Send + Sync + 'static, rows: Signal<Vec<Row>>) -> impl IntoView {
    move || {
        let rows = rows.get();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="stack">
                    <div class="eyebrow"><h2>{title(rows.len())}</h2></div>
                    {rows.into_iter().map(|row| view! { <RowCard row/> }).collect_view()}
                </section>
            }
        })
    }
}

#[component]
fn RowCard(row: Row) -> impl IntoView {
    let clock = use_clock();
    let href = row.inspection.map(|id| format!("/field/i/{id}/done"));
    let sealed = row.sealed_at;
    let is_new_place = adds_premises(&row);
    let said = row.clone();
    view! {
        <Card title=Phrase::verbatim(row.title.clone())>
            <p class="queue-state" data-state=state_name(&row.status)>{move || words(&said, clock.now())}</p>
            <p class="meta">
                {(!row.number.is_empty()).then(|| say::queue::provisional(row.number.clone()))} " "
                {is_new_place.then(say::queue::new_premises)} " " {move || moment(sealed.0, clock.now().0)} " " {say::queue::size(bytes(row.size_bytes))}
            </p>
            {(!row.quarantine.is_empty()).then(|| view! {
                <p class="line">
                    <Badge label=say::queue::held() shade=Shade::Warn/>
                    {row.quarantine.iter().map(|why| view! { <span class="meta">{say::quarantine::of(&code(why))}</span> }).collect_view()}
                </p>
            })}
            {next_step(&row).map(|words| view! { <p>{words}</p> })}
            <div class="line"><Act row=row.clone()/> {href.map(|href| view! { <ButtonLink label=say::queue::details() href weight=Weight::Quiet/> })}</div>
        </Card>
    }
}

/// The one thing that can be done about it.
#[component]
fn Act(row: Row) -> impl IntoView {
    match row.status {
        Status::NeedsAuth => view! { <ButtonLink label=say::sign_in::go() href="/field/sign-in".to_owned()/> }.into_any(),
        Status::NeedsUpdate => view! { <Button label=say::app::go() icon=glyph::REFRESH_CW on_press=|()| reload()/> }.into_any(),
        // A refusal that the server keeps comes back as it was, however often it is offered.
        Status::Refused(_) if row.is_refused_for_good && adds_premises(&row) => {
            view! { <ButtonLink label=say::queue::mend_premises() href=format!("/field/premises/new?again={}", row.id)/> }.into_any()
        }
        Status::Refused(_) if row.is_refused_for_good => ().into_any(),
        Status::Refused(_) | Status::PhotoRefused => {
            view! { <Button label=say::queue::again() on_press=move |()| sending::offer_again(row.id)/> }.into_any()
        }
        Status::Retrying { .. } | Status::Blocked => {
            view! { <Button label=say::queue::retry() on_press=|()| sending::retry_now()/> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// The newest program comes with the page itself.
fn reload() {
    let _ = window().location().reload(); // fails only in a page that is being left
}

/// What its owner does about it, in words: where there is no button, somebody else does it.
fn next_step(row: &Row) -> Option<Phrase> {
    Some(match &row.status {
        Status::NeedsAuth => say::queue::step::needs_auth(),
        Status::NeedsUpdate => say::queue::step::needs_update(),
        Status::Blocked => say::queue::step::blocked(),
        Status::Conflict => say::queue::step::conflict(),
        Status::Refused(_) if row.is_refused_for_good && adds_premises(row) => say::queue::step::mend_premises(),
        Status::Refused(_) if row.is_refused_for_good => say::queue::step::ask_office(),
        Status::Refused(_) => say::queue::step::refused(),
        Status::PhotoRefused => say::queue::step::photo_refused(),
        Status::Corrupt => say::queue::step::corrupt(),
        _ => return None,
    })
}

fn adds_premises(row: &Row) -> bool {
    row.kind == "add_premises"
}

const fn state_name(status: &Status) -> &'static str {
    if status.needs_attention() {
        "attention"
    } else if status.is_delivered() {
        "done"
    } else {
        "waiting"
    }
}

/// How an item stands, in one sentence.
pub(super) fn words(row: &Row, now: Timestamp) -> Phrase {
    let at = |at: Timestamp| moment(at.0, now.0);
    match &row.status {
        Status::Waiting => say::sync::waiting_one(),
        Status::Retrying { in_seconds } => say::q::next(span(u64::from(*in_seconds))),
        Status::Sending => say::q::sending(),
        Status::Photos if row.blobs_elsewhere > 0 => say::q::photos_elsewhere(row.blobs_sent, row.blobs, row.blobs_elsewhere),
        Status::Photos => say::q::photos(row.blobs_sent, row.blobs),
        Status::Delivered { at: when } if row.quarantine.is_empty() => say::q::done(at(*when)),
        Status::Delivered { .. } => say::q::hold(),
        Status::Rechecking => say::q::recheck(1),
        Status::Verified { at: when, .. } => say::q::verified(at(*when)),
        Status::NeedsAuth => say::q::auth(),
        Status::NeedsUpdate => say::q::update(),
        Status::Blocked => say::q::blocked(),
        Status::Conflict => say::q::conflict(),
        Status::Refused(refusal) => say::q::refused(say::refusal::of(&code(refusal))),
        Status::PhotoRefused => say::q::photo_refused(),
        Status::Corrupt => say::q::corrupt(),
    }
}
