//! Who works on the phones and what they fill in.

use crate::random::Random;
use crate::server::REFUSED_NOTE;
use domain::checklist::PublishedChecklist;
use domain::command::{Command, What};
use domain::digest::Sha256;
use domain::ids::{CommandId, DeviceId, FindingId, InspectionId, PlaceId, PremisesId, UserId};
use domain::inspection::{
    Answer, ChecklistPin, Disposition, Finding, ItemRef, Nature, Photo, PhotoOf, PremisesSnapshot, Severity, VisitKind,
};
use domain::position::{Located, NoPosition};
use domain::premises::Premises;
use domain::time::Timestamp;
use domain::user::Role;
use serde_json::json;
use std::collections::BTreeMap;
use sync::journal::{Begin, Draft, Edit, Given};
use uuid::Uuid;

/// Items of the one list.
const ITEMS: u64 = 12;

/// Li inspects, Zhao has the phone in the afternoon.
pub(crate) fn owners(phone: usize) -> [UserId; 2] {
    [UserId(Uuid::from_u128(100 + phone as u128)), UserId(Uuid::from_u128(200 + phone as u128))]
}

/// The list that everybody goes through: twelve checks, the last three asked only where there is gas.
pub(crate) fn checklist() -> PublishedChecklist {
    let demand = json!({"violation": "blocked", "severity": "general", "basis": [], "rectify": "clear it", "deadline_days": 3});
    let check = |n: u64| json!({"id": format!("{n}"), "text": "t", "text_en": "t", "answer": "check", "demand": demand});
    let items: Vec<_> = (0..ITEMS).map(check).collect();
    let list = json!({
        "id": "sim", "title": "t", "title_en": "t", "version": 1, "applies_to": [], "domain": "fire", "minutes": 10,
        "sections": [{"id": "a", "title": "t", "title_en": "t", "items": items}],
    });
    let checklist = serde_json::from_value(list).expect("a small list of checks reads");
    PublishedChecklist { sha256: Sha256::of(b"sim checklist"), checklist }
}

pub(crate) fn begin(random: &mut Random, by: UserId, number: u64, at: Timestamp) -> Begin {
    let list = checklist();
    Begin {
        inspection: InspectionId(random.uuid()),
        by,
        role: Role::Inspector,
        inspectors: vec![by],
        premises: PremisesId(random.uuid()),
        snapshot: PremisesSnapshot {
            name: "兴旺旅馆".into(),
            kind: "small-hotel".into(),
            address: "团结路12号".into(),
            community: PlaceId(Uuid::from_u128(1)),
            grid: None,
        },
        nature: Nature::Patrol,
        kind: VisitKind::Routine,
        provisional_number: format!("7F3A-{number}"),
        device: DeviceId(Uuid::from_u128(5)),
        started_at: at,
        checklists: vec![ChecklistPin { id: list.checklist.id, sha256: list.sha256, version: 1 }],
        mends: None,
    }
}

/// Adds premises; now and then such that the server does not take them.
pub(crate) fn new_premises(random: &mut Random, id: CommandId, by: UserId, at: Timestamp) -> Command {
    let community = PlaceId(Uuid::from_u128(1));
    let name = if random.one_in_thousand(100) { REFUSED_NOTE } else { "新开的小店" };
    let premises = Premises {
        id: PremisesId(random.uuid()),
        code: None,
        name: name.into(),
        kind: "small-hotel".into(),
        address: "团结路14号".into(),
        community,
        grid: None,
        position: None,
        fields: BTreeMap::new(),
        marks: BTreeMap::new(),
        to_verify: true,
    };
    let what = What::AddPremises { premises: Box::new(premises) };
    Command { id, by, role: Role::Inspector, place: community, at, base: None, what }
}

fn item(random: &mut Random) -> ItemRef {
    let list = checklist().checklist;
    let n = usize::try_from(random.below(ITEMS)).unwrap_or(0);
    let item = list.items().nth(n).expect("within the list").id.clone();
    ItemRef { list: list.id, item }
}

/// Something a person does to a draft.
pub(crate) fn edit(random: &mut Random, draft: &Draft) -> Edit {
    match random.below(10) {
        0..=4 => {
            let answer = random.pick(&[Answer::Pass, Answer::Pass, Answer::Fail, Answer::NotApplicable]).cloned().unwrap_or(Answer::Pass);
            Edit::Answer { at: item(random), given: Some(Given { dwell_ms: 900, ..answer.into() }) }
        }
        5 => Edit::Answer { at: item(random), given: None },
        6 => Edit::Note { at: item(random), text: format!("note {}", random.below(100)) },
        7 => finding(random, item_that_fails(draft).unwrap_or_else(|| item(&mut Random::new(draft.last)))),
        8 => Edit::Cursor { at: Some(item(random)) },
        _ if random.one_in_thousand(100) => Edit::VisitNote { text: REFUSED_NOTE.into() },
        _ => Edit::VisitNote { text: format!("visit {}", random.below(100)) },
    }
}

fn item_that_fails(draft: &Draft) -> Option<ItemRef> {
    draft.answers.values().find(|answered| answered.answer == Answer::Fail).map(|answered| answered.at.clone())
}

fn finding(random: &mut Random, at: ItemRef) -> Edit {
    let id = FindingId(random.uuid());
    let finding = Finding {
        id,
        at,
        violation: "blocked".into(),
        spot: String::new(),
        demand: "clear it".into(),
        severity: Severity::General,
        disposition: Disposition::OnSpot { before: vec![], after: vec![] },
        photos: vec![],
        note: String::new(),
    };
    Edit::Finding { id, finding: Some(Box::new(finding)) }
}

/// A picture: few bytes, but its own.
pub(crate) fn photo(random: &mut Random, at: Timestamp) -> (Photo, Vec<u8>) {
    // Now and then the very same picture again, as from an album.
    let number = random.below(40);
    let bytes = format!("picture {number} of {}", random.below(50)).into_bytes();
    let photo = Photo {
        sha256: Sha256::of(&bytes),
        size_bytes: bytes.len() as u64,
        media_type: "image/jpeg".into(),
        original_sha256: None,
        taken_at: at,
        position: Located::Without(NoPosition::Timeout),
        from_album: false,
        undecodable: false,
        of: PhotoOf::Item,
        at: Some(item(random)),
    };
    (photo, bytes)
}
