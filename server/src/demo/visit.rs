//! One visit as a phone would have sealed it.

mod finding;
mod photos;

use super::answer::Walk;
use super::calendar::{Twist, Visit};
use super::lists;
use super::memory::Memory;
use super::people::Person;
use super::picture::{Evidence, Shot, signature};
use super::random::Random;
use super::theme::Theme;
use anyhow::Result;
use domain::checklist::{AnswerKind, PhotoRule, Verdict};
use domain::ids::InspectionId;
use domain::inspection::*;
use domain::position::{Located, NoPosition, Position};
use domain::premises::{FieldValue, Premises};
use domain::time::Timestamp;
use photos::{Camera, Motif};

/// A record, the pictures that are to be drawn for it, and its signatures.
pub(super) struct Written {
    pub(super) inspection: Inspection,
    pub(super) shots: Vec<Shot>,
    pub(super) signatures: Vec<Evidence>,
    /// Items that passed, if nothing else was judged: the reviewer is told.
    pub(super) counts: Counts,
}

/// What a visit is written from.
pub(super) struct Desk<'a> {
    pub(super) visit: &'a Visit,
    pub(super) inspector: &'a Person,
    pub(super) premises: &'a Premises,
    pub(super) random: Random,
}

/// Pictures that the lists of a visit may ask for, by chance.
fn pictures_max(random: &mut Random) -> usize {
    match random.below(100) {
        0..=37 => 0,
        38..=91 => 2,
        _ => 4,
    }
}

