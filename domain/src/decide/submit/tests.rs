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

/// Each line spoils one thing of a valid visit and names the gap.
#[test]
fn each_gap_is_named_and_leads_to_quarantine() {
    type Spoil = fn(&mut Visit);
    let cases: &[(GapKind, Spoil)] = &[
        (GapKind::NoChecklist, |visit| {
            visit.inspection.checklists.clear();
            visit.inspection.answers.clear();
        }),
        (GapKind::ChecklistUnknown, |visit| visit.inspection.checklists[0].sha256 = Sha256::of(b"never seen")),
        (GapKind::ChecklistUnknown, |visit| {
            visit.inspection.checklists[0].id = "gas".into();
            visit.inspection.answers.clear();
        }),
        (GapKind::Unanswered, |visit| {
            visit.inspection.answers.remove(0);
        }),
        (GapKind::Unanswered, |visit| visit.answer("overnight", Answer::YesNo(true))), // the stairs appear
        (GapKind::AnswerUnfit, |visit| visit.answer("width", Answer::Pass)),
        (GapKind::AnswerUnfit, |visit| visit.answer("overnight", Answer::NotApplicable)),
        (GapKind::AnswerUnfit, |visit| visit.inspection.answers.push(visit.inspection.answers[0].clone())),
        (GapKind::ItemUnknown, |visit| visit.answer("windows", Answer::Pass)),
        (GapKind::ReasonMissing, |visit| visit.answer("exit", Answer::NotChecked { reason: NotCheckedReason::Other, text: " ".into() })),
        (GapKind::FindingMissing, |visit| visit.answer("exit", Answer::Fail)),
        (GapKind::FindingMissing, |visit| visit.answer("width", Answer::Number("0.8".parse().unwrap()))),
        (GapKind::FindingOnPass, |visit| {
            visit.fail("exit", 1, order(1));
            visit.answer("exit", Answer::Pass);
        }),
        (GapKind::FindingUnclear, |visit| {
            visit.fail("exit", 1, order(1));
            visit.inspection.findings[0].demand = "  ".into();
        }),
        (GapKind::FindingUnclear, |visit| {
            visit.fail("exit", 1, Disposition::SuspectedMajor { basis: None, consequence: String::new() });
        }),
        (GapKind::PhotoMissing, |visit| visit.inspection.photos.retain(|photo| photo.at != Some(at("meter")))), // asked on pass too
        (GapKind::PhotoMissing, |visit| visit.inspection.photos.retain(|photo| photo.at != Some(at("front")))),
        (GapKind::PhotoMissing, |visit| {
            visit.fail("exit", 1, order(1));
            visit.inspection.findings[0].photos.clear();
        }),
        (GapKind::PhotoUnknown, |visit| {
            visit.fail("exit", 1, order(1));
            visit.inspection.findings[0].photos.push(Sha256::of(b"elsewhere"));
        }),
        (GapKind::Disposition, |visit| {
            visit.fail("exit", 1, order(1));
            visit.inspection.findings[0].severity = Severity::Major;
        }),
        (GapKind::Disposition, |visit| {
            visit.fail("exit", 1, suspected());
            visit.inspection.findings[0].severity = Severity::General;
        }),
        (GapKind::Disposition, |visit| {
            visit.answer("overnight", Answer::YesNo(true));
            visit.fail("stairs", 1, order(0)); // major by its list
        }),
        (GapKind::Disposition, |visit| {
            visit.answer("overnight", Answer::YesNo(true));
            visit.fail("stairs", 1, Disposition::SuspectedMajor { basis: Some(1), consequence: "无法疏散".into() });
        }),
        (GapKind::Deadline, |visit| {
            visit.fail("exit", 1, order(2)); // a lifeline is never beyond its default
        }),
        (GapKind::Deadline, |visit| {
            visit.fail("exit", 1, reasoned(2, "店主在外地，三天后回"));
        }),
        (GapKind::Deadline, |visit| {
            visit.fail("width", 1, order(8));
        }),
        (GapKind::Deadline, |visit| {
            visit.fail("width", 1, reasoned(8, "太忙"));
        }),
        (GapKind::Deadline, |visit| {
            visit.fail("width", 1, reasoned(31, "需要等待施工单位进场"));
        }),
        (GapKind::Deadline, |visit| {
            visit.fail("width", 1, order(-1));
        }),
        (GapKind::HazardUnknown, |visit| {
            visit.fail("exit", 1, Disposition::SameAs { hazard: HazardId(uuid::Uuid::nil()) });
        }),
        (GapKind::HazardUnknown, |visit| {
            let hazard = visit.open_hazard(1, false, Severity::General, HazardState::Ordered);
            visit.fail("exit", 1, Disposition::SameAs { hazard });
        }),
        (GapKind::HazardUnknown, |visit| {
            let hazard = visit.open_hazard(1, true, Severity::General, HazardState::Closed);
            visit.fail("exit", 1, Disposition::SameAs { hazard });
        }),
        (GapKind::CounterpartMissing, |visit| visit.inspection.counterpart = None),
        (GapKind::CounterpartUnclear, |visit| {
            if let Some(Counterpart::Signed { signature, .. }) = &mut visit.inspection.counterpart {
                signature.name.clear();
            }
        }),
        (GapKind::InspectorUnsigned, |visit| visit.inspection.signatures.clear()),
        (GapKind::TimesReversed, |visit| visit.inspection.finished_at = visit.inspection.started_at.plus_seconds(-1)),
        (GapKind::DoorPhotoMissing, |visit| visit.inspection.access = Access::Refused),
    ];
    for (n, (kind, spoil)) in cases.iter().enumerate() {
        let house = House::new();
        let mut visit = Visit::new(&house);
        spoil(&mut visit);
        let found = kinds(&house, &visit);
        assert!(found.contains(kind), "case {n}: {kind:?} in {found:?}");
        assert!(visit.submit(&house).quarantine.contains(&kind.quarantine()), "case {n}: {kind:?}");
    }
}

