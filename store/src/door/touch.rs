//! What a visit changes about its premises.

use super::one::Cx;
use super::record::{open_majors, premises_of, rank_of, risk_of};
use crate::StoreError;
use crate::code::code;
use crate::entity::premises;
use domain::decide::coverage;
use domain::decide::submit::Submitted;
use domain::inspection::{Inspection, InspectionState, Severity};
use sea_orm::{ConnectionTrait, Set};

/// What the visit changes about its premises: the last visit if it counts, open hazards, and with a suspected major the colour.
pub(super) async fn touch<C: ConnectionTrait>(
    cx: &Cx<'_, C>,
    record: &Inspection,
    row: &premises::Model,
    submitted: &Submitted,
) -> Result<(), StoreError> {
    let new_open = submitted.hazards.iter().filter(|hazard| hazard.state.is_open()).count();
    let open_hazards = row.open_hazards + i32::try_from(new_open).unwrap_or(i32::MAX);
    let is_later = row.last_visit_at.is_none_or(|last| submitted.acted_at.0 > last);
    let is_coverage = submitted.stands && coverage::counts(record.access, submitted.quarantine.is_empty(), InspectionState::Submitted);
    let majors = submitted.hazards.iter().filter(|hazard| hazard.severity == Severity::Major && hazard.state.is_open()).count();
    let mut change =
        premises::ActiveModel { id: Set(row.id), is_touched: Set(true), open_hazards: Set(open_hazards), ..Default::default() };
    if is_coverage && is_later {
        change.last_visit_on = Set(Some(submitted.acted_at.day().to_string()));
        change.last_visit_at = Set(Some(submitted.acted_at.0));
    }
    if majors > 0 {
        // The new ones are written later, so they are not among those that are counted.
        let open_majors = open_majors(cx.db, record.premises).await?.saturating_add(i32::try_from(majors).unwrap_or(i32::MAX));
        let risk = risk_of(&premises_of(row)?, open_majors, cx.now.day());
        change.risk = Set(code(&risk));
        change.risk_rank = Set(rank_of(risk));
    }
    cx.later.update(change)
}
