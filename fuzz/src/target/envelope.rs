//! Everything else that goes over the wire as JSON, on either side: answers to commands, pages of the feed, what a phone holds.

use crate::cast::{self, NOW, hash, id, inspection, item, places, premises, today};
use crate::{Read, Target};
use domain::hazard::{DemandKind, Hazard, HazardState};
use domain::inspection::{InspectionState, NotCheckedReason, ReturnPoint, ReturnReason, Severity};
use domain::refusal::{Quarantine, Refusal};
use domain::user::{Grant, Role, User};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Debug;
use sync::feed::{Cursor, FeedPage, FeedRow, FollowUp, Gone, InspectionRow, PremisesRow, Returned, VisitLine};
use sync::hello::{Epoch, Hello, PROTOCOL, PROTOCOL_MIN};
use sync::holdings::{HeldDraft, HeldRecord, Holdings};
use sync::receipt::{Outcome, Receipt, is_stored, status_of};
use sync::reconcile::{Held, Presence, Reconcile, Reconciled};
use sync::session::{SignIn, SignedIn};

pub(crate) const TARGET: Target = Target {
    name: "envelope",
    what: "answers, feed pages, holdings, reconcile, hello, sign-in: each that can be read is the same after writing and reading; a refusal has a status of its own",
    max_bytes: 16 * 1024,
    check,
    seeds,
};

fn check(bytes: &[u8]) -> Read {
    let outcome = same::<Outcome>(bytes);
    if let Some(Outcome::Refused { refusal, .. }) = &outcome {
        assert!((400..500).contains(&status_of(refusal)), "{refusal:?} is no fault of the server");
        assert!(!matches!(refusal, Refusal::TooLarge { .. }) || !is_stored(refusal));
    }
    let others = [
        same::<FeedPage>(bytes).is_some(),
        same::<Holdings>(bytes).is_some(),
        same::<Reconcile>(bytes).is_some(),
        same::<Reconciled>(bytes).is_some(),
        same::<Hello>(bytes).is_some(),
        same::<SignIn>(bytes).is_some(),
        same::<SignedIn>(bytes).is_some(),
    ];
    if outcome.is_some() || others.contains(&true) { Read::Whole } else { Read::Refused }
}

/// Reads it as one of these; if it is one, it is the same after having been written.
fn same<T: DeserializeOwned + Serialize + PartialEq + Debug>(bytes: &[u8]) -> Option<T> {
    let read: T = serde_json::from_slice(bytes).ok()?;
    let written = serde_json::to_vec(&read).expect("what was read is written");
    let again: T = serde_json::from_slice(&written).expect("what was written is read");
    assert_eq!(again, read, "written and read again it is the same");
    Some(read)
}

fn seeds() -> Vec<Vec<u8>> {
    let epoch = Epoch(id(7));
    let user = User {
        id: id(5),
        login: "13800138000".to_owned(),
        name: "李敏".to_owned(),
        grants: vec![Grant { role: Role::Inspector, place: id(4) }],
        is_active: true,
    };
    let receipt = Receipt {
        id: id(100),
        sha256: hash(),
        place: id(2),
        seq: 318,
        received_at: NOW,
        epoch,
        quarantine: vec![Quarantine::Late, Quarantine::NeedsDecision],
    };
    let refused = |refusal| json(&Outcome::Refused { id: id(100), sha256: hash(), refusal, received_at: NOW });
    let hello = Hello {
        service: "xunan".to_owned(),
        protocol: PROTOCOL,
        protocol_min: PROTOCOL_MIN,
        epoch,
        now: NOW,
        build: "b".to_owned(),
        user: Some(id(5)),
        is_active: true,
    };
    let held = HeldRecord {
        command: id(100),
        inspection: id(20),
        premises: id(10),
        sealed_at: NOW,
        provisional_number: "7F3A-1".to_owned(),
        blobs_missing: 2,
    };
    let holdings = Holdings {
        device: id(6),
        build: "b".to_owned(),
        drafts: vec![HeldDraft { inspection: id(20), premises: id(10), started_at: NOW }],
        records: vec![held.clone()],
        lost: vec![held],
    };
    let presence = vec![Presence::Present, Presence::Absent, Presence::Different, Presence::Refused];
    vec![
        json(&Outcome::Receipt(receipt)),
        refused(Refusal::Invalid { field: "name".to_owned() }),
        refused(Refusal::WrongState { actual: "accepted".to_owned() }),
        refused(Refusal::Unknown),
        json(&page(rows(user.clone()))),
        json(&hello),
        json(&holdings),
        json(&Reconcile { held: vec![Held::Command { id: id(100), sha256: hash() }, Held::Blob { sha256: hash() }] }),
        json(&Reconciled { epoch, presence }),
        json(&SignIn { login: user.login.clone(), password: "xunan".to_owned(), device: Some(id(6)) }),
        json(&SignedIn { user, expires_at: NOW }),
    ]
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("it holds nothing that JSON cannot write")
}

fn page(rows: Vec<FeedRow>) -> FeedPage {
    let cursor = Cursor { epoch: Epoch(id(7)), scope: hash(), seq: BTreeMap::from([(id(2), 318)]), page: None };
    FeedPage { rows, cursor, restart: true, more: true, premises_total: Some(440) }
}

fn rows(user: User) -> Vec<FeedRow> {
    let returned = Returned {
        by: id(8),
        by_name: "刘洋".to_owned(),
        by_role: Role::CommunitySafety,
        at: NOW,
        due_on: today(),
        reason: ReturnReason::PhotoUnclear,
        points: vec![ReturnPoint::Item { at: item(), comment: "再拍一张".to_owned() }],
        inspection: inspection(),
        pictures: BTreeMap::from([(hash(), 1)]),
    };
    let inspection = InspectionRow {
        id: id(20),
        premises: id(10),
        premises_name: "康宁三便利店".to_owned(),
        revision: 2,
        sealed: hash(),
        state: InspectionState::Returned,
        number: "东诃平安检〔2026〕318号".to_owned(),
        received_at: NOW,
        quarantine: vec![Quarantine::Late],
        missing: vec![hash()],
        returned: Some(Box::new(returned)),
    };
    let premises = PremisesRow {
        premises: premises(),
        version: 3,
        pinyin: "kangning".to_owned(),
        risk: "red".to_owned(),
        visits: vec![VisitLine { inspection: id(20), on: today(), by: "李敏".to_owned(), failed: 1 }],
        follow_ups: vec![FollowUp { at: item(), reason: NotCheckedReason::Locked, due_on: today(), inspection: id(20) }],
    };
    vec![
        FeedRow::Me(user),
        FeedRow::Place(places().remove(&cast::id(2)).expect("a community")),
        FeedRow::Premises(Box::new(premises)),
        FeedRow::Hazard(Box::new(hazard())),
        FeedRow::Inspection(Box::new(inspection)),
        FeedRow::Gone(Gone::Hazard(id(30))),
        FeedRow::Unknown,
    ]
}

fn hazard() -> Hazard {
    Hazard {
        id: id(30),
        number: "隐〔2026〕7号".to_owned(),
        premises: id(10),
        community: id(2),
        inspection: id(20),
        finding: id(31),
        at: item(),
        violation: "堵塞疏散通道".to_owned(),
        spot: "后门".to_owned(),
        demand: "清理".to_owned(),
        severity: Severity::Major,
        lifeline: true,
        state: HazardState::Ordered,
        closure: None,
        demand_kind: DemandKind::Advised,
        due_on: Some(today()),
        found_by: id(5),
        found_at: NOW,
        closed_at: None,
        recurrence_of: None,
    }
}
