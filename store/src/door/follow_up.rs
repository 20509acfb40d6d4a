//! Items that could not be checked: what a visit opens, and what it does of what others have opened.

use super::one::Cx;
use crate::code::code;
use crate::entity::{follow_up, inspection};
use domain::decide::submit::Submitted;
use domain::ids::{FollowUpId, PlaceId};
use domain::inspection::{Answer, Inspection, ItemRef};
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Set};
use std::collections::BTreeMap;

/// Follow-ups of what could not be checked. A mended record that answers the item has done it; one that cannot again opens it again.
pub(super) fn write<C>(cx: &Cx<'_, C>, record: &Inspection, place: PlaceId, submitted: &Submitted) {
    if submitted.stands && record.revision > 1 {
        let unchecked = record.answers.iter().filter(|answered| matches!(answered.answer, Answer::NotChecked { .. }));
        let of_record = follow_up::Entity::update_many().filter(follow_up::Column::InspectionId.eq(record.id.0));
        let answered =
            of_record.filter(follow_up::Column::Id.is_not_in(unchecked.map(|answered| FollowUpId::of(record.id, &answered.at).0)));
        cx.later.run(&answered.col_expr(follow_up::Column::IsOpen, Expr::value(false)));
    }
    let rows: Vec<_> = submitted
        .follow_ups
        .iter()
        .map(|new| follow_up::ActiveModel {
            id: Set(new.id.0),
            inspection_id: Set(record.id.0),
            premises_id: Set(record.premises.0),
            community_id: Set(place.0),
            list: Set(new.at.list.to_string()),
            item: Set(new.at.item.to_string()),
            reason: Set(code(&new.reason)),
            due_on: Set(new.due_on.to_string()),
            is_open: Set(true),
        })
        .collect();
    if !rows.is_empty() {
        let anew = [follow_up::Column::Reason, follow_up::Column::DueOn, follow_up::Column::IsOpen];
        let conflict = OnConflict::column(follow_up::Column::Id).update_columns(anew).to_owned();
        cx.later.run(&follow_up::Entity::insert_many(rows).on_conflict(conflict));
    }
}

/// Closes what earlier visits of the premises left open of these items, because somebody has looked now. A visit that comes in late
/// closes nothing of a later one. Index `follow_up_premises (premises_id, is_open)`.
pub(super) fn settle<C>(cx: &Cx<'_, C>, record: &Inspection, acted_at: Timestamp, checked: &[ItemRef]) {
    if checked.is_empty() {
        return;
    }
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for at in checked {
        lists.entry(at.list.to_string()).or_default().push(at.item.to_string());
    }
    let of_list = |(list, items): (String, Vec<String>)| {
        Condition::all().add(follow_up::Column::List.eq(list)).add(follow_up::Column::Item.is_in(items))
    };
    let items = lists.into_iter().map(of_list).fold(Condition::any(), Condition::add);
    let earlier = inspection::Entity::find()
        .select_only()
        .column(inspection::Column::Id)
        .filter(inspection::Column::PremisesId.eq(record.premises.0))
        .filter(inspection::Column::Id.ne(record.id.0))
        .filter(inspection::Column::ActedAt.lte(acted_at.0));
    let open = follow_up::Entity::update_many()
        .filter(follow_up::Column::PremisesId.eq(record.premises.0))
        .filter(follow_up::Column::IsOpen.eq(true))
        .filter(follow_up::Column::InspectionId.in_subquery(earlier.into_query()))
        .filter(items);
    cx.later.run(&open.col_expr(follow_up::Column::IsOpen, Expr::value(false)));
}
