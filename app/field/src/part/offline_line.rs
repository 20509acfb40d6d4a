//! Whether the phone is ready for a place without network: one line while it is being made ready, and when it could not be.

use crate::phone::offline::{self, OfflineState};
use app_ui::part::{Notice, Progress, Tone};
use app_ui::words::say;
use leptos::prelude::*;

/// The line. On 今日 it goes once everything is here; 我的 says that too.
#[component]
pub fn OfflineLine(
    /// Says also that everything is here.
    #[prop(optional)]
    says_ready: bool,
) -> impl IntoView {
    let state = offline::state();
    let state = Memo::new(move |_| state.get());
    let share = Signal::derive(move || match state.get() {
        OfflineState::Loading { done, total } => percent(done, total),
        _ => 0,
    });
    // The bar moves; the sentence, which is read out, does not.
    let is_loading = Memo::new(move |_| matches!(state.get(), OfflineState::Loading { .. }));
    let settled = Memo::new(move |_| match state.get() {
        OfflineState::Ready => Some(true),
        OfflineState::Failed => Some(false),
        OfflineState::Unknown | OfflineState::Loading { .. } => None,
    });
    view! {
        {move || is_loading.get().then(|| view! {
            <div class="card">
                <p role="status">{say::offline::loading()}</p>
                <Progress share name=say::part::progress()/>
            </div>
        })}
        {move || match settled.get() {
            Some(true) if says_ready => Some(view! { <Notice tone=Tone::Ok text=say::offline::ready()/> }.into_any()),
            Some(false) => Some(view! { <Notice tone=Tone::Warn text=say::offline::failed()/> }.into_any()),
            _ => None,
        }}
    }
}

fn percent(done: u64, total: u64) -> u8 {
    let share = (u128::from(done) * 100).checked_div(u128::from(total)).unwrap_or(0);
    u8::try_from(share).unwrap_or(100).min(100)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_stays_between_nothing_and_all() {
        assert_eq!([percent(0, 0), percent(1, 2), percent(3, 2), percent(u64::MAX, u64::MAX)], [0, 50, 100, 100]);
    }
}
