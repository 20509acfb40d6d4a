//! What the seeds are made of: one of everything that goes over the wire, written by the real types, the same in every run.

use domain::command::{Command, Reason, Sealed, What};
use domain::coordinates::Datum;
use domain::digest::Sha256;
use domain::ids::{CommandId, PlaceId};
use domain::inspection::{
    Access, Answer, Answered, Counterpart, Disposition, Finding, Inspection, ItemRef, Nature, NotCheckedReason, NotSigned, Photo, PhotoOf,
    PremisesSnapshot, ReturnPoint, ReturnReason, Severity, Signature, VisitKind,
};
use domain::place::{Place, PlaceKind};
use domain::position::{Located, NoPosition, Position};
use domain::premises::{FieldMark, FieldValue, PositionSource, Premises, PremisesChange, PremisesPosition};
use domain::time::{Day, Timestamp};
use domain::user::{Grant, Role};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An id that is the same in every run.
pub(crate) fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + n).into()
}

pub(crate) const NOW: Timestamp = Timestamp(1_795_000_000_123_456);

pub(crate) fn today() -> Day {
    NOW.day()
}

pub(crate) fn hash() -> Sha256 {
    Sha256::of(b"picture")
}

pub(crate) fn item() -> ItemRef {
    ItemRef { list: "small-shop".into(), item: "exit".into() }
}

/// A street with two communities and a grid.
pub(crate) fn places() -> BTreeMap<PlaceId, Place> {
    let place = |n, parent: Option<u128>, kind, name: &str| {
        let place = Place { id: id(n), parent: parent.map(id), kind, name: name.to_owned(), code: None };
        (place.id, place)
    };
    BTreeMap::from([
        place(1, None, PlaceKind::Street, "诃额伦街道"),
        place(2, Some(1), PlaceKind::Community, "团结社区"),
        place(3, Some(1), PlaceKind::Community, "晨光社区"),
        place(4, Some(2), PlaceKind::Grid, "第一网格"),
    ])
}

pub(crate) fn premises() -> Premises {
    let values = [
        FieldValue::Text("王".to_owned()),
        FieldValue::Int(3),
        FieldValue::Decimal("1.50".parse().expect("a decimal")),
        FieldValue::Day(today()),
        FieldValue::List(vec!["a".to_owned()]),
    ];
    let position = PremisesPosition {
        lat_e6: 39_800_000,
        lng_e6: 109_900_000,
        datum_in: Datum::Gcj02,
        lat_in_e6: 39_801_000,
        lng_in_e6: 109_906_000,
        source: PositionSource::MapPick,
        accuracy_m: Some(30),
    };
    Premises {
        id: id(10),
        code: Some("001-000001".to_owned()),
        name: "康宁三便利店".to_owned(),
        kind: "small-shop".to_owned(),
        address: "团结路1号".to_owned(),
        community: id(2),
        grid: Some(id(4)),
        position: Some(position),
        fields: values.into_iter().enumerate().map(|(n, value)| (format!("field_{n}"), value)).collect(),
        marks: BTreeMap::from([("field_1".to_owned(), FieldMark::Estimated)]),
        to_verify: true,
    }
}

fn signature(typed: bool) -> Signature {
    Signature { name: "王".to_owned(), sha256: hash(), size_bytes: 9, typed, at: NOW }
}

