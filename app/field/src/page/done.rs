//! 已提交: what happens next, in four lines that fill in by themselves.

use crate::part::page::Page;
use crate::phone::ledger;
use crate::phone::sending::{self, WithdrawFault};
use crate::state::{use_app, use_clock};
use app_ui::part::{Back, BottomBar, Button, ButtonLink, Card, EmptyState, Glyph, Icon, Notice, Tone, Weight, glyph};
use app_ui::words::{Phrase, moment, say};
use domain::ids::InspectionId;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_params_map};
use sync::outbox::{Row, Status};

/// The page after submitting.
#[component]
pub fn DonePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<InspectionId>().ok()));
    let queue = sending::queue();
    let row = Memo::new(move |_| {
        let id = id.get()?;
        queue.with(|queue| queue.rows.iter().filter(|row| row.inspection == Some(id)).max_by_key(|row| row.sealed_at).cloned())
    });
    let state = ledger::state();
    let official = Memo::new(move |_| {
        let _ = state.get().revision;
        id.get().and_then(ledger::inspection).map(|row| row.number.clone())
    });
    let clock = use_clock();
    let title = Signal::derive(move || match row.get() {
        Some(row) => say::done::title(moment(row.sealed_at.0, clock.now().0)),
        None => say::done::page(),
    });
    view! {
        <Page
            title
            back=Back::To("/field/today".to_owned())
            foot=|| view! { <BottomBar><ButtonLink label=say::done::home() href="/field/today".to_owned() weight=Weight::Primary wide=true/></BottomBar> }
        >
            {move || match row.get() {
                Some(row) => view! { <Lines row official/> }.into_any(),
                None if official.get().is_some() => view! { <EmptyState icon=glyph::CLOUD_CHECK title=say::done::gone()/> }.into_any(),
                None => view! { <EmptyState icon=glyph::FILE_TEXT title=say::draft::gone()/> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Lines(row: Row, official: Memo<Option<String>>) -> impl IntoView {
    let clock = use_clock();
    let at = move |at: Timestamp| moment(at.0, clock.now_once().0);
    let delivered = match &row.status {
        Status::Delivered { at: when } | Status::Verified { at: when, .. } => Some(at(*when)),
        Status::Photos => Some(say::done::text_there()),
        _ => None,
    };
    let verified = match &row.status {
        Status::Verified { at: when, .. } => Some(at(*when)),
        _ => None,
    };
    let is_nothing_there = row.blobs_sent == 0;
    let not_yet = move || if is_nothing_there { say::done::waiting() } else { say::done::not_yet() };
    let photos = if row.blobs > 0 { say::amount::share(row.blobs_sent, row.blobs) } else { say::photo::none() };
    let number = row.number.clone();
    let are_photos_there = row.blobs_sent == row.blobs;
    view! {
        <Card title=Phrase::verbatim(row.title.clone())>
            <p>{move || match official.get() {
                Some(official) => say::done::official(official),
                None => say::done::number(number.clone()),
            }}</p>
            <p class="meta">{say::done::promise()}</p>
        </Card>
        <Card>
            <dl class="steps">
                <Step icon=glyph::HARD_DRIVE name=say::done::stored() value=at(row.sealed_at) is_done=true/>
                <Step icon=glyph::IMAGE name=say::done::photos() value=photos is_done=are_photos_there/>
                <Step icon=glyph::CLOUD_CHECK name=say::done::delivered() is_done=delivered.is_some() value=delivered.unwrap_or_else(not_yet)/>
                <Step icon=glyph::SHIELD_CHECK name=say::done::verified() is_done=verified.is_some() value=verified.unwrap_or_else(say::done::not_yet)/>
            </dl>
        </Card>
        {row.status.needs_attention().then(|| view! {
            <Notice tone=Tone::Warn text=super::queue::words(&row, clock.now_once())>
                <ButtonLink label=say::sync::open() href="/field/queue".to_owned()/>
            </Notice>
        })}
        {row.can_withdraw.then(|| view! { <Withdraw row=row.clone()/> })}
    }
}

#[component]
fn Step(icon: Glyph, name: Phrase, value: Phrase, is_done: bool) -> impl IntoView {
    view! {
        <div class="step" data-state=if is_done { "done" } else { "open" }>
            <dt><Icon of=icon/> <span>{name}</span></dt>
            <dd>{is_done.then(|| view! { <Icon of=glyph::CHECK/> })} <span>{value}</span></dd>
        </div>
    }
}

/// 撤回修改, while nothing was offered to the server.
#[component]
fn Withdraw(row: Row) -> impl IntoView {
    let (app, navigate) = (use_app(), use_navigate());
    let (fault, is_busy) = (RwSignal::new(None::<Phrase>), RwSignal::new(false));
    let take_back = move |()| {
        // The second of two taps would find it taken back, and call that too late.
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match sending::withdraw(row.id).await {
                Ok(inspection) => {
                    app.reload_drafts();
                    navigate(&format!("/field/i/{inspection}/sign"), Default::default());
                }
                Err(why) => {
                    is_busy.try_set(false);
                    fault.try_set(Some(match why {
                        WithdrawFault::TooLate => say::done::too_late(),
                        WithdrawFault::Store(_) => say::draft::closed(),
                    }));
                }
            }
        });
    };
    view! {
        <p class="meta">{say::done::withdraw_hint()}</p>
        <Button label=say::done::withdraw() icon=glyph::UNDO_2 on_press=take_back/>
        {move || fault.get().map(|words| view! { <Notice tone=Tone::Warn text=words urgent=true/> })}
    }
}
