//! PublishChecklist: a new version named by its content; old ones stay readable for ever.

use super::one::{Cx, Decided, Taken, common_place, insert};
use crate::code::json;
use crate::entity::checklist_version;
use domain::decide::publish_checklist::{Facts, publish as rule};
use domain::digest::Sha256;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

pub(super) async fn publish<C: ConnectionTrait>(cx: &Cx<'_, C>, yaml: &str) -> Decided {
    let street = common_place(cx);
    let sha256 = Sha256::of(yaml.as_bytes());
    let Some(published) = crate::house::parse_checklist(yaml) else {
        return Ok(Err(Refusal::Invalid { field: "yaml".to_owned() }));
    };
    let id = &published.checklist.id;
    let versions = cx.house.checklists.values().map(|(known, _)| known).filter(|known| known.checklist.id == *id);
    let latest = versions.map(|known| (known.checklist.version, known.sha256)).max();
    let subject = cx.house.line(street);
    let is_known = cx.house.checklists.contains_key(&sha256);
    let facts = Facts { actor: cx.actor(&subject, &[]), latest, is_known };
    let events = match rule(&facts, &published.checklist, sha256) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if events.is_empty() {
        return Ok(Ok(Taken::at(street, events)));
    }
    checklist_version::Entity::update_many()
        .col_expr(checklist_version::Column::IsLatest, Expr::value(false))
        .filter(checklist_version::Column::ChecklistId.eq(id.to_string()))
        .exec(cx.db)
        .await?;
    let row = checklist_version::ActiveModel {
        sha256: Set(sha256.to_string()),
        checklist_id: Set(id.to_string()),
        version: Set(i32::try_from(published.checklist.version).unwrap_or(i32::MAX)),
        is_latest: Set(true),
        yaml: Set(yaml.to_owned()),
        body: Set(json(&published)),
        published_at: Set(cx.now.0),
    };
    insert(cx.db, row).await?;
    Ok(Ok(Taken::at(street, events)))
}
