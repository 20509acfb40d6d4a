//! Small labels: a word on a ground, never the colour alone.

use app_ui::words::{Phrase, code, say};
use domain::decide::inbox::Why;
use leptos::prelude::*;
use sync::desk::inbox::InspectionLine;

/// One label.
#[component]
pub(crate) fn Tag(
    /// Its word.
    #[prop(into)]
    text: Phrase,
    /// `fail`, `warn`, `pass` or none.
    #[prop(optional, into)]
    tone: &'static str,
) -> impl IntoView {
    view! { <span class="tag" data-tone=tone>{text}</span> }
}

/// Why a visit wants eyes: the reasons of the inbox in the order of their weight, flags and quarantine in their own words.
#[component]
pub(crate) fn WhyTags(
    /// The visit.
    line: InspectionLine,
) -> impl IntoView {
    let mut tags: Vec<(Phrase, &'static str)> = Vec::new();
    for why in &line.why {
        match why {
            Why::Quarantine => tags.extend(line.quarantine.iter().map(|reason| (say::quarantine::of(&code(reason)), "warn"))),
            Why::Major => tags.push((say::desk::inbox::major(), "fail")),
            Why::Flagged => tags.extend(line.flags.iter().map(|flag| (say::flag::of(&code(flag)), "warn"))),
            Why::AdminCheck => tags.push((say::nature::admin_check(), "")),
            Why::ReturnedBefore => tags.push((say::desk::inbox::again(), "warn")),
            Why::NewInspector => tags.push((say::desk::inbox::newcomer(), "")),
            Why::Sample => tags.push((say::desk::inbox::sample(), "")),
            Why::PhotosMissing => {} // how many, and on whose phone, stands beside
        }
    }
    tags.into_iter().map(|(text, tone)| view! { <Tag text tone/> }).collect_view()
}
