//! 签完并提交: one press seals the draft on this phone, with or without network, and leads to the page that says what happens next.

use super::item_photos::fault_words;
use crate::phone::StoreFault;
use crate::phone::photo::PhotoFault;
use crate::phone::sending::{self, SubmitFault};
use crate::state::{Visit, use_app};
use app_ui::words::{Phrase, say};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use sync::journal::NotSealable;

/// Submitting a visit.
#[derive(Clone, Copy)]
pub struct Submit {
    busy: RwSignal<bool>,
    fault: RwSignal<Option<Phrase>>,
    act: Callback<()>,
}

impl Submit {
    /// Seals it.
    pub fn go(self) {
        if !self.busy.get_untracked() {
            self.act.run(());
        }
    }

    /// Whether it is being sealed, tracked.
    #[must_use]
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Whether it is being sealed just now.
    #[must_use]
    pub fn is_busy_now(self) -> bool {
        self.busy.get_untracked()
    }

    /// What did not work, tracked.
    #[must_use]
    pub fn fault(self) -> Option<Phrase> {
        self.fault.get()
    }
}

/// The submitting of a visit's page.
pub(crate) fn use_submit(visit: Visit) -> Submit {
    let (busy, fault) = (RwSignal::new(false), RwSignal::new(None));
    let (app, navigate) = (use_app(), use_navigate());
    let act = Callback::new(move |()| {
        busy.set(true);
        fault.set(None);
        let navigate = navigate.clone();
        let done = visit.path("done");
        spawn_local(async move {
            match sending::submit(visit.open_draft()).await {
                Ok(_) => {
                    app.reload_drafts();
                    navigate(&done, Default::default());
                }
                Err(why) => {
                    busy.try_set(false);
                    fault.try_set(Some(words(&why)));
                }
            }
        });
    });
    Submit { busy, fault, act }
}

fn words(fault: &SubmitFault) -> Phrase {
    match fault {
        SubmitFault::NotSealable(NotSealable::Trashed) => say::draft::in_trash(),
        SubmitFault::NotSealable(_) => say::done::not_sealable(),
        SubmitFault::Store(fault) | SubmitFault::Photo(PhotoFault::Store(fault)) => match fault {
            StoreFault::Full => say::done::full(),
            _ => say::done::not_stored(),
        },
        SubmitFault::Photo(PhotoFault::Later) => say::done::photo_on_its_way(),
        SubmitFault::Photo(fault) => fault_words(*fault),
    }
}
