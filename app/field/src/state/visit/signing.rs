//! Whoever signed has signed for what was there. If it is changed afterwards, the signatures go and are taken again (UX 3.5).
//!
//! A returned record is another matter: its signatures stay those of the revision that was handed in, each with its time, unless the
//! reviewer asks for new ones; the shop is not visited again for a clearer picture.

use crate::phone::draft_store::OpenDraft;
use domain::inspection::Counterpart;
use domain::time::Timestamp;
use leptos::prelude::*;
use sync::journal::{Draft, Edit, Signer};

/// The signatures of a visit. A handle.
#[derive(Clone, Copy)]
pub(super) struct Signing {
    draft: OpenDraft,
    /// They went because something was changed.
    is_void: RwSignal<bool>,
}

impl Signing {
    pub(super) fn new(draft: OpenDraft) -> Self {
        Self { draft, is_void: RwSignal::new(false) }
    }

    /// This is about to be written.
    pub(super) fn before(self, edit: &Edit) {
        match edit {
            Edit::Signatures { signatures } if !signatures.is_empty() => self.is_void.set(false),
            Edit::Counterpart { counterpart: Some(_) } => self.is_void.set(false),
            edit if self.draft.look(|draft| outdates(draft, edit)) => self.take_away(),
            _ => {}
        }
    }

    /// The camera has written something: a picture that was taken after the signing changes the record too.
    pub(super) fn look_at_pictures(self) {
        if self.draft.look(is_outdated_by_pictures) {
            self.take_away();
        }
    }

    fn take_away(self) {
        self.draft.look(without_signatures).into_iter().for_each(|edit| self.draft.edit(edit));
        self.is_void.set(true);
    }
}

impl super::Visit {
    /// Whether signatures went because something was changed after them, and none was taken since; tracked.
    #[must_use]
    pub fn is_signing_void(self) -> bool {
        self.signing.is_void.get()
    }

    /// What the accompanying person has typed so far; of a record that was handed in before, what they had signed with.
    #[must_use]
    pub fn signer(self) -> Signer {
        self.draft.look(|draft| match &draft.counterpart {
            Some(Counterpart::Signed { signature, position, objection }) if draft.signer == Signer::default() => Signer {
                name: signature.name.clone(),
                position: position.clone(),
                objection: objection.clone(),
                unsigned_note: String::new(),
            },
            _ => draft.signer.clone(),
        })
    }
}

/// When the first of those who signed did so.
fn signed_at(draft: &Draft) -> Option<Timestamp> {
    let counterpart = match &draft.counterpart {
        Some(Counterpart::Signed { signature, .. }) => Some(signature.at),
        _ => None,
    };
    draft.signatures.iter().map(|signature| signature.at).chain(counterpart).min()
}

/// Whether this edit changes what somebody has signed.
fn outdates(draft: &Draft, edit: &Edit) -> bool {
    if draft.begin.mends.is_some() || signed_at(draft).is_none() {
        return false;
    }
    match edit {
        Edit::Answer { at, given } => draft.answers.get(at).map(|known| &known.answer) != given.as_ref().map(|given| &given.answer),
        Edit::Note { at, text } => draft.notes.get(at).map_or("", String::as_str) != text,
        Edit::Finding { id, finding } => draft.findings.get(id) != finding.as_deref(),
        Edit::Photo { sha256, photo } => draft.photos.get(sha256) != photo.as_deref(),
        Edit::VisitNote { text } => draft.note != *text,
        _ => false,
    }
}

fn is_outdated_by_pictures(draft: &Draft) -> bool {
    let is_first_revision = draft.begin.mends.is_none();
    // One that was taken before the signing and came in after it changes nothing; nor does one from before that a fast clock dated later.
    let came_in = || draft.since_signing.iter().filter_map(|sha256| draft.photos.get(sha256));
    is_first_revision && signed_at(draft).is_some_and(|at| came_in().any(|photo| photo.taken_at > at))
}

/// What takes the signatures away. That somebody would not sign stays true.
fn without_signatures(draft: &Draft) -> Vec<Edit> {
    let counterpart = matches!(draft.counterpart, Some(Counterpart::Signed { .. })).then_some(Edit::Counterpart { counterpart: None });
    let own = (!draft.signatures.is_empty()).then_some(Edit::Signatures { signatures: vec![] });
    counterpart.into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests;