impl Desk<'_> {
    /// Writes it down.
    pub(super) fn write(mut self, memory: &mut Memory) -> Result<Written> {
        let mut inspection = self.begun(memory);
        let hand = signature(self.inspector.name)?;
        inspection.signatures = vec![self.signature(self.inspector.name, &hand)];
        let (mut camera, mut signatures) = (Camera::new(&self), vec![hand]);
        if let Twist::NotEntered(access) = self.visit.twist {
            self.outside(&mut inspection, access, &mut camera);
            return Ok(Written { inspection, shots: camera.shots, signatures, counts: Counts::default() });
        }
        let again = memory.again(self.visit, self.premises);
        let lists = match &again {
            Some(open) => open.lists.clone(),
            None => lists::choose(self.premises, self.visit.started_at.day(), pictures_max(&mut self.random)),
        };
        inspection.checklists = lists
            .iter()
            .map(|list| ChecklistPin { id: list.checklist.id.clone(), sha256: list.sha256, version: list.checklist.version })
            .collect();
        let day = self.visit.started_at.day();
        let checklists = lists.iter().map(|list| &list.checklist).collect();
        let mut walk = Walk::new(checklists, self.premises, day, Random::of(self.random.next(), "walk", self.visit.n));
        finding::fail_some(&mut self, &mut walk, again.as_ref());
        let not_checked = self.random.chance(12);
        walk.leave_some(not_checked);
        self.pictures_asked_for(&walk, &mut camera);
        inspection.findings = finding::findings(&mut self, &walk, again.as_ref(), &mut camera);
        inspection.answers = self.answered(&walk);
        inspection.counterpart = Some(self.counterpart(&mut signatures)?);
        if self.visit.twist == Twist::ReusedPhoto
            && let Some(photo) = memory.reusable(self.inspector.id)
        {
            inspection.photos.push(Photo { taken_at: self.visit.started_at.plus_seconds(60), ..photo });
        }
        let counts = domain::walk::counts(&walk.steps(), day);
        inspection.photos.append(&mut camera.photos);
        memory.remember(self.visit, self.premises, &inspection, &lists);
        Ok(Written { inspection, shots: camera.shots, signatures, counts })
    }

    fn begun(&mut self, memory: &mut Memory) -> Inspection {
        let (visit, premises) = (self.visit, self.premises);
        Inspection {
            id: InspectionId(self.random.id(visit.started_at)),
            revision: 1,
            parent: None,
            provisional_number: memory.number(self.inspector),
            nature: Nature::Patrol,
            kind: VisitKind::Routine,
            premises: premises.id,
            snapshot: PremisesSnapshot {
                name: premises.name.clone(),
                kind: premises.kind.clone(),
                address: premises.address.clone(),
                community: premises.community,
                grid: premises.grid,
            },
            inspectors: vec![self.inspector.id],
            access: Access::Entered,
            started_at: visit.started_at,
            finished_at: visit.finished_at,
            position: self.here(visit.started_at),
            checklists: vec![],
            answers: vec![],
            findings: vec![],
            photos: vec![],
            counterpart: None,
            signatures: vec![],
            note: String::new(),
            reply: String::new(),
            device: self.inspector.device(),
            server_seen_at: Some(visit.started_at.plus_seconds(-1_800 - self.random.within(0..=7_200))),
        }
    }

    /// A fix near the premises, or wherever the twist says.
    fn here(&mut self, at: Timestamp) -> Located {
        let Some(place) = self.premises.position else { return Located::Without(NoPosition::Unavailable) };
        if self.visit.twist == Twist::NoPosition {
            return Located::Without(NoPosition::Unavailable);
        }
        let away = if self.visit.twist == Twist::FarAway { 14_000 } else { 0 };
        let mut near = |middle: i32| middle + self.random.within(-160..=160) as i32;
        let (lat_e6, lng_e6) = (near(place.lat_e6) + away, near(place.lng_e6));
        Located::At(Position { lat_e6, lng_e6, accuracy_m: self.random.within(5..=28) as u32, at })
    }

    fn signature(&self, name: &str, file: &Evidence) -> Signature {
        Signature {
            name: name.to_owned(),
            sha256: file.sha256,
            size_bytes: file.size_bytes(),
            typed: false,
            at: self.visit.finished_at.plus_seconds(-2),
        }
    }

    fn outside(&mut self, inspection: &mut Inspection, access: Access, camera: &mut Camera) {
        inspection.access = access;
        inspection.note = match access {
            Access::Refused => "说负责人不在，不让进门，已留联系电话",
            Access::Vacant => "已搬空，玻璃上贴有出租电话",
            Access::NotFound => "按地址没有找到，邻居说去年已搬走",
            _ => "卷帘门锁闭，敲门无人应答，改天再来",
        }
        .to_owned();
        let fix = self.here(self.visit.started_at);
        let place = camera.place();
        camera.take(place, Motif { theme: Theme::Front, is_bad: false, of: PhotoOf::Door, at: None }, fix);
        inspection.photos.append(&mut camera.photos);
    }

    /// The pictures that items want although nothing is wrong.
    fn pictures_asked_for(&mut self, walk: &Walk<'_>, camera: &mut Camera) {
        let day = self.visit.started_at.day();
        for step in walk.steps() {
            let asks = step.item.photo == PhotoRule::Always || step.item.answer == AnswerKind::Photo;
            if asks && matches!(step.verdict(day), Some(Verdict::Pass | Verdict::Fact)) {
                let fix = self.here(self.visit.started_at);
                let place = camera.place();
                camera.take(place, Motif { theme: Theme::of(&step.item.text), is_bad: false, of: PhotoOf::Item, at: Some(step.at()) }, fix);
            }
        }
    }

    fn answered(&mut self, walk: &Walk<'_>) -> Vec<Answered> {
        let steps = walk.steps();
        let seconds = self.visit.finished_at.seconds_since(self.visit.started_at);
        let dwell_ms = (seconds * 700 / (steps.len().max(1) as i64)).max(400);
        let answered = steps.iter().filter_map(|step| {
            let dwell_ms = u32::try_from(dwell_ms * self.random.within(40..=160) / 100).unwrap_or_default();
            let answer = step.answer?.clone();
            Some(Answered { at: step.at(), answer, note: String::new(), dwell_ms, bulk: false, carried_from: None })
        });
        answered.collect()
    }

    fn counterpart(&mut self, signatures: &mut Vec<Evidence>) -> Result<Counterpart> {
        if let Twist::Unsigned(why) = self.visit.twist {
            let note = match why {
                NotSigned::Refused => "说要等老板回来再签",
                NotSigned::Absent => "只有临时帮工在场，做不了主",
                NotSigned::CannotSign => "老人不会写字，已当面念给他听",
            };
            return Ok(Counterpart::Unsigned { why, note: note.to_owned(), witness: None });
        }
        let name = match self.premises.fields.get("head_name") {
            Some(FieldValue::Text(name)) => name.clone(),
            _ => "店员小张".to_owned(),
        };
        // A family writes alike; it also keeps the number of files moderate.
        let family: String = name.chars().take(1).collect();
        let hand = signature(&family)?;
        let signature = self.signature(&name, &hand);
        signatures.push(hand);
        let position = self.random.word(&["店主", "负责人", "店长", "安全员"]).to_owned();
        let objection = if self.random.chance(3) { "房东还没给修，不是我们不改".to_owned() } else { String::new() };
        Ok(Counterpart::Signed { signature, position, objection })
    }
}
