//! What needs eyes, and why. One function decides both what the inbox shows and what the timer may accept.
//!
//! Ordinary findings of a patrol need no inbox: they are live hazards already.

use crate::digest::Sha256;
use crate::ids::InspectionId;
use crate::inspection::Nature;
use crate::parameter::{AUTO_ACCEPT_SAMPLE_ONE_IN, NEW_INSPECTOR_FIRST, PHOTOS_OVERDUE_HOURS};
use crate::refusal::{Flag, Quarantine};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why the inbox shows a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Waits in quarantine.
    Quarantine,
    /// A major or suspected major.
    Major,
    /// An administrative check.
    AdminCheck,
    /// A flag was raised.
    Flagged,
    /// Was returned before.
    ReturnedBefore,
    /// One of the inspector's first.
    NewInspector,
    /// Drawn in the sample.
    Sample,
    /// Photos or signatures have not arrived for days. Time brings it, and their arrival takes it away.
    PhotosMissing,
}

impl Why {
    /// All of them, the most urgent first: suspected majors and what waits in quarantine, then doubts, then what came back, then the rest.
    pub const BY_URGENCY: [Self; 8] = [
        Self::Major,
        Self::Quarantine,
        Self::AdminCheck,
        Self::Flagged,
        Self::ReturnedBefore,
        Self::NewInspector,
        Self::Sample,
        Self::PhotosMissing,
    ];

    /// Its place in the inbox, 0 before all others. It is kept with each visit, so a new reason takes the next number.
    #[must_use]
    pub const fn urgency(self) -> u8 {
        match self {
            Self::Major => 0,
            Self::Quarantine => 1,
            Self::AdminCheck => 2,
            Self::Flagged => 3,
            Self::ReturnedBefore => 4,
            Self::NewInspector => 5,
            Self::Sample => 6,
            Self::PhotosMissing => 7,
        }
    }

    /// The reason that decides where the inbox shows a visit; a visit has one section, however many reasons it has.
    pub fn most_urgent<'a>(why: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        why.into_iter().copied().min_by_key(|why| why.urgency())
    }
}

/// A standing revision as the inbox looks at it.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The visit.
    pub inspection: InspectionId,
    /// SHA-256 of the sealed command of the standing revision.
    pub sealed: Sha256,
    /// Patrol or check.
    pub nature: Nature,
    /// A finding is a major or suspected major, or was seen again on one.
    pub has_major: bool,
    /// What it waits for.
    pub quarantine: &'a BTreeSet<Quarantine>,
    /// What was noticed.
    pub flags: &'a BTreeSet<Flag>,
    /// It was returned at least once.
    pub was_returned: bool,
    /// The inspector's visits before this one.
    pub submitted_before: u32,
}

/// Whether what is missing of a submitted visit has been on its way for so long that the office should ask for it.
#[must_use]
pub fn photos_are_overdue(missing: u32, received_at: Timestamp, now: Timestamp) -> bool {
    missing > 0 && received_at.plus_hours(PHOTOS_OVERDUE_HOURS) <= now
}

/// Why the inbox shows it when it comes in; empty for what the timer accepts by itself.
#[must_use]
pub fn why(facts: &Facts<'_>) -> BTreeSet<Why> {
    let reasons = [
        (!facts.quarantine.is_empty(), Why::Quarantine),
        (facts.has_major, Why::Major),
        (facts.nature == Nature::AdminCheck, Why::AdminCheck),
        (!facts.flags.is_empty(), Why::Flagged),
        (facts.was_returned, Why::ReturnedBefore),
        (facts.submitted_before < NEW_INSPECTOR_FIRST, Why::NewInspector),
        (is_drawn(facts.inspection, facts.sealed), Why::Sample),
    ];
    reasons.into_iter().filter_map(|(holds, why)| holds.then_some(why)).collect()
}

/// The draw. Nobody can choose it: it hangs on the bytes that were sealed before anybody saw them, and a repeat draws the same.
fn is_drawn(inspection: InspectionId, sealed: Sha256) -> bool {
    let mut bytes = b"xunan/inbox-sample/1".to_vec();
    bytes.extend(inspection.0.as_bytes());
    bytes.extend(sealed.0);
    let hash = Sha256::of(&bytes).0;
    let draw = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    draw.is_multiple_of(AUTO_ACCEPT_SAMPLE_ONE_IN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// The first of these visits that the draw passes by, or that it takes.
    fn visit(drawn: bool) -> InspectionId {
        let mut visits = (1..).map(|n| InspectionId(Uuid::from_u128(n)));
        visits.find(|visit| is_drawn(*visit, Sha256::of(b"")) == drawn).unwrap()
    }

    fn ordinary<'a>(quarantine: &'a BTreeSet<Quarantine>, flags: &'a BTreeSet<Flag>) -> Facts<'a> {
        Facts {
            inspection: visit(false),
            sealed: Sha256::of(b""),
            nature: Nature::Patrol,
            has_major: false,
            quarantine,
            flags,
            was_returned: false,
            submitted_before: NEW_INSPECTOR_FIRST,
        }
    }

    #[test]
    fn an_ordinary_patrol_needs_no_eyes() {
        assert_eq!(why(&ordinary(&BTreeSet::new(), &BTreeSet::new())), BTreeSet::new());
    }

    #[test]
    fn each_reason_shows_it_alone() {
        let none = (&BTreeSet::new(), &BTreeSet::new());
        let (late, album) = (BTreeSet::from([Quarantine::Late]), BTreeSet::from([Flag::FromAlbum]));
        let cases = [
            (Facts { quarantine: &late, ..ordinary(none.0, none.1) }, Why::Quarantine),
            (Facts { has_major: true, ..ordinary(none.0, none.1) }, Why::Major),
            (Facts { nature: Nature::AdminCheck, ..ordinary(none.0, none.1) }, Why::AdminCheck),
            (Facts { flags: &album, ..ordinary(none.0, none.1) }, Why::Flagged),
            (Facts { was_returned: true, ..ordinary(none.0, none.1) }, Why::ReturnedBefore),
            (Facts { submitted_before: NEW_INSPECTOR_FIRST - 1, ..ordinary(none.0, none.1) }, Why::NewInspector),
            (Facts { inspection: visit(true), ..ordinary(none.0, none.1) }, Why::Sample),
        ];
        for (facts, expected) in cases {
            assert_eq!(why(&facts), BTreeSet::from([expected]));
        }
    }

    #[test]
    fn the_most_urgent_reason_decides_where_a_visit_stands() {
        for (place, why) in Why::BY_URGENCY.into_iter().enumerate() {
            assert_eq!(usize::from(why.urgency()), place);
        }
        assert_eq!(Why::most_urgent(&BTreeSet::from([Why::Sample, Why::Quarantine, Why::Major])), Some(Why::Major));
        assert_eq!(Why::most_urgent(&BTreeSet::new()), None);
    }

    #[test]
    fn about_one_in_ten_is_drawn() {
        let drawn = (0..5_000).filter(|n| is_drawn(InspectionId(Uuid::from_u128(*n)), Sha256::of(b"x"))).count();
        assert!((420..580).contains(&drawn), "{drawn}");
    }
}
