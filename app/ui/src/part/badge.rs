//! Small words in a coloured ground, and square marks with an icon. The word says it, the colour helps.

use super::icon::{Glyph, Icon};
use crate::words::Phrase;
use leptos::prelude::*;

/// The ground of a badge or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shade {
    /// Grey.
    #[default]
    Plain,
    /// Green.
    Pass,
    /// Red.
    Fail,
    /// Yellow.
    Warn,
    /// Blue.
    Info,
}

impl Shade {
    const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::Info => "info",
        }
    }
}

/// A word in a coloured ground: 疑似重大, 照片齐 6/6.
#[component]
pub fn Badge(
    /// Its word.
    #[prop(into)]
    label: Signal<Phrase>,
    /// Its ground.
    #[prop(optional)]
    shade: Shade,
) -> impl IntoView {
    view! { <span class="badge" data-shade=shade.name()>{label}</span> }.into_any()
}

/// A square with an icon at the head of a row; the words stand beside it.
#[component]
pub fn Mark(
    /// Its icon.
    icon: Glyph,
    /// Its ground.
    #[prop(optional)]
    shade: Shade,
) -> impl IntoView {
    view! { <span class="badge-mark" data-shade=shade.name() aria-hidden="true"><Icon of=icon/></span> }.into_any()
}

/// Keys and what they do, shown at the desk: J K 上下份.
#[component]
pub fn KeyHint(
    /// The keys.
    keys: Vec<&'static str>,
    /// What they do.
    #[prop(into)]
    label: Signal<Phrase>,
) -> impl IntoView {
    view! {
        <span class="key-hint meta">
            {keys.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view()} <span>{label}</span>
        </span>
    }
    .into_any()
}
