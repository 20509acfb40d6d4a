//! The invariants of `lifecycle.md` a over random sequences of commands: a small world in memory applies what the decisions say, as
//! the store does, and after each step the laws must hold.

use super::cast::*;
use super::inbox::Why;
use super::submit::{Earlier, Submitted};
use super::{coverage, review};
use crate::command::Reason;
use crate::digest::Sha256;
use crate::event::Event;
use crate::hazard::{Hazard, HazardState};
use crate::ids::{FindingId, HazardId, InspectionId, UserId};
use crate::inspection::*;
use crate::refusal::{Quarantine, Refusal};
use crate::time::Timestamp;
use crate::user::{Role, User};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(Debug, Clone)]
enum Step {
    Submit {
        visit: u8,
        by: u8,
        shape: Shape,
    },
    /// Mends what stands: other words, or another record altogether.
    Mend {
        visit: u8,
        by: u8,
        shape: Option<Shape>,
        is_next: bool,
        drops_photo: bool,
    },
    Again {
        visit: u8,
    },
    Return {
        visit: u8,
        role: Role,
        is_current: bool,
    },
    Accept {
        visit: u8,
        role: Role,
        is_current: bool,
    },
    AutoAccept {
        visit: u8,
    },
    Release {
        visit: u8,
        role: Role,
    },
    Void {
        visit: u8,
    },
    Wait {
        hours: i64,
    },
    Evidence {
        visit: u8,
    },
}

/// What a record looks like.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// Findings on the exit, by bits; each number is always the same finding.
    findings: u8,
    disposition: u8,
    is_entered: bool,
    is_unsigned: bool,
    is_foreign_grid: bool,
}

fn shape() -> impl Strategy<Value = Shape> {
    let disposition = prop_oneof![6 => Just(0u8), 1 => Just(1), 1 => Just(2), 2 => Just(3)];
    (0u8..4, disposition, prop::bool::weighted(0.9), prop::bool::weighted(0.05), prop::bool::weighted(0.05)).prop_map(
        |(findings, disposition, is_entered, is_unsigned, is_foreign_grid)| Shape {
            findings,
            disposition,
            is_entered,
            is_unsigned,
            is_foreign_grid,
        },
    )
}

fn reviewer() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![Role::CommunitySafety, Role::OfficeClerk, Role::OfficeLead, Role::Inspector, Role::Admin])
}

fn step() -> impl Strategy<Value = Step> {
    let visit = 0u8..2;
    let mostly = || prop::bool::weighted(0.85);
    let by = prop_oneof![8 => Just(0u8), 3 => Just(1), 1 => Just(2)];
    prop_oneof![
        1 => (visit.clone(), by.clone(), shape()).prop_map(|(visit, by, shape)| Step::Submit { visit, by, shape }),
        5 => (visit.clone(), by, prop::option::weighted(0.3, shape()), mostly(), prop::bool::weighted(0.1))
            .prop_map(|(visit, by, shape, is_next, drops_photo)| Step::Mend { visit, by, shape, is_next, drops_photo }),
        1 => visit.clone().prop_map(|visit| Step::Again { visit }),
        4 => (visit.clone(), reviewer(), mostly()).prop_map(|(visit, role, is_current)| Step::Return { visit, role, is_current }),
        3 => (visit.clone(), reviewer(), mostly()).prop_map(|(visit, role, is_current)| Step::Accept { visit, role, is_current }),
        2 => visit.clone().prop_map(|visit| Step::AutoAccept { visit }),
        4 => (visit.clone(), reviewer()).prop_map(|(visit, role)| Step::Release { visit, role }),
        1 => (visit.clone(), prop::bool::weighted(0.2)).prop_map(|(visit, is_void)| if is_void { Step::Void { visit } } else { Step::Wait { hours: 1 } }),
        3 => (1i64..100).prop_map(|hours| Step::Wait { hours }),
        6 => visit.prop_map(|visit| Step::Evidence { visit }),
    ]
}

