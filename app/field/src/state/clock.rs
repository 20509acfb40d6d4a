//! A clock that moves every half minute, so that 刚刚 and 今天 stay true while a page is open.

use crate::phone;
use domain::time::{Day, Timestamp};
use leptos::prelude::*;
use std::time::Duration;

const TICK: Duration = Duration::from_secs(30);

/// The clock of the context.
#[derive(Debug, Clone, Copy)]
pub struct Clock(RwSignal<Timestamp>);

impl Clock {
    /// About now, tracked.
    #[must_use]
    pub fn now(self) -> Timestamp {
        self.0.get()
    }

    /// About now, for words that are said once.
    #[must_use]
    pub fn now_once(self) -> Timestamp {
        self.0.get_untracked()
    }

    /// Today in Asia/Shanghai, tracked.
    #[must_use]
    pub fn today(self) -> Day {
        self.0.get().day()
    }
}

/// Starts it and puts it into the context.
pub fn provide_clock() {
    let at = RwSignal::new(phone::clock::now());
    if let Ok(ticking) = set_interval_with_handle(move || at.set(phone::clock::now()), TICK) {
        on_cleanup(move || ticking.clear());
    }
    provide_context(Clock(at));
}

/// The clock of the context; without one a clock that stands.
#[must_use]
pub fn use_clock() -> Clock {
    use_context::<Clock>().unwrap_or_else(|| Clock(RwSignal::new(phone::clock::now())))
}
