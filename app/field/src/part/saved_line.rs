//! 正在存…, 已存本机 9:41, 还没存上: green only after the durable write.

use super::item_photos::fault_words;
use crate::phone::draft_store::Saved;
use crate::phone::photo::PhotoFault;
use crate::state::{Visit, use_clock};
use app_ui::part::{Icon, glyph};
use app_ui::words::{clock, moment, say};
use leptos::prelude::*;

/// Whether what was tapped is durable.
#[component]
pub fn SavedLine(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let now = use_clock();
    // The words change with every tap; the state, which screen readers hear, seldom.
    let is_alarming = Memo::new(move |_| matches!(visit.saved(), Saved::NotYet(_) | Saved::ElsewhereOpen));
    let state = move || match visit.saved() {
        Saved::Saving => "saving",
        Saved::At(_) => "done",
        Saved::NotYet(_) | Saved::ElsewhereOpen => "unsaved",
    };
    let words = move || match visit.saved() {
        Saved::Saving => say::draft::saving(),
        Saved::At(at) if at.day() == now.today() => say::draft::saved(clock(at.0)),
        Saved::At(at) => say::draft::saved(moment(at.0, now.now().0)),
        Saved::NotYet(_) => say::draft::unsaved(),
        Saved::ElsewhereOpen => say::draft::tab(),
    };
    // The card that asked for the picture may be closed by now; where it is open it says the same beside the picture.
    // One that comes in by itself is stored.
    let photo_fault = move || visit.photo_fault().filter(|(_, fault)| *fault != PhotoFault::Later).map(|(_, fault)| fault_words(fault));
    view! {
        {move || photo_fault().map(|words| view! {
            <span class="saved" data-state="unsaved"><Icon of=glyph::TRIANGLE_ALERT/> <span>{words}</span></span>
        })}
        <span class="saved" data-state=state role=move || is_alarming.get().then_some("alert")>
            <Icon of=glyph::HARD_DRIVE/>
            <span>{words}</span>
        </span>
    }
}
