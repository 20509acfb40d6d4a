//! A street to measure on: seven communities with an inspector each, 3,500 shops, and visits sealed beforehand as phones do it.

#[path = "../../tests/store/visit.rs"]
#[expect(dead_code, reason = "the tests change visits in more ways than are measured")]
mod visit;

pub(crate) use visit::Visit;

use domain::command::{Command, Sealed, What};
use domain::coordinates::Datum;
use domain::ids::{CommandId, PlaceId, PremisesId, UserId, uuid_v7};
use domain::place::{Place, PlaceKind};
use domain::premises::{PositionSource, Premises, PremisesPosition};
use domain::time::Timestamp;
use domain::user::{Grant, Role};
use futures::stream::{self, StreamExt, TryStreamExt};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Store, Submitter};
use uuid::Uuid;

/// Each has one inspector.
pub(crate) const COMMUNITIES: u128 = 7;
/// The office clerk's sign-in name.
pub(crate) const CLERK: &str = "13900000099";
/// A multiple of the communities, so that the nth shop and the nth inspector belong together round after round.
const SHOPS: u128 = 3_500;
/// Lists of a small shop that has a compressor: 27, 11 and 2 answers, 40 together.
const LISTS: [&str; 3] = ["fire-small-place", "electrical-safety", "special-pressure-vessel"];
/// Orders under way at once while the street is made: they share commits.
const ORDERS_AT_ONCE: usize = 64;
/// As people dictate it; with it a visit has its 6 KB.
const NOTE: &str = "店主全程陪同，看了店堂、后厨、二楼库房和后院。后门外堆着旧纸箱，已当场请店员挪走；配电箱前的货架答应明天移开，本周内由网格员再来看一次。\
                    灭火器是去年统一更换的，压力正常，店员会用。夜间只有一人值守，不在店里住宿。提醒充电设备离人断电，插座不要串接，冬季取暖不用明火。\
                    店主反映消防通道口常有外来车辆停放，已记下车位，转社区与物业一起协调。";

/// The nth inspector.
pub(crate) fn inspector(n: u128) -> UserId {
    UserId(Uuid::from_u128(0x2000 + n % COMMUNITIES))
}

/// The sign-in name of the nth inspector.
pub(crate) fn login(n: u128) -> String {
    format!("139000000{:02}", n % COMMUNITIES)
}

/// Where the nth visit goes.
pub(crate) fn shop(n: u128) -> Premises {
    let n = n % SHOPS;
    let at = PremisesPosition {
        lat_e6: 39_600_000,
        lng_e6: 109_800_000,
        datum_in: Datum::Wgs84,
        lat_in_e6: 39_600_000,
        lng_in_e6: 109_800_000,
        source: PositionSource::MapPick,
        accuracy_m: None,
    };
    Premises {
        id: PremisesId(Uuid::from_u128(0x4000 + n)),
        code: None,
        name: format!("兴旺小卖部{n}"),
        kind: "small-shop".to_owned(),
        address: format!("西街{n}号"),
        community: community(n),
        grid: None,
        position: Some(at),
        fields: BTreeMap::new(),
        marks: BTreeMap::new(),
        to_verify: false,
    }
}

/// Makes the street in a new house. Everybody signs in with the password of this hash. The first inspector stands in for all others, so
/// that one phone's feed holds the whole street.
pub(crate) async fn found(store: &Store, at: Timestamp, password_hash: &str) -> anyhow::Result<()> {
    let street = store.house().await?.streets().next().expect("a new house has a street").id;
    let order = |n, what| order(store, command(n, UserId::SYSTEM, Role::System, street, at, what));
    for n in 0..COMMUNITIES {
        let place = Place {
            id: community(n),
            parent: Some(street),
            kind: PlaceKind::Community,
            name: format!("第{n}社区"),
            code: Some(format!("C{n}")),
        };
        order(1_000 + n, What::AddPlace { place }).await?;
    }
    let person = |user, login, name: &str, grants| What::AddUser {
        user,
        login,
        name: name.to_owned(),
        password_hash: password_hash.to_owned(),
        grants,
    };
    for n in 0..COMMUNITIES {
        let reach = if n == 0 { 0..COMMUNITIES } else { n..n + 1 };
        let grants = reach.map(|n| Grant { role: Role::Inspector, place: community(n) }).collect();
        order(2_000 + n, person(inspector(n), login(n), "李敏", grants)).await?;
    }
    let clerk = vec![Grant { role: Role::OfficeClerk, place: street }];
    order(2_100, person(UserId(Uuid::from_u128(0x2100)), CLERK.to_owned(), "王芳", clerk)).await?;
    let shops = (0..SHOPS).map(|n| order(3_000 + n, What::AddPremises { premises: Box::new(shop(n)) }));
    stream::iter(shops).buffer_unordered(ORDERS_AT_ONCE).try_collect().await
}

/// The nth visit: 40 answers by its own inspector, one in three with a finding.
pub(crate) fn visit(n: u128, at: Timestamp) -> Visit {
    let premises = shop(n);
    let mut visit = Visit::new(n as u64, inspector(n), &premises, &LISTS, at);
    visit.record.note = NOTE.to_owned();
    if n.is_multiple_of(3) {
        visit.fail(&premises, 0);
    }
    visit
}

/// As its inspector's phone seals it.
pub(crate) fn seal(n: u128, visit: Visit, at: Timestamp) -> (UserId, Sealed) {
    let by = inspector(n);
    let what = What::SubmitInspection { inspection: Box::new(visit.record) };
    (by, Sealed::of(&command(10_000 + n, by, Role::Inspector, shop(n).community, at, what)))
}

/// Hands visits to the store, so many at once, each as soon as one before it was answered. How long each waited for its answer.
pub(crate) async fn hand_in(store: &Arc<Store>, visits: Vec<(UserId, Sealed)>, senders: usize) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(visits.len());
    let one = |(user, sealed)| tokio::spawn(hand_in_one(Arc::clone(store), user, sealed));
    let mut handed_in = stream::iter(visits).map(one).buffer_unordered(senders);
    while let Some(took) = handed_in.next().await {
        times.push(took??);
    }
    Ok(times)
}

async fn hand_in_one(store: Arc<Store>, user: UserId, sealed: Sealed) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let answer = store.apply(sealed, Submitter::Session { user }).await?;
    let took = begun.elapsed();
    counts(answer.status, &answer.bytes)?;
    Ok(took)
}

/// Fails unless this is the receipt of a visit that counts: quarantine would be another way through the door.
pub(crate) fn counts(status: u16, receipt: &[u8]) -> anyhow::Result<()> {
    let receipt = String::from_utf8_lossy(receipt);
    anyhow::ensure!(status == 201 && !receipt.contains("quarantine\":[\""), "{receipt}");
    Ok(())
}

fn community(n: u128) -> PlaceId {
    PlaceId(Uuid::from_u128(0x1000 + n % COMMUNITIES))
}

/// The nth command; of each there is one.
fn command(n: u128, by: UserId, role: Role, place: PlaceId, at: Timestamp, what: What) -> Command {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&(n as u64).to_be_bytes());
    Command { id: CommandId(uuid_v7(at, &random)), by, role, place, at, base: None, what }
}

async fn order(store: &Store, command: Command) -> anyhow::Result<()> {
    let answer = store.apply(Sealed::of(&command), Submitter::System { operator: None }).await?;
    anyhow::ensure!(answer.status == 201, "{}", String::from_utf8_lossy(&answer.bytes));
    Ok(())
}
