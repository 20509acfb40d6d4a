//! A phone whose clock was set back in the middle of a visit ends it before it began. Nothing that the inspector does at the shop mends
//! that: it is no gap to them, and the office, which sees it in the record, judges it.

use domain::decide::submit::{Gap, GapKind};
use domain::digest::Sha256;
use domain::inspection::{Disposition, Inspection};
use domain::time::Timestamp;

/// Whether the record holds times that have not come yet, or pictures from before it was begun.
fn is_set_back(record: &Inspection, now: Timestamp) -> bool {
    let visit = record.started_at..=now;
    visit.is_empty() || record.photos.iter().any(|photo| !visit.contains(&photo.taken_at))
}

/// Whether only the times are at fault.
pub(super) fn is_by_the_clock(record: &Inspection, gap: &Gap, now: Timestamp) -> bool {
    let has_both = || {
        record.findings.iter().filter(|finding| Some(finding.id) == gap.finding).any(|finding| match &finding.disposition {
            Disposition::OnSpot { before, after } => {
                let is_here = |sha256: &Sha256| record.photos.iter().any(|photo| photo.sha256 == *sha256);
                !before.is_empty() && !after.is_empty() && before.iter().chain(after).all(is_here)
            }
            _ => false,
        })
    };
    match gap.kind {
        GapKind::TimesReversed => true,
        GapKind::BeforeAfter => is_set_back(record, now) && has_both(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cast::{draft, finding, kitchen, photo, written};
    use domain::command::What;
    use domain::ids::CommandId;
    use domain::inspection::{Answer, PhotoOf};
    use std::collections::BTreeMap;
    use std::sync::Arc;
    use sync::journal::{Edit, Finish, seal};
    use uuid::Uuid;

    /// Put right on the spot at half past ten, by a clock that then went back to ten.
    fn record(now: Timestamp, has_after: bool) -> Inspection {
        let begun = draft();
        let late = begun.begin.started_at.plus_seconds(1_800);
        let [before, after] = [("before", PhotoOf::Item, 0), ("after", PhotoOf::After, 60)]
            .map(|(name, of, later)| domain::inspection::Photo { of, taken_at: late.plus_seconds(later), ..photo(name, "hose") });
        let shown = if has_after { vec![after.sha256] } else { vec![] };
        let mended = Disposition::OnSpot { before: vec![before.sha256], after: shown };
        let finding = domain::inspection::Finding { disposition: mended, photos: vec![before.sha256], ..finding("hose") };
        let picture = |photo: domain::inspection::Photo| Edit::Photo { sha256: photo.sha256, photo: Some(Box::new(photo)) };
        let edits = [
            crate::state::cast::answer("gas", Answer::YesNo(true)),
            crate::state::cast::answer("hose", Answer::Fail),
            picture(before),
            picture(after),
            Edit::Finding { id: finding.id, finding: Some(Box::new(finding)) },
        ];
        let finish = Finish { command: CommandId(Uuid::nil()), at: now, server_seen_at: None };
        match seal(&written(begun, edits), &[&kitchen()], finish).unwrap().what {
            What::SubmitInspection { inspection } => *inspection,
            other => panic!("{other:?}"),
        }
    }

    fn left(record: &Inspection, now: Timestamp) -> Vec<GapKind> {
        let list = kitchen();
        let checklists = BTreeMap::from([(list.sha256, Arc::new(list.checklist))]);
        let hazards = BTreeMap::new();
        let against = domain::decide::submit::Against { checklists: &checklists, hazards: &hazards, found_on: now.day(), earlier: None };
        let gaps = domain::decide::submit::gaps(record, &against);
        assert!(gaps.iter().any(|gap| gap.kind == GapKind::TimesReversed), "the office sees it");
        gaps.iter().filter(|gap| !is_by_the_clock(record, gap, now)).map(|gap| gap.kind).collect()
    }

    #[test]
    fn a_clock_set_back_stops_nobody_from_handing_in() {
        let now = draft().begin.started_at.plus_seconds(-600);
        let kinds = left(&record(now, true), now);
        assert!(!kinds.contains(&GapKind::TimesReversed) && !kinds.contains(&GapKind::BeforeAfter), "{kinds:?}");
    }

    #[test]
    fn a_picture_that_is_missing_is_missing_by_any_clock() {
        let now = draft().begin.started_at.plus_seconds(-600);
        assert!(left(&record(now, false), now).contains(&GapKind::BeforeAfter));
    }
}