/// A visit as it stands.
struct Record {
    standing: Visit,
    state: InspectionState,
    quarantine: BTreeSet<Quarantine>,
    inbox: BTreeSet<Why>,
    inspectors: Vec<UserId>,
    links: BTreeMap<FindingId, HazardId>,
    was_returned: bool,
    missing_blobs: u32,
    submitted_at: Timestamp,
    /// Who accepted it; `SYSTEM` for the timer.
    accepted_by: Option<UserId>,
    /// By the events alone: entered, and no doubt left.
    counted: bool,
}

struct World {
    house: House,
    now: Timestamp,
    records: BTreeMap<InspectionId, Record>,
    hazards: BTreeMap<HazardId, Hazard>,
    /// Everything that was ever handed in, in order.
    documents: Vec<(InspectionId, u32, Sha256, BTreeSet<Sha256>)>,
}

impl World {
    fn new() -> Self {
        Self { house: House::new(), now: MORNING, records: BTreeMap::new(), hazards: BTreeMap::new(), documents: vec![] }
    }

    /// 0 owns, 1 helps, 2 is nobody.
    fn inspector(&self, by: u8) -> User {
        match by {
            0 => self.house.person(Role::Inspector),
            1 => self.house.colleague(),
            _ => User { id: UserId(Uuid::from_u128(0x2200)), ..self.house.person(Role::Inspector) },
        }
    }

    fn visit(&self, n: u8, by: u8, shape: Shape) -> Visit {
        let mut visit = Visit::new(&self.house);
        let record = &mut visit.inspection;
        record.id = InspectionId(Uuid::from_u128(0x5000 + u128::from(n)));
        record.inspectors.push(self.inspector(1).id);
        record.signatures.push(record.signatures[0].clone());
        visit.by = self.inspector(by);
        visit.subject = if shape.is_foreign_grid { OTHER_GRID } else { GRID };
        for finding in (0..2).filter(|bit| shape.findings >> bit & 1 == 1) {
            let number = 1 + 10 * n + finding;
            let disposition = match shape.disposition {
                0 => Disposition::Order { due_on: today().plus(1), reason: None },
                1 => Disposition::Order { due_on: today().plus(60), reason: None },
                2 => Disposition::SuspectedMajor { basis: None, consequence: "无法疏散".into() },
                _ => Disposition::OnSpot { before: vec![visit.photo(5, "exit")], after: vec![visit.photo(6, "exit")] },
            };
            visit.fail("exit", number, disposition);
        }
        if !shape.is_entered {
            visit.inspection.access = Access::Closed;
            visit.inspection.photos[0].of = PhotoOf::Door;
        }
        if shape.is_unsigned {
            visit.inspection.counterpart = None;
        }
        visit
    }

    /// Puts what the store would load beside the document.
    fn facts(&self, mut visit: Visit) -> Visit {
        visit.issued_at = self.now;
        visit.received_at = self.now;
        visit.hazards = self.hazards.clone();
        visit.earlier = self.records.get(&visit.inspection.id).map(|record| Earlier {
            revision: record.standing.inspection.revision,
            state: record.state,
            sealed: record.standing.sealed(),
            inspection: record.standing.inspection.clone(),
            hazards: record.links.clone(),
            was_returned: record.was_returned,
        });
        visit
    }

    /// Applies a document as the store does.
    fn take(&mut self, visit: Visit) -> Result<(), TestCaseError> {
        let visit = self.facts(visit);
        let taken: Submitted = visit.submit(&self.house);
        prop_assert_eq!(&visit.submit(&self.house), &taken, "A7: the same outcome");
        let id = visit.inspection.id;
        let photos: BTreeSet<Sha256> = visit.inspection.photos.iter().map(|photo| photo.sha256).collect();
        for hazard in &taken.hazards {
            prop_assert!(self.hazards.insert(hazard.id, hazard.clone()).is_none(), "A7: a finding becomes one hazard");
        }
        for hazard in taken.links.values() {
            prop_assert!(self.hazards.contains_key(hazard), "A4: every link leads to a hazard");
        }
        if !taken.stands {
            if let Some(record) = self.records.get_mut(&id).filter(|record| record.state == InspectionState::Submitted) {
                record.quarantine.insert(Quarantine::RevisionConflict);
                record.inbox.insert(Why::Quarantine);
                record.counted = false;
            }
            return Ok(());
        }
        if let Some(before) = self.records.get(&id) {
            let kept = before.standing.inspection.photos.iter().all(|photo| photos.contains(&photo.sha256));
            prop_assert!(kept || taken.quarantine.contains(&Quarantine::NeedsDecision), "A1: pictures are only added");
        }
        for finding in &visit.inspection.findings {
            prop_assert!(taken.links.contains_key(&finding.id), "A4: every finding is somewhere");
        }
        self.documents.push((id, visit.inspection.revision, visit.sealed(), photos));
        let counted = visit.inspection.access == Access::Entered && taken.quarantine.is_empty();
        let record = Record {
            state: InspectionState::Submitted,
            quarantine: taken.quarantine,
            inbox: taken.inbox,
            inspectors: taken.inspectors,
            links: taken.links,
            was_returned: self.records.get(&id).is_some_and(|record| record.was_returned),
            missing_blobs: 1,
            submitted_at: self.now,
            accepted_by: None,
            counted,
            standing: visit,
        };
        self.records.insert(id, record);
        Ok(())
    }

