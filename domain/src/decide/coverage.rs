//! What counts as a visit (A8).

use crate::inspection::{Access, InspectionState};

/// Whether the visit counts as coverage of its premises, from its own date on: somebody was inside, nobody doubts it, it was not
/// voided. A returned visit counts: what is mended is the record, people were there.
#[must_use]
pub fn counts(access: Access, quarantine_is_empty: bool, state: InspectionState) -> bool {
    access == Access::Entered && quarantine_is_empty && state != InspectionState::Voided
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_entered_visit_without_doubt_counts() {
        use InspectionState::{Accepted, Returned, Submitted, Voided};
        for state in [Submitted, Returned, Accepted] {
            assert!(counts(Access::Entered, true, state));
            assert!(!counts(Access::Entered, false, state));
        }
        assert!(!counts(Access::Entered, true, Voided));
        for access in [Access::Refused, Access::Closed, Access::Vacant, Access::NotFound] {
            assert!(!counts(access, true, Accepted), "{access:?}");
        }
    }
}
