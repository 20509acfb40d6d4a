//! A notice in the page: what happened, what is safe, what to do; one action. Never a toast.

use super::icon::{Glyph, Icon, glyph};
use crate::words::Phrase;
use leptos::prelude::*;

/// Its tone, and with it the icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Info,
    /// Something went well and stays so.
    Ok,
    /// Something wants attention.
    Warn,
    /// Something did not work.
    Error,
}

impl Tone {
    /// As `data-tone` writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    const fn sign(self) -> Glyph {
        match self {
            Self::Info => glyph::INFO,
            Self::Ok => glyph::CIRCLE_CHECK,
            Self::Warn | Self::Error => glyph::TRIANGLE_ALERT,
        }
    }
}

/// A notice. `urgent` reads it out at once: for danger and for saving that did not work, nothing else.
#[component]
pub fn Notice(
    /// Its tone.
    tone: Tone,
    /// Its sentence.
    #[prop(into)]
    text: Signal<Phrase>,
    /// A second, quieter line.
    #[prop(optional, into)]
    more: Option<Signal<Phrase>>,
    /// Another icon than the tone's.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Read out at once.
    #[prop(optional)]
    urgent: bool,
    /// The one action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="notice" data-tone=tone.name() role=urgent.then_some("alert")>
            <Icon of=icon.unwrap_or_else(|| tone.sign())/>
            <div class="notice-text">
                <p>{text}</p>
                {more.map(|more| view! { <p class="meta">{more}</p> })}
            </div>
            {children.map(|children| view! { <div class="notice-action">{children()}</div> })}
        </div>
    }
    .into_any()
}
