//! A visit that starts valid: every visible item of the lists answered, pictures where they are asked for, everybody has signed.
//! A test changes one thing.

use domain::checklist::{AnswerKind, Checklist, DatePass, Item, PhotoRule, Verdict};
use domain::digest::Sha256;
use domain::ids::{DeviceId, FindingId, InspectionId, UserId};
use domain::inspection::{
    Access, Answer, Answered, ChecklistPin, Counterpart, Disposition, Finding, Inspection, ItemRef, Nature, NotCheckedReason, Photo,
    PhotoOf, PremisesSnapshot, Severity, Signature, VisitKind,
};
use domain::library::Library;
use domain::position::{Located, Position};
use domain::premises::Premises;
use domain::time::{Day, Timestamp};
use domain::walk;
use std::collections::BTreeMap;
use uuid::Uuid;

/// How long the visit takes, seconds: nobody is in haste.
const VISIT_S: i64 = 1_800;

/// A visit and the bytes of what it names.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) record: Inspection,
    pub(crate) blobs: BTreeMap<Sha256, Vec<u8>>,
    n: u64,
}

/// Answers a list's item so that it passes, or says something harmless.
fn passing(item: &Item, today: Day) -> Answer {
    match &item.answer {
        AnswerKind::Check => Answer::Pass,
        AnswerKind::YesNo => Answer::YesNo(false),
        AnswerKind::Number { pass, .. } => {
            let figure = pass.and_then(|pass| pass.min.or(pass.max));
            Answer::Number(figure.unwrap_or_else(|| "3".parse().expect("a figure")))
        }
        AnswerKind::Choice { options } => Answer::Choice(options.iter().find(|option| !option.fails).expect("one passes").id.clone()),
        AnswerKind::Date { pass: Some(DatePass::NotBeforeToday) } => Answer::Date(today.plus(30)),
        AnswerKind::Date { .. } => Answer::Date(today),
        AnswerKind::Text => Answer::Text("无".to_owned()),
        AnswerKind::Photo => Answer::Photo,
    }
}

impl Visit {
    /// The `n`th visit of the test, handed in at `at`.
    pub(crate) fn new(n: u64, li: UserId, premises: &Premises, lists: &[&str], at: Timestamp) -> Self {
        let started_at = at.plus_seconds(-VISIT_S);
        let library = Library::builtin();
        let published: Vec<_> = lists.iter().map(|list| &library.checklists[&(*list).into()]).collect();
        let pin = |list: &&domain::checklist::PublishedChecklist| ChecklistPin {
            id: list.checklist.id.clone(),
            sha256: list.sha256,
            version: list.checklist.version,
        };
        let record = Inspection {
            id: InspectionId(Uuid::from_u128(0x5000_0000_0000 + u128::from(n))),
            revision: 1,
            parent: None,
            provisional_number: format!("7F3A-{n}"),
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
            inspectors: vec![li],
            access: Access::Entered,
            started_at,
            finished_at: at,
            position: located(premises, at),
            checklists: published.iter().map(pin).collect(),
            answers: vec![],
            findings: vec![],
            photos: vec![],
            counterpart: None,
            signatures: vec![],
            note: String::new(),
            reply: String::new(),
            device: DeviceId(Uuid::from_u128(0x6000)),
            server_seen_at: None,
        };
        let mut visit = Self { record, blobs: BTreeMap::new(), n };
        let checklists: Vec<&Checklist> = published.iter().map(|list| &list.checklist).collect();
        visit.answer_all(&checklists, premises);
        let signature = visit.sign("张伟", 1);
        visit.record.counterpart = Some(Counterpart::Signed { signature, position: "店主".to_owned(), objection: String::new() });
        let own = visit.sign("李敏", 2);
        visit.record.signatures.push(own);
        visit
    }

    /// Which visit of the test it is.
    pub(crate) const fn number(&self) -> u64 {
        self.n
    }

    /// An answer may show further items, so it goes on until nothing is left to answer.
    fn answer_all(&mut self, lists: &[&Checklist], premises: &Premises) {
        let today = self.record.started_at.day();
        loop {
            let answers = self.record.answers.iter().collect();
            let open: Vec<_> = walk::steps(lists, &answers).into_iter().filter(|step| !step.is_answered()).collect();
            if open.is_empty() {
                break;
            }
            let new: Vec<(ItemRef, Answer, bool)> = open
                .iter()
                .map(|step| {
                    (step.at(), passing(step.item, today), step.item.photo == PhotoRule::Always || step.item.answer == AnswerKind::Photo)
                })
                .collect();
            for (at, answer, is_photographed) in new {
                if is_photographed {
                    self.photograph(premises, Some(&at));
                }
                self.record.answers.push(Answered { at, answer, note: String::new(), dwell_ms: 9_000, bulk: false, carried_from: None });
            }
        }
    }

