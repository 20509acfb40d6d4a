//! One run: phones, a server, and what lies between.

mod act;
mod drive;
mod hear;
mod rare;

use crate::bug::Bug;
use crate::check::{AFTER_DAYS, ALWAYS, Checker, HEALED};
use crate::coverage::Coverage;
use crate::fault::Weather;
use crate::people::owners;
use crate::phone::Phone;
use crate::queue::Queue;
use crate::random::Random;
use crate::server::{Behind, Server};
use crate::story::Story;
use crate::wire::{Call, Packet, Response};
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId, PremisesId, UserId};
use domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use sync::outbox::RequestNo;

/// 2026-03-01, about.
const BEGIN: Timestamp = Timestamp::from_millis(1_772_300_000_000);
const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;
/// How long each person is online without faults: several times the longest back-off.
const HEAL_MS: u64 = 3 * HOUR_MS;
/// Events between two looks at the checkers.
const CHECK_EVERY: u64 = 24;
/// Events of a run; more means that something goes round in circles.
const EVENTS_MAX: u64 = 200_000;
/// Sets the stream that decides about reading apart from the other, and that of all that is rare.
const READING: u64 = 0x5EAD_1175;
const RARE: u64 = 0x4A4E;

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Hash over everything that was sent and stored: the same seed gives the same.
    pub trace: u64,
    /// Events that happened.
    pub events: u64,
    /// Records that were handed in.
    pub sealed: usize,
    /// Times that premises did not get through while a visit of them lay on the phone.
    pub visits_waited: usize,
    /// What is wrong: the checker's name and its words. The run ends at the first.
    pub fault: Option<String>,
    /// The last that happened, if it was to be told.
    pub story: Vec<String>,
    /// What it saw, if it was to be counted.
    pub coverage: Coverage,
}

/// How a seed is run.
#[derive(Debug, Default)]
pub struct Order {
    /// A bug that is built in.
    pub bug: Option<Bug>,
    /// Tell its story.
    pub is_told: bool,
    /// Count the stages and the ways between them.
    pub is_counted: bool,
    /// A real server behind the record of what was promised.
    pub behind: Option<Box<dyn Behind>>,
}

/// What is true, whatever the phones believe.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    /// Shown as 已存本机, as the row that was confirmed.
    pub(crate) saved: BTreeMap<(usize, InspectionId, u64), String>,
    /// Shown as handed in.
    pub(crate) sealed: BTreeMap<CommandId, SealedBy>,
    /// Taken back.
    pub(crate) withdrawn: BTreeSet<CommandId>,
    /// Drafts whose record has left its phone.
    pub(crate) left: BTreeSet<InspectionId>,
    /// Premises that were added on a phone, and by whom.
    pub(crate) added: BTreeMap<PremisesId, (usize, UserId)>,
    /// See [`Run::visits_waited`].
    pub(crate) visits_waited: usize,
    /// Thrown away by a browser before the server had them, and whether somebody must have noticed.
    pub(crate) evicted: BTreeMap<CommandId, bool>,
    /// Was on a phone whose database was thrown away.
    pub(crate) gone: BTreeSet<CommandId>,
    /// Lay on a phone whose database went back to an earlier state.
    pub(crate) forgotten: BTreeSet<CommandId>,
}

#[derive(Debug)]
pub(crate) struct SealedBy {
    pub(crate) phone: usize,
    pub(crate) sha256: Sha256,
}

#[derive(Debug)]
enum Event {
    /// A person does something.
    Act {
        phone: usize,
    },
    Start {
        phone: usize,
    },
    Tick {
        phone: usize,
        life: u32,
    },
    Commit {
        phone: usize,
        life: u32,
    },
    ReadAgain {
        phone: usize,
        life: u32,
    },
    StoreAgain {
        phone: usize,
        life: u32,
        draft: InspectionId,
    },
    Arrive(Box<Arriving>),
    Again(Box<Packet>),
    Deliver {
        phone: usize,
        life: u32,
        no: RequestNo,
        response: Box<Response>,
    },
    TimeOut {
        phone: usize,
        life: u32,
        no: RequestNo,
    },
    /// The phone asks for news.
    Pull {
        phone: usize,
        life: u32,
    },
    /// A call beside the outbox is answered, or nothing was heard of it.
    Beside {
        phone: usize,
        life: u32,
        user: Option<UserId>,
        call: Box<Call>,
        response: Option<Box<Response>>,
    },
}

#[derive(Debug)]
struct Arriving {
    phone: usize,
    life: u32,
    no: RequestNo,
    packet: Packet,
    journey: crate::fault::network::Journey,
}

/// Everything there is.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) phones: Vec<Phone>,
    pub(crate) server: Server,
    pub(crate) truth: Truth,
    weather: Weather,
    random: Random,
    reading: Random,
    rare: Random,
    bug: Option<Bug>,
    story: Story,
    coverage: Option<Coverage>,
    seed: u64,
    queue: Queue<Event>,
    now_ms: u64,
    server_away_until_ms: u64,
    acts_left: Vec<u32>,
    trace: u64,
    events: u64,
}

/// Runs one seed.
#[must_use]
pub fn run(seed: u64) -> Run {
    run_as(seed, Order::default())
}

/// Runs one seed in another way.
#[must_use]
pub fn run_as(seed: u64, order: Order) -> Run {
    let mut world = World::new(seed, order);
    let mut fault = world.play().err();
    let now = world.server_time();
    fault = fault.or_else(|| world.server.verify_behind(now).err());
    let Truth { sealed, visits_waited, .. } = &world.truth;
    Run {
        trace: world.trace,
        events: world.events,
        sealed: sealed.len(),
        visits_waited: *visits_waited,
        fault,
        story: world.story.lines(),
        coverage: world.coverage.unwrap_or_default(),
    }
}

