//! Revisions: what they change, what waits for a person, what is set aside.

use super::*;

#[test]
fn a_mended_revision_changes_words_and_adds_pictures_and_leaves_hazards_alone() {
    let house = House::new();
    let mut second = Visit::with_finding(&house).returned(&house);
    second.inspection.findings[0].violation = "货架占用疏散通道".into();
    let photo = second.photo(20, "exit");
    second.inspection.findings[0].photos.push(photo);
    (second.received_at, second.issued_at) = (MORNING.plus_days(2), MORNING.plus_days(2)); // the deadline has passed meanwhile
    let taken = second.submit(&house);
    assert!(taken.stands);
    assert_eq!((taken.quarantine, taken.hazards, taken.decisions), (none(), vec![], vec![]));
    assert_eq!(taken.reworded[0].violation, "货架占用疏散通道");
    assert_eq!(taken.links, BTreeMap::from([(finding_id(1), HazardId::of(finding_id(1)))]));
    assert!(taken.inbox.contains(&inbox::Why::ReturnedBefore));
}

#[test]
fn a_new_finding_in_a_mended_revision_is_a_new_hazard() {
    let house = House::new();
    let mut second = Visit::with_finding(&house).returned(&house);
    second.fail("width", 2, order(7));
    let taken = second.submit(&house);
    assert_eq!(taken.quarantine, none());
    assert_eq!(taken.hazards.iter().map(|hazard| hazard.finding).collect::<Vec<_>>(), [finding_id(2)]);
}

#[test]
fn what_a_revision_may_not_change_waits_for_a_person() {
    type Change = fn(&mut Visit);
    let cases: &[(Change, usize)] = &[
        (|visit| visit.inspection.findings[0].disposition = order(0), 1),
        (|visit| visit.inspection.findings[0].disposition = suspected(), 1),
        (|visit| visit.inspection.findings[0].severity = Severity::Major, 1),
        (
            |visit| {
                visit.inspection.findings.clear();
                visit.answer("exit", Answer::Pass);
                visit.inspection.reply = "看错了，是隔壁的门".into();
            },
            1,
        ),
        (|visit| visit.inspection.premises = crate::ids::PremisesId(uuid::Uuid::nil()), 0),
        (|visit| visit.inspection.nature = Nature::Assist, 0),
        (|visit| visit.inspection.kind = VisitKind::Special, 0),
        (|visit| visit.inspection.checklists[0].sha256 = Sha256::of(b"a newer one"), 0),
        (
            |visit| {
                visit.inspection.photos.remove(1);
            },
            0,
        ),
    ];
    for (n, (change, decisions)) in cases.iter().enumerate() {
        let house = House::new();
        let mut second = Visit::with_finding(&house).returned(&house);
        change(&mut second);
        let taken = second.submit(&house);
        assert!(taken.stands && taken.quarantine.contains(&Quarantine::NeedsDecision), "case {n}: {:?}", taken.quarantine);
        assert_eq!((taken.decisions.len(), taken.hazards.len(), taken.reworded.len()), (*decisions, 0, 0), "case {n}");
    }
}

#[test]
fn a_finding_that_disappears_needs_a_word() {
    let house = House::new();
    let mut second = Visit::with_finding(&house).returned(&house);
    second.inspection.findings.clear();
    second.answer("exit", Answer::Pass);
    assert_eq!(kinds(&house, &second), vec![GapKind::ReplyMissing]);
    second.inspection.reply = "看错了，是隔壁的门".into();
    assert_eq!(kinds(&house, &second), vec![]);
}

#[test]
fn a_co_inspector_may_mend_it_and_a_stranger_may_not() {
    let house = House::new();
    let mut first = Visit::new(&house);
    first.inspection.inspectors.push(house.colleague().id);
    first.inspection.signatures.push(first.inspection.signatures[0].clone());
    let mut second = first.returned(&house);
    second.by = house.colleague();
    assert_eq!((second.submit(&house).stands, second.submit(&house).quarantine), (true, none()));
    let mut foreign = Visit::new(&house).returned(&house);
    foreign.by = house.colleague();
    foreign.inspection.inspectors = vec![foreign.by.id];
    let taken = foreign.submit(&house);
    assert!(!taken.stands);
    assert_eq!(taken.inspectors, [house.person(Role::Inspector).id, house.colleague().id]);
}

/// Two phones mended the same return; a second SubmitInspection under the same visit; a revision of what nobody returned.
#[test]
fn what_does_not_follow_is_set_aside_and_its_new_dangers_are_live() {
    let house = House::new();
    let spoil: [fn(&mut Visit); 4] = [
        |visit| visit.earlier.as_mut().unwrap().sealed = Sha256::of(b"the other phone's"),
        |visit| (visit.inspection.revision, visit.inspection.parent) = (1, None),
        |visit| visit.earlier.as_mut().unwrap().state = InspectionState::Accepted,
        |visit| visit.inspection.revision = 3,
    ];
    for (n, spoil) in spoil.iter().enumerate() {
        let mut second = Visit::with_finding(&house).returned(&house);
        spoil(&mut second);
        second.inspection.findings[0].disposition = order(0);
        second.fail("width", 2, order(7));
        let taken = second.submit(&house);
        assert!(!taken.stands, "case {n}");
        assert_eq!(taken.quarantine, BTreeSet::from([Quarantine::RevisionConflict]), "case {n}");
        assert_eq!(taken.hazards.iter().map(|hazard| hazard.finding).collect::<Vec<_>>(), [finding_id(2)], "case {n}");
        assert_eq!((taken.decisions, taken.reworded), (vec![], vec![]), "case {n}");
        assert!(matches!(taken.events[0], Event::RevisionSetAside { .. }), "case {n}");
        assert!(taken.events.iter().all(|event| event.inspection_state().is_none()), "case {n}");
    }
}

#[test]
fn a_finding_of_another_visit_cannot_be_taken_over() {
    let house = House::new();
    let mut visit = Visit::with_finding(&house);
    let other = visit.open_hazard(1, true, Severity::General, HazardState::Ordered);
    let foreign = Hazard { id: HazardId::of(finding_id(1)), ..visit.hazards[&other].clone() };
    visit.hazards.insert(foreign.id, foreign);
    let taken = visit.submit(&house);
    assert_eq!((taken.hazards, taken.links), (vec![], BTreeMap::new()));
    assert_eq!(taken.quarantine, BTreeSet::from([Quarantine::RevisionConflict]));
}
