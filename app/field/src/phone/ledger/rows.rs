//! The rows of one generation.

use domain::checklist::PublishedChecklist;
use domain::digest::Sha256;
use domain::hazard::Hazard;
use domain::ids::{HazardId, InspectionId, PlaceId, PremisesId};
use domain::place::Place;
use domain::user::User;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use sync::feed::{FeedRow, Gone, InspectionRow, PremisesRow};

/// What the server has sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub(super) me: Option<User>,
    pub(super) places: BTreeMap<PlaceId, Arc<Place>>,
    pub(super) checklists: BTreeMap<Sha256, Arc<PublishedChecklist>>,
    /// Lists that the server offers for new visits; the others are there for drafts that pinned them.
    pub(super) offered: BTreeSet<Sha256>,
    pub(super) premises: BTreeMap<PremisesId, Arc<PremisesRow>>,
    pub(super) hazards: BTreeMap<HazardId, Arc<Hazard>>,
    pub(super) inspections: BTreeMap<InspectionId, Arc<InspectionRow>>,
    /// Those of the premises that the server has not sent: added on this phone.
    own: BTreeSet<PremisesId>,
    by_name: Option<Arc<[Arc<PremisesRow>]>>,
}

/// Where a row is kept, and what; none: removed.
pub(super) struct Kept {
    /// Below its generation, or for lists and own additions above all generations.
    pub(super) key: Key,
    pub(super) json: Option<String>,
}

/// Where a row is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// In the generation it came with.
    Row(String),
    /// A list, for as long as it is offered or pinned.
    List(Sha256),
}

impl Rows {
    /// What another generation begins with: the lists, which lie above all of them. A draft may have pinned one that comes with no page.
    pub(super) fn beginning_anew(&self) -> Self {
        Self { checklists: self.checklists.clone(), ..Self::default() }
    }

    /// Lets go of lists that are neither offered nor pinned by a draft: once everything has come in, and not before.
    pub(super) fn keep_lists(&mut self, pinned: &BTreeSet<Sha256>) {
        let mut checklists = std::mem::take(&mut self.checklists);
        checklists.retain(|sha256, _| self.keeps_list(*sha256, pinned));
        self.checklists = checklists;
    }

    /// Whether a list is offered or pinned by a draft.
    pub(super) fn keeps_list(&self, sha256: Sha256, pinned: &BTreeSet<Sha256>) -> bool {
        self.offered.contains(&sha256) || pinned.contains(&sha256)
    }

    /// Lists that are here although they are not offered.
    pub(super) fn withdrawn(&self) -> BTreeSet<Sha256> {
        self.checklists.keys().copied().filter(|sha256| !self.offered.contains(sha256)).collect()
    }

    /// Offers these no more: the database keeps them beside the others.
    pub(super) fn withdraw(&mut self, withdrawn: &BTreeSet<Sha256>) {
        self.offered.retain(|sha256| !withdrawn.contains(sha256));
    }

    /// Takes a row over; gives what is to be kept of it.
    pub(super) fn take(&mut self, row: FeedRow) -> Option<Kept> {
        self.by_name = None;
        let kept = match row {
            FeedRow::Me(user) => {
                let kept = keep("me", &"", &user);
                self.me = Some(user);
                kept
            }
            FeedRow::Place(place) => {
                let kept = keep("place", &place.id, &place);
                self.places.insert(place.id, Arc::new(place));
                kept
            }
            FeedRow::Checklist(list) => {
                let kept = Kept { key: Key::List(list.sha256), json: Some(json(&list)) };
                self.offered.insert(list.sha256);
                self.checklists.insert(list.sha256, Arc::new(*list));
                kept
            }
            FeedRow::Premises(row) => {
                let kept = keep("premises", &row.premises.id, &row);
                self.own.remove(&row.premises.id);
                self.premises.insert(row.premises.id, Arc::new(*row));
                kept
            }
            FeedRow::Hazard(hazard) => {
                let kept = keep("hazard", &hazard.id, &hazard);
                self.hazards.insert(hazard.id, Arc::new(*hazard));
                kept
            }
            FeedRow::Inspection(row) => {
                let kept = keep("inspection", &row.id, &row);
                self.inspections.insert(row.id, Arc::new(*row));
                kept
            }
            FeedRow::Gone(gone) => self.lose(gone),
            FeedRow::Unknown => return None,
        };
        Some(kept)
    }

