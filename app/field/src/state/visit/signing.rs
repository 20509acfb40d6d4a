//! Whoever signed has signed for what was there. If it is changed afterwards, the signatures go and are taken again (UX 3.5).
//!
//! A returned record is another matter: its signatures stay those of the revision that was handed in, each with its time, unless the
//! reviewer asks for new ones; the shop is not visited again for a clearer picture.

use crate::phone::draft_store::OpenDraft;
use domain::inspection::Counterpart;
use domain::time::Timestamp;
use leptos::prelude::*;
use sync::journal::{Draft, Edit};

/// The signatures of a visit. A handle.
#[derive(Clone, Copy)]
pub(super) struct Signing {
    draft: OpenDraft,
    /// They went because something was changed.
    is_void: RwSignal<bool>,
    /// Who had signed: name, position and objection need not be typed again.
    before: StoredValue<Option<Counterpart>>,
}

impl Signing {
    pub(super) fn new(draft: OpenDraft) -> Self {
        Self { draft, is_void: RwSignal::new(false), before: StoredValue::new(None) }
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
        let (signed, edits) = self.draft.look(|draft| (draft.counterpart.clone(), without_signatures(draft)));
        if let Some(signed @ Counterpart::Signed { .. }) = signed {
            self.before.set_value(Some(signed));
        }
        edits.into_iter().for_each(|edit| self.draft.edit(edit));
        self.is_void.set(true);
    }
}

impl super::Visit {
    /// Whether signatures went because something was changed after them, and none was taken since; tracked.
    #[must_use]
    pub fn is_signing_void(self) -> bool {
        self.signing.is_void.get()
    }

    /// The accompanying person as they signed, or had signed before something was changed.
    #[must_use]
    pub fn counterpart_before(self) -> Option<Counterpart> {
        self.draft.look(|draft| draft.counterpart.clone()).or_else(|| self.signing.before.get_value())
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
    is_first_revision && signed_at(draft).is_some_and(|at| draft.photos.values().any(|photo| photo.taken_at > at))
}

/// What takes the signatures away. That somebody would not sign stays true.
fn without_signatures(draft: &Draft) -> Vec<Edit> {
    let counterpart = matches!(draft.counterpart, Some(Counterpart::Signed { .. })).then_some(Edit::Counterpart { counterpart: None });
    let own = (!draft.signatures.is_empty()).then_some(Edit::Signatures { signatures: vec![] });
    counterpart.into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests;
