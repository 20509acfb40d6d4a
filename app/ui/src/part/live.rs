//! The one polite voice of a page: what changes by itself is read out, at most every five seconds, the latest word only.

use crate::words::Phrase;
use leptos::prelude::*;
use std::time::Duration;

/// Between two announcements.
const PAUSE: Duration = Duration::from_secs(5);

/// The voice, in the context.
#[derive(Clone, Copy)]
pub struct Live {
    said: RwSignal<Option<Phrase>>,
    next: StoredValue<Option<Phrase>>,
    is_pausing: StoredValue<bool>,
}

impl Live {
    /// Says it now, or when the pause is over unless something newer came. In the browser only.
    pub fn say(self, phrase: Phrase) {
        if self.is_pausing.get_value() {
            self.next.set_value(Some(phrase));
            return;
        }
        self.said.set(Some(phrase));
        self.is_pausing.set_value(true);
        set_timeout(
            move || {
                self.is_pausing.try_set_value(false);
                if let Some(phrase) = self.next.try_update_value(Option::take).flatten() {
                    self.say(phrase);
                }
            },
            PAUSE,
        );
    }
}

/// Puts the voice into the context; the page shows it once by [`LiveRegion`].
pub fn provide_live() -> Live {
    let live = Live { said: RwSignal::new(None), next: StoredValue::new(None), is_pausing: StoredValue::new(false) };
    provide_context(live);
    live
}

/// The voice of the page. Without one in the context what is said is not heard.
#[must_use]
pub fn use_live() -> Live {
    use_context::<Live>().unwrap_or_else(|| Live {
        said: RwSignal::new(None),
        next: StoredValue::new(None),
        is_pausing: StoredValue::new(false),
    })
}

/// The place from which it is read; once a page, from the start.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let live = use_live();
    view! { <div class="unseen" role="status" aria-live="polite">{move || live.said.get()}</div> }.into_any()
}
