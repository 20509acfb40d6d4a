//! Everything that is missing before a record may be signed and handed in: the phone shows each as a link, the server takes what
//! still has one into quarantine.

use super::revision::is_same_decision;
use crate::checklist::{AnswerKind, Checklist, PhotoRule, Verdict};
use crate::digest::Sha256;
use crate::hazard::Hazard;
use crate::ids::{FindingId, HazardId};
use crate::inspection::{
    Access, Answer, Counterpart, Disposition, Finding, Inspection, ItemRef, Nature, NotCheckedReason, Photo, PhotoOf, Severity,
};
use crate::parameter::GENERAL_DEADLINE_MAX_DAYS;
use crate::refusal::Quarantine;
use crate::time::Day;
use crate::walk::{Step, fits, pinned_steps};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Characters that the reason for a longer deadline needs.
pub const DEADLINE_REASON_MIN: usize = 5;

/// One thing that is missing or does not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// The item to go to; none for the record as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<ItemRef>,
    /// The finding, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingId>,
    /// What.
    pub kind: GapKind,
}

/// What is missing or does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// Somebody entered, but no checklist was gone through.
    NoChecklist,
    /// A pinned checklist is not known here.
    ChecklistUnknown,
    /// A visible item without an answer.
    Unanswered,
    /// An answer of another kind than the item's, or two answers to one item.
    AnswerUnfit,
    /// An answer to an item that is in none of the lists.
    ItemUnknown,
    /// 查不了 for another reason, which nobody wrote down.
    ReasonMissing,
    /// A failed item without a finding.
    FindingMissing,
    /// A finding of an item that did not fail.
    FindingOnPass,
    /// A finding without words for what is wrong, what is demanded, or what it may lead to; or one id twice.
    FindingUnclear,
    /// The picture that the item asks for.
    PhotoMissing,
    /// A finding names a picture that is not in the record.
    PhotoUnknown,
    /// Put right on the spot, but not shown by pictures from this visit, first before and then after.
    BeforeAfter,
    /// A disposition that the finding does not allow.
    Disposition,
    /// A deadline outside the rule.
    Deadline,
    /// The hazard named by `same_as` is unknown, elsewhere, or no longer open.
    HazardUnknown,
    /// Nobody entered, and no picture shows the door.
    DoorPhotoMissing,
    /// Neither the accompanying person's signature nor why there is none.
    CounterpartMissing,
    /// A signature without a name, or an administrative check refused without a witness.
    CounterpartUnclear,
    /// An inspector has not signed.
    InspectorUnsigned,
    /// Nobody inspected.
    NoInspector,
    /// It ends before it begins.
    TimesReversed,
    /// A finding of the earlier revision is gone, and nobody wrote down why.
    ReplyMissing,
}

impl GapKind {
    /// The reason for which a record with such a gap waits for a person.
    #[must_use]
    pub const fn quarantine(self) -> Quarantine {
        match self {
            Self::ChecklistUnknown => Quarantine::ChecklistUnknown,
            Self::BeforeAfter | Self::Disposition => Quarantine::DispositionInvalid,
            Self::Deadline => Quarantine::DeadlineInvalid,
            Self::HazardUnknown => Quarantine::HazardUnknown,
            Self::CounterpartMissing | Self::CounterpartUnclear | Self::InspectorUnsigned => Quarantine::Unsigned,
            Self::NoChecklist
            | Self::Unanswered
            | Self::AnswerUnfit
            | Self::ItemUnknown
            | Self::ReasonMissing
            | Self::FindingMissing
            | Self::FindingOnPass
            | Self::FindingUnclear
            | Self::PhotoMissing
            | Self::PhotoUnknown
            | Self::DoorPhotoMissing
            | Self::NoInspector
            | Self::TimesReversed
            | Self::ReplyMissing => Quarantine::Incomplete,
        }
    }

    /// Whether it is about signatures: what may still be missing when the summary says 可以签字了.
    #[must_use]
    pub const fn is_about_signing(self) -> bool {
        matches!(self.quarantine(), Quarantine::Unsigned)
    }
}

/// What a record is held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The pinned checklists by their hashes.
    pub checklists: &'a BTreeMap<Sha256, Arc<Checklist>>,
    /// Hazards that `same_as` may name.
    pub hazards: &'a BTreeMap<HazardId, Hazard>,
    /// The day of the act: on the phone today.
    pub found_on: Day,
    /// The revision that this one mends. What it decided is not judged again: a deadline may have passed, a hazard be closed since.
    pub earlier: Option<&'a Inspection>,
}

/// Everything that is missing, in the order of the lists, the record as a whole last. Answers to hidden items are kept and ignored.
#[must_use]
pub fn gaps(inspection: &Inspection, against: &Against<'_>) -> Vec<Gap> {
    let steps = pinned_steps(inspection, against.checklists);
    let mut record = Record { inspection, against, steps: &steps, gaps: vec![] };
    record.lists();
    for step in &steps {
        record.item(step);
    }
    record.answers();
    for finding in &inspection.findings {
        record.finding(finding);
    }
    record.whole();
    record.gaps
}

