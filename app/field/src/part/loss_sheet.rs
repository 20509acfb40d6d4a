//! What nobody may overlook: records that were on this phone, were not sent, and are gone. Over every page, until it was read.

use crate::state::{use_app, use_clock};
use app_ui::part::{Button, Sheet, Weight};
use app_ui::words::{moment, say};
use leptos::prelude::*;

/// Open at the start of the app if something is gone.
#[component]
pub fn LossSheet() -> impl IntoView {
    let (app, clock) = (use_app(), use_clock());
    let lost = app.started.get_untracked().lost;
    let open = RwSignal::new(!lost.is_empty());
    let count = u32::try_from(lost.len()).unwrap_or(u32::MAX);
    let records = StoredValue::new(lost);
    let line = move |number: String, sealed_at: i64| {
        let at = Signal::derive(move || moment(sealed_at, clock.now().0));
        view! { <li>{say::done::number(number)} " " <span class="meta">{at}</span></li> }
    };
    view! {
        <Sheet
            id="loss"
            title=Signal::stored(say::st::lost(count))
            open=open
            on_close=move |()| open.set(false)
            foot=move || view! { <Button label=say::st::lost_read() weight=Weight::Primary on_press=move |()| open.set(false)/> }
        >
            <div class="stack">
                <ul class="stack">
                    {records.get_value().into_iter().map(|record| line(record.provisional_number, record.sealed_at.0)).collect_view()}
                </ul>
                <p>{say::st::lost_why()}</p>
                <p>{say::st::lost_do()}</p>
            </div>
        </Sheet>
    }
}
