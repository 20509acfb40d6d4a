//! Returning a record: which places, what to mend at each, why. What is typed stays when the record behind it changes.

use super::record_view::item;
use crate::call::inspection::GiveBack;
use app_ui::part::{Button, Notice, Tone, Weight, glyph};
use app_ui::words::{Phrase, code, say};
use domain::ids::CommandId;
use domain::inspection::{ItemRef, ReturnPoint, ReturnReason};
use leptos::prelude::*;
use std::collections::BTreeMap;
use sync::desk::record::Record;

/// The reasons, in the order they are offered.
const REASONS: [ReturnReason; 6] = [
    ReturnReason::PhotoUnclear,
    ReturnReason::WordingUnclear,
    ReturnReason::WrongDisposition,
    ReturnReason::Incomplete,
    ReturnReason::SignatureFault,
    ReturnReason::Other,
];

/// A place that can be returned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Item(ItemRef),
    Signature,
    Whole,
}

impl Spot {
    fn point(&self, comment: String) -> ReturnPoint {
        match self {
            Self::Item(at) => ReturnPoint::Item { at: at.clone(), comment },
            Self::Signature => ReturnPoint::Signature { comment },
            Self::Whole => ReturnPoint::Whole { comment },
        }
    }
}

/// The form. `give_back` carries the result to whoever shows it.
#[component]
pub(crate) fn ReturnForm(
    /// The record.
    record: Record,
    /// The id that the command will carry.
    command: CommandId,
    /// The action that sends it.
    give_back: ServerAction<GiveBack>,
    /// Closes the form.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let comments = RwSignal::new(BTreeMap::<Spot, String>::new());
    let reason = RwSignal::new(None::<ReturnReason>);
    let fault = RwSignal::new(None::<Phrase>);
    let (inspection, revision) = (record.line.id, record.line.revision);
    let send = move || {
        let points: Vec<_> =
            comments.with(|comments| comments.iter().map(|(spot, comment)| spot.point(comment.trim().to_owned())).collect());
        let is_silent = comments.with(|comments| comments.values().any(|comment| comment.trim().is_empty()));
        let problem = match (points.is_empty(), is_silent, reason.get()) {
            (true, _, _) => Some(say::desk::send_back::points_missing()),
            (_, true, _) => Some(say::desk::send_back::comment_missing()),
            (_, _, None) => Some(say::desk::send_back::why_missing()),
            (false, false, Some(reason)) => {
                give_back.dispatch(GiveBack { inspection, revision, command, reason, points });
                None
            }
        };
        fault.set(problem);
    };
    let failed_first = {
        let failed: Vec<_> = record.inspection.findings.iter().map(|finding| finding.at.clone()).collect();
        let others =
            record.inspection.answers.iter().map(|answered| answered.at.clone()).filter(|at| !failed.contains(at)).collect::<Vec<_>>();
        (failed, others)
    };
    let line = {
        let record = record.clone();
        move |at: ItemRef| {
            let name = item(&record, &at).map(|item| format!("{} {}", item.number, item.text)).unwrap_or_default();
            view! { <Point spot=Spot::Item(at) name=Phrase::verbatim(name) comments/> }
        }
    };
    let (failed, others) = failed_first;
    let first = failed.into_iter().map(line.clone()).collect_view();
    let rest = others.into_iter().map(line).collect_view();
    let picked = move || comments.with(BTreeMap::len);
    view! {
        <section class="return-form" aria-labelledby="return-title">
            <h2 id="return-title" tabindex="-1">{say::desk::send_back::title()}</h2>
            <p class="meta">{say::desk::send_back::clocks()}</p>
            <fieldset>
                <legend>{say::desk::send_back::points()}</legend>
                {first}
                <Point spot=Spot::Signature name=say::desk::send_back::signature() comments/>
                <Point spot=Spot::Whole name=say::desk::send_back::whole() comments/>
                <details><summary>{say::desk::send_back::others()}</summary>{rest}</details>
            </fieldset>
            <fieldset class="return-why">
                <legend>{say::desk::send_back::why()}</legend>
                {REASONS.into_iter().map(|each| view! {
                    <label><input type="radio" name="reason" on:change=move |_| reason.set(Some(each))/> <span>{say::return_reason::of(&code(&each))}</span></label>
                }).collect_view()}
            </fieldset>
            {move || fault.get().map(|text| view! { <Notice tone=Tone::Error text/> })}
            <div class="actions">
                <Button label=Signal::derive(move || say::desk::send_back::go(picked())) weight=Weight::Primary icon=glyph::UNDO_2 on_press=Callback::new(move |()| send())/>
                <Button label=say::action::cancel() weight=Weight::Quiet on_press=on_close/>
            </div>
        </section>
    }
}

#[component]
fn Point(spot: Spot, name: Phrase, comments: RwSignal<BTreeMap<Spot, String>>) -> impl IntoView {
    let is_picked = {
        let spot = spot.clone();
        Memo::new(move |_| comments.with(|comments| comments.contains_key(&spot)))
    };
    let toggle = {
        let spot = spot.clone();
        move |event| {
            let checked = event_target_checked(&event);
            comments.update(|comments| {
                if checked {
                    comments.entry(spot.clone()).or_default();
                } else {
                    comments.remove(&spot);
                }
            });
        }
    };
    let label = name.clone();
    view! {
        <div class="return-point">
            <label><input type="checkbox" prop:checked=is_picked on:change=toggle/> <span>{name}</span></label>
            {move || is_picked.get().then(|| {
                let spot = spot.clone();
                let value = comments.with_untracked(|comments| comments.get(&spot).cloned().unwrap_or_default());
                view! {
                    <textarea rows="2" placeholder=say::desk::send_back::comment() aria-label=say::desk::send_back::comment_on(label.clone())
                        on:input=move |event| comments.update(|comments| { comments.insert(spot.clone(), event_target_value(&event)); })>{value}</textarea>
                }
            })}
        </div>
    }
}
