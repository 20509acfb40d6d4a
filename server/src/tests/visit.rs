//! A whole visit of a shop, as a phone seals it: every item answered, one blocked exit, signed.

use super::app::Person;
use domain::checklist::{AnswerKind, DatePass, Item, PhotoRule, PublishedChecklist, Seen, visible_items};
use domain::digest::Sha256;
use domain::ids::{FindingId, InspectionId};
use domain::inspection::{
    Access, Answer, Answered, ChecklistPin, Counterpart, Disposition, Finding, Inspection, ItemRef, Nature, NotSigned, Photo, PhotoOf,
    PremisesSnapshot, Severity, Signature, VisitKind,
};
use domain::position::{Located, NoPosition};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A visit and the bytes of its photos and signatures.
pub(super) struct Visit {
    pub(super) inspection: Inspection,
    pub(super) blobs: BTreeMap<Sha256, Vec<u8>>,
}

impl Visit {
    /// Of the shop, by this person, just now.
    pub(super) async fn of_shop(by: &Person<'_>) -> Self {
        let house = by.app.store.house().await.unwrap();
        let (published, _) =
            house.checklists.values().find(|(published, _)| published.checklist.id.as_str() == "fire-small-place").unwrap();
        let now = by.app.store.now();
        let shop = by.app.shop.clone();
        let mut visit = Self { inspection: empty(by, published, &shop), blobs: BTreeMap::new() };
        visit.answer(published);
        let signed = visit.blob(1);
        let size_bytes = visit.blobs[&signed].len() as u64;
        visit.inspection.signatures = vec![Signature { name: "李敏".to_owned(), sha256: signed, size_bytes, typed: false, at: now }];
        visit
    }

    /// Everything passes but the first judged item.
    fn answer(&mut self, published: &Arc<PublishedChecklist>) {
        let mut answers: BTreeMap<_, (Answer, Seen)> = BTreeMap::new();
        let mut failed = None;
        for item in published.checklist.items() {
            let seen = |id: &domain::checklist::ItemId| answers.get(id).map_or(Seen::Unanswered, |(_, seen)| seen.clone());
            if !visible_items(&published.checklist, seen).iter().any(|visible| visible.item.id == item.id) {
                continue;
            }
            let fails = failed.is_none()
                && matches!(item.answer, AnswerKind::Check)
                && item.demand.as_ref().is_some_and(|demand| demand.severity == Severity::General && demand.deadline_days > 0);
            let (answer, seen) = if fails { (Answer::Fail, Seen::Fail) } else { good(item, self.inspection.started_at.day()) };
            if fails {
                failed = Some(item);
            }
            if fails || item.photo == PhotoRule::Always || item.answer == AnswerKind::Photo {
                self.photo(published, item);
            }
            answers.insert(item.id.clone(), (answer, seen));
        }
        let list = &published.checklist.id;
        let answered = |(item, (answer, _)): (_, (Answer, Seen))| Answered {
            at: ItemRef { list: list.clone(), item },
            answer,
            note: String::new(),
            dwell_ms: 4_000,
            bulk: false,
            carried_from: None,
        };
        self.inspection.answers = answers.into_iter().map(answered).collect();
        let item = failed.expect("the list has an item that can fail");
        self.find(&ItemRef { list: list.clone(), item: item.id.clone() }, item);
    }

    fn find(&mut self, at: &ItemRef, item: &Item) {
        let demand = item.demand.as_ref().unwrap();
        let photos = self.inspection.photos.iter().filter(|photo| photo.at.as_ref() == Some(at)).map(|photo| photo.sha256);
        let finding = Finding {
            id: FindingId(uuid::Uuid::from_u128(u128::from(self.inspection.id.0.as_u64_pair().1) + (1 << 100))),
            at: at.clone(),
            violation: demand.violation.clone(),
            spot: "后门".to_owned(),
            demand: demand.rectify.clone(),
            severity: Severity::General,
            disposition: Disposition::Order { due_on: self.inspection.started_at.day().plus(demand.deadline_days.into()), reason: None },
            photos: photos.collect(),
            note: String::new(),
        };
        self.inspection.findings = vec![finding];
    }