/// A visit with everything that a visit can have.
pub(crate) fn inspection() -> Inspection {
    let not_checked = Answer::NotChecked { reason: NotCheckedReason::Other, text: "停电了".to_owned() };
    let answers = [
        Answer::Pass,
        Answer::Fail,
        Answer::NotApplicable,
        not_checked,
        Answer::YesNo(true),
        Answer::Number("1.20".parse().expect("a decimal")),
        Answer::Choice("a".to_owned()),
        Answer::Date(today()),
        Answer::Text("无".to_owned()),
        Answer::Photo,
    ];
    let answer = |answer| Answered { at: item(), answer, note: "备注".to_owned(), dwell_ms: 900, bulk: true, carried_from: Some(id(21)) };
    let dispositions = [
        Disposition::OnSpot { before: vec![hash()], after: vec![hash()] },
        Disposition::Order { due_on: today(), reason: Some("材料要订货".to_owned()) },
        Disposition::SameAs { hazard: id(30) },
        Disposition::SuspectedMajor { basis: Some(1), consequence: "无法逃生".to_owned() },
    ];
    let finding = |disposition| Finding {
        id: id(31),
        at: item(),
        violation: "堵塞疏散通道".to_owned(),
        spot: "后门".to_owned(),
        demand: "清理".to_owned(),
        severity: Severity::Major,
        disposition,
        photos: vec![hash()],
        note: "备注".to_owned(),
    };
    let at = Position { lat_e6: 39_800_000, lng_e6: 109_900_000, accuracy_m: 12, at: NOW };
    let photo = |position| Photo {
        sha256: hash(),
        size_bytes: 7,
        media_type: "image/heic".to_owned(),
        original_sha256: Some(hash()),
        taken_at: NOW,
        position,
        from_album: true,
        undecodable: true,
        of: PhotoOf::Item,
        at: Some(item()),
    };
    Inspection {
        id: id(20),
        revision: 2,
        parent: Some(hash()),
        provisional_number: "7F3A-1".to_owned(),
        nature: Nature::Patrol,
        kind: VisitKind::Routine,
        premises: id(10),
        snapshot: PremisesSnapshot {
            name: "康宁三便利店".to_owned(),
            kind: "small-shop".to_owned(),
            address: "团结路1号".to_owned(),
            community: id(2),
            grid: Some(id(4)),
        },
        inspectors: vec![id(5)],
        access: Access::Entered,
        started_at: NOW,
        finished_at: NOW,
        position: Located::At(at),
        checklists: vec![],
        answers: answers.into_iter().map(answer).collect(),
        findings: dispositions.into_iter().map(finding).collect(),
        photos: vec![photo(Located::At(at)), photo(Located::Without(NoPosition::Timeout))],
        counterpart: Some(Counterpart::Signed {
            signature: signature(true), position: "店主".to_owned(), objection: "没有堵".to_owned()
        }),
        signatures: vec![signature(false)],
        note: "备注".to_owned(),
        reply: "已补".to_owned(),
        device: id(6),
        server_seen_at: Some(NOW),
    }
}

/// One command of every kind, sealed.
pub(crate) fn commands() -> Vec<Sealed> {
    let reason = Reason { code: "other".to_owned(), text: "五个字以上".to_owned() };
    let grant = Grant { role: Role::Inspector, place: id(4) };
    let unsigned = Counterpart::Unsigned { why: NotSigned::Refused, note: "拒签".to_owned(), witness: Some(signature(false)) };
    let change = PremisesChange {
        name: Some("新名".to_owned()),
        position: premises().position,
        fields: BTreeMap::from([("sleepers".to_owned(), None), ("uscc".to_owned(), Some(FieldValue::Int(2)))]),
        confirms: true,
        ..PremisesChange::default()
    };
    let comment = || "再拍一张".to_owned();
    let points = vec![
        ReturnPoint::Item { at: item(), comment: comment() },
        ReturnPoint::Signature { comment: comment() },
        ReturnPoint::Whole { comment: comment() },
    ];
    let password_hash = || "$argon2id$…".to_owned();
    let (name, login) = ("李敏".to_owned(), "13800138000".to_owned());
    let whats = [
        What::SubmitInspection { inspection: Box::new(inspection()) },
        What::ResubmitInspection { inspection: Box::new(Inspection { counterpart: Some(unsigned), ..inspection() }) },
        What::ReturnInspection { inspection: id(20), reason: ReturnReason::PhotoUnclear, points },
        What::AcceptInspection { inspection: id(20) },
        What::AutoAccept { inspection: id(20) },
        What::ReleaseQuarantine { inspection: id(20), reason: reason.clone() },
        What::DiscardDraft { inspection: id(20), premises: id(10), answers: 3, photos: 1, reason: Some("走错了门\0".to_owned()) },
        What::AddPremises { premises: Box::new(premises()) },
        What::EditPremises { premises: id(10), change: Box::new(change) },
        What::ImportBatch { batch: id(40), file_sha256: hash(), rows: vec![premises()] },
        What::UndoImport { batch: id(40), reason: reason.clone() },
        What::AddPlace { place: places().remove(&id(4)).expect("a grid") },
        What::RenamePlace { place: id(4), kind: PlaceKind::Grid, name: "第三网格".to_owned() },
        What::AddUser { user: id(5), login, name, password_hash: password_hash(), grants: vec![grant] },
        What::GrantRole { user: id(5), grant },
        What::RevokeRole { user: id(5), grant },
        What::DisableUser { user: id(5), reason },
        What::ResetPassword { user: id(5), password_hash: password_hash() },
        What::PublishChecklist { yaml: "id: x".to_owned() },
    ];
    let command =
        |(n, what)| Command { id: CommandId(id(n)), by: id(5), role: Role::Inspector, place: id(2), at: NOW, base: Some(1), what };
    (100..).zip(whats).map(command).map(|command| Sealed::of(&command)).collect()
}