    fn review(
        &mut self,
        visit: u8,
        role: Role,
        is_current: bool,
        decide: impl FnOnce(&review::Facts<'_>) -> Result<Vec<Event>, Refusal>,
    ) -> Result<(), TestCaseError> {
        let id = InspectionId(Uuid::from_u128(0x5000 + u128::from(visit)));
        let places = self.house.places_from(GRID);
        let person = self.house.person(role);
        let actor = if role == Role::System { self.house.system(&places) } else { self.house.actor(&person, role, &places) };
        let actor = super::Actor { received_at: self.now, ..actor };
        let Some(record) = self.records.get_mut(&id) else { return Ok(()) };
        let revision = record.standing.inspection.revision;
        let facts = review::Facts {
            actor,
            base: Some(if is_current { revision } else { revision + 1 }),
            inspection: id,
            state: record.state,
            revision,
            nature: Nature::Patrol,
            kind: VisitKind::Routine,
            inspectors: &record.inspectors,
            quarantine: &record.quarantine,
            inbox: &record.inbox,
            missing_blobs: record.missing_blobs,
            submitted_at: record.submitted_at,
        };
        let Ok(events) = decide(&facts) else { return Ok(()) };
        for event in events {
            prop_assert!(!self.hazards.contains_key(&HazardId(event.subject())), "A5: a review touches no hazard");
            record.state = event.inspection_state().unwrap_or(record.state);
            match event {
                Event::InspectionReturned { .. } => record.was_returned = true,
                Event::InspectionAccepted { .. } => record.accepted_by = Some(actor.id()),
                Event::QuarantineReleased { .. } => {
                    record.quarantine.clear();
                    record.inbox.remove(&Why::Quarantine);
                    record.counted = record.standing.inspection.access == Access::Entered;
                }
                other => prop_assert!(false, "not a review: {:?}", other),
            }
        }
        Ok(())
    }

    fn run(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Submit { visit, by, shape } => {
                let visit = self.visit(visit, by, shape);
                self.take(visit)
            }
            Step::Mend { visit, by, shape, is_next, drops_photo } => {
                let id = InspectionId(Uuid::from_u128(0x5000 + u128::from(visit)));
                let Some(record) = self.records.get(&id) else { return Ok(()) };
                let mut next = shape.map_or_else(|| record.standing.clone(), |shape| self.visit(visit, by, shape));
                next.by = self.inspector(by);
                for finding in &mut next.inspection.findings {
                    finding.violation.push('。');
                }
                next.inspection.revision = record.standing.inspection.revision + 1;
                next.inspection.parent = Some(if is_next { record.standing.sealed() } else { Sha256::of(b"the other phone's") });
                next.inspection.reply = "看错了门".into();
                for photo in &record.standing.inspection.photos {
                    if !next.inspection.photos.contains(photo) {
                        next.inspection.photos.push(photo.clone());
                    }
                }
                if drops_photo {
                    next.inspection.photos.remove(0);
                }
                self.take(next)
            }
            Step::Again { visit } => {
                let id = InspectionId(Uuid::from_u128(0x5000 + u128::from(visit)));
                let Some(standing) = self.records.get(&id).map(|record| record.standing.clone()) else { return Ok(()) };
                let before = self.hazards.len();
                self.take(standing)?;
                prop_assert_eq!(self.hazards.len(), before, "A7: the same record again makes no hazard");
                Ok(())
            }
            Step::Return { visit, role, is_current } => self.review(visit, role, is_current, |facts| {
                review::return_inspection(facts, ReturnReason::WordingUnclear, &[ReturnPoint::Whole { comment: "写清楚".into() }])
            }),
            Step::Accept { visit, role, is_current } => self.review(visit, role, is_current, review::accept),
            Step::AutoAccept { visit } => self.review(visit, Role::System, true, review::auto_accept),
            Step::Release { visit, role } => self.review(visit, role, true, |facts| {
                review::release_quarantine(facts, &Reason { code: "checked".into(), text: "核实过出勤".into() })
            }),
            Step::Void { visit } => {
                if let Some(record) = self.records.get_mut(&InspectionId(Uuid::from_u128(0x5000 + u128::from(visit)))) {
                    (record.state, record.counted) = (InspectionState::Voided, false);
                }
                Ok(())
            }
            Step::Wait { hours } => {
                self.now = self.now.plus_hours(hours);
                Ok(())
            }
            Step::Evidence { visit } => {
                if let Some(record) = self.records.get_mut(&InspectionId(Uuid::from_u128(0x5000 + u128::from(visit)))) {
                    record.missing_blobs = record.missing_blobs.saturating_sub(1);
                }
                Ok(())
            }
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        for (id, record) in &self.records {
            if record.state == InspectionState::Accepted {
                let by = record.accepted_by.expect("somebody accepted it");
                prop_assert!(!record.inspectors.contains(&by), "A2");
                prop_assert!(record.quarantine.is_empty(), "A3");
                prop_assert_eq!(record.missing_blobs, 0, "accepted only when complete");
            }
            let counts = coverage::counts(record.standing.inspection.access, record.quarantine.is_empty(), record.state);
            prop_assert_eq!(counts, record.counted, "A8");
            let revisions: Vec<u32> = self.documents.iter().filter(|(of, ..)| of == id).map(|(_, revision, ..)| *revision).collect();
            prop_assert!(revisions.windows(2).all(|pair| pair[1] == pair[0] + 1), "A1: {:?}", revisions);
        }
        Ok(())
    }
}

/// State and deadline of everything, which only the life of the hazard itself may change.
fn clocks(world: &World) -> BTreeMap<HazardId, (HazardState, Option<crate::time::Day>)> {
    world.hazards.iter().map(|(id, hazard)| (*id, (hazard.state, hazard.due_on))).collect()
}

proptest! {
    #[test]
    fn the_laws_hold_whatever_people_do(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        for step in steps {
            let before = clocks(&world);
            world.run(step)?;
            world.check()?;
            let after = clocks(&world);
            for (hazard, clock) in before {
                prop_assert_eq!(after.get(&hazard), Some(&clock), "A5: neither state nor deadline");
            }
        }
    }
}

/// The laws would hold in a world where nothing ever happens, too: this one sees everything happen.
#[test]
fn the_world_of_the_laws_is_a_busy_one() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut accepted, mut by_timer, mut mended, mut quarantined, mut hazards) = (0, 0, 0, 0, 0);
    for _ in 0..100 {
        let steps = prop::collection::vec(step(), 40..60).new_tree(&mut runner).expect("steps").current();
        let mut world = World::new();
        for step in steps {
            world.run(step).expect("the laws hold");
        }
        for record in world.records.values() {
            accepted += u32::from(record.accepted_by.is_some());
            by_timer += u32::from(record.accepted_by == Some(UserId::SYSTEM));
            mended += u32::from(record.standing.inspection.revision > 1);
            quarantined += u32::from(!record.quarantine.is_empty());
        }
        hazards += world.hazards.len();
    }
    assert!(
        accepted > 8 && by_timer > 0 && mended > 20 && quarantined > 10 && hazards > 50,
        "{accepted} {by_timer} {mended} {quarantined} {hazards}"
    );
}