    fn photo(&mut self, published: &PublishedChecklist, item: &Item) {
        let sha256 = self.blob(u32::try_from(self.blobs.len()).unwrap() + 10);
        let at = ItemRef { list: published.checklist.id.clone(), item: item.id.clone() };
        self.inspection.photos.push(Photo {
            sha256,
            size_bytes: self.blobs[&sha256].len() as u64,
            media_type: "image/png".to_owned(),
            original_sha256: None,
            taken_at: self.inspection.started_at,
            position: Located::Without(NoPosition::Unavailable),
            from_album: false,
            undecodable: false,
            of: PhotoOf::Item,
            at: Some(at),
        });
    }

    /// A picture with bytes of its own.
    fn blob(&mut self, shade: u32) -> Sha256 {
        let salt = self.inspection.id.0.as_u64_pair().1.to_le_bytes();
        let colour = image::Rgb([u8::try_from(shade).unwrap(), salt[0], salt[1]]);
        let mut png = std::io::Cursor::new(vec![]);
        image::RgbImage::from_pixel(400, 300, colour).write_to(&mut png, image::ImageFormat::Png).unwrap();
        let bytes = png.into_inner();
        let sha256 = Sha256::of(&bytes);
        self.blobs.insert(sha256, bytes);
        sha256
    }
}

fn empty(by: &Person<'_>, published: &PublishedChecklist, shop: &domain::premises::Premises) -> Inspection {
    let now = by.app.store.now();
    Inspection {
        id: InspectionId(by.app.id()),
        revision: 1,
        parent: None,
        provisional_number: "7F3A-1".to_owned(),
        nature: Nature::Patrol,
        kind: VisitKind::Routine,
        premises: shop.id,
        snapshot: PremisesSnapshot {
            name: shop.name.clone(),
            kind: shop.kind.clone(),
            address: shop.address.clone(),
            community: shop.community,
            grid: shop.grid,
        },
        inspectors: vec![by.user],
        access: Access::Entered,
        started_at: now.plus_seconds(-1_200),
        finished_at: now,
        position: Located::Without(NoPosition::Unavailable),
        checklists: vec![ChecklistPin {
            id: published.checklist.id.clone(),
            sha256: published.sha256,
            version: published.checklist.version,
        }],
        answers: vec![],
        findings: vec![],
        photos: vec![],
        counterpart: Some(Counterpart::Unsigned { why: NotSigned::Refused, note: "店主说不想签字".to_owned(), witness: None }),
        signatures: vec![],
        note: String::new(),
        reply: String::new(),
        device: by.device,
        server_seen_at: Some(now.plus_seconds(-3_600)),
    }
}

/// An answer that is no finding.
fn good(item: &Item, today: domain::time::Day) -> (Answer, Seen) {
    match &item.answer {
        AnswerKind::Check => (Answer::Pass, Seen::Pass),
        AnswerKind::YesNo => (Answer::YesNo(false), Seen::YesNo(false)),
        AnswerKind::Number { pass, .. } => {
            let figure = pass.and_then(|pass| pass.min.or(pass.max)).unwrap_or_else(|| 1.into());
            (Answer::Number(figure), Seen::Number(figure))
        }
        AnswerKind::Choice { options } => {
            let option = options.iter().find(|option| !option.fails).unwrap().id.clone();
            (Answer::Choice(option.clone()), Seen::Choice(option))
        }
        AnswerKind::Date { pass } => {
            let day = if *pass == Some(DatePass::NotBeforeToday) { today.plus(30) } else { today };
            (Answer::Date(day), Seen::Date(day))
        }
        AnswerKind::Text => (Answer::Text("无".to_owned()), Seen::Text),
        AnswerKind::Photo => (Answer::Photo, Seen::Pass),
    }
}
