//! The one door to IndexedDB.

use leptos::prelude::ArcReadSignal;

/// Why something could not be stored or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// `st.full`
    #[error("no room")]
    Full,
    /// The database did not answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The database is closed or broken.
    #[error("the database does not work")]
    Broken,
    /// The row is there already: another tab was faster.
    #[error("another tab wrote this")]
    Taken,
}

/// How the phone's storage does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Health {
    /// Not tried yet.
    #[default]
    Unknown,
    /// `st.good`
    Good,
    /// `st.full`
    Full,
    /// Does not open or answer: nothing can be kept here.
    Broken,
    /// This browser has no IndexedDB (private window, old browser): `app.noff`.
    Missing,
}

/// How the phone's storage does; tracked.
#[must_use]
pub fn health() -> ArcReadSignal<Health> { unimplemented!() }
