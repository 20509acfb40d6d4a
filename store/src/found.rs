//! What every installation has from its first start: an epoch, the street, the built-in checklists. All by commands, as `system`.

use crate::code::code;
use crate::entity::meta;
use crate::{Answer, Store, StoreError, Submitter};
use domain::command::{Command, Sealed, What};
use domain::ids::{CommandId, PlaceId, UserId};
use domain::library::{Library, builtin_files};
use domain::place::{Place, PlaceKind};
use domain::time::Timestamp;
use domain::user::Role;
use sea_orm::{ConnectionTrait, EntityTrait, Set};
use sync::hello::Epoch;
use uuid::Uuid;

/// The district of the first street.
pub const DISTRICT_NAME: &str = "东胜区";
/// The first street.
pub const STREET_NAME: &str = "诃额伦街道";

/// Ids that the founding gives, so that a second start, or two servers at once, found the same house.
pub(crate) fn founding_id(what: &str) -> Uuid {
    let hash = domain::digest::Sha256::of(format!("xunan founding {what}").as_bytes());
    let mut half = [0; 16];
    half.copy_from_slice(&hash.0[..16]);
    uuid::Builder::from_custom_bytes(half).into_uuid()
}

/// The epoch of this database: random at its first opening, the same until a restore.
pub(crate) async fn epoch(db: &impl ConnectionTrait, now: Timestamp) -> Result<Epoch, StoreError> {
    if let Some(row) = meta::Entity::find_by_id("epoch").one(db).await? {
        return row.value.parse().map(Epoch).map_err(|error| StoreError::broken("meta", "epoch", error));
    }
    let epoch = Epoch(new_id(now)?);
    let row = meta::ActiveModel { key: Set("epoch".to_owned()), value: Set(epoch.0.to_string()) };
    let conflict = sea_orm::sea_query::OnConflict::column(meta::Column::Key).do_nothing().to_owned();
    meta::Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    let row = meta::Entity::find_by_id("epoch").one(db).await?.ok_or_else(|| StoreError::broken("meta", "epoch", "gone"))?;
    row.value.parse().map(Epoch).map_err(|error| StoreError::broken("meta", "epoch", error))
}

/// A new id: this crate and the server are where randomness comes from.
pub(crate) fn new_id(now: Timestamp) -> Result<Uuid, StoreError> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|error| StoreError::NoRandomness(error.to_string()))?;
    Ok(domain::ids::uuid_v7(now, &random))
}

/// Founds district and street where there are none, and publishes the built-in checklists that are not there yet.
pub(crate) async fn found(store: &Store) -> Result<(), StoreError> {
    let house = store.house().await?;
    let district = PlaceId(founding_id("district"));
    let street = house.streets().next().map_or(PlaceId(founding_id("street")), |street| street.id);
    if house.streets().next().is_none() {
        let place = |id, parent, kind, name: &str| Place { id, parent, kind, name: name.to_owned(), code: None };
        let add = |id: PlaceId, place| (id, What::AddPlace { place });
        for (at, what) in [
            add(district, place(district, None, PlaceKind::District, DISTRICT_NAME)),
            add(street, place(street, Some(district), PlaceKind::Street, STREET_NAME)),
        ] {
            order(store, founding_id(&format!("place {at}")), at, what).await?;
        }
    }
    for published in Library::builtin().checklists.values() {
        if house.checklists.contains_key(&published.sha256) {
            continue;
        }
        let files = builtin_files();
        let path = format!("checklists/{}.yaml", published.checklist.id.as_str());
        let yaml = files.get(&path).unwrap_or_default().to_owned();
        let id = founding_id(&format!("checklist {}", published.sha256));
        let answer = order(store, id, street, What::PublishChecklist { yaml }).await?;
        if answer.status >= 300 {
            // The office has published something newer: the built-in list is not what it works by any more.
            tracing::info!(checklist = %published.checklist.id, "the built-in checklist {} is older than what is in use", published.checklist.id);
        }
    }
    Ok(())
}

async fn order(store: &Store, id: Uuid, place: PlaceId, what: What) -> Result<Answer, StoreError> {
    // `at` is fixed: the same founding is the same bytes, so that two servers at once do it once.
    let command = Command { id: CommandId(id), by: UserId::SYSTEM, role: Role::System, place, at: Timestamp(0), base: None, what };
    debug_assert_eq!(code(&command.role), "system");
    store.apply(Sealed::of(&command), Submitter::System { operator: None }).await
}
