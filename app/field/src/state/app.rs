//! What every page may ask: who works here, what waits to be sent, which drafts there are.

use super::{mandate, sync_line};
use crate::phone::draft_store::{self, DraftCard};
use crate::phone::identity::{self, Person, Who};
use crate::phone::{Started, clock, ledger, sending};
use app_ui::part::{SyncState, Tone};
use app_ui::words::Phrase;
use domain::ids::{InspectionId, PlaceId};
use domain::permission::{Action, Power, may};
use domain::premises::Premises;
use domain::user::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use std::sync::Arc;
use sync::outbox::Chip;

/// The state of the app, in the context.
#[derive(Clone, Copy)]
pub struct App {
    who: Memo<Who>,
    chip: Memo<Chip>,
    open_hazards: Memo<u32>,
    are_drafts_read: RwSignal<bool>,
    are_drafts_unreadable: RwSignal<bool>,
    drafts: RwSignal<Vec<DraftCard>>,
    trash: RwSignal<Vec<DraftCard>>,
    undo: RwSignal<Option<Undo>>,
    is_sheet_up: RwSignal<bool>,
    told: StoredValue<BTreeSet<InspectionId>>,
    /// What there was to tell when the app opened.
    pub started: RwSignal<Started>,
}

/// What can be taken back for ten seconds.
#[derive(Clone)]
pub struct Undo {
    /// What was done.
    pub text: Phrase,
    /// Takes it back. Not a value of the reactive arena: what was pressed to do it is gone when it is taken back, and all it owned too.
    pub act: Arc<dyn Fn() + Send + Sync>,
}

impl Undo {
    fn new(text: Phrase, act: impl Fn() + Send + Sync + 'static) -> Self {
        Self { text, act: Arc::new(act) }
    }
}

/// Puts the state into the context.
pub fn provide_app(started: Started) -> App {
    let (who, queue, ledger_state) = (identity::who(), sending::queue(), ledger::state());
    let app = App {
        who: Memo::new(move |_| who.get()),
        chip: Memo::new(move |_| queue.with(|queue| queue.chip)),
        open_hazards: Memo::new(move |_| {
            let _ = ledger_state.get().revision;
            u32::try_from(ledger::all_open_hazards().len()).unwrap_or(u32::MAX)
        }),
        are_drafts_read: RwSignal::new(false),
        are_drafts_unreadable: RwSignal::new(false),
        drafts: RwSignal::new(vec![]),
        trash: RwSignal::new(vec![]),
        undo: RwSignal::new(None),
        is_sheet_up: RwSignal::new(false),
        told: StoredValue::new(BTreeSet::new()),
        started: RwSignal::new(started),
    };
    provide_context(app);
    app
}

/// The state of the context.
#[must_use]
pub fn use_app() -> App {
    expect_context::<App>()
}

impl App {
    /// Who works here, tracked.
    #[must_use]
    pub fn who(self) -> Who {
        self.who.get()
    }

    /// The person who works here, tracked.
    #[must_use]
    pub fn person(self) -> Option<Person> {
        match self.who.get() {
            Who::Here(person) => Some(person),
            Who::Opening | Who::Nobody => None,
        }
    }

    /// Whether premises lie in a place of this person: a record from elsewhere waits for the office. Those of no known grid are everybody's.
    #[must_use]
    pub fn is_mine(self, premises: &Premises) -> bool {
        let person = untrack(|| self.person());
        let above = |place: PlaceId| ledger::place(place).and_then(|place| place.parent);
        person.is_none_or(|person| {
            person.user.grants.iter().any(|grant| {
                let holds = grant.place;
                let is_grids_own = above(holds) == Some(premises.community) && premises.grid.is_none();
                premises.grid == Some(holds) || premises.community == holds || above(premises.community) == Some(holds) || is_grids_own
            })
        })
    }

    /// Whether this person may do something anywhere.
    #[must_use]
    pub fn may(self, action: Action) -> bool {
        let person = untrack(|| self.person());
        person.is_some_and(|person| person.user.grants.iter().any(|grant| matches!(may(grant.role, action), Power::Act(_))))
    }