    /// Premises that were added on this phone, unless the server has sent them already.
    pub(super) fn take_own(&mut self, row: PremisesRow) {
        let id = row.premises.id;
        if !self.premises.contains_key(&id) {
            self.by_name = None;
            self.own.insert(id);
            self.premises.insert(id, Arc::new(row));
        }
    }

    /// The server did not take them. What it has sent itself stays.
    pub(super) fn lose_own(&mut self, id: PremisesId) {
        if self.own.remove(&id) {
            self.by_name = None;
            self.premises.remove(&id);
        }
    }

    fn lose(&mut self, gone: Gone) -> Kept {
        let key = match gone {
            Gone::Premises(id) => {
                self.own.remove(&id);
                self.premises.remove(&id);
                format!("premises/{id}")
            }
            Gone::Hazard(id) => {
                self.hazards.remove(&id);
                format!("hazard/{id}")
            }
            Gone::Inspection(id) => {
                self.inspections.remove(&id);
                format!("inspection/{id}")
            }
        };
        Kept { key: Key::Row(key), json: None }
    }

    /// A row as it was kept; false if it can't be read.
    pub(super) fn read(&mut self, kind: &str, json: &str) -> bool {
        // As bytes, which is how answers are read: a reader of text beside that of bytes is all these types' code once more.
        let json = json.as_bytes();
        let row = match kind {
            "me" => serde_json::from_slice(json).map(FeedRow::Me),
            "place" => serde_json::from_slice(json).map(FeedRow::Place),
            "list" => serde_json::from_slice(json).map(FeedRow::Checklist),
            "premises" => serde_json::from_slice(json).map(FeedRow::Premises),
            "hazard" => serde_json::from_slice(json).map(FeedRow::Hazard),
            "inspection" => serde_json::from_slice(json).map(FeedRow::Inspection),
            // A kind of a newer build.
            _ => return true,
        };
        row.map(|row| self.take(row)).is_ok()
    }

    /// Premises as they were kept; what the server has sent meanwhile is newer.
    pub(super) fn premises_are(&mut self, kept: Self) {
        self.by_name = None;
        let Self { mut premises, mut own, .. } = kept;
        own.retain(|id| !self.premises.contains_key(id));
        own.append(&mut self.own);
        premises.append(&mut self.premises);
        (self.premises, self.own) = (premises, own);
    }

    pub(super) fn by_name(&mut self) -> Arc<[Arc<PremisesRow>]> {
        let premises = &self.premises;
        let sorted = || {
            let mut rows: Vec<_> = premises.values().cloned().collect();
            rows.sort_by(|a, b| (&a.pinyin, &a.premises.name, a.premises.id).cmp(&(&b.pinyin, &b.premises.name, b.premises.id)));
            rows.into()
        };
        Arc::clone(self.by_name.get_or_insert_with(sorted))
    }

    pub(super) fn current_checklists(&self) -> Vec<Arc<PublishedChecklist>> {
        let mut newest: BTreeMap<_, &Arc<PublishedChecklist>> = BTreeMap::new();
        for list in self.checklists.values().filter(|list| self.offered.contains(&list.sha256)) {
            let known = newest.entry(&list.checklist.id).or_insert(list);
            if list.checklist.version > known.checklist.version {
                *known = list;
            }
        }
        newest.into_values().cloned().collect()
    }
}

fn keep<T: Serialize>(kind: &str, id: &impl std::fmt::Display, row: &T) -> Kept {
    Kept { key: Key::Row(format!("{kind}/{id}")), json: Some(json(row)) }
}

