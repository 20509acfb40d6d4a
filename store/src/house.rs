//! Places, people and checklists, kept in memory because nearly every command asks for them.
//!
//! They change by commands that are told in the tables of streets and districts, so those tables' counters say whether what is kept
//! still holds, whichever process wrote last (the command line beside the server, another server beside this one).

use crate::StoreError;
use crate::code::{decode, from_json};
use crate::entity::{checklist_version, place, place_seq, role_grant, user_account};
use domain::checklist::{Checklist, PublishedChecklist};
use domain::digest::Sha256;
use domain::ids::{PlaceId, UserId};
use domain::library::Files;
use domain::place::{Place, PlaceKind};
use domain::user::{Grant, User};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

/// Steps from a grid to its district; no place has more above it.
const DEPTH_MAX: usize = 4;

/// The counters of the common tables, each with its place. Their sum would not do: two transactions that add to the tables of two
/// streets would both see the same.
type AsOf = Vec<(uuid::Uuid, i64)>;

/// Places, people and checklists as they stand at one moment.
#[derive(Debug, Default)]
pub struct House {
    /// The counters of the common tables when this was read.
    pub(crate) as_of: AsOf,
    /// Every place.
    pub places: BTreeMap<PlaceId, Place>,
    /// Every account.
    pub users: BTreeMap<UserId, User>,
    /// Every checklist version by its content, and whether new visits start with it.
    pub checklists: BTreeMap<Sha256, (Arc<PublishedChecklist>, bool)>,
    /// The same, as the rules ask for them.
    lists: BTreeMap<Sha256, Arc<Checklist>>,
}

impl House {
    /// A place and everything above it, itself first.
    #[must_use]
    pub fn line(&self, place: PlaceId) -> Vec<PlaceId> {
        std::iter::successors(Some(place), |place| self.places.get(place)?.parent).take(DEPTH_MAX).collect()
    }

    /// The street above a place (or itself).
    #[must_use]
    pub fn street_of(&self, place: PlaceId) -> Option<&Place> {
        self.line(place).into_iter().filter_map(|place| self.places.get(&place)).find(|place| place.kind == PlaceKind::Street)
    }

    /// The streets; an installation for one office has one.
    pub fn streets(&self) -> impl Iterator<Item = &Place> {
        self.places.values().filter(|place| place.kind == PlaceKind::Street)
    }

    /// Whether `place` lies in `root` or is it.
    #[must_use]
    pub fn is_within(&self, place: PlaceId, root: PlaceId) -> bool {
        self.line(place).contains(&root)
    }

    /// The communities in which the person holds the role by a grid.
    #[must_use]
    pub fn grid_communities(&self, user: &User, role: domain::user::Role) -> Vec<PlaceId> {
        let of_grid = |grant: &Grant| self.places.get(&grant.place).filter(|place| place.kind == PlaceKind::Grid)?.parent;
        user.grants.iter().filter(|grant| grant.role == role).filter_map(of_grid).collect()
    }

    /// The place of this kind and name under `parent`, if there is one; a second is refused. Whoever is to add it finds here which one
    /// stands already, and adds to that.
    #[must_use]
    pub fn place_named(&self, parent: PlaceId, kind: PlaceKind, name: &str) -> Option<&Place> {
        self.places.values().find(|place| place.parent == Some(parent) && place.kind == kind && place.name == name)
    }

    /// Whether it is a street or a district, in whose table people, places and checklists are told.
    pub(crate) fn is_common(&self, place: PlaceId) -> bool {
        self.places.get(&place).is_some_and(|place| matches!(place.kind, PlaceKind::District | PlaceKind::Street))
    }

    /// A person's name; empty for the timer.
    #[must_use]
    pub fn name_of(&self, user: UserId) -> String {
        self.users.get(&user).map(|user| user.name.clone()).unwrap_or_default()
    }

    /// The checklist of this content, as the rules ask for it.
    pub(crate) fn list(&self, sha256: &Sha256) -> Option<Arc<Checklist>> {
        self.lists.get(sha256).map(Arc::clone)
    }

    /// The checklist of this content.
    #[must_use]
    pub fn checklist(&self, sha256: &Sha256) -> Option<&Arc<PublishedChecklist>> {
        self.checklists.get(sha256).map(|(checklist, _)| checklist)
    }
}

/// The kept house of one process.
#[derive(Debug, Default)]
pub(crate) struct Houses(RwLock<Arc<House>>);

