//! Which checklists go ahead of the ledger, and which may wait until everything else is there.

use super::in_ledger;
use crate::entity::premises;
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::checklist::PublishedChecklist;
use domain::digest::Sha256;
use domain::library::Library;
use domain::premises_kind::KindId;
use sea_orm::{EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use sync::feed::FeedRow;

/// Digits of a mark: enough that two sets of lists that follow each other in one phone's feed have two.
const MARK_DIGITS: usize = 8;

/// The latest versions with which visits to the premises in scope may start.
pub(super) struct Fitting(BTreeMap<Sha256, Arc<PublishedChecklist>>);

impl Fitting {
    /// Index `premises_kind (community_id, is_removed, kind)`.
    pub(super) async fn load(store: &Store, scope: &Scope) -> Result<Self, StoreError> {
        let kinds = premises::Entity::find().select_only().column(premises::Column::Kind).distinct().filter(in_ledger(scope));
        let kinds: Vec<String> = kinds.into_tuple().all(store.readers()).await?;
        let kinds: BTreeSet<KindId> = kinds.into_iter().map(KindId).collect();
        let reference = &Library::builtin().premises;
        let fitting = latest(scope).filter(|(_, list)| reference.may_preselect(&kinds, &list.checklist));
        Ok(Self(fitting.map(|(sha256, list)| (*sha256, Arc::clone(list))).collect()))
    }

    /// Says which lists they are, for a later page: premises of another kind may come meanwhile.
    pub(super) fn mark(&self) -> String {
        let names: Vec<u8> = self.0.keys().flat_map(|sha256| sha256.0).collect();
        Sha256::of(&names).to_string().chars().take(MARK_DIGITS).collect()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = FeedRow> {
        self.0.values().map(row)
    }

    /// Up to `room` of the lists that were not brought, after a key, and the key of the last. If those that fit now are others than
    /// those that were brought, nobody knows any more which were: then all come, and what comes twice changes nothing.
    pub(super) fn others(&self, scope: &Scope, brought: &str, after: &str, room: usize) -> (Vec<FeedRow>, Option<String>) {
        let is_known = self.mark() == brought;
        let others = latest(scope).filter(|(sha256, _)| !(is_known && self.0.contains_key(sha256)));
        let others: Vec<_> = others.filter(|(sha256, _)| sha256.to_string().as_str() > after).take(room).collect();
        (others.iter().map(|(_, list)| row(list)).collect(), others.last().map(|(sha256, _)| sha256.to_string()))
    }
}

/// The lists with which new visits start, by their names.
fn latest(scope: &Scope) -> impl Iterator<Item = (&Sha256, &Arc<PublishedChecklist>)> {
    let all = scope.house().checklists.iter();
    all.filter(|(_, (_, is_latest))| *is_latest).map(|(sha256, (list, _))| (sha256, list))
}

fn row(list: &Arc<PublishedChecklist>) -> FeedRow {
    FeedRow::Checklist(Box::new((**list).clone()))
}
