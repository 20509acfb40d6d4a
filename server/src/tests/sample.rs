//! One of everything that goes over the wire, written by the real types.

use super::app::{Person, TestApp};
use super::visit::Visit;
use domain::command::{Command, Reason, What};
use domain::coordinates::Datum;
use domain::digest::Sha256;
use domain::ids::{BatchId, CommandId, HazardId, InspectionId, PlaceId, UserId};
use domain::inspection::{
    Answer, Answered, Counterpart, Disposition, Finding, Inspection, NotCheckedReason, ReturnPoint, ReturnReason, Signature,
};
use domain::place::{Place, PlaceKind};
use domain::position::{Located, Position};
use domain::premises::{FieldMark, FieldValue, PositionSource, Premises, PremisesChange, PremisesPosition};
use domain::user::{Grant, Role};
use sync::holdings::{HeldDraft, HeldRecord, Holdings};
use sync::reconcile::{Held, Presence, Reconcile, Reconciled};

/// A visit with everything that a visit can have.
pub(super) async fn full_inspection(by: &Person<'_>) -> Inspection {
    let mut inspection = Visit::of_shop(by).await.inspection;
    let (now, hash) = (by.app.store.now(), Sha256::of(b"picture"));
    inspection.parent = Some(hash);
    inspection.position = Located::At(Position { lat_e6: 39_800_000, lng_e6: 109_900_000, accuracy_m: 12, at: now });
    let more = inspection.answers[0].clone();
    let not_checked = Answer::NotChecked { reason: NotCheckedReason::Other, text: "停电了".to_owned() };
    let answers =
        [not_checked, Answer::NotApplicable, Answer::YesNo(true), Answer::Number("1.20".parse().unwrap()), Answer::Choice("a".to_owned())];
    let others = [Answer::Date(now.day()), Answer::Text("无".to_owned()), Answer::Photo];
    inspection.answers.extend(answers.into_iter().chain(others).map(|answer| Answered {
        answer,
        note: "备注".to_owned(),
        bulk: true,
        carried_from: Some(InspectionId(by.app.id())),
        ..more.clone()
    }));
    let found = inspection.findings[0].clone();
    let dispositions = [
        Disposition::OnSpot { before: vec![hash], after: vec![hash] },
        Disposition::Order { due_on: now.day(), reason: Some("材料要订货".to_owned()) },
        Disposition::SameAs { hazard: HazardId(by.app.id()) },
        Disposition::SuspectedMajor { basis: Some(1), consequence: "无法逃生".to_owned() },
    ];
    inspection.findings.extend(dispositions.map(|disposition| Finding { disposition, note: "备注".to_owned(), ..found.clone() }));
    let photo = inspection.photos[0].clone();
    inspection.photos.push(domain::inspection::Photo { original_sha256: Some(hash), from_album: true, undecodable: true, ..photo });
    let signature = Signature { name: "王".to_owned(), sha256: hash, size_bytes: 9, typed: true, at: now };
    inspection.signatures.push(signature.clone());
    inspection.counterpart = Some(Counterpart::Signed { signature, position: "店主".to_owned(), objection: "没有堵".to_owned() });
    (inspection.note, inspection.reply) = ("备注".to_owned(), "已补".to_owned());
    inspection
}

fn full_premises(app: &TestApp) -> Premises {
    let mut premises = app.shop.clone();
    premises.code = Some("001-000001".to_owned());
    premises.position = Some(PremisesPosition {
        lat_e6: 39_800_000,
        lng_e6: 109_900_000,
        datum_in: Datum::Gcj02,
        lat_in_e6: 39_801_000,
        lng_in_e6: 109_906_000,
        source: PositionSource::MapPick,
        accuracy_m: Some(30),
    });
    let values = [
        FieldValue::Int(3),
        FieldValue::Decimal("1.5".parse().unwrap()),
        FieldValue::Day(app.store.now().day()),
        FieldValue::List(vec!["a".to_owned()]),
    ];
    premises.fields.extend(values.into_iter().enumerate().map(|(n, value)| (format!("field_{n}"), value)));
    premises.marks = [("field_0".to_owned(), FieldMark::Estimated), ("field_1".to_owned(), FieldMark::Invalid)].into();
    premises
}

