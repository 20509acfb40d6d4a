//! What the tests of the state share: one small list, a draft of it, and a journal without a phone.

use super::Walk;
use super::walk::Journal;
use domain::checklist::{Checklist, ChecklistId, ItemId, PublishedChecklist};
use domain::command::What;
use domain::digest::Sha256;
use domain::ids::{CommandId, DeviceId, FindingId, InspectionId, PlaceId, PremisesId, UserId};
use domain::inspection::{
    Answer, ChecklistPin, Disposition, Finding, ItemRef, Nature, Photo, PhotoOf, PremisesSnapshot, ReturnPoint, ReturnReason, Severity,
    VisitKind,
};
use domain::position::{Located, NoPosition};
use domain::time::Timestamp;
use domain::user::Role;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use sync::feed::Returned;
use sync::journal::{Begin, Draft, Edit, Finish, Mends, seal};
use uuid::Uuid;

/// Gas decides whether the hose is asked about; two sections, the second one of a single figure.
pub(crate) fn kitchen() -> PublishedChecklist {
    let checklist: Checklist = serde_json::from_str(
        r#"{"id":"kitchen","title":"厨房","title_en":"Kitchen","version":1,"applies_to":[],"domain":"fire","minutes":1,"sections":[
            {"id":"a","title":"用气","title_en":"Gas","items":[
                {"id":"gas","text":"用气","text_en":"gas","answer":"yes_no"},
                {"id":"hose","text":"软管","text_en":"hose","answer":"check","show_if":{"item":"gas","is":"yes"},
                 "demand":{"violation":"软管老化","severity":"general","basis":[],"rectify":"更换","deadline_days":3}}]},
            {"id":"b","title":"出口","title_en":"Exit","items":[
                {"id":"width","text":"净宽","text_en":"width","answer":{"number":{"unit":"m","pass":{"min":"0.8"}}},
                 "demand":{"violation":"太窄","severity":"general","basis":[],"rectify":"拓宽","deadline_days":15}}]}]}"#,
    )
    .unwrap();
    PublishedChecklist { sha256: Sha256::of(b"kitchen"), checklist }
}

pub(crate) fn draft() -> Draft {
    let list = kitchen();
    Draft::new(Begin {
        inspection: InspectionId(Uuid::from_u128(1)),
        by: UserId(Uuid::from_u128(2)),
        role: Role::Inspector,
        inspectors: vec![UserId(Uuid::from_u128(2))],
        premises: PremisesId(Uuid::from_u128(3)),
        snapshot: PremisesSnapshot {
            name: "兴旺旅馆".into(),
            kind: "small-hotel".into(),
            address: "团结路12号".into(),
            community: PlaceId(Uuid::from_u128(4)),
            grid: None,
        },
        nature: Nature::Patrol,
        kind: VisitKind::Routine,
        provisional_number: "7F3A-1".into(),
        device: DeviceId(Uuid::from_u128(5)),
        started_at: Timestamp::from_millis(1_795_396_320_000),
        checklists: vec![ChecklistPin { id: list.checklist.id, sha256: list.sha256, version: 1 }],
        mends: None,
    })
}

/// The draft behind a walk, and what was written into it.
#[derive(Clone)]
pub(crate) struct Written(Arc<Mutex<(Draft, Vec<Edit>)>>);

impl Written {
    /// What the walk has written, and others.
    pub(crate) fn edits(&self) -> Vec<Edit> {
        self.0.lock().unwrap().1.clone()
    }

    pub(crate) fn draft(&self) -> Draft {
        self.0.lock().unwrap().0.clone()
    }
}

impl Journal for Written {
    fn write(&self, edit: Edit) {
        let (draft, edits) = &mut *self.0.lock().unwrap();
        let entry = draft.entry(Timestamp::default(), edit.clone());
        draft.apply(&entry);
        edits.push(edit);
    }

    fn read(&self, look: &mut dyn FnMut(&Draft)) {
        look(&self.draft());
    }
}

/// A walk, and what it has written into the journal.
pub(crate) fn walk(draft: &Draft) -> (Walk, Written) {
    let written = Written(Arc::new(Mutex::new((draft.clone(), vec![]))));
    (Walk::new(draft, vec![Arc::new(kitchen())], written.clone()), written)
}

pub(crate) fn at(item: &str) -> ItemRef {
    ItemRef { list: ChecklistId::from("kitchen"), item: ItemId::from(item) }
}

pub(crate) fn photo(name: &str, item: &str) -> Photo {
    Photo {
        sha256: Sha256::of(name.as_bytes()),
        size_bytes: 1,
        media_type: "image/jpeg".into(),
        original_sha256: None,
        taken_at: Timestamp::from_millis(1_795_396_400_000),
        position: Located::Without(NoPosition::Timeout),
        from_album: false,
        undecodable: false,
        of: PhotoOf::Item,
        at: Some(at(item)),
    }
}

pub(crate) fn finding(item: &str) -> Finding {
    Finding {
        id: FindingId(Uuid::from_u128(9)),
        at: at(item),
        violation: "软管老化".into(),
        spot: String::new(),
        demand: "更换".into(),
        severity: Severity::General,
        disposition: Disposition::Order { due_on: Timestamp::default().day(), reason: None },
        photos: vec![],
        note: String::new(),
    }
}

/// A draft that mends the revision into which this one was sealed, returned with these points.
pub(crate) fn mending(handed_in: &Draft, points: Vec<ReturnPoint>) -> Draft {
    let list = kitchen();
    let finish = Finish { command: CommandId(Uuid::from_u128(50)), at: Timestamp::from_millis(1_795_396_900_000), server_seen_at: None };
    let What::SubmitInspection { inspection } = seal(handed_in, &[&list], finish).unwrap().what else { panic!("a first revision") };
    let returned = Returned {
        by: UserId(Uuid::from_u128(60)),
        by_name: "刘洋".into(),
        by_role: Role::CommunitySafety,
        at: Timestamp::from_millis(1_795_400_000_000),
        due_on: Timestamp::from_millis(1_795_600_000_000).day(),
        reason: ReturnReason::PhotoUnclear,
        points,
        inspection: *inspection,
        pictures: BTreeMap::new(),
    };
    let mends = Mends { revision: 1, parent: Sha256::of(b"sealed"), number: "318".into(), returned };
    Draft::new(Begin { mends: Some(Box::new(mends)), ..handed_in.begin.clone() })
}

/// Writes edits into a draft.
pub(crate) fn written(mut draft: Draft, edits: impl IntoIterator<Item = Edit>) -> Draft {
    for edit in edits {
        let entry = draft.entry(Timestamp::default(), edit);
        draft.apply(&entry);
    }
    draft
}

pub(crate) fn answer(item: &str, answer: Answer) -> Edit {
    Edit::Answer { at: at(item), given: Some(answer.into()) }
}
