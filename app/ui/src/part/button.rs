//! Buttons, and links that look like them. One primary a screen: verb and object, never 确定.

use super::icon::{Glyph, Icon};
use crate::words::Phrase;
use leptos::prelude::*;

/// How much a button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// The one filled button of a screen.
    Primary,
    /// Outlined.
    #[default]
    Outline,
    /// Text only.
    Quiet,
    /// Outlined in the colour of danger.
    Danger,
}

impl Weight {
    const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Outline => "outline",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// A button. Out of use it stays focusable and says why by its own words (`aria-disabled`), because a grey button explains nothing.
#[component]
pub fn Button(
    /// Its words.
    #[prop(into)]
    label: Signal<Phrase>,
    /// What it does. Without one (and with `submit`) the form acts.
    #[prop(into, optional)]
    on_press: Option<Callback<()>>,
    /// Its weight.
    #[prop(optional)]
    weight: Weight,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Only the icon is seen; the words are its name. For back, close and shutter.
    #[prop(optional)]
    icon_only: bool,
    /// Takes the room there is.
    #[prop(optional)]
    wide: bool,
    /// Submits its form.
    #[prop(optional)]
    submit: bool,
    /// Chosen among its neighbours.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Cannot act now; the label says what is missing.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The key that does the same, shown at the desk.
    #[prop(optional, into)]
    key: Option<&'static str>,
    /// An id for focus.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| {
        if disabled.get_untracked() {
            event.prevent_default();
        } else if let Some(act) = on_press {
            act.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class="btn"
            id=id
            data-weight=weight.name()
            data-wide=wide.then_some("")
            data-icon-only=icon_only.then_some("")
            aria-label=icon_only.then_some(label)
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            aria-disabled=move || disabled.get().then_some("true")
            aria-keyshortcuts=key
            on:click=press
        >
            {icon.map(|glyph| view! { <Icon of=glyph/> })}
            {(!icon_only).then(|| view! { <span>{label}</span> })}
            {key.map(|key| view! { <kbd aria-hidden="true">{key}</kbd> })}
        </button>
    }
    .into_any()
}

/// A link that looks like a button: it goes somewhere, a button does something.
#[component]
pub fn ButtonLink(
    /// Its words.
    #[prop(into)]
    label: Signal<Phrase>,
    /// Where it goes.
    #[prop(into)]
    href: Signal<String>,
    /// Its weight.
    #[prop(optional)]
    weight: Weight,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Only the icon is seen; the words are its name.
    #[prop(optional)]
    icon_only: bool,
    /// Takes the room there is.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    view! {
        <a
            class="btn"
            href=href
            data-weight=weight.name()
            data-wide=wide.then_some("")
            data-icon-only=icon_only.then_some("")
            aria-label=icon_only.then_some(label)
        >
            {icon.map(|glyph| view! { <Icon of=glyph/> })}
            {(!icon_only).then(|| view! { <span>{label}</span> })}
        </a>
    }
    .into_any()
}
