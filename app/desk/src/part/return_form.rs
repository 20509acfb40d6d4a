//! Returning a record: which places, what to mend at each, why.

use super::record_view::item;
use super::return_draft::{Spot, Writing};
use app_ui::part::{Button, Notice, Tone, Weight, glyph};
use app_ui::words::{Phrase, code, say};
use domain::inspection::{ReturnPoint, ReturnReason};
use leptos::html::H2;
use leptos::prelude::*;
use std::collections::BTreeSet;
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

/// What of a record can be returned: failed items, signature and whole first, the other items on request.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Places {
    first: Vec<(Spot, Phrase)>,
    others: Vec<(Spot, Phrase)>,
}

impl Places {
    /// Those of this record.
    pub(crate) fn of(record: &Record) -> Self {
        let failed: BTreeSet<_> = record.inspection.findings.iter().map(|finding| &finding.at).collect();
        let place = |at: &domain::inspection::ItemRef| {
            let name = item(record, at)
                .map(|item| Phrase::either(format!("{} {}", item.number, item.text), format!("{} {}", item.number, item.text_en)));
            (Spot::Item(at.clone()), name.unwrap_or_else(|| Phrase::verbatim(at.item.to_string())))
        };
        let mut first: Vec<_> = failed.iter().map(|at| place(at)).collect();
        first.push((Spot::Signature, say::desk::send_back::signature()));
        first.push((Spot::Whole, say::desk::send_back::whole()));
        let others = record.inspection.answers.iter().map(|answered| &answered.at).filter(|at| !failed.contains(at)).map(place).collect();
        Self { first, others }
    }
}

/// The form. It takes the focus when it opens.
#[component]
pub(crate) fn ReturnForm(
    /// What can be returned.
    places: Memo<Places>,
    /// What is typed.
    writing: Writing,
    /// A decision is on its way.
    #[prop(into)]
    is_busy: Signal<bool>,
    /// Sends it.
    on_send: Callback<(ReturnReason, Vec<ReturnPoint>)>,
    /// Closes the form; what is typed stays.
    on_close: Callback<()>,
) -> impl IntoView {
    let fault = RwSignal::new(None::<Phrase>);
    let send = move |()| match writing.peek(super::return_draft::Draft::ready) {
        Ok(ready) => {
            fault.set(None);
            on_send.run(ready);
        }
        Err(lack) => fault.set(Some(lack)),
    };
    let title = NodeRef::<H2>::new();
    Effect::new(move |_| {
        if let Some(title) = title.get() {
            let _ = title.focus(); // fails only for what is not shown
        }
    });
    let points =
        move |which: Vec<(Spot, Phrase)>| which.into_iter().map(|(spot, name)| view! { <Point spot name writing/> }).collect_view();
    let picked = Memo::new(move |_| writing.get(|draft| draft.comments.len()));
    let words = Signal::derive(move || if is_busy.get() { say::desk::record::sending() } else { say::desk::send_back::go(picked.get()) });
    view! {
        <section class="return-form" aria-labelledby="return-title">
            <h2 id="return-title" tabindex="-1" node_ref=title>{say::desk::send_back::title()}</h2>
            <p class="meta">{say::desk::send_back::clocks()}</p>
            <fieldset>
                <legend>{say::desk::send_back::points()}</legend>
                {move || points(places.get().first)}
                <details><summary>{say::desk::send_back::others()}</summary>{move || points(places.get().others)}</details>
            </fieldset>
            <fieldset class="return-why">
                <legend>{say::desk::send_back::why()}</legend>
                {REASONS.into_iter().map(|each| view! {
                    <label><input type="radio" name="reason" prop:checked=move || writing.get(|draft| draft.reason == Some(each)) on:change=move |_| writing.change(|draft| draft.reason = Some(each))/> <span>{say::return_reason::of(&code(&each))}</span></label>
                }).collect_view()}
            </fieldset>
            <div role="status">{move || fault.get().map(|text| view! { <Notice tone=Tone::Error text/> })}</div>
            <div class="actions">
                <Button label=words weight=Weight::Primary icon=glyph::UNDO_2 disabled=is_busy on_press=Callback::new(send)/>
                <Button label=say::action::cancel() weight=Weight::Quiet on_press=on_close/>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Point(spot: Spot, name: Phrase, writing: Writing) -> impl IntoView {
    let spot = StoredValue::new(spot);
    let is_picked = Memo::new(move |_| writing.get(|draft| spot.with_value(|spot| draft.comments.contains_key(spot))));
    let toggle = move |event| {
        let checked = event_target_checked(&event);
        writing.change(|draft| {
            if checked {
                draft.comments.entry(spot.get_value()).or_default();
            } else {
                draft.comments.remove(&spot.get_value());
            }
        });
    };
    let typed = move |event| {
        let words = event_target_value(&event);
        writing.change(|draft| {
            draft.comments.insert(spot.get_value(), words);
        });
    };
    let label = name.clone();
    let comment = move || {
        is_picked.get().then(|| {
            let words = writing.peek(|draft| spot.with_value(|spot| draft.comments.get(spot).cloned().unwrap_or_default()));
            view! {
                <textarea rows="2" placeholder=say::desk::send_back::comment() aria-label=say::desk::send_back::comment_on(label.clone())
                    prop:value=words on:input=typed></textarea>
            }
        })
    };
    view! {
        <div class="return-point">
            <label><input type="checkbox" prop:checked=is_picked on:change=toggle/> <span>{name}</span></label>
            {comment}
        </div>
    }
}
