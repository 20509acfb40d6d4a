//! Everything that is missing, each line a link to where it is put right.

use crate::state::Visit;
use app_ui::part::{Icon, glyph};
use app_ui::words::{code, say};
use domain::decide::submit::Gap;
use leptos::prelude::*;

/// The gaps as links.
#[component]
pub fn GapList(
    /// The visit.
    visit: Visit,
    /// What is missing.
    gaps: Vec<Gap>,
) -> impl IntoView {
    let line = |gap: Gap| {
        let no = gap.at.as_ref().and_then(|at| visit.walk().place_of(at)).map(|place| visit.walk().card(place).no.clone());
        view! {
            <li>
                <a class="gap" href=visit.path_of_gap(&gap)>
                    <Icon of=glyph::TRIANGLE_ALERT/>
                    <span>{no.map(|no| view! { <b>{no}</b> " " })} {say::gap::of(&code(&gap.kind))}</span>
                    <span class="gap-go">{say::summary::fix()}</span>
                </a>
            </li>
        }
    };
    view! { <ul class="gaps">{gaps.into_iter().map(line).collect_view()}</ul> }
}
