//! What supervisors do about a record: who looks, when, and what is said.

use super::calendar::{Twist, Visit};
use super::people::Person;
use super::random::Random;
use super::visit::Written;
use domain::decide::inbox;
use domain::decide::submit::ALL_PASS_ITEMS_MIN;
use domain::digest::Sha256;
use domain::ids::PlaceId;
use domain::inspection::{Disposition, Inspection, Nature, ReturnPoint, ReturnReason, Severity};
use domain::refusal::{Flag, Quarantine};
use domain::time::Timestamp;
use domain::user::Role;
use std::collections::BTreeSet;

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// Taken out of quarantine, then accepted.
    Release,
    Accept,
    Return,
}

/// What waits for the timer is accepted by it after this; a person has to come before.
const BEFORE_TIMER_HOURS: i64 = 60;

/// Whether the inbox shows the record, as the rules say it.
pub(super) fn needs_eyes(visit: &Visit, written: &Written, sealed: Sha256, quarantine: &[Quarantine], submitted_before: u32) -> bool {
    let inspection = &written.inspection;
    let flags: BTreeSet<Flag> = flags(visit, written).into_iter().collect();
    let has_major = inspection
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Major || matches!(finding.disposition, Disposition::SuspectedMajor { .. }));
    let facts = inbox::Facts {
        inspection: inspection.id,
        sealed,
        nature: Nature::Patrol,
        has_major,
        quarantine: &quarantine.iter().copied().collect(),
        flags: &flags,
        was_returned: false,
        submitted_before,
    };
    !inbox::why(&facts).is_empty()
}

fn flags(visit: &Visit, written: &Written) -> Option<Flag> {
    match visit.twist {
        Twist::TooFast => Some(Flag::TooFast),
        Twist::FarAway => Some(Flag::TooFar),
        Twist::FromAlbum => Some(Flag::FromAlbum),
        Twist::NoPosition => Some(Flag::NoPosition),
        Twist::ReusedPhoto => Some(Flag::ReusedPhoto),
        _ => {
            let counts = written.counts;
            (counts.passed >= ALL_PASS_ITEMS_MIN && counts.passed == counts.judged()).then_some(Flag::AllPass)
        }
    }
}

/// When somebody decides, and what; `None` leaves it to the timer, or in the inbox.
pub(super) fn decision(visit: &Visit, needs_eyes: bool, end: Timestamp, random: &mut Random) -> Option<(Timestamp, Decision)> {
    let hours = random.within(2..=40);
    let soon = at_work(visit.received_at.plus_hours(hours), random);
    let is_before_timer = soon < visit.received_at.plus_hours(BEFORE_TIMER_HOURS);
    let decided = match visit.twist {
        Twist::Returned { .. } => Some((soon.min(end.plus_seconds(-7_200)), Decision::Return)),
        // Nobody has looked at the last days yet, but for a few.
        _ if visit.is_recent => (random.chance(20) && visit.twist == Twist::None).then_some((soon, Decision::Accept)),
        Twist::OutOfScope | Twist::Late => Some((soon, Decision::Release)),
        _ if needs_eyes || (is_before_timer && random.chance(30)) => Some((soon, Decision::Accept)),
        _ => None,
    };
    decided.filter(|(at, _)| *at < end && *at > visit.received_at)
}

/// The next hour at which an office is open.
fn at_work(at: Timestamp, random: &mut Random) -> Timestamp {
    let day = at.day();
    let (hour, _) = at.hour_minute();
    let minutes = random.within(0..=59);
    let opens = |day: domain::time::Day, hour: i64| day.start().plus_seconds(hour * 3_600 + minutes * 60);
    match hour {
        0..=8 => opens(day, 9),
        9..=17 => at,
        _ => opens(day.plus(1), 9),
    }
}

/// Who decides: the community for its own patrols, the office for what weighs more.
pub(super) fn reviewer<'a>(
    people: &'a [Person],
    community: PlaceId,
    decision: Decision,
    is_heavy: bool,
    random: &mut Random,
) -> Option<&'a Person> {
    let clerks: Vec<&Person> = people.iter().filter(|person| person.role == Role::OfficeClerk).collect();
    let of_community = people.iter().find(|person| person.role == Role::CommunitySafety && person.community == Some(community));
    if decision == Decision::Release || is_heavy { random.pick(&clerks).copied() } else { of_community }
}

/// What is sent back, and the sentence that says why.
pub(super) fn points(inspection: &Inspection, random: &mut Random) -> (ReturnReason, Vec<ReturnPoint>) {
    if let Some(finding) = inspection.findings.first() {
        let (reason, comment) = match random.below(3) {
            0 => (ReturnReason::PhotoUnclear, "照片太远，看不清堵在哪一段，请补一张近照"),
            1 => (ReturnReason::WordingUnclear, "位置写具体些：哪一层、哪一侧"),
            _ => (ReturnReason::PhotoUnclear, "照片里看不出问题所在，请换个角度再拍一张"),
        };
        return (reason, vec![ReturnPoint::Item { at: finding.at.clone(), comment: comment.to_owned() }]);
    }
    match inspection.photos.iter().find_map(|photo| photo.at.clone()) {
        Some(at) => (ReturnReason::PhotoUnclear, vec![ReturnPoint::Item { at, comment: "门头照没拍到招牌，请补一张".to_owned() }]),
        None => (ReturnReason::Other, vec![ReturnPoint::Whole { comment: "请在备注里写明陪同人员的身份".to_owned() }]),
    }
}