/// One command of every kind.
pub(super) async fn commands(by: &Person<'_>) -> Vec<Command> {
    let app = by.app;
    let (inspection, premises) = (InspectionId(app.id()), full_premises(app));
    let (record, reason) = (Box::new(full_inspection(by).await), Reason { code: "other".to_owned(), text: "五个字以上".to_owned() });
    let at = record.findings[0].at.clone();
    let comment = || "再拍一张".to_owned();
    let points = vec![
        ReturnPoint::Item { at, comment: comment() },
        ReturnPoint::Signature { comment: comment() },
        ReturnPoint::Whole { comment: comment() },
    ];
    let (user, grant, batch) = (UserId(app.id()), Grant { role: Role::Inspector, place: app.grid }, BatchId(app.id()));
    let change = PremisesChange {
        name: Some("新名".to_owned()),
        kind: Some("small-shop".to_owned()),
        address: Some("团结路".to_owned()),
        community: Some(app.community),
        grid: Some(app.grid),
        position: premises.position,
        fields: [("sleepers".to_owned(), None), ("uscc".to_owned(), Some(FieldValue::Int(2)))].into(),
        confirms: true,
    };
    let place =
        |code| Place { id: PlaceId(app.id()), parent: Some(app.community), kind: PlaceKind::Grid, name: "第二网格".to_owned(), code };
    let password_hash = || "$argon2id$…".to_owned();
    let whats = vec![
        What::SubmitInspection { inspection: record.clone() },
        What::ResubmitInspection { inspection: record },
        What::ReturnInspection { inspection, reason: ReturnReason::PhotoUnclear, points },
        What::AcceptInspection { inspection },
        What::AutoAccept { inspection },
        What::ReleaseQuarantine { inspection, reason: reason.clone() },
        What::DiscardDraft { inspection, premises: premises.id, answers: 3, photos: 1, reason: Some("走错了门".to_owned()) },
        What::AddPremises { premises: Box::new(premises.clone()) },
        What::EditPremises { premises: premises.id, change: Box::new(change) },
        What::ImportBatch { batch, file_sha256: Sha256::of(b"file"), rows: vec![premises] },
        What::UndoImport { batch, reason: reason.clone() },
        What::AddPlace { place: place(Some("001".to_owned())) },
        What::RenamePlace { place: app.grid, kind: PlaceKind::Grid, name: "第三网格".to_owned() },
        What::AddUser {
            user,
            login: "13800138000".to_owned(),
            name: "李敏".to_owned(),
            password_hash: password_hash(),
            grants: vec![grant],
        },
        What::GrantRole { user, grant },
        What::RevokeRole { user, grant },
        What::DisableUser { user, reason },
        What::ResetPassword { user, password_hash: password_hash() },
        What::PublishChecklist { yaml: "id: x".to_owned() },
    ];
    let command = |what| Command {
        id: CommandId(app.id()),
        by: by.user,
        role: Role::Inspector,
        place: app.community,
        at: app.store.now(),
        base: Some(1),
        what,
    };
    whats.into_iter().map(command).collect()
}

/// What a phone holds, says and hears about it.
pub(super) fn of_phone(app: &TestApp) -> (Holdings, Reconcile, Reconciled) {
    let (inspection, premises, at) = (InspectionId(app.id()), app.shop.id, app.store.now());
    let record = HeldRecord {
        command: CommandId(app.id()),
        inspection,
        premises,
        sealed_at: at,
        provisional_number: "7F3A-1".to_owned(),
        blobs_missing: 2,
    };
    let holdings = Holdings {
        device: domain::ids::DeviceId(app.id()),
        build: "b".to_owned(),
        drafts: vec![HeldDraft { inspection, premises, started_at: at }],
        records: vec![record.clone()],
        lost: vec![record],
    };
    let sha256 = Sha256::of(b"x");
    let asked = Reconcile { held: vec![Held::Command { id: CommandId(app.id()), sha256 }, Held::Blob { sha256 }] };
    let presence = vec![Presence::Present, Presence::Absent, Presence::Different, Presence::Refused];
    (holdings, asked, Reconciled { epoch: app.store.epoch(), presence })
}
