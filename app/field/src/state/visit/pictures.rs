//! Pictures on their way into the visit. They belong to it and not to the card or sheet that asked for them: that may be gone before
//! position and scaled picture are there.

use super::Visit;
use crate::part::scroll;
use crate::phone::photo::{self, PhotoFault};
use app_ui::part::Pick;
use domain::inspection::Answer;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use sync::journal::Camera;

impl Visit {
    /// Whatever the camera writes into the draft shows, wherever one is by then.
    pub(super) fn follow_draft(self) {
        let revision = self.draft.revision();
        // One that was lost before the draft was opened: no part of the page has asked for it.
        if let Some(fault) = photo::lost(self.draft) {
            self.photo_fault.set(Some((String::new(), fault)));
        }
        Effect::new(move |_| {
            revision.track();
            let grown = self.walk().catch_up();
            if !grown.is_empty() && matches!(self.photo_fault.get_untracked(), Some((_, PhotoFault::Later))) {
                self.photo_fault.set(None); // it is here
            }
            self.signing.look_at_pictures();
            self.answer_by_picture(&grown);
        });
    }

    /// A picture that was asked for is the answer, also where it was said before that the item can't be checked. `grown` are the cards
    /// that have just got one.
    fn answer_by_picture(self, grown: &[usize]) {
        let walk = self.walk();
        for place in self.photo_items.get_value() {
            let card = walk.card(place);
            let was_not_checked = || card.answer.with_untracked(|answer| matches!(answer, Some(Answer::NotChecked { .. })));
            let has_picture = !card.photos.with_untracked(Vec::is_empty);
            let is_due = has_picture && (card.is_open_untracked() || grown.contains(&place) && was_not_checked());
            if is_due && walk.current().get_untracked() == place {
                self.put(place, Answer::Photo);
            } else if is_due {
                walk.answer(place, Answer::Photo, 0); // taken at another card's time: how long this one was looked at is not known
            }
        }
    }

    /// Takes pictures over; `asked_by` names the part of the page that asked.
    pub fn take(self, asked_by: String, camera: Camera, Pick { from_album, files }: Pick) {
        self.photo_fault.set(None);
        self.storing.update(|storing| *storing.entry(asked_by.clone()).or_default() += files.len());
        let draft = self.draft;
        spawn_local(async move {
            let told = |outcome: Result<_, PhotoFault>| {
                if let Err(fault) = outcome {
                    self.photo_fault.try_set(Some((asked_by.clone(), fault)));
                }
                self.storing.try_update(|storing| {
                    if let Some(count) = storing.get_mut(&asked_by) {
                        *count = count.saturating_sub(1);
                    }
                });
            };
            photo::take(draft, camera, files, from_album, told).await;
        });
    }

    /// How many pictures are on their way for this part of the page, tracked.
    #[must_use]
    pub fn storing(self, asked_by: &str) -> usize {
        self.storing.with(|storing| storing.get(asked_by).copied().unwrap_or(0))
    }

    /// The last picture that did not get in, and which part of the page had asked for it; tracked. Until the next one is taken.
    #[must_use]
    pub fn photo_fault(self) -> Option<(String, PhotoFault)> {
        self.photo_fault.get()
    }

    /// Opens the camera for a card.
    pub fn take_photo(self, place: usize) {
        if untrack(|| self.is_editable(place)) {
            self.photos_open.update(|open| {
                open.insert(place);
            });
            scroll::click(&format!("photo-{place}-item-camera"));
        }
    }

    /// Cards whose pictures are shown although there are none yet.
    #[must_use]
    pub fn photos_open(self) -> RwSignal<BTreeSet<usize>> {
        self.photos_open
    }
}