impl World {
    fn new(seed: u64, order: Order) -> Self {
        let Order { bug, is_told, is_counted, behind } = order;
        let mut random = Random::new(seed);
        let mut reading = Random::new(seed ^ READING);
        let mut rare = Random::new(seed ^ RARE);
        let weather = Weather::draw(&mut random, &mut reading, &mut rare);
        let phones = usize::try_from(random.between(1, 2)).unwrap_or(1);
        let acts = u32::try_from(random.between(20, 60)).unwrap_or(20);
        Self {
            phones: (0..phones).map(|n| Phone { cookie: Some(owners(n)[0]), installation: n as u64, ..Phone::default() }).collect(),
            server: Server::new(random.uuid(), bug, behind),
            truth: Truth::default(),
            weather,
            random,
            reading,
            rare,
            bug,
            story: Story::new(is_told),
            coverage: is_counted.then(Coverage::default),
            seed,
            queue: Queue::new(),
            now_ms: 0,
            server_away_until_ms: 0,
            acts_left: vec![acts; phones],
            trace: 0xCBF2_9CE4_8422_2325,
            events: 0,
        }
    }

    fn play(&mut self) -> Result<(), String> {
        for phone in 0..self.phones.len() {
            self.start(phone);
            self.queue.add(1_000, Event::Act { phone });
        }
        self.until(u64::MAX, |world| world.acts_left.iter().all(|left| *left == 0))?;
        self.calm_down();
        self.everybody_is_online()?;
        self.ask(HEALED)?;
        self.now_ms += 8 * DAY_MS;
        self.everybody_is_online()?;
        self.ask(AFTER_DAYS)
    }

    fn calm_down(&mut self) {
        self.weather =
            Weather { network: crate::fault::network::Weather { delay_max_ms: 500, ..Default::default() }, ..Weather::default() };
        self.server_away_until_ms = 0;
        for phone in 0..self.phones.len() {
            if self.phones[phone].page.is_none() {
                self.start(phone);
            }
        }
    }

    fn everybody_is_online(&mut self) -> Result<(), String> {
        for turn in 0..2 {
            for phone in 0..self.phones.len() {
                self.sign_in(phone, owners(phone)[turn]);
            }
            self.until(self.now_ms + HEAL_MS, |_| false)?;
        }
        Ok(())
    }

    /// Lets things happen until then, or until it is enough.
    fn until(&mut self, end_ms: u64, is_enough: impl Fn(&Self) -> bool) -> Result<(), String> {
        while self.queue.next_at().is_some_and(|at| at <= end_ms) && !is_enough(self) {
            let Some((at_ms, event)) = self.queue.next() else { break };
            self.now_ms = self.now_ms.max(at_ms);
            self.happen(event);
            self.events += 1;
            if self.events.is_multiple_of(CHECK_EVERY) {
                self.ask(ALWAYS)?;
            }
            if self.events > EVENTS_MAX {
                return Err("goes round in circles".into());
            }
        }
        if end_ms != u64::MAX {
            self.now_ms = self.now_ms.max(end_ms);
        }
        self.ask(ALWAYS)
    }

    fn ask(&self, checkers: &[Checker]) -> Result<(), String> {
        checkers.iter().try_for_each(|(name, check)| check(self).map_err(|what| format!("{name}: {what}")))
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Act { phone } => self.act(phone),
            Event::Start { phone } => self.start(phone),
            Event::Tick { phone, life } if self.lives(phone, life) => self.tick(phone),
            Event::Commit { phone, life } if self.lives(phone, life) => self.commit(phone),
            Event::ReadAgain { phone, life } if self.lives(phone, life) => self.reload(phone),
            Event::StoreAgain { phone, life, draft } if self.lives(phone, life) => self.store_edits(phone, draft),
            Event::Arrive(arriving) => self.arrive(*arriving),
            Event::Again(packet) => {
                if self.is_server_up() {
                    let now = self.server_time();
                    self.server.handle(&packet, now);
                }
            }
            Event::Deliver { phone, life, no, response } if self.lives(phone, life) => self.deliver(phone, no, &response),
            Event::TimeOut { phone, life, no } if self.lives(phone, life) => self.time_out(phone, no),
            Event::Pull { phone, life } if self.lives(phone, life) => self.pull(phone),
            Event::Beside { phone, life, user, call, response } if self.lives(phone, life) => {
                self.hear_beside(phone, user, &call, response.as_deref());
            }
            // Meant for a page that is dead.
            Event::Tick { .. }
            | Event::Commit { .. }
            | Event::ReadAgain { .. }
            | Event::StoreAgain { .. }
            | Event::Deliver { .. }
            | Event::TimeOut { .. }
            | Event::Pull { .. }
            | Event::Beside { .. } => {}
        }
    }

    const fn has(&self, bug: Bug) -> bool {
        matches!(self.bug, Some(has) if has as u8 == bug as u8)
    }

    fn lives(&self, phone: usize, life: u32) -> bool {
        self.phones[phone].life == life && self.phones[phone].page.is_some()
    }

    const fn is_server_up(&self) -> bool {
        self.now_ms >= self.server_away_until_ms
    }

    fn server_time(&self) -> Timestamp {
        Timestamp::from_millis(BEGIN.millis() + self.now_ms.cast_signed())
    }

    fn phone_time(&self, phone: usize) -> Timestamp {
        Timestamp::from_millis(self.server_time().millis() + self.phones[phone].clock_off_ms)
    }

    /// Folds something into the trace (FNV-1a).
    fn note(&mut self, bytes: &[u8]) {
        for byte in self.now_ms.to_le_bytes().iter().chain(bytes) {
            self.trace = (self.trace ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}
