//! One line of the list of drafts.

use domain::checklist::PublishedChecklist;
use domain::digest::Sha256;
use domain::ids::{InspectionId, PremisesId};
use domain::inspection::{Access, ChecklistPin};
use domain::time::Timestamp;
use domain::walk;
use std::sync::Arc;
use sync::journal::{Camera, Draft};

/// One line of the list of drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftCard {
    /// The draft.
    pub id: InspectionId,
    /// Where.
    pub premises: PremisesId,
    /// The premises' name.
    pub name: String,
    /// Provisional number.
    pub number: String,
    /// Which lists, with versions.
    pub checklists: Vec<ChecklistPin>,
    /// Nobody entered: how the door was found, and nothing is asked.
    pub access: Access,
    /// Answers so far, also of hidden items.
    pub answers: usize,
    /// How many of the questions that are asked just now are answered, of how many; none while a list is not here.
    pub progress: Option<(usize, usize)>,
    /// Pictures so far.
    pub photos: usize,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it was last changed: 已存本机 {t}.
    pub saved_at: Timestamp,
    /// It mends a return.
    pub mends: bool,
    /// Since when it is in the trash.
    pub trashed_at: Option<Timestamp>,
    /// How many days the trash still keeps it, by the server's clock, as far as that is known.
    pub days_left: Option<i64>,
    /// The camera was open when the page died.
    pub camera: Option<Camera>,
}

impl DraftCard {
    /// `list` knows the checklists of this phone.
    pub(super) fn of(draft: &Draft, list: impl Fn(Sha256) -> Option<Arc<PublishedChecklist>>) -> Self {
        Self {
            id: draft.id(),
            premises: draft.begin.premises,
            name: draft.begin.snapshot.name.clone(),
            number: draft.begin.provisional_number.clone(),
            checklists: draft.checklists.clone(),
            access: draft.access,
            answers: draft.answers.len(),
            progress: progress(draft, list),
            photos: draft.photos.len(),
            started_at: draft.begin.started_at,
            saved_at: draft.changed_at,
            mends: draft.begin.mends.is_some(),
            trashed_at: draft.trashed.as_ref().map(|trashed| trashed.at),
            days_left: None,
            camera: draft.camera.clone(),
        }
    }
}

/// As the draft's own page counts: what is hidden just now is neither asked nor answered.
fn progress(draft: &Draft, list: impl Fn(Sha256) -> Option<Arc<PublishedChecklist>>) -> Option<(usize, usize)> {
    let lists = draft.checklists.iter().map(|pin| list(pin.sha256)).collect::<Option<Vec<_>>>()?;
    let checklists: Vec<_> = lists.iter().map(|list| &list.checklist).collect();
    let answers = draft.answers.iter().map(|(at, answered)| (at, &answered.answer)).collect();
    let steps = walk::steps(&checklists, &answers);
    Some((steps.iter().filter(|step| step.answer.is_some()).count(), steps.len()))
}

#[cfg(test)]
mod tests {
    use super::DraftCard;
    use crate::state::cast::{answer, draft, kitchen, written};
    use domain::inspection::Answer;
    use std::sync::Arc;

    #[test]
    fn a_draft_is_as_far_as_its_page_says() {
        let list = |_| Some(Arc::new(kitchen()));
        let of = |edits: Vec<_>| DraftCard::of(&written(draft(), edits), list).progress;
        assert_eq!(of(vec![]), Some((0, 2)));
        let gas = [answer("gas", Answer::YesNo(true)), answer("hose", Answer::Pass)];
        assert_eq!(of(gas.to_vec()), Some((2, 3)), "gas brings the hose along");
        let [gas, hose] = gas;
        assert_eq!(of(vec![gas, hose, answer("gas", Answer::YesNo(false))]), Some((1, 2)), "the hose is kept and not counted");
        assert_eq!(DraftCard::of(&draft(), |_| None).progress, None);
    }
}
