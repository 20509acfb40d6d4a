//! Everything that is missing, each line a link to where it is put right.

use super::scroll;
use crate::state::{SheetOpen, Visit};
use app_ui::part::{Icon, glyph};
use app_ui::words::{code, say};
use domain::decide::submit::{Gap, GapKind};
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
        let (place, finding, kind) = (gap.at.as_ref().and_then(|at| visit.walk().place_of(at)), gap.finding, gap.kind);
        // Where the card stands in this very page the address may be the same already, and would move nothing.
        let go = move |event: leptos::ev::MouseEvent| match place {
            Some(place) if scroll::is_here(place) => {
                event.prevent_default();
                visit.open_card(place);
                scroll::go_to(place);
                if let Some(finding) = finding.filter(|_| untrack(|| visit.is_editable(place))) {
                    visit.sheet().set(Some(SheetOpen::Fail(place, finding)));
                }
            }
            None if kind == GapKind::ReplyMissing => scroll::focus("reply"),
            _ => {}
        };
        let no = gap.at.as_ref().and_then(|at| visit.walk().place_of(at)).map(|place| visit.walk().card(place).no.clone());
        view! {
            <li>
                <a class="gap" href=visit.path_of_gap(&gap) on:click=go>
                    <Icon of=glyph::TRIANGLE_ALERT/>
                    <span>{no.map(|no| view! { <b>{no}</b> " " })} {say::gap::of(&code(&gap.kind))}</span>
                    <span class="gap-go">{say::summary::fix()}</span>
                </a>
            </li>
        }
    };
    view! { <ul class="gaps">{gaps.into_iter().map(line).collect_view()}</ul> }
}
