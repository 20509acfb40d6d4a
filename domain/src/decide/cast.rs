//! The cast of the tests: a street with two communities, people with fixed powers, one checklist, and a visit that starts valid.

use super::Actor;
use super::submit::{Earlier, Facts, Ground, Submitted, submit};
use crate::checklist::Checklist;
use crate::digest::Sha256;
use crate::hazard::{DemandKind, Hazard, HazardState};
use crate::ids::{DeviceId, FindingId, HazardId, InspectionId, PlaceId, PremisesId, UserId};
use crate::inspection::*;
use crate::place::{Place, PlaceKind};
use crate::position::{Located, Position};
use crate::time::{Day, Timestamp};
use crate::user::{Grant, Role, User};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// 2026-11-24 10:00 in Asia/Shanghai.
pub(crate) const MORNING: Timestamp = Timestamp(1_795_485_600_000_000);
/// Where the premises are.
pub(crate) const HERE: (i32, i32) = (39_600_000, 109_800_000);

pub(crate) fn place_id(n: u128) -> PlaceId {
    PlaceId(Uuid::from_u128(0x1000 + n))
}

pub(crate) const DISTRICT: u128 = 0;
pub(crate) const STREET: u128 = 1;
pub(crate) const COMMUNITY: u128 = 2;
pub(crate) const GRID: u128 = 3;
pub(crate) const OTHER_GRID: u128 = 4;
pub(crate) const OTHER_COMMUNITY: u128 = 5;

/// The checklist of the tests, version 3.
const LIST: &str = r#"{"id":"fire","title":"消防","title_en":"Fire","version":3,"applies_to":["small-shop"],"domain":"fire","minutes":10,"sections":[
  {"id":"exits","title":"出口","title_en":"Exits","items":[
    {"id":"exit","text":"畅通","text_en":"clear","answer":"check","photo":"on_violation","lifeline":true,"demand":{"violation":"堵塞","severity":"general","basis":[],"rectify":"清除","deadline_days":1}},
    {"id":"width","text":"宽度","text_en":"width","answer":{"number":{"unit":"m","pass":{"min":"0.9"}}},"photo":"on_violation","demand":{"violation":"过窄","severity":"general","basis":[],"rectify":"拓宽","deadline_days":7}},
    {"id":"overnight","text":"住人","text_en":"overnight","answer":"yes_no"},
    {"id":"stairs","text":"楼梯","text_en":"stairs","answer":"check","photo":"on_violation","show_if":{"item":"overnight","is":"yes"},"demand":{"violation":"无疏散楼梯","severity":"major","major_basis":[{"doc":"gb35181","ref":"6"}],"basis":[],"rectify":"停用","deadline_days":0}}]},
  {"id":"power","title":"用电","title_en":"Power","items":[
    {"id":"meter","text":"电表","text_en":"meter","answer":"check","photo":"always","demand":{"violation":"破损","severity":"general","basis":[],"rectify":"更换","deadline_days":3}},
    {"id":"talk","text":"会报警","text_en":"can call","answer":"check","demand":{"violation":"不会","severity":"general","basis":[],"rectify":"讲解","deadline_days":0}},
    {"id":"front","text":"门头","text_en":"front","answer":"photo"}]}]}"#;

pub(crate) fn at(item: &str) -> ItemRef {
    ItemRef { list: "fire".into(), item: item.into() }
}

pub(crate) fn finding_id(n: u128) -> FindingId {
    FindingId(Uuid::from_u128(0x7000 + n))
}

pub(crate) struct House {
    pub(crate) checklists: BTreeMap<Sha256, Arc<Checklist>>,
    pub(crate) places: BTreeMap<PlaceId, Place>,
}

impl House {
    pub(crate) fn new() -> Self {
        let list: Checklist = serde_json::from_str(LIST).expect("the list of the tests");
        let place = |n, parent: Option<u128>, kind, name: &str| {
            (place_id(n), Place { id: place_id(n), parent: parent.map(place_id), kind, name: name.into(), code: None })
        };
        let places = BTreeMap::from([
            place(DISTRICT, None, PlaceKind::District, "东胜区"),
            place(STREET, Some(DISTRICT), PlaceKind::Street, "诃额伦街道"),
            place(COMMUNITY, Some(STREET), PlaceKind::Community, "绿苑社区"),
            place(OTHER_COMMUNITY, Some(STREET), PlaceKind::Community, "新村社区"),
            place(GRID, Some(COMMUNITY), PlaceKind::Grid, "第一网格"),
            place(OTHER_GRID, Some(COMMUNITY), PlaceKind::Grid, "第二网格"),
        ]);
        Self { checklists: BTreeMap::from([(Sha256::of(LIST.as_bytes()), Arc::new(list))]), places }
    }

    pub(crate) fn checklist(&self) -> Arc<Checklist> {
        self.checklists[&Sha256::of(LIST.as_bytes())].clone()
    }