struct Record<'a, 's> {
    inspection: &'a Inspection,
    against: &'a Against<'a>,
    steps: &'s [Step<'a>],
    gaps: Vec<Gap>,
}

impl Record<'_, '_> {
    fn miss(&mut self, kind: GapKind) {
        self.gaps.push(Gap { at: None, finding: None, kind });
    }

    fn miss_at(&mut self, at: ItemRef, kind: GapKind) {
        self.gaps.push(Gap { at: Some(at), finding: None, kind });
    }

    fn miss_in(&mut self, finding: &Finding, kind: GapKind) {
        self.gaps.push(Gap { at: Some(finding.at.clone()), finding: Some(finding.id), kind });
    }

    fn entered(&self) -> bool {
        self.inspection.access == Access::Entered
    }

    fn photo(&self, sha256: &Sha256) -> Option<&Photo> {
        self.inspection.photos.iter().find(|photo| photo.sha256 == *sha256)
    }

    fn has_photo_of(&self, at: &ItemRef) -> bool {
        self.inspection.photos.iter().any(|photo| photo.at.as_ref() == Some(at))
    }

    fn lists(&mut self) {
        if self.entered() && self.inspection.checklists.is_empty() {
            self.miss(GapKind::NoChecklist);
        }
        for pin in &self.inspection.checklists {
            if self.against.checklists.get(&pin.sha256).is_none_or(|list| list.id != pin.id) {
                self.miss(GapKind::ChecklistUnknown);
            }
        }
    }

    fn item(&mut self, step: &Step<'_>) {
        let at = step.at();
        let Some(answer) = step.answer else {
            if self.entered() {
                self.miss_at(at, GapKind::Unanswered);
            }
            return;
        };
        if !fits(step.item, answer) {
            return self.miss_at(at, GapKind::AnswerUnfit);
        }
        if let Answer::NotChecked { reason: NotCheckedReason::Other, text } = answer
            && text.trim().is_empty()
        {
            return self.miss_at(at, GapKind::ReasonMissing);
        }
        let verdict = step.verdict(self.inspection.started_at.day());
        let fails = verdict == Some(Verdict::Fail);
        if fails && !self.inspection.findings.iter().any(|finding| finding.at == at) {
            return self.miss_at(at, GapKind::FindingMissing);
        }
        // The pictures of a fail belong to its findings.
        let asks = verdict.is_some() && !fails && (step.item.photo == PhotoRule::Always || step.item.answer == AnswerKind::Photo);
        if asks && !self.has_photo_of(&at) {
            self.miss_at(at, GapKind::PhotoMissing);
        }
    }

