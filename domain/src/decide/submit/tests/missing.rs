//! What is missing in a record, and what is allowed.

use super::*;

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