    /// A person who holds this role where it is usually held. The same role is the same person.
    pub(crate) fn person(&self, role: Role) -> User {
        let place = match role {
            Role::Inspector => GRID,
            Role::CommunitySafety | Role::CommunitySecretary => COMMUNITY,
            _ => STREET,
        };
        let n = Role::ALL.iter().position(|one| *one == role).expect("a role") as u128;
        let grants = vec![Grant { role, place: place_id(place) }];
        User { id: UserId(Uuid::from_u128(0x2000 + n)), login: format!("{role:?}"), name: "李敏".into(), grants, is_active: true }
    }

    /// Another inspector of the same grid.
    pub(crate) fn colleague(&self) -> User {
        User { id: UserId(Uuid::from_u128(0x2100)), ..self.person(Role::Inspector) }
    }

    pub(crate) fn places_from(&self, n: u128) -> Vec<PlaceId> {
        std::iter::successors(Some(place_id(n)), |id| self.places[id].parent).collect()
    }

    pub(crate) fn street_places(&self) -> Vec<PlaceId> {
        self.places_from(STREET)
    }

    pub(crate) fn actor<'a>(&self, user: &'a User, role: Role, subject_places: &'a [PlaceId]) -> Actor<'a> {
        let grid_communities: Vec<PlaceId> = user
            .grants
            .iter()
            .filter(|grant| self.places[&grant.place].kind == PlaceKind::Grid)
            .filter_map(|grant| self.places[&grant.place].parent)
            .collect();
        Actor { user: Some(user), role, subject_places, grid_communities: Vec::leak(grid_communities), received_at: MORNING }
    }

    pub(crate) fn system<'a>(&self, subject_places: &'a [PlaceId]) -> Actor<'a> {
        Actor { user: None, role: Role::System, subject_places, grid_communities: &[], received_at: MORNING }
    }
}

/// A submission: starts valid, a test changes one thing.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) inspection: Inspection,
    pub(crate) by: User,
    pub(crate) role: Role,
    pub(crate) place: PlaceId,
    pub(crate) subject: u128,
    pub(crate) issued_at: Timestamp,
    pub(crate) received_at: Timestamp,
    pub(crate) ground: Option<Ground>,
    pub(crate) earlier: Option<Earlier>,
    pub(crate) hazards: BTreeMap<HazardId, Hazard>,
    pub(crate) closed_lately: BTreeMap<ItemRef, HazardId>,
    pub(crate) reused_photos: BTreeSet<Sha256>,
    pub(crate) submitted_before: u32,
}

impl Visit {
    pub(crate) fn new(house: &House) -> Self {
        let li = house.person(Role::Inspector);
        let started_at = MORNING.plus_seconds(-1_800);
        let pin = house.checklists.iter().next().expect("one list");
        let signature =
            |name: &str, n: u8| Signature { name: name.into(), sha256: Sha256::of(&[0xf0, n]), size_bytes: 900, typed: false, at: MORNING };
        let answered =
            |item: &str, answer| Answered { at: at(item), answer, note: String::new(), dwell_ms: 9_000, bulk: false, carried_from: None };
        let inspection = Inspection {
            id: InspectionId(Uuid::from_u128(0x5000)),
            revision: 1,
            parent: None,
            provisional_number: "7F3A-21".into(),
            nature: Nature::Patrol,
            kind: VisitKind::Routine,
            premises: PremisesId(Uuid::from_u128(0x4000)),
            snapshot: PremisesSnapshot {
                name: "兴旺旅馆".into(),
                kind: "small-hotel".into(),
                address: "西街3号".into(),
                community: place_id(COMMUNITY),
                grid: Some(place_id(GRID)),
            },
            inspectors: vec![li.id],
            access: Access::Entered,
            started_at,
            finished_at: MORNING,
            position: located(HERE),
            checklists: vec![ChecklistPin { id: pin.1.id.clone(), sha256: *pin.0, version: pin.1.version }],
            answers: vec![
                answered("exit", Answer::Pass),
                answered("width", Answer::Number("1.2".parse().expect("a figure"))),
                answered("overnight", Answer::YesNo(false)),
                answered("meter", Answer::Pass),
                answered("talk", Answer::Pass),
                answered("front", Answer::Photo),
            ],
            findings: vec![],
            photos: vec![],
            counterpart: Some(Counterpart::Signed {
                signature: signature("张伟", 1), position: "店主".into(), objection: String::new()
            }),
            signatures: vec![signature("李敏", 2)],
            note: String::new(),
            reply: String::new(),
            device: DeviceId(Uuid::from_u128(0x6000)),
            server_seen_at: Some(started_at.plus_hours(-1)),
        };
        let mut visit = Self {
            inspection,
            by: li,
            role: Role::Inspector,
            place: place_id(COMMUNITY),
            subject: GRID,
            issued_at: MORNING,
            received_at: MORNING.plus_seconds(60),
            ground: Some(Ground { community: place_id(COMMUNITY), position: Some(HERE), radius_m: crate::parameter::PHOTO_RADIUS_M }),
            earlier: None,
            hazards: BTreeMap::new(),
            closed_lately: BTreeMap::new(),
            reused_photos: BTreeSet::new(),
            submitted_before: crate::parameter::NEW_INSPECTOR_FIRST,
        };
        visit.photo(1, "meter");
        visit.photo(2, "front");
        visit
    }

