//! When which inspector goes out, and which visits are not like the others.

use super::Plan;
use super::people::Person;
use super::random::Random;
use domain::inspection::{Access, NotSigned};
use domain::time::{Day, Timestamp};
use domain::user::Role;

/// What makes a visit different from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Twist {
    /// Nothing.
    None,
    /// A suspected major hazard.
    Major,
    /// A colleague's grid.
    OutOfScope,
    /// Handed in ten days after.
    Late,
    /// The pictures are still on the phone.
    MissingPhotos,
    /// Gone through in half a minute.
    TooFast,
    /// Pictures from elsewhere.
    FarAway,
    /// A picture from the album.
    FromAlbum,
    /// The phone found no position.
    NoPosition,
    /// A picture of an earlier visit.
    ReusedPhoto,
    /// Sent back; mended the day after, or still waiting.
    Returned {
        /// Mended.
        is_mended: bool,
    },
    /// Nobody let them in.
    NotEntered(Access),
    /// The accompanying person did not sign.
    Unsigned(NotSigned),
    /// A place that was visited before, where a hazard is still open.
    Again,
}

/// A visit that is to be.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) n: usize,
    /// Position among the people.
    pub(super) inspector: usize,
    pub(super) started_at: Timestamp,
    pub(super) finished_at: Timestamp,
    pub(super) received_at: Timestamp,
    pub(super) twist: Twist,
    /// Of the last days, whose records nobody has looked at yet.
    pub(super) is_recent: bool,
    /// Days before today.
    pub(super) age_days: i64,
}

/// When visits begin, minutes after midnight.
const SLOTS: [i64; 6] = [8 * 60 + 50, 10 * 60, 14 * 60 + 20, 15 * 60 + 25, 16 * 60 + 30, 11 * 60 + 5];
/// One in so many visits lies in the last days.
const RECENT_ONE_IN: usize = 7;
/// Working days that count as the last ones.
const RECENT_DAYS: usize = 3;
/// Days between a late visit and its receipt; more than a week is late.
const LATE_DAYS: i64 = 10;

/// Twists of visits long ago, with their place among them in percent.
const EARLIER: [(usize, Twist); 28] = [
    (8, Twist::Major),
    (11, Twist::Returned { is_mended: true }),
    (15, Twist::FromAlbum),
    (20, Twist::NoPosition),
    (22, Twist::Returned { is_mended: true }),
    (25, Twist::Major),
    (30, Twist::FarAway),
    (33, Twist::Returned { is_mended: true }),
    (35, Twist::TooFast),
    (42, Twist::Major),
    (44, Twist::Returned { is_mended: true }),
    (46, Twist::FromAlbum),
    (50, Twist::OutOfScope),
    (53, Twist::Returned { is_mended: true }),
    (55, Twist::NoPosition),
    (58, Twist::Returned { is_mended: true }),
    (60, Twist::Major),
    (65, Twist::Late),
    (67, Twist::Returned { is_mended: true }),
    (70, Twist::FarAway),
    (73, Twist::Returned { is_mended: true }),
    (75, Twist::FromAlbum),
    (79, Twist::Returned { is_mended: true }),
    (82, Twist::Major),
    (86, Twist::ReusedPhoto),
    (88, Twist::Returned { is_mended: true }),
    (91, Twist::NoPosition),
    (96, Twist::Returned { is_mended: true }),
];
/// Twists of the last days, from the last visit backwards, two visits apart.
const LATELY: [Twist; 12] = [
    Twist::Major,
    Twist::MissingPhotos,
    Twist::OutOfScope,
    Twist::Returned { is_mended: false },
    Twist::TooFast,
    Twist::Major,
    Twist::Late,
    Twist::FarAway,
    Twist::MissingPhotos,
    Twist::FromAlbum,
    Twist::Returned { is_mended: false },
    Twist::NoPosition,
];