impl Houses {
    /// The house as the database has it now: one small query if nothing changed.
    pub(crate) async fn current(&self, db: &impl ConnectionTrait) -> Result<Arc<House>, StoreError> {
        let as_of = as_of(db).await?;
        let kept = Arc::clone(&self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner));
        if kept.as_of == as_of && !as_of.is_empty() {
            return Ok(kept);
        }
        let fresh = Arc::new(load(db, as_of, &kept).await?);
        self.keep(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// As [`Self::current`] inside a transaction that may yet be rolled back: what is read is not kept for others.
    pub(crate) async fn inside(&self, db: &impl ConnectionTrait) -> Result<Arc<House>, StoreError> {
        let as_of = as_of(db).await?;
        let kept = Arc::clone(&self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner));
        if kept.as_of == as_of && !as_of.is_empty() { Ok(kept) } else { Ok(Arc::new(load(db, as_of, &kept).await?)) }
    }

    /// Keeps what a transaction has read by [`Self::inside`], after its commit.
    pub(crate) fn keep(&self, house: Arc<House>) {
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = house;
    }
}

async fn as_of(db: &impl ConnectionTrait) -> Result<AsOf, StoreError> {
    let common = place_seq::Entity::find().select_only().columns([place_seq::Column::PlaceId, place_seq::Column::Seq]);
    Ok(common.filter(place_seq::Column::IsCommon.eq(true)).order_by_asc(place_seq::Column::PlaceId).into_tuple().all(db).await?)
}

async fn load(db: &impl ConnectionTrait, as_of: AsOf, before: &House) -> Result<House, StoreError> {
    let mut house = House { as_of, ..House::default() };
    for row in place::Entity::find().all(db).await? {
        let kind = decode("place", row.id, &row.kind)?;
        let place = Place { id: PlaceId(row.id), parent: row.parent_id.map(PlaceId), kind, name: row.name, code: row.code };
        house.places.insert(place.id, place);
    }
    for row in user_account::Entity::find().all(db).await? {
        let user = User { id: UserId(row.id), login: row.login, name: row.name, grants: vec![], is_active: row.is_active };
        house.users.insert(user.id, user);
    }
    for row in role_grant::Entity::find().order_by_asc(role_grant::Column::Role).all(db).await? {
        let grant = Grant { role: decode("role_grant", row.user_id, &row.role)?, place: PlaceId(row.place_id) };
        if let Some(user) = house.users.get_mut(&UserId(row.user_id)) {
            user.grants.push(grant);
        }
    }
    load_checklists(db, before, &mut house).await?;
    Ok(house)
}

/// A version never changes, so what was read once is taken over.
async fn load_checklists(db: &impl ConnectionTrait, before: &House, house: &mut House) -> Result<(), StoreError> {
    let names =
        checklist_version::Entity::find().select_only().columns([checklist_version::Column::Sha256, checklist_version::Column::IsLatest]);
    let names: Vec<(String, bool)> = names.into_tuple().all(db).await?;
    for (name, is_latest) in names {
        let sha256: Sha256 = name.parse().map_err(|error| StoreError::broken("checklist_version", &name, error))?;
        let (published, list) = match before.checklists.get(&sha256).zip(before.lists.get(&sha256)) {
            Some(((published, _), list)) => (Arc::clone(published), Arc::clone(list)),
            None => {
                let row = checklist_version::Entity::find_by_id(name.clone()).one(db).await?;
                let row = row.ok_or_else(|| StoreError::broken("checklist_version", &name, "is gone"))?;
                let published: PublishedChecklist = from_json("checklist_version", &name, &row.body)?;
                let list = Arc::new(published.checklist.clone());
                (Arc::new(published), list)
            }
        };
        house.lists.insert(sha256, list);
        house.checklists.insert(sha256, (published, is_latest));
    }
    Ok(())
}

/// Reads a checklist file that is to be published, against the built-in laws and kinds. `None` if it is no valid checklist.
pub(crate) fn parse_checklist(yaml: &str) -> Option<PublishedChecklist> {
    use domain::library::Library;
    let sha256 = Sha256::of(yaml.as_bytes());
    // A new house publishes every built-in list: these are read already.
    if let Some(known) = Library::builtin().checklists.values().find(|published| published.sha256 == sha256) {
        return Some(known.clone());
    }
    let mut files: Files = domain::library::builtin_files();
    let id = yaml.lines().find_map(|line| line.strip_prefix("id:"))?.trim().to_owned();
    let path = format!("checklists/{id}.yaml");
    files.0.insert(path, std::borrow::Cow::Owned(yaml.to_owned()));
    let library = Library::read(&files).ok()?;
    library.checklists.into_iter().find(|(known, _)| known.as_str() == id).map(|(_, published)| published)
}

/// A name or address for comparing: half width, small letters, no spaces.
pub(crate) fn key(text: &str) -> String {
    domain::half_width::plain(text)
}
