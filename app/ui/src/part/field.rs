//! Fields: a label above, a hint below it, the error beside its cause, and the summary of errors with links on top of the form.

use super::icon::{Icon, glyph};
use crate::words::{Phrase, say};
use leptos::prelude::*;

/// What a text field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A line of text.
    #[default]
    Text,
    /// Several lines.
    Lines,
    /// A password; managers and paste work.
    Password,
    /// A phone number.
    Phone,
    /// Words to search for.
    Search,
    /// A day.
    Day,
    /// A figure, by the phone's number keyboard.
    Figure,
}

/// A text field with label, hint and error.
#[component]
pub fn Field(
    /// The input's id; the summary's links lead to it.
    #[prop(into)]
    id: String,
    /// What goes in.
    #[prop(into)]
    label: Signal<Phrase>,
    /// Its text.
    #[prop(into)]
    value: Signal<String>,
    /// The text changed.
    #[prop(into, optional)]
    on_input: Option<Callback<String>>,
    /// What it takes.
    #[prop(optional)]
    kind: Kind,
    /// Help that stays visible.
    #[prop(optional, into)]
    hint: Option<Signal<Phrase>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<Phrase>>,
    /// The form's name for it.
    #[prop(optional, into)]
    name: Option<String>,
    /// For password managers: `username`, `current-password`.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// May stay empty; said beside the label.
    #[prop(optional)]
    is_optional: bool,
    /// At most so many characters.
    #[prop(optional, into)]
    length_max: Option<u32>,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = {
        let (hint_id, error_id, has_hint) = (hint_id.clone(), error_id.clone(), hint.is_some());
        move || match (has_hint, error.get().is_some()) {
            (true, true) => Some(format!("{hint_id} {error_id}")),
            (true, false) => Some(hint_id.clone()),
            (false, true) => Some(error_id.clone()),
            (false, false) => None,
        }
    };
    let invalid = move || error.get().is_some().then_some("true");
    let told = move |event| {
        if let Some(tell) = on_input {
            tell.run(event_target_value(&event));
        }
    };
    // Of a field that nobody listens to the page holds the text: what was typed before the program was there must not be wiped away.
    let shown = {
        let id = id.clone();
        move || if on_input.is_some() { value.get() } else { typed_already(&id).unwrap_or_else(|| value.get()) }
    };
    let input = if kind == Kind::Lines {
        view! {
            <textarea id=id.clone() name=name rows="3" maxlength=length_max aria-describedby=described_by aria-invalid=invalid prop:value=shown on:input=told>
                {value.get_untracked()}
            </textarea>
        }
        .into_any()
    } else {
        let (kind, mode, enter) = match kind {
            Kind::Password => ("password", None, None),
            Kind::Phone => ("tel", Some("tel"), None),
            Kind::Search => ("search", Some("search"), Some("search")),
            Kind::Day => ("date", None, None),
            Kind::Figure => ("text", Some("decimal"), None),
            Kind::Text | Kind::Lines => ("text", None, None),
        };
        view! {
            <input
                id=id.clone()
                name=name
                type=kind
                inputmode=mode
                enterkeyhint=enter
                autocomplete=autocomplete
                maxlength=length_max
                aria-describedby=described_by
                aria-invalid=invalid
                value=value.get_untracked()
                prop:value=shown
                on:input=told
            />
        }
        .into_any()
    };
    view! {
        <div class="field" data-invalid=move || error.get().is_some().then_some("")>
            <label for=id.clone()>{label} {is_optional.then(|| view! { <span class="field-optional">{say::part::optional()}</span> })}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            {input}
            <FieldError id=error_id error/>
        </div>
    }
    .into_any()
}

/// What stands in a field of the page that is being taken over.
#[cfg(feature = "hydrate")]
fn typed_already(id: &str) -> Option<String> {
    use wasm_bindgen::JsCast as _;
    if cfg!(target_arch = "wasm32") {
        document().get_element_by_id(id)?.dyn_into::<web_sys::HtmlInputElement>().ok().map(|input| input.value())
    } else {
        None
    }
}

#[cfg(not(feature = "hydrate"))]
const fn typed_already(_id: &str) -> Option<String> {
    None
}

/// The error under a field or group. Its id is the field's id and `-error`.
#[component]
pub fn FieldError(
    /// For `aria-describedby`.
    #[prop(into)]
    id: String,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<Phrase>>,
) -> impl IntoView {
    (move || {
        let id = id.clone();
        error.get().map(|error| view! { <p class="field-error" id=id><Icon of=glyph::TRIANGLE_ALERT/> <span>{error}</span></p> })
    })
    .into_any()
}

/// One line of the summary: the id of the field and the same sentence that stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The field's id.
    pub field: String,
    /// The sentence.
    pub text: Phrase,
}

/// The summary on top of a form with more than one fault. It takes the focus when it appears.
#[component]
pub fn ErrorSummary(
    /// What is wrong, in the order of the page.
    #[prop(into)]
    faults: Signal<Vec<Fault>>,
) -> impl IntoView {
    let place = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if !faults.get().is_empty() {
            focus(place);
        }
    });
    (move || {
        let faults = faults.get();
        (!faults.is_empty()).then(|| {
            let count = faults.len();
            let lines = faults.into_iter().map(|Fault { field, text }| view! { <li><a href=format!("#{field}")>{text}</a></li> });
            view! {
                <div class="error-summary" node_ref=place role="group" aria-labelledby="error-summary-title" tabindex="-1">
                    <h2 id="error-summary-title">{say::problem::page::summary(count)}</h2>
                    <ul>{lines.collect_view()}</ul>
                </div>
            }
        })
    })
    .into_any()
}

#[cfg(feature = "hydrate")]
fn focus(place: NodeRef<leptos::html::Div>) {
    request_animation_frame(move || {
        if let Some(place) = place.get_untracked() {
            let _ = place.focus(); // focus fails only for what is not shown
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn focus(_place: NodeRef<leptos::html::Div>) {}
