//! The bar with the decisions on a record: accept, return, release. What may not be done says why instead of being grey, and what was
//! done is said where the button was.
//!
//! The bar belongs to one record: another one has a bar of its own, so that no answer is ever shown under a record it is not about.

use super::gap::words_of;
use super::return_draft::Writing;
use super::return_form::{Places, ReturnForm};
use super::revisions::{OnlyRead, only_read};
use crate::call::inspection::{Accept, GiveBack, Release};
use app_ui::part::{Button, Notice, Tone, Weight, glyph};
use app_ui::words::{Phrase, code, say};
use domain::ids::CommandId;
use domain::inspection::{InspectionState, ReturnPoint, ReturnReason};
use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;
use sync::desk::record::Record;

/// What the bar offers; follows the record as it changes.
#[derive(Clone, PartialEq)]
struct Offer {
    name: String,
    revision: u32,
    /// Another version than the one that counts is shown.
    only_read: Option<Phrase>,
    is_open: bool,
    blocked: Option<Phrase>,
    may_return: bool,
    may_release: bool,
}

impl Offer {
    fn of(record: &Record) -> Self {
        let Record { line, may, .. } = record;
        Self {
            name: line.premises_name.clone(),
            revision: line.revision,
            only_read: only_read(record),
            is_open: line.state == InspectionState::Submitted,
            blocked: may.accept.as_ref().map(|refusal| say::desk::record::blocked(say::refusal::of(&code(refusal)))),
            may_return: may.give_back.is_none(),
            may_release: may.release.is_none() && !line.quarantine.is_empty(),
        }
    }
}

/// The bar, and over it the form for a return.
#[component]
pub(crate) fn Decide(
    /// The record; none for the moment in which it goes.
    record: Memo<Option<Arc<Record>>>,
    /// The id that the next command will carry. A decision that is sent twice is one command.
    command: Memo<Option<CommandId>>,
    /// What is typed to a return.
    writing: Writing,
    /// A decision has been answered.
    on_decided: Callback<()>,
) -> impl IntoView {
    let (accept, give_back, release) = (ServerAction::<Accept>::new(), ServerAction::<GiveBack>::new(), ServerAction::<Release>::new());
    let is_busy = Signal::derive(move || accept.pending().get() || give_back.pending().get() || release.pending().get());
    Effect::new(move |before: Option<usize>| {
        let answers = accept.version().get() + give_back.version().get() + release.version().get();
        if before.is_some_and(|before| before != answers) {
            if matches!(give_back.value().get_untracked(), Some(Ok(()))) {
                writing.clear();
            }
            on_decided.run(());
        }
        answers
    });
    let offer = Memo::new(move |_| record.with(|record| record.as_deref().map(Offer::of)));
    let places = Memo::new(move |_| record.with(|record| record.as_deref().map(Places::of).unwrap_or_default()));
    let is_returning = Memo::new(move |_| {
        writing.get(|draft| draft.is_open)
            && offer.with(|offer| offer.as_ref().is_some_and(|offer| offer.is_open && offer.may_return && offer.only_read.is_none()))
    });
    let send = Callback::new(move |(reason, points): (ReturnReason, Vec<ReturnPoint>)| {
        if let Some((record, command)) = record.get_untracked().zip(command.get_untracked()) {
            give_back.dispatch(GiveBack { inspection: record.line.id, revision: record.line.revision, command, reason, points });
        }
    });
    let close = Callback::new(move |()| writing.change(|draft| draft.is_open = false));
    let name = move || offer.with_untracked(|offer| offer.as_ref().map(|offer| offer.name.clone()).unwrap_or_default());
    let said = Memo::new(move |_| match (accept.value().get(), give_back.value().get(), release.value().get()) {
        (Some(Ok(())), _, _) => Some((Tone::Ok, say::desk::accept::done(name()))),
        (_, Some(Ok(())), _) => Some((Tone::Ok, say::desk::send_back::done(name()))),
        (Some(Err(error)), _, _) | (_, Some(Err(error)), _) | (_, _, Some(Err(error))) => Some((Tone::Error, words_of(&error))),
        (_, _, Some(Ok(()))) => Some((Tone::Ok, say::desk::record::released())),
        (None, None, None) => None,
    });
    view! {
        {move || is_returning.get().then(|| view! { <ReturnForm places writing is_busy on_send=send on_close=close/> })}
        <footer>
            <Said said/>
            {move || offer.get().map(|offer| match offer.only_read.clone() {
                Some(why) => view! { <OnlyRead why/> }.into_any(),
                None if offer.is_open => view! { <Choices offer id=writing.id() command writing is_busy accept release/> }.into_any(),
                None => ().into_any(),
            })}
        </footer>
    }
    .into_any()
}

/// What became of the last decision. It takes the focus, because the button that had it may be gone.
#[component]
fn Said(said: Memo<Option<(Tone, Phrase)>>) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if said.with(Option::is_some) {
            request_animation_frame(move || {
                if let Some(place) = place.try_get_untracked().flatten() {
                    let _ = place.focus(); // fails only for what is not shown
                }
            });
        }
    });
    view! { <div class="record-said" role="status" tabindex="-1" node_ref=place>{move || said.get().map(|(tone, text)| view! { <Notice tone text/> })}</div> }
}

#[component]
fn Choices(
    offer: Offer,
    id: domain::ids::InspectionId,
    command: Memo<Option<CommandId>>,
    writing: Writing,
    is_busy: Signal<bool>,
    accept: ServerAction<Accept>,
    release: ServerAction<Release>,
) -> impl IntoView {
    let Offer { revision, blocked, may_return, may_release, .. } = offer;
    let may_accept = blocked.is_none();
    let is_returning = Signal::derive(move || writing.get(|draft| draft.is_open));
    let carried = move || {
        view! {
            <input type="hidden" name="inspection" value=id.to_string()/>
            <input type="hidden" name="revision" value=revision/>
            <input type="hidden" name="command" value=move || command.get().map(|command| command.to_string())/>
        }
    };
    let words = move |action: Signal<bool>, words: fn() -> Phrase| {
        Signal::derive(move || if action.get() { say::desk::record::sending() } else { words() })
    };
    let (accepting, releasing) = (Signal::from(accept.pending()), Signal::from(release.pending()));
    view! {
        {blocked.map(|text| view! { <Notice tone=Tone::Info text/> })}
        {may_release.then(|| view! {
            <ActionForm action=release attr:class="release-form">
                {carried()}
                <label><span>{say::desk::record::release_reason()}</span> <input type="text" name="why" required minlength="5" maxlength="200"/></label>
                <Button label=words(releasing, say::desk::record::release) submit=true disabled=is_busy/>
            </ActionForm>
        })}
        <div class="actions">
            {may_accept.then(|| view! {
                <ActionForm action=accept>
                    {carried()}
                    <Button label=words(accepting, say::desk::record::accept) weight=Weight::Primary icon=glyph::CHECK submit=true disabled=is_busy/>
                </ActionForm>
            })}
            {may_return.then(|| view! {
                <Button label=say::desk::record::send_back() icon=glyph::UNDO_2 pressed=is_returning disabled=is_busy
                    on_press=Callback::new(move |()| writing.change(|draft| draft.is_open = !draft.is_open))/>
            })}
        </div>
    }
    .into_any()
}
