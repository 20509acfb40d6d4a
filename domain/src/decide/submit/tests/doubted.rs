//! Doubts about who, where and when; flags; what is shown.

use super::*;

#[test]
fn each_doubt_about_who_where_and_when_is_a_reason() {
    type Spoil = fn(&House, &mut Visit);
    let cases: &[(Quarantine, Spoil)] = &[
        (Quarantine::OutOfScope, |_, visit| visit.subject = OTHER_GRID),
        (Quarantine::NotAllowed, |house, visit| {
            visit.by = house.person(Role::Admin);
            visit.role = Role::Admin;
            visit.inspection.inspectors = vec![visit.by.id];
        }),
        (Quarantine::NotAllowed, |house, visit| visit.by = house.colleague()), // hands in what another did
        (Quarantine::NotAllowed, |_, visit| visit.role = Role::CommunitySafety), // does not hold it
        (Quarantine::NotAllowed, |_, visit| visit.inspection.nature = Nature::SelfCheck),
        (Quarantine::DisabledAccount, |_, visit| visit.by.is_active = false),
        (Quarantine::Late, |_, visit| visit.received_at = MORNING.plus_days(8)),
        (Quarantine::PremisesUnknown, |_, visit| visit.ground = None),
        (Quarantine::PremisesMoved, |_, visit| {
            if let Some(ground) = &mut visit.ground {
                ground.community = place_id(OTHER_COMMUNITY);
            }
        }),
        (Quarantine::AdminCheckUnapproved, |_, visit| visit.inspection.nature = Nature::AdminCheck),
        (Quarantine::AdminCheckUnapproved, |_, visit| visit.inspection.kind = VisitKind::SpotCheck),
        (Quarantine::RevisionConflict, |_, visit| visit.inspection.revision = 2), // of a visit that nobody knows
    ];
    for (n, (reason, spoil)) in cases.iter().enumerate() {
        let house = House::new();
        let mut visit = Visit::new(&house);
        spoil(&house, &mut visit);
        let taken = visit.submit(&house);
        assert!(taken.quarantine.contains(reason), "case {n}: {reason:?} in {:?}", taken.quarantine);
        assert!(taken.stands && taken.inbox.contains(&inbox::Why::Quarantine), "case {n}");
    }
}

#[test]
fn a_week_is_not_late_and_a_grid_that_nobody_knows_is_in_scope() {
    let house = House::new();
    let mut visit = Visit::new(&house);
    visit.received_at = MORNING.plus_days(7);
    visit.subject = COMMUNITY; // the premises have no grid yet
    assert_eq!(visit.submit(&house).quarantine, none());
    visit.subject = OTHER_COMMUNITY;
    assert_eq!(visit.submit(&house).quarantine, BTreeSet::from([Quarantine::OutOfScope]));
}

#[test]
fn whatever_is_doubted_its_hazards_are_live_at_once() {
    let house = House::new();
    let mut visit = Visit::with_finding(&house);
    (visit.by.is_active, visit.subject, visit.ground) = (false, OTHER_GRID, None);
    let taken = visit.submit(&house);
    assert_eq!(taken.quarantine.len(), 3);
    assert_eq!(taken.hazards[0].state, HazardState::Ordered);
    assert_eq!(taken.hazards[0].community, visit.place);
}

#[test]
fn each_flag_is_raised_by_one_thing() {
    type Spoil = fn(&mut Visit);
    let far = located((HERE.0 + 1_500, HERE.1)); // 167 m north, 10 m forgiven, 150 allowed
    let near = located((HERE.0 + 1_420, HERE.1)); // 158 m
    let house = House::new();
    let flags = |change: &dyn Fn(&mut Visit)| {
        let mut visit = Visit::new(&house);
        change(&mut visit);
        visit.submit(&house).flags
    };
    assert_eq!(flags(&|visit| visit.inspection.photos[0].position = far), BTreeSet::from([Flag::TooFar]));
    assert_eq!(flags(&|visit| visit.inspection.photos[0].position = near), none());
    assert_eq!(flags(&|visit| visit.inspection.photos[0].position = located((0, 0))), BTreeSet::from([Flag::TooFar]));
    assert_eq!(
        flags(&|visit| {
            visit.inspection.photos[0].position = far;
            visit.ground.as_mut().unwrap().position = None;
        }),
        none()
    );
    let cases: [(Flag, Spoil); 5] = [
        (Flag::NoPosition, |visit| visit.inspection.photos[0].position = Located::Without(NoPosition::Timeout)),
        (Flag::ReusedPhoto, |visit| visit.reused_photos = BTreeSet::from([visit.inspection.photos[0].sha256])),
        (Flag::FromAlbum, |visit| {
            visit.inspection.photos[0].from_album = true;
            visit.inspection.photos[0].position = Located::Without(NoPosition::FromAlbum);
        }),
        (Flag::Undecodable, |visit| visit.inspection.photos[0].undecodable = true),
        (Flag::ClockSuspect, |visit| visit.issued_at = MORNING.plus_hours(-10)),
    ];
    for (flag, spoil) in cases {
        assert_eq!(flags(&spoil), BTreeSet::from([flag]));
    }
}

#[test]
fn a_clock_that_is_off_is_flagged_and_the_receipt_counts() {
    let house = House::new();
    let mut visit = Visit::with_finding(&house);
    visit.issued_at = MORNING.plus_days(3);
    let taken = visit.submit(&house);
    assert_eq!((taken.acted_at, taken.flags), (visit.received_at, BTreeSet::from([Flag::ClockSuspect])));
    assert_eq!(taken.hazards[0].found_at, visit.received_at);
}

/// Forty items answered in a minute, all pass.
#[test]
fn haste_and_too_much_praise_are_noticed() {
    let mut house = House::new();
    let mut list = Checklist::clone(&house.checklist());
    let item = list.sections[0].items[0].clone();
    list.sections.truncate(1);
    list.sections[0].items = (0..40).map(|n| crate::checklist::Item { id: format!("exit-{n}").as_str().into(), ..item.clone() }).collect();
    let mut visit = Visit::new(&house);
    house.checklists.insert(visit.inspection.checklists[0].sha256, Arc::new(list));
    visit.inspection.answers.clear();
    for n in 0..40 {
        visit.answer(&format!("exit-{n}"), Answer::Pass);
    }
    assert_eq!(visit.submit(&house).flags, BTreeSet::from([Flag::AllPass]));
    visit.answer("exit-3", Answer::NotApplicable);
    assert_eq!(visit.submit(&house).flags, none());
    visit.inspection.started_at = visit.inspection.finished_at.plus_seconds(-79);
    assert_eq!(visit.submit(&house).flags, BTreeSet::from([Flag::TooFast]));
}

#[test]
fn a_new_inspectors_first_visits_are_looked_at() {
    let house = House::new();
    let mut visit = Visit::new(&house);
    visit.submitted_before = 9;
    assert!(visit.submit(&house).inbox.contains(&inbox::Why::NewInspector));
    visit.submitted_before = 10;
    assert!(!visit.submit(&house).inbox.contains(&inbox::Why::NewInspector));
}
