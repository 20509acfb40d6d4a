//! How far something is.

use crate::words::Phrase;
use leptos::prelude::*;

/// A line that fills; screen readers get its name and the share.
#[component]
pub fn Progress(
    /// 0 to 100.
    #[prop(into)]
    share: Signal<u8>,
    /// What is measured.
    #[prop(into)]
    name: Signal<Phrase>,
    /// Without rounded ends, under a bar.
    #[prop(optional)]
    slim: bool,
) -> impl IntoView {
    let share = move || share.get().min(100);
    view! {
        <div class="progress" data-slim=slim.then_some("") role="progressbar" aria-label=name aria-valuemin="0" aria-valuemax="100" aria-valuenow=share>
            <i style:inline-size=move || format!("{}%", share())></i>
        </div>
    }
    .into_any()
}
