//! What is wrong with an item, and what is done about it.

use super::{SheetOpen, Visit};
use crate::phone::clock;
use crate::state::evidence;
use domain::checklist::Demand;
use domain::digest::Sha256;
use domain::ids::{FindingId, HazardId};
use domain::inspection::{Disposition, Finding, Photo, PhotoOf, Severity};
use domain::time::Day;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What was decided of a finding before something else was, by the kind of decision: who comes back to it finds it as it was.
pub(super) type Decided = BTreeMap<(FindingId, &'static str), Disposition>;

/// The kinds of decision by the names that the options carry.
#[must_use]
pub const fn name_of(disposition: &Disposition) -> &'static str {
    match disposition {
        Disposition::OnSpot { .. } => "on_spot",
        Disposition::Order { .. } => "order",
        Disposition::SameAs { .. } => "same_as",
        Disposition::SuspectedMajor { .. } => "suspected_major",
    }
}

impl Visit {
    /// The first finding of a failed item, made now with everything prefilled if there is none, in its sheet.
    pub fn open_finding(self, place: usize) {
        let first = self.walk().card(place).findings.with_untracked(|findings| findings.first().map(|finding| finding.id));
        match first {
            Some(id) => self.sheet.set(Some(SheetOpen::Fail(place, id))),
            None => self.begin_finding(place),
        }
    }

    /// One more thing that is wrong with an item, everything prefilled, in its sheet. The second of two taps adds no third.
    pub fn add_finding(self, place: usize) {
        if self.is_alive_again() {
            self.begin_finding(place);
        }
    }

    fn begin_finding(self, place: usize) {
        let finding = self.new_finding(place);
        let id = finding.id;
        self.walk().add_finding(place, finding);
        self.sheet.set(Some(SheetOpen::Fail(place, id)));
    }

    fn new_finding(self, place: usize) -> Finding {
        let walk = self.walk();
        let demand = walk.item(place).demand.clone();
        let severity = demand.as_ref().map_or(Severity::General, |demand| demand.severity);
        Finding {
            id: FindingId(clock::new_id()),
            at: walk.card(place).at.clone(),
            violation: demand.as_ref().map(|demand| demand.violation.clone()).unwrap_or_default(),
            spot: String::new(),
            disposition: self.usual(demand.as_ref(), severity),
            demand: demand.map(|demand| demand.rectify).unwrap_or_default(),
            severity,
            photos: vec![],
            note: String::new(),
        }
    }

    fn usual(self, demand: Option<&Demand>, severity: Severity) -> Disposition {
        match demand {
            Some(demand) if severity == Severity::Major => {
                let basis = if demand.major_basis.len() == 1 { Some(0) } else { None };
                Disposition::SuspectedMajor { basis, consequence: String::new() }
            }
            demand => Disposition::Order { due_on: self.default_due(demand.map_or(0, |demand| demand.deadline_days)), reason: None },
        }
    }

    /// The last day of so many from today.
    #[must_use]
    pub fn default_due(self, days: u32) -> Day {
        clock::now().day().plus(i64::from(days))
    }

    /// Decides something else about a finding. Day, reason and pictures of the decision before are there again if one comes back to it.
    pub fn decide(self, place: usize, id: FindingId, name: &str) {
        let walk = self.walk();
        let demand = walk.item(place).demand.clone();
        let pictures = walk.card(place).photos.get_untracked();
        let findings = walk.card(place).findings.get_untracked();
        let hazard = self.open_hazards().first().map(|hazard| hazard.id);
        let fresh = self.default_due(demand.as_ref().map_or(0, |demand| demand.deadline_days));
        walk.change_finding(place, id, |finding| {
            if name_of(&finding.disposition) == name {
                return;
            }
            self.decided.update_value(|decided| {
                decided.insert((id, name_of(&finding.disposition)), finding.disposition.clone());
            });
            let earlier =
                self.decided.with_value(|decided| decided.iter().find(|((of, is), _)| *of == id && *is == name).map(|(_, it)| it.clone()));
            let others: Vec<&Finding> = findings.iter().filter(|other| other.id != id).collect();
            let Some(disposition) =
                decision(name, earlier, &Ground { finding, others: &others, pictures: &pictures, hazard, due_on: fresh })
            else {
                return;
            };
            let is_major = demand.as_ref().is_some_and(|demand| demand.severity == Severity::Major);
            let is_suspected = matches!(disposition, Disposition::SuspectedMajor { .. });
            finding.severity = if is_major || is_suspected { Severity::Major } else { Severity::General };
            finding.disposition = disposition;
        });
    }
}

/// What a decision is made from.
struct Ground<'a> {
    finding: &'a Finding,
    /// The item's other findings.
    others: &'a [&'a Finding],
    /// The item's pictures.
    pictures: &'a [Photo],
    /// An open hazard here, the most urgent.
    hazard: Option<HazardId>,
    /// The last day by the item's rule.
    due_on: Day,
}

/// The decision of this name: as it was decided before, else with everything prefilled. None if there is nothing to decide on.
fn decision(name: &str, earlier: Option<Disposition>, ground: &Ground<'_>) -> Option<Disposition> {
    match (name, earlier) {
        ("on_spot", earlier) => {
            let before = evidence::before(ground.finding, ground.pictures);
            Some(Disposition::OnSpot { before, after: after(earlier.as_ref(), ground) })
        }
        (_, Some(earlier)) => Some(earlier),
        ("same_as", None) => ground.hazard.map(|hazard| Disposition::SameAs { hazard }),
        ("suspected_major", None) => Some(Disposition::SuspectedMajor { basis: None, consequence: String::new() }),
        (_, None) => Some(Disposition::Order { due_on: ground.due_on, reason: None }),
    }
}

/// The pictures of what was put right: those that the decision named before, and one that came when it had just been changed. After a
/// page that died it is not known any more which were named; then the item's pictures of that kind that no other finding names.
fn after(earlier: Option<&Disposition>, ground: &Ground<'_>) -> Vec<Sha256> {
    let is_free = |photo: &&Photo| !ground.others.iter().any(|other| evidence::named(other).contains(&photo.sha256));
    let is_mine = |photo: &&Photo| match earlier {
        Some(earlier) if evidence::after(earlier).contains(&photo.sha256) => true,
        Some(_) => photo.of == PhotoOf::After && ground.finding.photos.contains(&photo.sha256),
        None => photo.of == PhotoOf::After,
    };
    ground.pictures.iter().filter(is_mine).filter(is_free).map(|photo| photo.sha256).collect()
}

#[cfg(test)]
mod tests;
