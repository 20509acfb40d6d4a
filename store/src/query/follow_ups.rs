//! What could not be checked and still waits for it.

use crate::StoreError;
use crate::code::decode;
use crate::entity::follow_up;
use crate::session::Scope;
use domain::checklist::Checklist;
use domain::ids::{InspectionId, PremisesId};
use domain::inspection::ItemRef;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;
use sync::desk::premises::FollowUpLine;
use sync::feed::FollowUp;
use uuid::Uuid;

/// The open follow-ups of each of these premises, by day. An item that could not be checked twice waits once, since the first time.
/// Index `follow_up_premises (premises_id, is_open)`.
pub(super) async fn open_at(db: &impl ConnectionTrait, premises: Vec<Uuid>) -> Result<BTreeMap<Uuid, Vec<FollowUp>>, StoreError> {
    let mut all: BTreeMap<Uuid, Vec<FollowUp>> = BTreeMap::new();
    if premises.is_empty() {
        return Ok(all);
    }
    let rows = follow_up::Entity::find()
        .filter(follow_up::Column::PremisesId.is_in(premises))
        .filter(follow_up::Column::IsOpen.eq(true))
        .order_by_asc(follow_up::Column::DueOn)
        .order_by_asc(follow_up::Column::Id)
        .all(db)
        .await?;
    for row in rows {
        let at = ItemRef { list: row.list.as_str().into(), item: row.item.as_str().into() };
        let of_premises = all.entry(row.premises_id).or_default();
        if of_premises.iter().any(|known| known.at == at) {
            continue;
        }
        of_premises.push(FollowUp {
            at,
            reason: decode("follow_up", row.id, &row.reason)?,
            due_on: row.due_on.parse().map_err(|error| StoreError::broken("follow_up", row.id, error))?,
            inspection: InspectionId(row.inspection_id),
        });
    }
    Ok(all)
}

/// The open follow-ups of premises with their texts.
pub(super) async fn lines(db: &impl ConnectionTrait, scope: &Scope, premises: PremisesId) -> Result<Vec<FollowUpLine>, StoreError> {
    let open = open_at(db, vec![premises.0]).await?.remove(&premises.0).unwrap_or_default();
    Ok(open.into_iter().map(|follow_up| line(scope, follow_up)).collect())
}

fn line(scope: &Scope, follow_up: FollowUp) -> FollowUpLine {
    let ItemRef { list, item } = &follow_up.at;
    let found = list_with(scope, &follow_up.at).and_then(|found| Some((found, found.item(item)?)));
    let texts = found.map(|(list, item)| ((item.text.clone(), item.text_en.clone()), (list.title.clone(), list.title_en.clone())));
    let (text, list) = texts.unwrap_or_else(|| ((item.to_string(), item.to_string()), (list.to_string(), list.to_string())));
    FollowUpLine { follow_up, text, list }
}

/// The newest version of the list that has the item: what is to be checked is what is asked now.
fn list_with<'a>(scope: &'a Scope, at: &ItemRef) -> Option<&'a Checklist> {
    let all = scope.house().checklists.values().map(|(published, _)| &published.checklist);
    all.filter(|list| list.id == at.list && list.item(&at.item).is_some()).max_by_key(|list| list.version)
}