    fn keep(&mut self, words: &str) -> (Sha256, u64) {
        let bytes = format!("{words} of visit {}, one of {}", self.n, self.blobs.len()).into_bytes();
        let (sha256, size) = (Sha256::of(&bytes), bytes.len() as u64);
        self.blobs.insert(sha256, bytes);
        (sha256, size)
    }

    fn sign(&mut self, name: &str, n: u8) -> Signature {
        let (sha256, size_bytes) = self.keep(&format!("signature {n}"));
        Signature { name: name.to_owned(), sha256, size_bytes, typed: false, at: self.record.finished_at }
    }

    /// Takes a picture at the premises.
    pub(crate) fn photograph(&mut self, premises: &Premises, at: Option<&ItemRef>) -> Sha256 {
        let (sha256, size_bytes) = self.keep("picture");
        let taken_at = self.record.started_at.plus_seconds(60 + i64::try_from(self.record.photos.len()).expect("few pictures"));
        self.record.photos.push(Photo {
            sha256,
            size_bytes,
            media_type: "image/jpeg".to_owned(),
            original_sha256: None,
            taken_at,
            position: located(premises, taken_at),
            from_album: false,
            undecodable: false,
            of: PhotoOf::Item,
            at: at.cloned(),
        });
        sha256
    }

    /// Fails the `nth` item that is ticked off, general, and not to be put right on the spot; an order to put it right by its default day.
    pub(crate) fn fail(&mut self, premises: &Premises, nth: usize) -> FindingId {
        let library = Library::builtin();
        let candidates = self.record.checklists.iter().flat_map(|pin| {
            let list = &library.checklists[&pin.id].checklist;
            list.items().map(move |item| (ItemRef { list: pin.id.clone(), item: item.id.clone() }, item))
        });
        let is_ordinary = |item: &Item| {
            item.answer == AnswerKind::Check
                && item.demand.as_ref().is_some_and(|demand| demand.severity == Severity::General && demand.deadline_days > 0)
        };
        let answered: Vec<&ItemRef> =
            self.record.answers.iter().filter(|answered| answered.answer == Answer::Pass).map(|answered| &answered.at).collect();
        let (at, item) = candidates.filter(|(at, item)| is_ordinary(item) && answered.contains(&at)).nth(nth).expect("that many items");
        let demand = item.demand.clone().expect("it is judged");
        let photo = self.photograph(premises, Some(&at));
        let answered = self.record.answers.iter_mut().find(|answered| answered.at == at).expect("it was answered");
        answered.answer = Answer::Fail;
        let today = self.record.started_at.day();
        debug_assert_eq!(domain::checklist::judge(item, &(&Answer::Fail).into(), today), Some(Verdict::Fail));
        let id = FindingId(Uuid::from_u128(0x7000_0000_0000_0000 + u128::from(self.n) * 1_000 + self.record.findings.len() as u128));
        self.record.findings.push(Finding {
            id,
            at,
            violation: demand.violation,
            spot: "后门".to_owned(),
            demand: demand.rectify,
            severity: Severity::General,
            disposition: Disposition::Order { due_on: today.plus(i64::from(demand.deadline_days)), reason: None },
            photos: vec![photo],
            note: String::new(),
        });
        id
    }

    /// Leaves the `nth` item that was ticked off unchecked, because the door was locked.
    pub(crate) fn not_checked(&mut self, nth: usize) -> ItemRef {
        let answered = self.record.answers.iter_mut().filter(|answered| answered.answer == Answer::Pass).nth(nth).expect("that many items");
        answered.answer = Answer::NotChecked { reason: NotCheckedReason::Locked, text: String::new() };
        answered.at.clone()
    }

    /// The next revision, mended after a return.
    pub(crate) fn mended(&self, parent: Sha256) -> Self {
        let mut next = self.clone();
        next.record.revision += 1;
        next.record.parent = Some(parent);
        next.record.note = "补拍".to_owned();
        next
    }
}

fn located(premises: &Premises, at: Timestamp) -> Located {
    let here = premises.position.expect("the premises of the tests have coordinates");
    Located::At(Position { lat_e6: here.lat_e6, lng_e6: here.lng_e6, accuracy_m: 10, at })
}