#[test]
fn what_the_rules_allow_leaves_no_gap() {
    type Change = fn(&mut Visit);
    let cases: &[(&str, Change)] = &[
        ("an unsigned patrol with a reason needs no witness", |visit| {
            visit.inspection.counterpart = Some(Counterpart::Unsigned { why: NotSigned::Refused, note: String::new(), witness: None });
        }),
        ("nobody opened: the door is enough", |visit| {
            visit.inspection.access = Access::Closed;
            visit.inspection.checklists.clear();
            visit.inspection.answers.clear();
            visit.inspection.counterpart = None;
            visit.inspection.signatures.clear();
            visit.inspection.photos[0].of = PhotoOf::Door;
        }),
        ("an answer that became hidden is kept and ignored", |visit| visit.answer("stairs", Answer::Fail)),
        ("an item that cannot be checked, in the middle of the night", |visit| {
            visit.answer("exit", Answer::NotChecked { reason: NotCheckedReason::Locked, text: String::new() })
        }),
        ("not applicable", |visit| visit.answer("meter", Answer::NotApplicable)),
        ("a picture would prove nothing", |visit| {
            visit.fail("talk", 1, order(0));
            visit.inspection.findings[0].photos.clear();
        }),
        ("the default deadline", |visit| {
            visit.fail("width", 1, order(7));
        }),
        ("a longer deadline with its reason", |visit| {
            visit.fail("width", 1, reasoned(30, "需要等待施工单位进场"));
        }),
        ("two findings of one item", |visit| {
            visit.fail("exit", 1, order(0));
            visit.fail("exit", 2, order(1));
        }),
        ("the inspector's own judgement that it may be major", |visit| {
            visit.fail("exit", 1, suspected());
        }),
        ("major by its list, and by which line of it", |visit| {
            visit.answer("overnight", Answer::YesNo(true));
            visit.fail("stairs", 1, Disposition::SuspectedMajor { basis: Some(0), consequence: "无法疏散".into() });
        }),
        ("a major seen again", |visit| {
            visit.answer("overnight", Answer::YesNo(true));
            let hazard = visit.open_hazard(1, true, Severity::Major, HazardState::Suspected);
            visit.fail("stairs", 1, Disposition::SameAs { hazard });
            visit.inspection.findings[0].severity = Severity::Major;
        }),
        ("a draft from before midnight names yesterday's day", |visit| {
            visit.inspection.started_at = MORNING.plus_hours(-11);
            visit.fail("talk", 1, order(-1));
        }),
    ];
    for (name, change) in cases {
        let house = House::new();
        let mut visit = Visit::new(&house);
        change(&mut visit);
        assert_eq!(kinds(&house, &visit), vec![], "{name}");
        assert_eq!(visit.submit(&house).quarantine, none(), "{name}");
    }
}

#[test]
fn on_the_spot_needs_before_and_after_in_this_order_and_within_the_visit() {
    let house = House::new();
    let visit = |before: u8, after: u8| {
        let mut visit = Visit::new(&house);
        let (first, second) = (visit.photo(before, "exit"), visit.photo(after, "exit"));
        visit.fail("exit", 1, Disposition::OnSpot { before: vec![first], after: vec![second] });
        visit
    };
    assert_eq!(kinds(&house, &visit(5, 6)), vec![]);
    assert_eq!(kinds(&house, &visit(6, 5)), vec![GapKind::BeforeAfter]);
    assert_eq!(kinds(&house, &visit(5, 31)), vec![GapKind::BeforeAfter]); // the visit lasted 30 minutes
    let mut lacking = visit(5, 6);
    lacking.inspection.findings[0].disposition = Disposition::OnSpot { before: vec![Sha256::of(&[5])], after: vec![] };
    assert_eq!(kinds(&house, &lacking), vec![GapKind::BeforeAfter]);
    let closed = &visit(5, 6).submit(&house).hazards[0];
    assert_eq!((closed.state, closed.closure, closed.closed_at), (HazardState::Closed, Some(Closure::OnSpot), Some(MORNING)));
    // What is not shown is not closed: the office owes the next step.
    let open = &lacking.submit(&house).hazards[0];
    assert_eq!((open.state, open.closure, open.due_on), (HazardState::Registered, None, None));
}

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
    // Through revisions it stays one.
    assert_eq!(visit.returned(&house).submit(&house).follow_ups, vec![]);
}

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

#[test]
fn a_new_inspectors_first_visits_are_looked_at() {
    let house = House::new();
    let mut visit = Visit::new(&house);
    visit.submitted_before = 9;
    assert!(visit.submit(&house).inbox.contains(&inbox::Why::NewInspector));
    visit.submitted_before = 10;
    assert!(!visit.submit(&house).inbox.contains(&inbox::Why::NewInspector));
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
