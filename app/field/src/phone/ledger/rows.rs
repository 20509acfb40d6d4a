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

    fn lose(&mut self, gone: Gone) -> Kept {
        let key = match gone {
            Gone::Premises(id) => {
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
        let row = match kind {
            "me" => serde_json::from_str(json).map(FeedRow::Me),
            "place" => serde_json::from_str(json).map(FeedRow::Place),
            "list" => serde_json::from_str(json).map(FeedRow::Checklist),
            "premises" => serde_json::from_str(json).map(FeedRow::Premises),
            "hazard" => serde_json::from_str(json).map(FeedRow::Hazard),
            "inspection" => serde_json::from_str(json).map(FeedRow::Inspection),
            // A kind of a newer build.
            _ => return true,
        };
        row.map(|row| self.take(row)).is_ok()
    }

    /// Premises as they were kept; what the server has sent meanwhile is newer.
    pub(super) fn premises_are(&mut self, mut kept: BTreeMap<PremisesId, Arc<PremisesRow>>) {
        self.by_name = None;
        kept.append(&mut self.premises);
        self.premises = kept;
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
