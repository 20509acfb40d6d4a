//! What a person may see: a set of communities, by each of the roles held.

use crate::House;
use domain::digest::Sha256;
use domain::ids::{PlaceId, UserId};
use domain::permission::{Action, roots};
use domain::place::{Place, PlaceKind};
use domain::time::Timestamp;
use domain::user::{Role, User};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// Roles that have a desk, in the order in which a person who holds several acts there.
const DESK_ROLES: [Role; 8] = [
    Role::OfficeClerk,
    Role::OfficeLead,
    Role::CommunitySafety,
    Role::CommunitySecretary,
    Role::DeptReviewer,
    Role::StreetLeader,
    Role::Auditor,
    Role::Admin,
];

/// What a signed-in person may see. Made by a session only; there is no other way to one.
#[derive(Debug, Clone)]
pub struct Scope {
    user: User,
    ledger: BTreeSet<PlaceId>,
    records: BTreeSet<PlaceId>,
    contacts: BTreeSet<PlaceId>,
    house: Arc<House>,
}

impl Scope {
    pub(super) fn of(user: &User, house: Arc<House>) -> Self {
        // The administrator keeps the ledger but judges no case.
        let mut without_admin = user.clone();
        without_admin.grants.retain(|grant| grant.role != Role::Admin);
        Self {
            ledger: communities(&house, &roots(user, Action::PremisesRead, &house.places)),
            records: communities(&house, &roots(&without_admin, Action::PremisesRead, &house.places)),
            contacts: communities(&house, &roots(user, Action::ContactRead, &house.places)),
            user: user.clone(),
            house,
        }
    }

    /// What the same person may see by the house as it stands now: whoever waits for news may wait past a change of people or places.
    pub(crate) fn anew(&self, house: Arc<House>) -> Self {
        let gone = || User { grants: vec![], is_active: false, ..self.user.clone() };
        let user = house.users.get(&self.user.id).cloned().unwrap_or_else(gone);
        Self::of(&user, house)
    }

    /// The person.
    #[must_use]
    pub const fn user(&self) -> &User {
        &self.user
    }

    /// The role a person acts in at the desk; none for those who work on the phone or at a counter.
    #[must_use]
    pub fn desk_role(&self) -> Option<Role> {
        DESK_ROLES.into_iter().find(|role| self.user.grants.iter().any(|grant| grant.role == *role))
    }

    /// The role in which the person does this to what lies in `place` (the grid, where one is known): one that may, a desk's before the
    /// others; else any of theirs, and the door says why not.
    #[must_use]
    pub fn role_for(&self, action: Action, place: PlaceId, now: Timestamp) -> Role {
        let grids = |role| self.house.grid_communities(&self.user, role);
        domain::decide::role_for(&self.user, &DESK_ROLES, action, &self.house.line(place), grids, now)
    }

    /// Communities whose premises the person may read.
    #[must_use]
    pub const fn communities(&self) -> &BTreeSet<PlaceId> {
        &self.ledger
    }

    /// Whether premises there may be read.
    #[must_use]
    pub fn reads_ledger_of(&self, community: PlaceId) -> bool {
        self.ledger.contains(&community)
    }

    /// Whether records there may be read, and the hazards and follow-ups that came of them.
    #[must_use]
    pub fn reads_records_of(&self, community: PlaceId) -> bool {
        self.records.contains(&community)
    }

    /// Whether names and numbers of people there are shown unmasked.
    #[must_use]
    pub fn reads_contacts_of(&self, community: PlaceId) -> bool {
        self.contacts.contains(&community)
    }

    /// The hash by which a phone's cursor notices that the scope is another.
    #[must_use]
    pub fn hash(&self) -> Sha256 {
        let mut bytes = format!("xunan/scope/1/{}/{}", self.user.id, self.user.is_active).into_bytes();
        for set in [&self.ledger, &self.records, &self.contacts] {
            bytes.push(0);
            set.iter().for_each(|place| bytes.extend(place.0.as_bytes()));
        }
        Sha256::of(&bytes)
    }

    /// Places of the scope and everything above them, for pickers and the phone.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        let above: BTreeSet<PlaceId> = self.ledger.iter().flat_map(|community| self.house.line(*community)).collect();
        self.house
            .places
            .values()
            .filter(move |place| above.contains(&place.id) || place.parent.is_some_and(|parent| self.ledger.contains(&parent)))
    }

    /// The places in whose event tables the person's feed reads: the communities, and the streets and districts above them.
    pub(crate) fn event_places(&self) -> BTreeSet<PlaceId> {
        self.ledger.iter().flat_map(|community| self.house.line(*community)).collect()
    }

    /// Communities of the ledger, narrowed to one if it is named and in scope; named but out of scope gives none.
    pub(crate) fn ledger_ids(&self, only: Option<PlaceId>) -> Vec<Uuid> {
        narrowed(&self.ledger, only)
    }

    /// As [`Self::ledger_ids`] for records and hazards.
    pub(crate) fn record_ids(&self, only: Option<PlaceId>) -> Vec<Uuid> {
        narrowed(&self.records, only)
    }

    /// Communities of the ledger in which names and numbers of people are masked.
    pub(crate) fn masked_ids(&self) -> Vec<Uuid> {
        self.ledger.difference(&self.contacts).map(|place| place.0).collect()
    }

    pub(crate) fn house(&self) -> &House {
        &self.house
    }

    pub(crate) fn name_of(&self, user: Uuid) -> String {
        self.house.name_of(UserId(user))
    }

    pub(crate) fn place_name(&self, place: Uuid) -> String {
        self.house.places.get(&PlaceId(place)).map(|place| place.name.clone()).unwrap_or_default()
    }
}

fn communities(house: &House, roots: &BTreeSet<PlaceId>) -> BTreeSet<PlaceId> {
    let all = house.places.values().filter(|place| place.kind == PlaceKind::Community);
    all.filter(|place| roots.iter().any(|root| house.is_within(place.id, *root))).map(|place| place.id).collect()
}

fn narrowed(all: &BTreeSet<PlaceId>, only: Option<PlaceId>) -> Vec<Uuid> {
    all.iter().filter(|place| only.is_none_or(|only| only == **place)).map(|place| place.0).collect()
}
