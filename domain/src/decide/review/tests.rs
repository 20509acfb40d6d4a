use super::*;
use crate::decide::cast::*;
use crate::ids::PlaceId;
use crate::inspection::ItemRef;
use crate::user::User;
use uuid::Uuid;

/// A submitted patrol in the first grid, four days old, that the inbox does not show.
struct Desk {
    by: Option<User>,
    role: Role,
    subject: u128,
    base: Option<u32>,
    state: InspectionState,
    nature: Nature,
    kind: VisitKind,
    inspectors: Vec<UserId>,
    quarantine: BTreeSet<Quarantine>,
    inbox: BTreeSet<Why>,
    missing_blobs: u32,
    age_hours: i64,
}

impl Desk {
    fn of(role: Role) -> Self {
        let house = House::new();
        Self {
            by: (role != Role::System).then(|| house.person(role)),
            role,
            subject: GRID,
            base: Some(1),
            state: InspectionState::Submitted,
            nature: Nature::Patrol,
            kind: VisitKind::Routine,
            inspectors: vec![house.person(Role::Inspector).id],
            quarantine: BTreeSet::new(),
            inbox: BTreeSet::new(),
            missing_blobs: 0,
            age_hours: 96,
        }
    }

    fn ask<T>(&self, ask: impl FnOnce(&Facts<'_>) -> T) -> T {
        let house = House::new();
        let places: Vec<PlaceId> = house.places_from(self.subject);
        let actor = self.by.as_ref().map_or_else(|| house.system(&places), |user| house.actor(user, self.role, &places));
        ask(&Facts {
            actor,
            base: self.base,
            inspection: InspectionId(Uuid::from_u128(0x5000)),
            state: self.state,
            revision: 1,
            nature: self.nature,
            kind: self.kind,
            inspectors: &self.inspectors,
            quarantine: &self.quarantine,
            inbox: &self.inbox,
            missing_blobs: self.missing_blobs,
            submitted_at: MORNING.plus_hours(-self.age_hours),
        })
    }

    fn accept(&self) -> Result<(), Refusal> {
        self.ask(accept).map(drop)
    }

    fn auto_accept(&self) -> Result<(), Refusal> {
        self.ask(auto_accept).map(drop)
    }

    fn return_with(&self, points: &[ReturnPoint]) -> Result<Vec<Event>, Refusal> {
        self.ask(|facts| return_inspection(facts, ReturnReason::PhotoUnclear, points))
    }

    fn release(&self, text: &str) -> Result<(), Refusal> {
        self.ask(|facts| release_quarantine(facts, &Reason { code: "checked".into(), text: text.into() })).map(drop)
    }
}

fn point() -> ReturnPoint {
    ReturnPoint::Item { at: at("exit"), comment: "照片看不清锁".into() }
}

#[test]
fn only_who_may_review_accepts_or_returns() {
    for role in Role::ALL {
        let expected = match role {
            Role::CommunitySafety | Role::OfficeClerk | Role::OfficeLead | Role::System => Ok(()),
            _ => Err(Refusal::NotAllowed),
        };
        assert_eq!(Desk::of(role).accept(), expected, "{role:?}");
        assert_eq!(Desk::of(role).return_with(&[point()]).map(drop), expected, "{role:?}");
    }
}

#[test]
fn a_community_reviews_its_own_routine_patrols_only() {
    let desk = || Desk::of(Role::CommunitySafety);
    assert_eq!(Desk { subject: OTHER_COMMUNITY, ..desk() }.accept(), Err(Refusal::OutOfScope));
    assert_eq!(Desk { kind: VisitKind::Special, ..desk() }.accept(), Err(Refusal::NotAllowed));
    assert_eq!(Desk { nature: Nature::AdminCheck, ..desk() }.accept(), Err(Refusal::NotAllowed));
    assert_eq!(Desk { subject: OTHER_COMMUNITY, kind: VisitKind::Special, ..Desk::of(Role::OfficeClerk) }.accept(), Ok(()));
}

#[test]
fn whoever_took_part_decides_nothing_about_it() {
    let mut desk = Desk::of(Role::OfficeClerk);
    desk.inspectors.push(desk.by.as_ref().unwrap().id);
    desk.quarantine = BTreeSet::from([Quarantine::Late]);
    assert_eq!(desk.accept(), Err(Refusal::SeparationOfDuties));
    assert_eq!(desk.return_with(&[point()]), Err(Refusal::SeparationOfDuties));
    assert_eq!(desk.release("核实过当天出勤"), Err(Refusal::SeparationOfDuties));
}

#[test]
fn only_a_submitted_record_at_the_revision_that_was_read() {
    for state in [InspectionState::Returned, InspectionState::Accepted, InspectionState::Voided] {
        let desk = Desk { state, ..Desk::of(Role::OfficeClerk) };
        assert_eq!(desk.accept(), Err(Refusal::WrongState { actual: state.name().into() }));
        assert_eq!(desk.return_with(&[point()]), Err(Refusal::WrongState { actual: state.name().into() }));
    }
    for base in [None, Some(0), Some(2)] {
        assert_eq!(Desk { base, ..Desk::of(Role::OfficeClerk) }.accept(), Err(Refusal::Stale));
    }
}

#[test]
fn nothing_is_accepted_in_quarantine_or_with_pictures_on_their_way() {
    let quarantine = BTreeSet::from([Quarantine::Late]);
    assert_eq!(Desk { quarantine: quarantine.clone(), ..Desk::of(Role::OfficeLead) }.accept(), Err(Refusal::InQuarantine));
    assert_eq!(Desk { missing_blobs: 2, ..Desk::of(Role::OfficeLead) }.accept(), Err(Refusal::MissingEvidence { missing: 2 }));
    // It may be returned all the same: what is to mend is plain already.
    assert!(Desk { quarantine, missing_blobs: 2, ..Desk::of(Role::OfficeLead) }.return_with(&[point()]).is_ok());
}

#[test]
fn a_return_says_what_to_mend_and_until_when() {
    let desk = Desk::of(Role::CommunitySafety);
    let silent = ReturnPoint::Whole { comment: "  ".into() };
    assert_eq!(desk.return_with(&[]), Err(Refusal::ReasonRequired));
    assert_eq!(desk.return_with(&[point(), silent]), Err(Refusal::ReasonRequired));
    let events = desk.return_with(&[point(), ReturnPoint::Signature { comment: "请店主重签".into() }]).unwrap();
    let items: Vec<ItemRef> = vec![at("exit")];
    let (inspection, to) = (InspectionId(Uuid::from_u128(0x5000)), desk.inspectors[0]);
    let expected =
        Event::InspectionReturned { inspection, revision: 1, reason: ReturnReason::PhotoUnclear, items, to, due_on: today().plus(2) };
    assert_eq!(events, [expected]);
}

#[test]
fn the_timer_accepts_what_nobody_needs_to_see_after_three_days() {
    let desk = || Desk::of(Role::System);
    assert_eq!(desk().auto_accept(), Ok(()));
    assert_eq!(Desk { age_hours: 71, ..desk() }.auto_accept(), Err(Refusal::LimitExceeded));
    assert_eq!(Desk { inbox: BTreeSet::from([Why::Sample]), ..desk() }.auto_accept(), Err(Refusal::NotAllowed));
    assert_eq!(Desk { missing_blobs: 1, ..desk() }.auto_accept(), Err(Refusal::MissingEvidence { missing: 1 }));
    assert_eq!(Desk { base: Some(2), ..desk() }.auto_accept(), Err(Refusal::Stale));
    assert_eq!(Desk::of(Role::OfficeLead).auto_accept(), Err(Refusal::NotAllowed));
}

#[test]
fn only_the_clerk_lets_go_what_is_in_quarantine_and_says_why() {
    let desk = |role| Desk { quarantine: BTreeSet::from([Quarantine::Late]), ..Desk::of(role) };
    for role in [Role::CommunitySafety, Role::OfficeLead, Role::Inspector, Role::System] {
        assert_eq!(desk(role).release("核实过当天出勤"), Err(Refusal::NotAllowed), "{role:?}");
    }
    assert_eq!(desk(Role::OfficeClerk).release("可以"), Err(Refusal::ReasonRequired));
    assert_eq!(desk(Role::OfficeClerk).release("核实过当天出勤"), Ok(()));
    let free = Desk::of(Role::OfficeClerk);
    assert_eq!(free.release("核实过当天出勤"), Err(Refusal::WrongState { actual: "not_in_quarantine".into() }));
}

#[test]
fn a_draft_with_something_in_it_is_not_thrown_away_without_a_word() {
    let house = House::new();
    let (li, places) = (house.person(Role::Inspector), house.places_from(GRID));
    let discard = |answers, reason, handed_in| {
        let (inspection, premises) = (InspectionId(Uuid::from_u128(1)), PremisesId(Uuid::from_u128(2)));
        discard_draft(&Discard {
            actor: house.actor(&li, Role::Inspector, &places),
            inspection,
            premises,
            handed_in,
            answers,
            photos: 0,
            reason,
        })
        .map(|events| events.len())
    };
    assert_eq!(discard(1, None, None), Err(Refusal::ReasonRequired));
    assert_eq!(discard(1, Some(" "), None), Err(Refusal::ReasonRequired));
    assert_eq!(discard(1, Some("走错门"), None), Ok(1));
    assert_eq!(discard(0, None, None), Ok(1));
    assert_eq!(discard(0, None, Some(InspectionState::Submitted)), Err(Refusal::WrongState { actual: "submitted".into() }));
}
