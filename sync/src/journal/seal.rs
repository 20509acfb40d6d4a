//! From a draft to the command that hands it in.

use super::Draft;
use domain::checklist::{PublishedChecklist, Verdict};
use domain::command::{Command, What};
use domain::ids::CommandId;
use domain::inspection::{Access, ChecklistPin, Finding, Inspection, ItemRef, Photo};
use domain::time::Timestamp;
use domain::walk;
use std::collections::BTreeSet;

/// What sealing needs besides the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finish {
    /// A fresh id: taking a submission back and sealing again makes another one.
    pub command: CommandId,
    /// Now, by the phone's clock.
    pub at: Timestamp,
    /// The last server time this installation had confirmed.
    pub server_seen_at: Option<Timestamp>,
}

/// Why a draft cannot be sealed. Gaps in the answers are no reason: the door takes them into quarantine, the summary shows them before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSealable {
    /// A pinned list is not on this phone: which items are visible is then unknown.
    #[error("checklist {} version {} is not here", .0.id.0, .0.version)]
    ChecklistMissing(ChecklistPin),
    /// Already sealed.
    #[error("already sealed as {0}")]
    AlreadySealed(CommandId),
    /// In the trash.
    #[error("in the trash")]
    Trashed,
}

/// Makes the command. `lists` must hold every pinned list. Answers of hidden items, and findings of items that are hidden or no longer
/// fail, stay behind with their pictures.
///
/// # Errors
/// See [`NotSealable`].
pub fn seal(draft: &Draft, lists: &[&PublishedChecklist], finish: Finish) -> Result<Command, NotSealable> {
    if let Some(command) = draft.sealed {
        return Err(NotSealable::AlreadySealed(command));
    }
    if draft.trashed.is_some() {
        return Err(NotSealable::Trashed);
    }
    let inspection = Box::new(document(draft, lists, finish)?);
    let mends = draft.begin.mends.as_deref();
    Ok(Command {
        id: finish.command,
        by: draft.begin.by,
        role: draft.begin.role,
        place: draft.begin.snapshot.community,
        at: finish.at,
        base: mends.map(|mends| mends.revision),
        what: if mends.is_some() { What::ResubmitInspection { inspection } } else { What::SubmitInspection { inspection } },
    })
}

fn document(draft: &Draft, lists: &[&PublishedChecklist], finish: Finish) -> Result<Inspection, NotSealable> {
    let begin = &draft.begin;
    let entered = draft.access == Access::Entered;
    let pins = if entered { draft.checklists.clone() } else { vec![] };
    let lists = pinned(&pins, lists)?;
    let checklists: Vec<_> = lists.iter().map(|list| &list.checklist).collect();
    let answers = draft.answers.iter().map(|(at, answered)| (at, &answered.answer)).collect();
    let steps = walk::steps(&checklists, &answers);
    let today = begin.started_at.day();
    let visible: BTreeSet<ItemRef> = steps.iter().map(walk::Step::at).collect();
    let failing: BTreeSet<ItemRef> = steps.iter().filter(|step| step.verdict(today) == Some(Verdict::Fail)).map(walk::Step::at).collect();
    let findings: Vec<Finding> = draft.findings.values().filter(|finding| failing.contains(&finding.at)).cloned().collect();
    let mends = begin.mends.as_deref();
    Ok(Inspection {
        id: begin.inspection,
        revision: mends.map_or(1, |mends| mends.revision + 1),
        parent: mends.map(|mends| mends.parent),
        provisional_number: begin.provisional_number.clone(),
        nature: begin.nature,
        kind: begin.kind,
        premises: begin.premises,
        snapshot: begin.snapshot.clone(),
        inspectors: begin.inspectors.clone(),
        access: draft.access,
        started_at: begin.started_at,
        finished_at: finish.at,
        position: draft.position,
        checklists: pins,
        answers: steps.iter().filter_map(|step| draft.answers.get(&step.at())).cloned().collect(),
        photos: photos(draft, &visible, &findings),
        findings,
        counterpart: draft.counterpart.clone().filter(|_| entered),
        signatures: draft.signatures.clone(),
        note: draft.note.clone(),
        reply: draft.reply.clone(),
        device: begin.device,
        server_seen_at: finish.server_seen_at,
    })
}

fn pinned<'a>(pins: &[ChecklistPin], lists: &[&'a PublishedChecklist]) -> Result<Vec<&'a PublishedChecklist>, NotSealable> {
    let find = |pin: &ChecklistPin| lists.iter().find(|list| list.sha256 == pin.sha256).copied();
    pins.iter().map(|pin| find(pin).ok_or_else(|| NotSealable::ChecklistMissing(pin.clone()))).collect()
}

/// Pictures of visible items and of the door, and whatever a finding names. A picture of a finding that stays behind stays with it.
fn photos(draft: &Draft, visible: &BTreeSet<ItemRef>, findings: &[Finding]) -> Vec<Photo> {
    use domain::inspection::Disposition;
    let names = |finding: &Finding| {
        let mut named: Vec<_> = finding.photos.clone();
        if let Disposition::OnSpot { before, after } = &finding.disposition {
            named.extend(before.iter().chain(after));
        }
        named
    };
    let sent: BTreeSet<_> = findings.iter().flat_map(names).collect();
    let left: BTreeSet<_> = draft.findings.values().filter(|finding| !findings.contains(finding)).flat_map(names).collect();
    let shown = |photo: &Photo| photo.at.as_ref().is_none_or(|at| visible.contains(at));
    draft
        .photos()
        .into_iter()
        .filter(|photo| sent.contains(&photo.sha256) || shown(photo) && !left.contains(&photo.sha256))
        .cloned()
        .collect()
}