    /// A visit with one finding: the exit is blocked, one day.
    pub(crate) fn with_finding(house: &House) -> Self {
        let mut visit = Self::new(house);
        visit.fail("exit", 1, Disposition::Order { due_on: today().plus(1), reason: None });
        visit
    }

    /// Takes a picture of an item, `n` minutes after the start.
    pub(crate) fn photo(&mut self, n: u8, item: &str) -> Sha256 {
        let sha256 = Sha256::of(&[n]);
        let taken_at = self.inspection.started_at.plus_seconds(60 * i64::from(n));
        let (position, at) = (located(HERE), Some(at(item)));
        let photo = Photo {
            sha256,
            size_bytes: 300_000,
            media_type: "image/jpeg".into(),
            original_sha256: None,
            taken_at,
            position,
            from_album: false,
            undecodable: false,
            of: PhotoOf::Item,
            at,
        };
        self.inspection.photos.push(photo);
        sha256
    }

    pub(crate) fn answer(&mut self, item: &str, answer: Answer) {
        match self.inspection.answers.iter_mut().find(|answered| answered.at == at(item)) {
            Some(answered) => answered.answer = answer,
            None => self.inspection.answers.push(Answered {
                at: at(item),
                answer,
                note: String::new(),
                dwell_ms: 9_000,
                bulk: false,
                carried_from: None,
            }),
        }
    }

    /// Fails an item (by its figure if it has one) with a finding and a picture.
    pub(crate) fn fail(&mut self, item: &str, n: u8, disposition: Disposition) -> FindingId {
        self.answer(item, if item == "width" { Answer::Number("0.6".parse().expect("a figure")) } else { Answer::Fail });
        let photos = vec![self.photo(10 + n, item)];
        let severity = if matches!(disposition, Disposition::SuspectedMajor { .. }) { Severity::Major } else { Severity::General };
        let id = finding_id(u128::from(n));
        let (violation, demand) = ("堵塞安全出口".into(), "立即清除".into());
        self.inspection.findings.push(Finding {
            id,
            at: at(item),
            violation,
            spot: "后门".into(),
            demand,
            severity,
            disposition,
            photos,
            note: String::new(),
        });
        id
    }

    /// An open hazard of these premises, or of others.
    pub(crate) fn open_hazard(&mut self, n: u128, here: bool, severity: Severity, state: HazardState) -> HazardId {
        let id = HazardId(Uuid::from_u128(0x8000 + n));
        let premises = if here { self.inspection.premises } else { PremisesId(Uuid::from_u128(0x4001)) };
        let hazard = Hazard {
            id,
            number: "隐〔2026〕412号".into(),
            premises,
            community: place_id(COMMUNITY),
            inspection: InspectionId(Uuid::from_u128(0x5001)),
            finding: finding_id(900 + n),
            at: at("exit"),
            violation: "x".into(),
            spot: String::new(),
            demand: "x".into(),
            severity,
            lifeline: true,
            state,
            closure: None,
            demand_kind: DemandKind::Advised,
            due_on: Some(today()),
            found_by: self.by.id,
            found_at: MORNING.plus_days(-1),
            closed_at: None,
            recurrence_of: None,
        };
        self.hazards.insert(id, hazard);
        id
    }

    pub(crate) fn sealed(&self) -> Sha256 {
        Sha256::of(&serde_json::to_vec(&self.inspection).expect("writes"))
    }

    /// The next revision, after the first was taken and returned.
    pub(crate) fn returned(&self, house: &House) -> Self {
        let taken = self.submit(house);
        let mut next = self.clone();
        next.inspection.revision += 1;
        next.inspection.parent = Some(self.sealed());
        next.hazards.extend(taken.hazards.iter().map(|hazard| (hazard.id, hazard.clone())));
        next.earlier = Some(Earlier {
            revision: self.inspection.revision,
            state: InspectionState::Returned,
            sealed: self.sealed(),
            inspection: self.inspection.clone(),
            hazards: taken.links,
            was_returned: true,
        });
        next
    }

    pub(crate) fn submit(&self, house: &House) -> Submitted {
        let subject_places = house.places_from(self.subject);
        let actor = Actor { received_at: self.received_at, ..house.actor(&self.by, self.role, &subject_places) };
        let facts = Facts {
            actor,
            place: self.place,
            issued_at: self.issued_at,
            sealed: self.sealed(),
            premises: self.ground.clone(),
            checklists: &house.checklists,
            earlier: self.earlier.clone(),
            hazards: &self.hazards,
            closed_lately: &self.closed_lately,
            reused_photos: &self.reused_photos,
            submitted_before: self.submitted_before,
            late_after_days: crate::parameter::LATE_AFTER_DAYS,
        };
        submit(&facts, &self.inspection).expect("a submission is never refused for what it says")
    }
}

pub(crate) fn today() -> Day {
    MORNING.day()
}

pub(crate) fn located((lat_e6, lng_e6): (i32, i32)) -> Located {
    Located::At(Position { lat_e6, lng_e6, accuracy_m: 10, at: MORNING })
}