fn json<T: Serialize>(row: &T) -> String {
    serde_json::to_string(row).expect("rows of the feed write")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::premises::Premises;
    use uuid::Uuid;

    const SHOP: PremisesId = PremisesId(Uuid::from_u128(1));

    fn shop(version: u32) -> PremisesRow {
        let premises = Premises {
            id: SHOP,
            code: None,
            name: "新开的小店".into(),
            kind: "small-shop".into(),
            address: "团结路14号".into(),
            community: PlaceId(Uuid::from_u128(2)),
            grid: None,
            position: None,
            fields: BTreeMap::new(),
            marks: BTreeMap::new(),
            to_verify: true,
        };
        PremisesRow { premises, version, pinyin: String::new(), risk: "blue".into(), visits: vec![], follow_ups: vec![] }
    }

    fn version(rows: &Rows) -> Option<u32> {
        rows.premises.get(&SHOP).map(|row| row.version)
    }

    fn list(name: &str) -> PublishedChecklist {
        let json = format!(
            r#"{{"id":"{name}","title":"厨房","title_en":"Kitchen","version":1,"applies_to":[],"domain":"fire","minutes":1,"sections":[]}}"#
        );
        PublishedChecklist { sha256: Sha256::of(name.as_bytes()), checklist: serde_json::from_str(&json).unwrap() }
    }

    #[test]
    fn a_list_that_a_draft_has_pinned_is_there_while_another_generation_comes_in() {
        let [pinned, withdrawn, offered] = ["pinned", "withdrawn", "offered"].map(list);
        let mut before = Rows::default();
        for list in [&pinned, &withdrawn] {
            before.take(FeedRow::Checklist(Box::new(list.clone())));
        }
        before.take_own(shop(1));
        let mut coming = before.beginning_anew();
        coming.take(FeedRow::Checklist(Box::new(offered.clone())));
        assert!(coming.checklists.contains_key(&pinned.sha256), "a draft opens after the first page");
        assert_eq!(
            (coming.current_checklists().len(), version(&coming)),
            (1, None),
            "nothing else is taken along, and nothing old is offered"
        );
        coming.keep_lists(&[pinned.sha256].into());
        let kept: BTreeSet<Sha256> = coming.checklists.keys().copied().collect();
        assert_eq!(kept, [pinned.sha256, offered.sha256].into());

        let mut reopened = Rows::default();
        for list in [&pinned, &offered] {
            assert!(reopened.read("list", &json(list)));
        }
        reopened.withdraw(&coming.withdrawn());
        assert_eq!(
            (reopened.current_checklists().len(), reopened.checklists.len()),
            (1, 2),
            "after a restart a draft still opens, and no new visit begins with what it has pinned"
        );
    }

    #[test]
    fn premises_that_were_added_here_leave_when_the_server_does_not_take_them() {
        let mut rows = Rows::default();
        rows.take_own(shop(1));
        assert_eq!((version(&rows), rows.by_name().len()), (Some(1), 1));
        rows.lose_own(SHOP);
        assert_eq!((version(&rows), rows.by_name().len()), (None, 0));
    }

    #[test]
    fn what_the_server_has_sent_stands_whatever_is_kept_of_its_addition() {
        let mut rows = Rows::default();
        rows.take_own(shop(1));
        rows.take(FeedRow::Premises(Box::new(shop(2))));
        rows.take_own(shop(1));
        rows.lose_own(SHOP);
        assert_eq!(version(&rows), Some(2));
        rows.take(FeedRow::Gone(Gone::Premises(SHOP)));
        assert_eq!(version(&rows), None);
    }

    #[test]
    fn what_comes_from_the_database_does_not_overwrite_what_came_meanwhile() {
        let [mut kept, mut now] = [Rows::default(), Rows::default()];
        kept.take_own(shop(1));
        now.take(FeedRow::Premises(Box::new(shop(2))));
        now.premises_are(kept);
        now.lose_own(SHOP);
        assert_eq!(version(&now), Some(2), "the server's, and no longer only this phone's");
    }
}
