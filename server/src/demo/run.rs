//! Three months in order: visits are handed in, supervisors decide, the timer accepts.

use super::Plan;
use super::calendar::{Twist, Visit, visits};
use super::darkroom::Darkroom;
use super::memory::{Handed, Memory};
use super::people::Person;
use super::picture::{Evidence, Shot, picture};
use super::random::Random;
use super::review::{self, Decision};
use super::theme::Theme;
use super::town::{By, Town};
use super::visit::{Desk, Written};
use crate::import::Progress;
use anyhow::{Context, Result, bail};
use domain::command::{Reason, What};
use domain::ids::UserId;
use domain::inspection::{Inspection, ItemRef, Photo, PhotoOf, ReturnPoint, Severity};
use domain::premises::Premises;
use domain::refusal::Quarantine;
use domain::time::Timestamp;
use domain::user::Role;
use std::collections::BTreeMap;

/// What happens at a moment.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A record is handed in.
    HandIn(usize),
    /// Somebody decides about it.
    Decide(usize, Decision),
    /// Its inspector mends it.
    Mend(usize),
    /// Somebody accepts what was mended.
    AcceptMended(usize),
    /// The timer's round.
    Timer,
}

/// The three months.
pub(super) struct Run<'a> {
    pub(super) town: Town,
    pub(super) people: &'a [Person],
    visits: Vec<Visit>,
    /// What the phones have sealed, by visit.
    written: BTreeMap<usize, Written>,
    darkroom: Darkroom,
    memory: Memory,
    /// By time; the second number keeps two things of one moment apart.
    steps: BTreeMap<(Timestamp, usize), Step>,
    planned: usize,
    end: Timestamp,
    seed: u64,
    pub(super) pictures: usize,
    pub(super) findings: usize,
}

impl<'a> Run<'a> {
    pub(super) fn new(town: Town, people: &'a [Person], ledger: &'a [Premises], plan: &Plan) -> Result<Self> {
        let visits = visits(plan, people);
        let mut order: Vec<&Visit> = visits.iter().collect();
        order.sort_by_key(|visit| (visit.received_at, visit.n));
        let mut writing = Writing { seed: plan.seed, people, ledger, memory: Memory::default() };
        let mut written = BTreeMap::new();
        let mut films = vec![];
        for visit in order {
            if let Some(mut record) = writing.write(visit)? {
                films.push(std::mem::take(&mut record.shots));
                written.insert(visit.n, record);
            }
        }
        let mut run = Self {
            town,
            people,
            visits,
            written,
            darkroom: Darkroom::new(films.into_iter()),
            memory: writing.memory,
            steps: BTreeMap::new(),
            planned: 0,
            end: plan.today.start().plus_seconds(-600),
            seed: plan.seed,
            pictures: 0,
            findings: 0,
        };
        let mut received: Vec<(Timestamp, usize)> = run.written.keys().map(|n| (run.visits[*n].received_at, *n)).collect();
        // Two records of one moment come in the order in which they were written.
        received.sort_unstable();
        for (at, n) in received {
            run.put(at, Step::HandIn(n));
        }
        for ago in 0..plan.days {
            run.put(plan.today.plus(-ago).start().plus_seconds(-1_800), Step::Timer);
        }
        Ok(run)
    }

    fn put(&mut self, at: Timestamp, step: Step) {
        self.planned += 1;
        self.steps.insert((at, self.planned), step);
    }

    /// Lets everything happen; gives the number of visits.
    pub(super) async fn live(&mut self) -> Result<usize> {
        let mut progress = Progress::new("示范数据：检查记录", self.written.len() as u64);
        let mut done = 0_u64;
        while let Some(((at, _), step)) = self.steps.pop_first() {
            self.town.set(at);
            match step {
                Step::HandIn(n) => {
                    self.hand_in(n).await.with_context(|| format!("visit {n}, {:?}", self.visits[n].twist))?;
                    done += 1;
                    progress.at(done);
                }
                Step::Decide(n, decision) => self.decide(n, decision, at).await.with_context(|| format!("deciding about visit {n}"))?,
                Step::Mend(n) => self.mend(n, at).await.with_context(|| format!("mending visit {n}"))?,
                Step::AcceptMended(n) => self.review(n, at, 2, Decision::Accept).await?,
                Step::Timer => drop(self.town.store.accept_due().await?),
            }
        }
        progress.end();
        Ok(usize::try_from(done)?)
    }

    fn random(&self, thing: &str, n: usize) -> Random {
        Random::of(self.seed, thing, n)
    }

