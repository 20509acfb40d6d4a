//! What is wrong on a visit, and what the inspector does about it.

use super::Desk;
use super::photos::{Camera, Motif};
use crate::demo::answer::Walk;
use crate::demo::calendar::Twist;
use crate::demo::memory::Open;
use crate::demo::random::Random;
use crate::demo::theme::Theme;
use domain::checklist::{Demand, Item, Verdict};
use domain::digest::Sha256;
use domain::ids::FindingId;
use domain::inspection::{Disposition, Finding, ItemRef, PhotoOf, Severity};

/// Findings of an ordinary visit at most.
const FINDINGS_MAX: usize = 3;
/// Before these days ago nearly everything was put right on the spot: what was ordered then would be overdue by now.
const ORDERED_LATELY_DAYS: i64 = 21;

/// Lets items fail: the one that is still open here, a major where the visit has one, and what chance says.
pub(super) fn fail_some(desk: &mut Desk<'_>, walk: &mut Walk<'_>, again: Option<&Open>) {
    if let Some(open) = again {
        walk.fail(&open.at);
        return;
    }
    let (mut count, is_major) = match desk.visit.twist {
        Twist::TooFast | Twist::Unsigned(_) => (0, false),
        Twist::Major => (1, true),
        // What is sent back is mostly about a finding.
        Twist::Returned { .. } => (1, false),
        _ => (
            if desk.random.chance(if desk.visit.age_days > ORDERED_LATELY_DAYS { 62 } else { 42 }) {
                0
            } else {
                1 + desk.random.below(4) / 2
            },
            false,
        ),
    };
    if is_major && let Some(at) = pick(desk, walk, Severity::Major) {
        walk.fail(&at);
        count -= 1;
    }
    for _ in 0..count.min(FINDINGS_MAX) {
        if let Some(at) = pick(desk, walk, Severity::General) {
            walk.fail(&at);
        }
    }
}

/// An item of this weight that is well so far; what lies on an escape route is found twice as often.
fn pick(desk: &mut Desk<'_>, walk: &Walk<'_>, severity: Severity) -> Option<ItemRef> {
    let mut some = vec![];
    for (at, item) in walk.could_fail() {
        if item.demand.as_ref().is_some_and(|demand| demand.severity == severity) {
            some.extend(std::iter::repeat_n(at, 1 + usize::from(item.lifeline)));
        }
    }
    desk.random.pick(&some).cloned()
}

/// A finding for everything that fails.
pub(super) fn findings(desk: &mut Desk<'_>, walk: &Walk<'_>, again: Option<&Open>, camera: &mut Camera) -> Vec<Finding> {
    let day = desk.visit.started_at.day();
    let failing: Vec<(ItemRef, Item)> =
        walk.steps().iter().filter(|step| step.verdict(day) == Some(Verdict::Fail)).map(|step| (step.at(), step.item.clone())).collect();
    let mut findings: Vec<Finding> = vec![];
    for (at, item) in failing {
        let Some(demand) = &item.demand else { continue };
        let open = again.filter(|open| open.at == at);
        // An inspector may call a major what the list does not.
        let is_judged_major = desk.visit.twist == Twist::Major && findings.is_empty();
        findings.push(Making { desk, item: &item, demand, at, camera }.finding(open, is_judged_major));
    }
    findings
}

struct Making<'m, 'd> {
    desk: &'m mut Desk<'d>,
    item: &'m Item,
    demand: &'m Demand,
    at: ItemRef,
    camera: &'m mut Camera,
}

impl Making<'_, '_> {
    fn finding(mut self, open: Option<&Open>, is_judged_major: bool) -> Finding {
        let theme = Theme::of(&self.demand.violation);
        let id = FindingId(self.desk.random.id(self.desk.visit.started_at));
        let place = Random::of(self.desk.random.next(), "finding", self.desk.visit.n);
        let photos = vec![self.picture(&place, theme, true, PhotoOf::Item)];
        let is_major = self.demand.severity == Severity::Major || is_judged_major;
        let disposition = match open {
            Some(open) => Disposition::SameAs { hazard: open.hazard },
            None if is_major => Disposition::SuspectedMajor {
                basis: (!self.demand.major_basis.is_empty()).then_some(0),
                consequence: theme.consequence().to_owned(),
            },
            None if self.is_put_right() => {
                let after = vec![self.picture(&place, theme, false, PhotoOf::After)];
                Disposition::OnSpot { before: photos.clone(), after }
            }
            None => self.ordered(),
        };
        let severity = if is_major && open.is_none() { Severity::Major } else { open.map_or(Severity::General, |open| open.severity) };
        let note = if self.desk.random.chance(45) { theme.note(&mut self.desk.random) } else { "" };
        Finding {
            id,
            violation: self.demand.violation.clone(),
            spot: open.map_or_else(|| theme.spot(&mut self.desk.random).to_owned(), |open| open.spot.clone()),
            demand: self.demand.rectify.clone(),
            severity,
            disposition,
            photos,
            note: note.to_owned(),
            at: self.at,
        }
    }

    fn picture(&mut self, place: &Random, theme: Theme, is_bad: bool, of: PhotoOf) -> Sha256 {
        let fix = self.desk.here(self.desk.visit.started_at);
        self.camera.take(place.clone(), Motif { theme, is_bad, of, at: Some(self.at.clone()) }, fix)
    }

    fn is_put_right(&mut self) -> bool {
        let days_ago = self.desk.visit.age_days;
        let percent = match (self.demand.deadline_days, days_ago > ORDERED_LATELY_DAYS) {
            (0, true) => 97,
            (0, false) => 66,
            (_, true) => 90,
            (_, false) => 14,
        };
        self.desk.random.chance(percent)
    }

    /// By the item's own deadline; now and then later, with a reason, but never on an escape route.
    fn ordered(&mut self) -> Disposition {
        let (day, days) = (self.desk.visit.started_at.day(), i64::from(self.demand.deadline_days));
        if !self.item.lifeline && days < 15 && self.desk.random.chance(12) {
            let reason = self.desk.random.word(&["配件要从外地订货，约一周到", "需要房东找电工改线路", "等供气单位上门更换"]);
            return Disposition::Order { due_on: day.plus(days + 7), reason: Some(reason.to_owned()) };
        }
        Disposition::Order { due_on: day.plus(days), reason: None }
    }
}
