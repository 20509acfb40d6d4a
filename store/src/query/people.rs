//! Who is signed in, and whose phones hold what has not arrived.

use super::hazards;
use crate::code::from_json;
use crate::entity::{holdings, inspection, premises};
use crate::session::Scope;
use crate::{Store, StoreError};
use domain::digest::Sha256;
use domain::ids::{PlaceId, PremisesId};
use domain::library::Library;
use domain::place::{Place, PlaceKind};
use domain::time::Timestamp;
use domain::user::{Role, User};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use sync::desk::people::{Counts, HeldLine, Me, PhoneLine};
use sync::holdings::{HeldRecord, Holdings};
use uuid::Uuid;

/// Digits of a hash that tell two states of a list apart.
const MARK_DIGITS: usize = 16;
/// Records that are named of one phone.
const HELD_SHOWN: usize = 20;
/// Phones that a list shows: the ones heard of last.
const PHONES_MAX: u64 = 500;

/// The signed-in person with the rail's numbers.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn me(store: &Store, scope: &Scope) -> Result<Me, StoreError> {
    let db = store.readers();
    let hazards = hazards::open_counts(db, scope, store.now().day()).await?;
    let counts = Counts {
        inbox: inbox_count(db, scope).await?,
        hazards: hazards.open,
        overdue: hazards.overdue,
        majors: hazards.majors,
        phones: phone_count(db, scope).await?,
    };
    let house = scope.house();
    let communities: Vec<Place> = scope.communities().iter().filter_map(|id| house.places.get(id).cloned()).collect();
    let of_scope = communities.first().and_then(|community| house.street_of(community.id));
    let street = of_scope.or_else(|| house.streets().next()).map_or(PlaceId(Uuid::nil()), |street| street.id);
    let kinds = Library::builtin().premises.kinds.iter().map(|kind| (kind.id.to_string(), kind.zh.clone(), kind.en.clone()));
    let role = scope.desk_role().or_else(|| scope.user().grants.first().map(|grant| grant.role)).unwrap_or(Role::Reporter);
    Ok(Me { user: scope.user().clone(), role, communities, street, kinds: kinds.collect(), counts, space: store.space() })
}

/// Index `inspection_inbox`.
async fn inbox_count(db: &impl ConnectionTrait, scope: &Scope) -> Result<u32, StoreError> {
    let find = inspection::Entity::find()
        .filter(inspection::Column::InInbox.eq(true))
        .filter(inspection::Column::PlaceId.is_in(scope.record_ids(None)));
    Ok(u32::try_from(find.count(db).await?).unwrap_or(u32::MAX))
}

/// Phones with sealed records that have not arrived, or that lost some, the ones heard of last first.
///
/// # Errors
/// [`StoreError`] if it can't be read.
pub async fn phones(store: &Store, scope: &Scope) -> Result<Vec<PhoneLine>, StoreError> {
    let rows = holding(scope).order_by_desc(holdings::Column::At).limit(PHONES_MAX).all(store.readers()).await?;
    let read = |row: holdings::Model| Ok((from_json("holdings", row.device_id, &row.body)?, row));
    let rows: Vec<(Holdings, holdings::Model)> = rows.into_iter().map(read).collect::<Result<_, StoreError>>()?;
    let names = names(store, scope, rows.iter().flat_map(|(holdings, _)| shown(holdings)).map(|(record, _)| record.premises)).await?;
    Ok(rows.into_iter().map(|(holdings, row)| phone_line(scope, &names, &holdings, &row)).collect())
}

/// What is shown of a phone, and whether it is lost.
fn shown(holdings: &Holdings) -> impl Iterator<Item = (&HeldRecord, bool)> {
    let lost = holdings.lost.iter().map(|record| (record, true));
    lost.chain(holdings.records.iter().map(|record| (record, false))).take(HELD_SHOWN)
}

/// Names of those premises that the person may see.
async fn names(store: &Store, scope: &Scope, ids: impl Iterator<Item = PremisesId>) -> Result<BTreeMap<PremisesId, String>, StoreError> {
    let ids: BTreeSet<Uuid> = ids.map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(Uuid, String)> = premises::Entity::find()
        .select_only()
        .columns([premises::Column::Id, premises::Column::Name])
        .filter(premises::Column::Id.is_in(ids))
        .filter(premises::Column::CommunityId.is_in(scope.ledger_ids(None)))
        .into_tuple()
        .all(store.readers())
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (PremisesId(id), name)).collect())
}

fn phone_line(scope: &Scope, names: &BTreeMap<PremisesId, String>, holdings: &Holdings, row: &holdings::Model) -> PhoneLine {
    let line = |(record, is_lost): (&HeldRecord, bool)| HeldLine {
        premises: names.get(&record.premises).cloned(),
        number: record.provisional_number.clone(),
        sealed_at: record.sealed_at,
        missing: record.blobs_missing,
        is_lost,
    };
    let length = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    PhoneLine {
        person: scope.name_of(row.user_id),
        records: length(holdings.records.len()),
        drafts: length(holdings.drafts.len()),
        oldest: holdings.records.iter().map(|record| record.sealed_at).min(),
        seen_at: Timestamp(row.at),
        lost: length(holdings.lost.len()),
        build: holdings.build.clone(),
        held: shown(holdings).map(line).collect(),
    }
}

/// Changes whenever [`phones`] names another phone or another number of records.
pub(super) async fn phones_mark(store: &Store, scope: &Scope) -> Result<String, StoreError> {
    use holdings::Column;
    let columns = holding(scope).select_only().columns([Column::DeviceId, Column::Records, Column::Lost]);
    let rows: Vec<(Uuid, i32, i32)> = columns.order_by_asc(Column::DeviceId).into_tuple().all(store.readers()).await?;
    let all: Vec<String> = rows.iter().map(|(phone, records, lost)| format!("{phone} {records} {lost}")).collect();
    let mut mark = Sha256::of(all.join("\n").as_bytes()).to_string();
    mark.truncate(MARK_DIGITS);
    Ok(mark)
}

async fn phone_count(db: &impl ConnectionTrait, scope: &Scope) -> Result<u32, StoreError> {
    Ok(u32::try_from(holding(scope).count(db).await?).unwrap_or(u32::MAX))
}

/// Phones of people in scope that hold something. Index `holdings_user (user_id)`.
fn holding(scope: &Scope) -> sea_orm::Select<holdings::Entity> {
    let people = scope.house().users.values().filter(|user| is_in_scope(scope, user)).map(|user| user.id.0);
    let something = Condition::any().add(holdings::Column::Records.gt(0)).add(holdings::Column::Lost.gt(0));
    holdings::Entity::find().filter(holdings::Column::UserId.is_in(people)).filter(something)
}

/// Whether a person works where the reader reads records: in such a community or one of its grids, or above it if the reader reads all
/// that lies there.
fn is_in_scope(scope: &Scope, user: &User) -> bool {
    let house = scope.house();
    let reads = |place: PlaceId| house.line(place).into_iter().any(|above| scope.reads_records_of(above));
    let reads_all_of = |root: PlaceId| {
        let mut below =
            house.places.values().filter(|place| place.kind == PlaceKind::Community && house.is_within(place.id, root)).peekable();
        below.peek().is_some() && below.all(|community| scope.reads_records_of(community.id))
    };
    user.id == scope.user().id || user.grants.iter().any(|grant| reads(grant.place) || reads_all_of(grant.place))
}