    /// The role in which this person does something in a place (the grid, where one is known). Whoever may not is told so by the office:
    /// what they hand in waits there.
    #[must_use]
    pub fn role_in(self, action: Action, place: PlaceId) -> Role {
        let person = untrack(|| self.person());
        person.map_or(Role::Inspector, |person| mandate::role_in(&person.user, action, place, clock::now(), ledger::place))
    }

    /// What waits to be sent, tracked.
    #[must_use]
    pub fn chip(self) -> Chip {
        self.chip.get()
    }

    /// How many hazards are open in the scope, tracked.
    #[must_use]
    pub fn open_hazards(self) -> Signal<u32> {
        self.open_hazards.into()
    }

    /// What the chip on every page says.
    #[must_use]
    pub fn sync_state(self) -> Signal<SyncState> {
        Signal::derive(move || sync_line::chip_state(self.chip(), self.can_send()))
    }

    /// The state of sending in one sentence, with its tone; tracked.
    #[must_use]
    pub fn sync_line(self) -> (Tone, Phrase) {
        sync_line::sync_line(self.chip(), self.can_send())
    }

    /// Whether there is a session, tracked; with nobody here nothing is missing.
    fn can_send(self) -> bool {
        self.person().is_none_or(|person| person.can_send)
    }

    /// Drafts of this person, newest change first, tracked.
    #[must_use]
    pub fn drafts(self) -> Vec<DraftCard> {
        self.drafts.get()
    }

    /// The trash, tracked.
    #[must_use]
    pub fn trash(self) -> Vec<DraftCard> {
        self.trash.get()
    }

    /// Whether drafts and trash were read since the app opened, tracked: before that, none is not yet known to be none.
    #[must_use]
    pub fn are_drafts_read(self) -> bool {
        self.are_drafts_read.get()
    }

    /// Whether drafts could not be read the last time, tracked: which there are is not known then.
    #[must_use]
    pub fn are_drafts_unreadable(self) -> bool {
        self.are_drafts_unreadable.get()
    }

    /// Reads drafts and trash anew. What can't be read stays as it was last seen.
    pub fn reload_drafts(self) {
        spawn_local(async move {
            let read = (draft_store::list().await, draft_store::list_trash().await);
            self.are_drafts_unreadable.try_set(read.0.is_err() || read.1.is_err());
            if let (Ok(drafts), Ok(trash)) = read {
                self.drafts.try_set(drafts);
                self.trash.try_set(trash);
                self.are_drafts_read.try_set(true);
            }
        });
    }

    /// Whether it is the first time since the app opened that this draft's restoring is told.
    #[must_use]
    pub fn tells_once(self, draft: InspectionId) -> bool {
        self.told.try_update_value(|told| told.insert(draft)).unwrap_or(false)
    }

    /// What can be taken back just now, tracked.
    #[must_use]
    pub fn undo(self) -> Option<Undo> {
        self.undo.get()
    }

    /// A sheet lies over the page, which cannot be reached then: what can be taken back is offered in the sheet.
    #[must_use]
    pub fn is_sheet_up(self) -> RwSignal<bool> {
        self.is_sheet_up
    }

    /// Offers to take something back.
    pub fn offer_undo(self, text: Phrase, act: impl Fn() + Send + Sync + 'static) {
        self.undo.set(Some(Undo::new(text, act)));
    }

    /// The offer is over.
    pub fn forget_undo(self) {
        self.undo.set(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn what_was_done_by_a_button_that_is_gone_can_be_taken_back() {
        let page = Owner::new();
        let taken_back = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&taken_back);
        let act = move || {
            count.fetch_add(1, Ordering::Relaxed);
        };
        let undo = page.with(|| Undo::new(Phrase::verbatim("1"), act));
        page.cleanup();
        drop(page);
        (undo.act)();
        assert_eq!(taken_back.load(Ordering::Relaxed), 1);
    }
}
