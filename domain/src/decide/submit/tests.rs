mod doubted;
mod mended;
mod missing;

use super::*;
use crate::decide::cast::*;
use crate::hazard::{Closure, DemandKind, HazardState};
use crate::inspection::{Access, Answer, Counterpart, Disposition, NotSigned, PhotoOf, Severity};
use crate::position::{Located, NoPosition};
use crate::user::Role;

fn none<T>() -> BTreeSet<T> {
    BTreeSet::new()
}

fn order(days: i64) -> Disposition {
    Disposition::Order { due_on: today().plus(days), reason: None }
}

fn reasoned(days: i64, reason: &str) -> Disposition {
    Disposition::Order { due_on: today().plus(days), reason: Some(reason.into()) }
}

fn suspected() -> Disposition {
    Disposition::SuspectedMajor { basis: None, consequence: "夜间起火无法疏散".into() }
}

/// What the phone would show for the visit.
fn kinds(house: &House, visit: &Visit) -> Vec<GapKind> {
    let earlier = visit.earlier.as_ref().map(|earlier| &earlier.inspection);
    let against = Against { checklists: &house.checklists, hazards: &visit.hazards, found_on: today(), earlier };
    gaps(&visit.inspection, &against).into_iter().map(|gap| gap.kind).collect()
}

#[test]
fn a_whole_patrol_without_findings_is_simply_taken() {
    let house = House::new();
    let taken = Visit::new(&house).submit(&house);
    assert!(taken.stands);
    assert_eq!((taken.quarantine, taken.flags), (none(), none()));
    assert_eq!(taken.hazards, vec![]);
    assert_eq!(taken.counts, Counts { passed: 4, facts: 2, ..Counts::default() });
    assert_eq!(taken.events.len(), 1);
}

#[test]
fn system_visits_nobody() {
    let house = House::new();
    let visit = Visit::new(&house);
    let places = house.places_from(GRID);
    let facts = Facts {
        actor: house.system(&places),
        place: visit.place,
        issued_at: MORNING,
        sealed: visit.sealed(),
        premises: None,
        checklists: &house.checklists,
        earlier: None,
        hazards: &BTreeMap::new(),
        closed_lately: &BTreeMap::new(),
        reused_photos: &BTreeSet::new(),
        submitted_before: 0,
        late_after_days: 7,
    };
    assert_eq!(submit(&facts, &visit.inspection), Err(Refusal::NotOwner));
}

#[test]
fn a_patrol_advises_and_only_a_check_orders() {
    let house = House::new();
    let mut visit = Visit::with_finding(&house);
    let advised = &visit.submit(&house).hazards[0];
    assert_eq!((advised.state, advised.demand_kind, advised.due_on), (HazardState::Ordered, DemandKind::Advised, Some(today().plus(1))));
    assert_eq!((advised.lifeline, advised.found_by, advised.number.as_str()), (true, visit.by.id, ""));
    visit.inspection.nature = Nature::AdminCheck;
    assert_eq!(visit.submit(&house).hazards[0].demand_kind, DemandKind::Ordered);
}

#[test]
fn a_suspected_major_is_suspected_and_shown() {
    let house = House::new();
    let mut visit = Visit::new(&house);
    visit.fail("exit", 1, suspected());
    let taken = visit.submit(&house);
    let hazard = &taken.hazards[0];
    assert_eq!(
        (hazard.state, hazard.severity, hazard.demand_kind, hazard.due_on),
        (HazardState::Suspected, Severity::Major, DemandKind::None, None)
    );
    assert!(taken.inbox.contains(&inbox::Why::Major));
}

#[test]
fn what_the_list_calls_major_is_never_played_down() {
    let house = House::new();
    let mut visit = Visit::new(&house);
    visit.answer("overnight", Answer::YesNo(true));
    let (before, after) = (visit.photo(5, "stairs"), visit.photo(6, "stairs"));
    visit.fail("stairs", 1, Disposition::OnSpot { before: vec![before], after: vec![after] });
    let taken = visit.submit(&house);
    assert_eq!(taken.quarantine, BTreeSet::from([Quarantine::DispositionInvalid]));
    assert_eq!((taken.hazards[0].state, taken.hazards[0].severity), (HazardState::Suspected, Severity::Major));
    assert!(taken.inbox.contains(&inbox::Why::Major));
}

#[test]
fn the_same_hazard_seen_again_makes_no_second() {
    let house = House::new();
    let mut visit = Visit::new(&house);
    let hazard = visit.open_hazard(1, true, Severity::General, HazardState::Ordered);
    let finding = visit.fail("exit", 1, Disposition::SameAs { hazard });
    let taken = visit.submit(&house);
    assert_eq!((taken.hazards, taken.sightings), (vec![], vec![(hazard, finding)]));
    assert_eq!(taken.links, BTreeMap::from([(finding, hazard)]));
    assert!(taken.events.contains(&Event::HazardSighted { hazard, inspection: visit.inspection.id, finding }));
}

#[test]
fn a_sighting_of_nothing_is_a_hazard_of_its_own() {
    let house = House::new();
    let mut visit = Visit::new(&house);
    visit.fail("exit", 1, Disposition::SameAs { hazard: HazardId(uuid::Uuid::nil()) });
    let taken = visit.submit(&house);
    assert_eq!((taken.hazards[0].state, taken.sightings), (HazardState::Registered, vec![]));
}

#[test]
fn a_hazard_that_was_closed_lately_recurs() {
    let house = House::new();
    let mut visit = Visit::with_finding(&house);
    let closed = HazardId(uuid::Uuid::from_u128(9));
    visit.closed_lately = BTreeMap::from([(at("exit"), closed)]);
    assert_eq!(visit.submit(&house).hazards[0].recurrence_of, Some(closed));
}

#[test]
fn what_could_not_be_checked_is_followed_up_sooner_on_a_lifeline() {
    let house = House::new();
    let mut visit = Visit::new(&house);
    let not_checked = || Answer::NotChecked { reason: NotCheckedReason::Locked, text: String::new() };
    visit.answer("exit", not_checked());
    visit.answer("talk", not_checked());
    let taken = visit.submit(&house);
    let due: Vec<_> = taken.follow_ups.iter().map(|new| (new.at.item.as_str(), new.due_on.days_since(today()))).collect();
    assert_eq!(due, [("exit", 1), ("talk", 7)]);
    assert_eq!(taken.counts.not_checked, 2);
    let checked: Vec<_> = taken.checked.iter().map(|at| at.item.as_str()).collect();
    assert_eq!(checked, ["width", "overnight", "meter", "front"], "what waits at these items is done");
    visit.role = Role::Auditor;
    assert_eq!(visit.submit(&house).checked, vec![], "in quarantine it counts nowhere");
    visit.role = Role::Inspector;
    // Through revisions it stays one.
    assert_eq!(visit.returned(&house).submit(&house).follow_ups, vec![]);
}

#[test]
fn the_facts_name_every_hazard_that_may_matter() {
    let house = House::new();
    let mut visit = Visit::with_finding(&house);
    let seen = HazardId(uuid::Uuid::from_u128(3));
    visit.fail("width", 2, Disposition::SameAs { hazard: seen });
    let named: BTreeSet<_> = named_hazards(&visit.inspection).collect();
    assert_eq!(named, BTreeSet::from([HazardId::of(finding_id(1)), HazardId::of(finding_id(2)), seen]));
}
