//! 撤销: ten seconds, and as long as someone stands on it. What was done lasts in 修改记录 as well.

use super::button::Button;
use crate::words::{Phrase, say};
use leptos::prelude::*;
use std::time::Duration;

/// How long it stays.
pub const UNDO_SECONDS: u32 = 10;

/// The bar over the bottom bar. It counts down, waits while it is focused or under the pointer, and then asks to be taken away.
#[component]
pub fn UndoBar(
    /// What was done: 已移到回收站，保留 30 天.
    #[prop(into)]
    text: Signal<Phrase>,
    /// Take it back.
    #[prop(into)]
    on_undo: Callback<()>,
    /// Its time is over.
    #[prop(into)]
    on_gone: Callback<()>,
) -> impl IntoView {
    let left = RwSignal::new(UNDO_SECONDS);
    let is_held = RwSignal::new(false);
    Effect::new(move |_| {
        let tick = move || {
            if is_held.try_get_untracked() == Some(false) {
                let seconds = left.try_update(|left| {
                    *left = left.saturating_sub(1);
                    *left
                });
                if seconds == Some(0) {
                    on_gone.run(());
                }
            }
        };
        if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
    });
    view! {
        <div
            class="undo-bar"
            on:focusin=move |_| is_held.set(true)
            on:focusout=move |_| is_held.set(false)
            on:pointerenter=move |_| is_held.set(true)
            on:pointerleave=move |_| is_held.set(false)
        >
            <p role="status">{text}</p>
            <Button label=Signal::derive(move || say::w::undo(left.get())) on_press=on_undo/>
        </div>
    }
    .into_any()
}
