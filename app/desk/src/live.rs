//! How an open page hears of changes: it knows how things stood when it was made and waits on the server for anything else.

use crate::call::DeskError;
use crate::call::live::news;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Until the next try where the server was not reached.
const TRY_AGAIN: Duration = Duration::from_secs(3);

/// The way to the server, as the last call found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// It answers.
    Up,
    /// It does not.
    Down,
    /// It answers, but no longer to this person.
    SignedOut,
}

/// In the context of every page of the desk.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    changes: RwSignal<u32>,
    began: Resource<Result<String, DeskError>>,
    link: RwSignal<Link>,
}

/// Puts it into the context. How things stand is read on the server and travels in the page.
pub(crate) fn provide_live() -> Live {
    let live = Live { changes: RwSignal::new(0), began: Resource::new(|| (), |()| news(None)), link: RwSignal::new(Link::Up) };
    provide_context(live);
    live
}

impl Live {
    /// What the page shows: loads again with every change that the server tells of.
    ///
    /// It waits for the marker first. What changes after the marker was read is told later; what changed before is in what is loaded.
    pub(crate) fn resource<S, T, F>(
        self,
        source: impl Fn() -> S + Send + Sync + 'static,
        load: impl Fn(S) -> F + Send + Sync + 'static,
    ) -> Resource<Result<T, DeskError>>
    where
        S: Clone + PartialEq + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        F: Future<Output = Result<T, DeskError>> + Send + 'static,
    {
        Resource::new(
            move || (source(), self.changes.get()),
            move |(source, _)| {
                let loaded = load(source);
                async move {
                    // Why there is no marker, `load` will say too.
                    let _ = self.began.await;
                    loaded.await
                }
            },
        )
    }

    /// Loads everything again.
    pub(crate) fn again(self) {
        self.changes.update(|count| *count = count.wrapping_add(1));
    }

    /// The way to the server.
    pub(crate) fn link(self) -> Link {
        self.link.get()
    }

    /// Listens as long as the page is open. The call waits on the server; where it does not work, the next try waits a little.
    pub(crate) fn listen(self) {
        let asked = Action::new(|marker: &Option<String>| news(marker.clone()));
        Effect::new(move |last: Option<Option<String>>| {
            let last = last.flatten();
            let heard = match asked.value().get() {
                None => self.began.get(),
                some => some,
            };
            match heard {
                None => last,
                Some(Ok(told)) => {
                    let was_away = self.link.try_get_untracked() != Some(Link::Up);
                    if was_away {
                        self.link.set(Link::Up);
                    }
                    if was_away || last.as_ref().is_some_and(|last| *last != told) {
                        self.again();
                    }
                    asked.dispatch(Some(told.clone()));
                    Some(told)
                }
                Some(Err(error)) => {
                    self.link.set(if error == DeskError::SignedOut { Link::SignedOut } else { Link::Down });
                    let marker = last.clone();
                    set_timeout(
                        move || {
                            // The page may have been left meanwhile.
                            if self.link.try_get_untracked().is_some() {
                                asked.dispatch(marker);
                            }
                        },
                        TRY_AGAIN,
                    );
                    last
                }
            }
        });
    }
}