/// All visits, in the order of their beginnings.
pub(super) fn visits(plan: &Plan, people: &[Person]) -> Vec<Visit> {
    let mut random = Random::of(plan.seed, "calendar", 0);
    let inspectors: Vec<usize> = (0..people.len()).filter(|n| people[*n].role == Role::Inspector).collect();
    let days: Vec<Day> =
        (1..=plan.days).rev().map(|ago| plan.today.plus(-ago)).filter(|day| day.0.weekday() != time::Weekday::Sunday).collect();
    let recent = (plan.visits / RECENT_ONE_IN).max(1);
    let (early_days, last_days) = days.split_at(days.len().saturating_sub(RECENT_DAYS));
    let mut visits = vec![];
    for n in 0..plan.visits {
        let is_recent = n >= plan.visits - recent || early_days.is_empty();
        let of = if is_recent { last_days } else { early_days };
        let Some(day) = random.pick(of).copied() else { break };
        let inspector = inspectors[n % inspectors.len()];
        let same_day = visits.iter().filter(|visit: &&Visit| visit.inspector == inspector && visit.started_at.day() == day).count();
        let started_at = day.start().plus_seconds(SLOTS[same_day % SLOTS.len()] * 60 + random.within(0..=900));
        let finished_at = started_at.plus_seconds(random.within(14 * 60..=42 * 60));
        visits.push(Visit { n, inspector, started_at, finished_at, received_at: finished_at, twist: Twist::None, is_recent, age_days: 0 });
    }
    visits.sort_by_key(|visit| (visit.started_at, visit.n));
    twist(&mut visits, &mut random, &inspectors);
    for (n, visit) in visits.iter_mut().enumerate() {
        visit.n = n;
        visit.age_days = plan.today.days_since(visit.started_at.day());
        visit.received_at = received(visit, plan.today, &mut random);
    }
    visits
}

fn twist(visits: &mut [Visit], random: &mut Random, inspectors: &[usize]) {
    let early = visits.iter().filter(|visit| !visit.is_recent).count();
    for visit in visits.iter_mut() {
        visit.twist = match random.below(100) {
            0..=5 => Twist::NotEntered(Access::Closed),
            6..=7 => Twist::NotEntered(Access::Refused),
            8 => Twist::NotEntered(Access::Vacant),
            9 => Twist::NotEntered(Access::NotFound),
            10..=13 => Twist::Unsigned(NotSigned::Absent),
            14 => Twist::Unsigned(NotSigned::Refused),
            15 => Twist::Unsigned(NotSigned::CannotSign),
            16..=29 => Twist::Again,
            _ => Twist::None,
        };
    }
    let placed = EARLIER.iter().map(|(percent, twist)| (early * percent / 100, *twist));
    let last = visits.len();
    let lately = LATELY.iter().enumerate().filter_map(|(n, twist)| Some((last.checked_sub(n * 2 + 1)?, *twist)));
    let mut taken = std::collections::BTreeSet::new();
    for (n, twist) in placed.chain(lately) {
        let fits = n < last && (n < early || LATELY.contains(&twist));
        if fits && taken.insert(n) {
            visits[n].twist = twist;
            match twist {
                // The first six share their communities with a colleague.
                Twist::OutOfScope => visits[n].inspector = inspectors[n % 6],
                Twist::TooFast => visits[n].finished_at = visits[n].started_at.plus_seconds(26),
                Twist::Late => {
                    let visit = &mut visits[n];
                    (visit.started_at, visit.finished_at) =
                        (visit.started_at.plus_days(-LATE_DAYS), visit.finished_at.plus_days(-LATE_DAYS));
                }
                _ => {}
            }
        }
    }
}

/// Most have a network at the door; some in the evening; none after today has begun.
fn received(visit: &Visit, today: Day, random: &mut Random) -> Timestamp {
    let after = if random.chance(82) { random.within(20..=400) } else { random.within(2 * 3_600..=8 * 3_600) };
    let late = if visit.twist == Twist::Late { LATE_DAYS } else { 0 };
    let at = visit.finished_at.plus_days(late).plus_seconds(after);
    at.min(today.start().plus_seconds(-3_600 + visit.n as i64 % 600))
}