    async fn hand_in(&mut self, n: usize) -> Result<()> {
        let (visit, mut written) = (self.visits[n].clone(), self.written.remove(&n).context("a record that is handed in once")?);
        let inspector = &self.people[visit.inspector];
        let mut files = self.darkroom.develop(&mut written.inspection).await?;
        files.append(&mut written.signatures);
        let place = written.inspection.snapshot.community;
        let by = By { user: inspector.id, role: Role::Inspector };
        let what = What::SubmitInspection { inspection: Box::new(written.inspection.clone()) };
        let command = self.town.command(by, place, visit.finished_at, None, what);
        let (receipt, sealed) = self.town.apply(&command).await?;
        if receipt.quarantine != intended(visit.twist) {
            bail!("in quarantine for {:?}, not for {:?}: {:?}", receipt.quarantine, intended(visit.twist), gaps(&written.inspection));
        }
        self.keep(command.by, files, visit.twist == Twist::MissingPhotos).await?;
        self.findings += written.inspection.findings.len();
        let before = self.memory.submitted.entry(inspector.id).or_default();
        let needs_eyes = review::needs_eyes(&visit, &written, sealed, &receipt.quarantine, *before);
        *before += 1;
        self.memory.handed.insert(n, Handed { inspection: written.inspection, sealed });
        if let Some((at, decision)) = review::decision(&visit, needs_eyes, self.end, &mut self.random("review", n)) {
            self.put(at, Step::Decide(n, decision));
        }
        Ok(())
    }

    /// The files arrive a little after the record; of some the pictures are still on the phone.
    async fn keep(&mut self, by: UserId, files: Vec<Evidence>, without_pictures: bool) -> Result<()> {
        self.town.set(self.town.store.now().plus_seconds(8));
        for Evidence { sha256, media_type, bytes } in files {
            let is_picture = media_type == "image/jpeg";
            if !(is_picture && without_pictures) {
                self.pictures += usize::from(is_picture);
                self.town.keep(by, sha256, media_type, bytes).await?;
            }
        }
        Ok(())
    }

    async fn decide(&mut self, n: usize, decision: Decision, at: Timestamp) -> Result<()> {
        if decision == Decision::Release {
            self.review(n, at, 1, decision).await?;
            self.town.set(at.plus_seconds(90));
            return self.review(n, at.plus_seconds(90), 1, Decision::Accept).await;
        }
        self.review(n, at, 1, decision).await?;
        if let Twist::Returned { is_mended: true } = self.visits[n].twist {
            let hours = self.random("mend", n).within(3..=30);
            self.put(at.plus_hours(hours).min(self.end.plus_seconds(-5_400)), Step::Mend(n));
        }
        Ok(())
    }

    async fn review(&mut self, n: usize, at: Timestamp, revision: u32, decision: Decision) -> Result<()> {
        let Some(Handed { inspection, .. }) = self.memory.handed.get(&n).cloned() else { return Ok(()) };
        let community = inspection.snapshot.community;
        let is_heavy = inspection.findings.iter().any(|finding| finding.severity == Severity::Major)
            || matches!(self.visits[n].twist, Twist::OutOfScope | Twist::Late);
        let mut random = self.random("reviewer", n);
        let reviewer = review::reviewer(self.people, community, decision, is_heavy, &mut random).context("a reviewer")?;
        let by = By { user: reviewer.id, role: reviewer.role };
        let what = match decision {
            Decision::Accept => What::AcceptInspection { inspection: inspection.id },
            Decision::Release => What::ReleaseQuarantine {
                inspection: inspection.id,
                reason: Reason { code: "checked".to_owned(), text: "已与网格员和社区核实，情况属实".to_owned() },
            },
            Decision::Return => {
                let (reason, points) = review::points(&inspection, &mut random);
                What::ReturnInspection { inspection: inspection.id, reason, points }
            }
        };
        let command = self.town.command(by, community, at, Some(revision), what);
        self.town.apply(&command).await.map(drop)
    }