    /// Answers that belong nowhere. Those of lists that are not known here cannot be judged.
    fn answers(&mut self) {
        let mut seen = BTreeSet::new();
        for answered in &self.inspection.answers {
            let at = &answered.at;
            if !seen.insert(at) {
                self.miss_at(at.clone(), GapKind::AnswerUnfit);
            }
            let pin = self.inspection.checklists.iter().find(|pin| pin.id == at.list);
            let list = pin.map(|pin| self.against.checklists.get(&pin.sha256));
            let is_unknown = match list {
                None => true,
                Some(None) => false,
                Some(Some(list)) => list.item(&at.item).is_none(),
            };
            if is_unknown {
                self.miss_at(at.clone(), GapKind::ItemUnknown);
            }
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let step = self.steps.iter().find(|step| step.is_at(&finding.at));
        let is_of_unknown_list =
            self.inspection.checklists.iter().any(|pin| pin.id == finding.at.list && !self.against.checklists.contains_key(&pin.sha256));
        let fails = step.is_some_and(|step| step.verdict(self.inspection.started_at.day()) == Some(Verdict::Fail));
        if !fails && !is_of_unknown_list {
            self.miss_in(finding, GapKind::FindingOnPass);
        }
        let is_twice = self.inspection.findings.iter().filter(|other| other.id == finding.id).count() > 1;
        if is_twice || !says_enough(finding) {
            self.miss_in(finding, GapKind::FindingUnclear);
        }
        let named = pictures(finding);
        if named.iter().any(|sha256| self.photo(sha256).is_none()) {
            self.miss_in(finding, GapKind::PhotoUnknown);
        }
        if named.is_empty() && step.is_some_and(|step| step.item.photo != PhotoRule::Never) {
            self.miss_in(finding, GapKind::PhotoMissing);
        }
        let earlier = self.against.earlier.and_then(|earlier| earlier.findings.iter().find(|old| old.id == finding.id));
        if !earlier.is_some_and(|old| is_same_decision(old, finding)) {
            self.disposition(finding, step);
        }
    }

    fn disposition(&mut self, finding: &Finding, step: Option<&Step<'_>>) {
        let demand = step.and_then(|step| step.item.demand.as_ref());
        let severity = demand.map_or(finding.severity, |demand| demand.severity.max(finding.severity));
        let is_allowed = match &finding.disposition {
            Disposition::OnSpot { .. } | Disposition::Order { .. } => severity == Severity::General,
            Disposition::SameAs { hazard } => {
                let hazard = self.against.hazards.get(hazard);
                let is_here = hazard.is_some_and(|hazard| hazard.premises == self.inspection.premises && hazard.state.is_open());
                if !is_here {
                    self.miss_in(finding, GapKind::HazardUnknown);
                }
                severity == Severity::General || hazard.is_none_or(|hazard| hazard.severity == Severity::Major)
            }
            Disposition::SuspectedMajor { basis, .. } => {
                let bases = demand.map_or(usize::MAX, |demand| demand.major_basis.len());
                finding.severity == Severity::Major && basis.is_none_or(|basis| usize::from(basis) < bases)
            }
        };
        if !is_allowed {
            self.miss_in(finding, GapKind::Disposition);
        }
        match &finding.disposition {
            Disposition::OnSpot { before, after } if !self.shows_both(before, after) => self.miss_in(finding, GapKind::BeforeAfter),
            Disposition::Order { due_on, reason } if !self.is_deadline_within_rule(*due_on, reason.as_deref(), step) => {
                self.miss_in(finding, GapKind::Deadline);
            }
            _ => {}
        }
    }

    /// Pictures before and after, the earliest after later than the latest before, all within the visit.
    fn shows_both(&self, before: &[Sha256], after: &[Sha256]) -> bool {
        let visit = self.inspection.started_at..=self.inspection.finished_at;
        let times = |pictures: &[Sha256]| -> Option<Vec<_>> {
            let times = pictures.iter().map(|sha256| self.photo(sha256).map(|photo| photo.taken_at).filter(|at| visit.contains(at)));
            times.collect()
        };
        let (Some(before), Some(after)) = (times(before), times(after)) else { return false };
        matches!((before.iter().max(), after.iter().min()), (Some(before), Some(after)) if after > before)
    }

    /// From the day of the visit to the item's default; later only with a reason, and on a lifeline never.
    fn is_deadline_within_rule(&self, due_on: Day, reason: Option<&str>, step: Option<&Step<'_>>) -> bool {
        let found_on = self.against.found_on;
        // A draft that was begun before midnight named its days then.
        let first = self.inspection.started_at.day().min(found_on);
        let default = step.and_then(|step| step.item.demand.as_ref()).map(|demand| found_on.plus(i64::from(demand.deadline_days)));
        let is_reasoned = reason.is_some_and(|reason| reason.trim().chars().count() >= DEADLINE_REASON_MIN);
        let is_lifeline = step.is_some_and(|step| step.item.lifeline);
        // A list that is not known here has no default; its longest is taken.
        let within_default = default.is_none_or(|last| due_on <= last);
        let longest = found_on.plus(GENERAL_DEADLINE_MAX_DAYS).max(default.unwrap_or(found_on));
        due_on >= first && due_on <= longest && (within_default || (is_reasoned && !is_lifeline))
    }

    fn whole(&mut self) {
        let inspection = self.inspection;
        if inspection.inspectors.is_empty() {
            self.miss(GapKind::NoInspector);
        }
        if inspection.finished_at < inspection.started_at {
            self.miss(GapKind::TimesReversed);
        }
        let gone = |old: &Finding| !inspection.findings.iter().any(|finding| finding.id == old.id);
        if inspection.reply.trim().is_empty() && self.against.earlier.is_some_and(|earlier| earlier.findings.iter().any(gone)) {
            self.miss(GapKind::ReplyMissing);
        }
        if !self.entered() {
            if !inspection.photos.iter().any(|photo| photo.of == PhotoOf::Door) {
                self.miss(GapKind::DoorPhotoMissing);
            }
            return;
        }
        match &inspection.counterpart {
            None => self.miss(GapKind::CounterpartMissing),
            Some(Counterpart::Signed { signature, .. }) if signature.name.trim().is_empty() => self.miss(GapKind::CounterpartUnclear),
            Some(Counterpart::Unsigned { witness: None, .. }) if inspection.nature == Nature::AdminCheck => {
                self.miss(GapKind::CounterpartUnclear)
            }
            Some(_) => {}
        }
        if inspection.signatures.len() < inspection.inspectors.len().max(1) {
            self.miss(GapKind::InspectorUnsigned);
        }
    }
}

/// Every picture that a finding names.
fn pictures(finding: &Finding) -> Vec<&Sha256> {
    let (before, after): (&[Sha256], &[Sha256]) = match &finding.disposition {
        Disposition::OnSpot { before, after } => (before, after),
        _ => (&[], &[]),
    };
    finding.photos.iter().chain(before).chain(after).collect()
}

fn says_enough(finding: &Finding) -> bool {
    let is_said = |words: &str| !words.trim().is_empty();
    is_said(&finding.violation)
        && match &finding.disposition {
            Disposition::Order { .. } => is_said(&finding.demand),
            Disposition::SuspectedMajor { consequence, .. } => is_said(&finding.demand) && is_said(consequence),
            Disposition::OnSpot { .. } | Disposition::SameAs { .. } => true,
        }
}
