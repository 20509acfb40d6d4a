//! One of several as large buttons: yes or no, the options of an item, a reason. The arrows move the focus, Space chooses: an answer
//! is evidence and must not change by passing over it, as it would with native radios.

use app_ui::part::{Icon, glyph};
use app_ui::words::Phrase;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// One of the options.
#[derive(Clone)]
pub struct Pick {
    /// What is told when it is chosen.
    pub value: String,
    /// Its words.
    pub label: Signal<Phrase>,
}

impl Pick {
    /// An option.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<Signal<Phrase>>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// How the options stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stand {
    /// Side by side, as wide as their words.
    #[default]
    Chips,
    /// Two, as large as the three answers.
    Pair,
    /// One under the other.
    Rows,
}

impl Stand {
    const fn name(self) -> &'static str {
        match self {
            Self::Chips => "chips",
            Self::Pair => "pair",
            Self::Rows => "rows",
        }
    }
}

/// The options as a radio group.
#[component]
pub fn Options(
    /// The group's name.
    #[prop(into)]
    name: Signal<Phrase>,
    /// The options.
    options: Vec<Pick>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<Option<String>>,
    /// An option was chosen, perhaps the same again.
    #[prop(into)]
    on_choose: Callback<String>,
    /// How they stand.
    #[prop(optional)]
    stand: Stand,
) -> impl IntoView {
    let buttons = options.into_iter().enumerate().map(|(place, Pick { value: mine, label })| {
        let (asked, told) = (mine.clone(), mine);
        let is_chosen = Memo::new(move |_| value.with(|value| value.as_deref() == Some(asked.as_str())));
        view! {
            <button
                type="button"
                class="option"
                role="radio"
                aria-checked=move || if is_chosen.get() { "true" } else { "false" }
                tabindex=move || if is_chosen.get() || (place == 0 && value.with(Option::is_none)) { "0" } else { "-1" }
                on:click=move |_| on_choose.run(told.clone())
            >
                {move || is_chosen.get().then(|| view! { <Icon of=glyph::CHECK/> })}
                <span>{label}</span>
            </button>
        }
    });
    view! {
        <div class="options" role="radiogroup" aria-label=name data-stand=stand.name() on:keydown=move_focus>
            {buttons.collect_view()}
        </div>
    }
}

fn move_focus(event: leptos::ev::KeyboardEvent) {
    let forward = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => true,
        "ArrowLeft" | "ArrowUp" => false,
        _ => return,
    };
    let Some(focused) = document().active_element() else { return };
    let beside = if forward { focused.next_element_sibling() } else { focused.previous_element_sibling() };
    if let Some(beside) = beside.and_then(|beside| beside.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        let _ = beside.focus(); // fails only for what is not shown
    }
}
