//! One of several, or several of many: chips for short words, full rows for options of an item. Native radios and checkboxes inside,
//! so keys and screen readers know them.

use crate::words::Phrase;
use leptos::prelude::*;

/// An option.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What is told when it is chosen.
    pub value: String,
    /// Its words.
    pub label: Phrase,
    /// A quieter line under them; rows only.
    pub hint: Option<Phrase>,
}

impl Choice {
    /// With words only.
    #[must_use]
    pub fn new(value: impl Into<String>, label: Phrase) -> Self {
        Self { value: value.into(), label, hint: None }
    }

    /// With a quieter line.
    #[must_use]
    pub fn with_hint(self, hint: Phrase) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

/// How the options look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// Side by side, wrapping.
    #[default]
    Chips,
    /// One under the other, full width.
    Rows,
}

/// A group of options.
#[component]
pub fn ChoiceGroup(
    /// The inputs' name, unique in the page; each input's id is `name-value`.
    #[prop(into)]
    name: String,
    /// What is chosen: the group's name.
    #[prop(into)]
    legend: Signal<Phrase>,
    /// The legend is for screen readers only, because it stands there already.
    #[prop(optional)]
    legend_unseen: bool,
    /// The options.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// What is chosen now; at most one unless `several`.
    #[prop(into)]
    value: Signal<Vec<String>>,
    /// An option was tapped: chosen, or with `several` turned over.
    #[prop(into)]
    on_choose: Callback<String>,
    /// Any number may be chosen.
    #[prop(optional)]
    several: bool,
    /// How they look.
    #[prop(optional)]
    look: Look,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<Phrase>>,
) -> impl IntoView {
    let error_id = format!("{name}-error");
    let described_by = {
        let error_id = error_id.clone();
        move || error.get().is_some().then(|| error_id.clone())
    };
    let option = {
        let name = name.clone();
        move |Choice { value: mine, label, hint }: Choice| {
            let (chosen, told) = (mine.clone(), mine.clone());
            let is_chosen = move || value.get().contains(&chosen);
            view! {
                <label class="choice">
                    <input
                        type=if several { "checkbox" } else { "radio" }
                        name=name.clone()
                        id=format!("{name}-{mine}")
                        value=mine
                        prop:checked=is_chosen.clone()
                        checked=is_chosen
                        on:change=move |_| on_choose.run(told.clone())
                    />
                    <span class="choice-text">
                        {label} {hint.map(|hint| view! { <span class="meta">{hint}</span> })}
                    </span>
                </label>
            }
        }
    };
    view! {
        <fieldset class="field choices" id=name data-look=if look == Look::Rows { "rows" } else { "chips" } aria-describedby=described_by>
            <legend class:unseen=legend_unseen>{legend}</legend>
            <div class="choices-list">{move || options.get().into_iter().map(option.clone()).collect_view()}</div>
            <super::field::FieldError id=error_id error/>
        </fieldset>
    }
    .into_any()
}
