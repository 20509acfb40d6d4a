//! Ids as types, so that a hazard's id can't be passed where a premises is meant. All are UUIDs made by whoever issues the thing.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// One command; made once by its issuer and kept through every retry (UUIDv7).
    CommandId,
    /// One visit, through all its revisions. Differs from the id of the command that hands it in.
    InspectionId,
    /// One finding of a visit; the same through revisions.
    FindingId,
    /// One hazard.
    HazardId,
    /// One premises of the ledger.
    PremisesId,
    /// A district, street, community or grid.
    PlaceId,
    /// A named person with an account, or [`UserId::SYSTEM`].
    UserId,
    /// An open question left by an item that could not be checked.
    FollowUpId,
    /// One import of a ledger file.
    BatchId,
    /// One installation of the app in one browser of one phone.
    DeviceId,
}

impl UserId {
    /// Timers and the command line act as `system`; it has no account and cannot sign in.
    pub const SYSTEM: Self = Self(Uuid::nil());
}

impl HazardId {
    /// The id of the hazard that a finding becomes. Always the same one, so a repeat, a resubmission and another server make no second.
    #[must_use]
    pub fn of(finding: FindingId) -> Self {
        Self(derived("xunan/hazard/1", &[finding.0.as_bytes()]))
    }
}

impl FollowUpId {
    /// The id of the follow-up that an unchecked item of a visit opens; the same through all revisions.
    #[must_use]
    pub fn of(inspection: InspectionId, at: &crate::inspection::ItemRef) -> Self {
        Self(derived("xunan/follow-up/1", &[inspection.0.as_bytes(), at.list.as_str().as_bytes(), at.item.as_str().as_bytes()]))
    }
}

/// A UUIDv8 (RFC 9562, 5.8): the first 16 bytes of a SHA-256 over a name for the kind of id and the parts, each with its length before
/// it, so that no two lists of parts are the same bytes.
fn derived(name: &str, parts: &[&[u8]]) -> Uuid {
    let mut bytes = vec![];
    for part in [name.as_bytes()].iter().chain(parts) {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(*part);
    }
    let mut half = [0; 16];
    half.copy_from_slice(&crate::digest::Sha256::of(&bytes).0[..16]);
    uuid::Builder::from_custom_bytes(half).into_uuid()
}

/// A UUIDv7 from a clock and randomness that the caller passes in.
#[must_use]
pub const fn uuid_v7(at: crate::time::Timestamp, random: &[u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(at.0.unsigned_abs() / 1_000, random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::ItemRef;

    #[test]
    fn a_finding_always_becomes_the_same_hazard() {
        let finding = FindingId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
        // Never to change: hazards that stand in databases were made this way.
        assert_eq!(HazardId::of(finding).to_string(), "cb335690-5a2b-8a4a-ab2e-b5f73b15ebea");
        assert_eq!(HazardId::of(finding).0.get_version_num(), 8);
        assert_ne!(HazardId::of(FindingId(Uuid::from_u128(1))), HazardId::of(finding));
    }

    #[test]
    fn two_items_never_share_a_follow_up() {
        let at = |list: &str, item: &str| ItemRef { list: list.into(), item: item.into() };
        let visit = InspectionId(Uuid::from_u128(7));
        assert_ne!(FollowUpId::of(visit, &at("a", "bc")), FollowUpId::of(visit, &at("ab", "c")));
        assert_eq!(FollowUpId::of(visit, &at("a", "bc")), FollowUpId::of(visit, &at("a", "bc")));
    }

    #[test]
    fn ids_of_a_later_millisecond_sort_later() {
        let [earlier, later] = [1, 2].map(|ms| uuid_v7(crate::time::Timestamp::from_millis(ms), &[0xff; 10]));
        assert!(earlier < later);
        assert_eq!(later.get_version_num(), 7);
    }
}