    /// Revision 2: one more picture and a clearer place.
    async fn mend(&mut self, n: usize, at: Timestamp) -> Result<()> {
        let Some(Handed { inspection, sealed }) = self.memory.handed.get(&n).cloned() else { return Ok(()) };
        let inspector = &self.people[self.visits[n].inspector];
        let mut random = self.random("revision", n);
        let point = review::points(&inspection, &mut self.random("reviewer", n)).1;
        let mut next = Inspection { revision: 2, parent: Some(sealed), finished_at: at, ..inspection };
        next.reply = "已补拍，位置也写清楚了".to_owned();
        let item = point.iter().find_map(|point| match point {
            ReturnPoint::Item { at, .. } => Some(at.clone()),
            _ => None,
        });
        let theme = wrong_at(&next, item.as_ref()).map_or(Theme::Front, Theme::of);
        let picture = picture(&Shot { theme, is_bad: true, place: random.clone(), at: at.plus_seconds(-300) })?;
        if let (Some(item), Some(like)) = (item, next.photos.first().cloned()) {
            let (sha256, size_bytes) = (picture.sha256, picture.size_bytes());
            let photo = Photo { sha256, size_bytes, taken_at: at.plus_seconds(-300), of: PhotoOf::Item, at: Some(item.clone()), ..like };
            next.photos.push(photo);
            if let Some(finding) = next.findings.iter_mut().find(|finding| finding.at == item) {
                finding.photos.push(picture.sha256);
                finding.spot = format!("{}（{}）", finding.spot, random.word(&["一层东侧", "一层北侧", "进门右手边", "靠后墙一侧"]));
            }
        } else {
            next.note = "陪同人员是当班店长".to_owned();
        }
        let by = By { user: inspector.id, role: Role::Inspector };
        let what = What::ResubmitInspection { inspection: Box::new(next.clone()) };
        let command = self.town.command(by, next.snapshot.community, at, Some(1), what);
        let (receipt, sealed) = self.town.apply(&command).await?;
        if !receipt.quarantine.is_empty() {
            bail!("revision 2 is in quarantine for {:?}", receipt.quarantine);
        }
        if next.photos.iter().any(|photo| photo.sha256 == picture.sha256) {
            self.pictures += 1;
            self.town.keep(command.by, picture.sha256, picture.media_type, picture.bytes).await?;
        }
        self.memory.handed.insert(n, Handed { inspection: next, sealed });
        let accepted = at.plus_hours(random.within(2..=20));
        if accepted < self.end && !self.visits[n].is_recent {
            self.put(accepted, Step::AcceptMended(n));
        }
        Ok(())
    }
}

/// What the finding at an item says.
fn wrong_at<'a>(inspection: &'a Inspection, at: Option<&ItemRef>) -> Option<&'a str> {
    inspection.findings.iter().find(|finding| Some(&finding.at) == at).map(|finding| finding.violation.as_str())
}

/// Writes the records of all visits, as the phones did before anybody saw them.
struct Writing<'a> {
    seed: u64,
    people: &'a [Person],
    ledger: &'a [Premises],
    memory: Memory,
}

impl<'a> Writing<'a> {
    /// None for an inspector who has nowhere to go.
    fn write(&mut self, visit: &Visit) -> Result<Option<Written>> {
        let Some(premises) = self.destination(visit) else { return Ok(None) };
        let inspector = &self.people[visit.inspector];
        let desk = Desk { visit, inspector, premises, random: Random::of(self.seed, "visit", visit.n) };
        desk.write(&mut self.memory).map(Some)
    }

    /// Where the visit goes: back to what is open, or to somewhere new in the inspector's grids.
    fn destination(&self, visit: &Visit) -> Option<&'a Premises> {
        let inspector = &self.people[visit.inspector];
        if visit.twist == Twist::Again
            && let Some(back) = self.memory.to_go_back_to(visit)
        {
            return self.ledger.iter().find(|premises| premises.id == back);
        }
        let is_own = |premises: &Premises| premises.grid.is_some_and(|grid| inspector.places.contains(&grid));
        let wanted = |premises: &&Premises| match visit.twist {
            Twist::OutOfScope => Some(premises.community) == inspector.community && !is_own(premises),
            _ => is_own(premises),
        };
        let all: Vec<&Premises> = self.ledger.iter().filter(wanted).collect();
        let new: Vec<&Premises> = all.iter().copied().filter(|premises| !self.memory.was_visited(premises.id)).collect();
        Random::of(self.seed, "destination", visit.n).pick(if new.is_empty() { &all } else { &new }).copied()
    }
}

/// Why a record is meant to wait for a person.
fn intended(twist: Twist) -> Vec<Quarantine> {
    match twist {
        Twist::OutOfScope => vec![Quarantine::OutOfScope],
        Twist::Late => vec![Quarantine::Late],
        _ => vec![],
    }
}

/// What the rules miss in a record, for whoever changes the demo.
fn gaps(inspection: &Inspection) -> Vec<domain::decide::submit::Gap> {
    let library = domain::library::Library::builtin();
    let lists = library.checklists.values().map(|list| (list.sha256, std::sync::Arc::new(list.checklist.clone()))).collect();
    let (hazards, found_on) = (BTreeMap::new(), inspection.finished_at.day());
    domain::decide::submit::gaps(
        inspection,
        &domain::decide::submit::Against { checklists: &lists, hazards: &hazards, found_on, earlier: None },
    )
}
