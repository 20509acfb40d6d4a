//! How many visits a second the store takes in: `cargo run --release -p xunan-store --example intake -- [visits] [senders]`.
//!
//! Each visit is a sealed command of about 40 answers from its own inspector at its own shop, one in three with a finding. The senders
//! hand in as fast as they are answered, each answer after its commit is on the disk.

#[path = "../tests/store/visit.rs"]
#[expect(dead_code, reason = "the tests change visits in more ways than are measured")]
mod visit;

use domain::command::{Command, Sealed, What};
use domain::coordinates::Datum;
use domain::ids::{CommandId, PlaceId, PremisesId, UserId, uuid_v7};
use domain::place::{Place, PlaceKind};
use domain::premises::{PositionSource, Premises, PremisesPosition};
use domain::time::Timestamp;
use domain::user::{Grant, Role};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::{Store, StoreConfig, Submitter};
use uuid::Uuid;

/// 2026-11-24 10:00 in Asia/Shanghai.
const MORNING: Timestamp = Timestamp(1_795_485_600_000_000);
const COMMUNITIES: u128 = 7;
const SHOPS: u128 = 400;
const LISTS: [&str; 2] = ["fire-small-place", "electrical-safety"];

fn community(n: u128) -> PlaceId {
    PlaceId(Uuid::from_u128(0x1000 + n % COMMUNITIES))
}

fn inspector(n: u128) -> UserId {
    UserId(Uuid::from_u128(0x2000 + n % COMMUNITIES))
}

fn shop(n: u128) -> Premises {
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

fn command(n: u128, by: UserId, role: Role, place: PlaceId, what: What) -> Command {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&(n as u64).to_be_bytes());
    Command { id: CommandId(uuid_v7(MORNING, &random)), by, role, place, at: MORNING, base: None, what }
}

async fn order(store: &Store, n: u128, what: What) -> anyhow::Result<()> {
    let street = store.house().await?.streets().next().expect("a new house has a street").id;
    let answer =
        store.apply(Sealed::of(&command(n, UserId::SYSTEM, Role::System, street, what)), Submitter::System { operator: None }).await?;
    anyhow::ensure!(answer.status == 201, "{}", String::from_utf8_lossy(&answer.bytes));
    Ok(())
}

async fn street(store: &Store) -> anyhow::Result<()> {
    let street = store.house().await?.streets().next().expect("a new house has a street").id;
    for n in 0..COMMUNITIES {
        let place = Place {
            id: community(n),
            parent: Some(street),
            kind: PlaceKind::Community,
            name: format!("第{n}社区"),
            code: Some(format!("C{n}")),
        };
        order(store, 1_000 + n, What::AddPlace { place }).await?;
        let grants = vec![Grant { role: Role::Inspector, place: community(n) }];
        let password_hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA".to_owned();
        let what =
            What::AddUser { user: inspector(n), login: format!("139000000{n:02}"), name: "李敏".to_owned(), password_hash, grants };
        order(store, 2_000 + n, what).await?;
    }
    for n in 0..SHOPS {
        order(store, 3_000 + n, What::AddPremises { premises: Box::new(shop(n)) }).await?;
    }
    Ok(())
}

/// The visits, sealed beforehand as phones do it.
fn visits(count: usize) -> Vec<(UserId, Sealed)> {
    (0..count as u128)
        .map(|n| {
            let premises = shop(n % SHOPS);
            let by = inspector(n % SHOPS);
            let mut visit = visit::Visit::new(n as u64, by, &premises, &LISTS, MORNING);
            if n % 3 == 0 {
                visit.fail(&premises, 0);
            }
            let what = What::SubmitInspection { inspection: Box::new(visit.record) };
            (by, Sealed::of(&command(10_000 + n, by, Role::Inspector, premises.community, what)))
        })
        .collect()
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut asked = std::env::args().skip(1).filter_map(|number| number.parse().ok());
    let (count, senders) = (asked.next().unwrap_or(6_000), asked.next().unwrap_or(8));
    let folder = tempfile::tempdir()?;
    let database_url = std::env::var("TEST_DATABASE_URL").ok();
    let store = Store::open(StoreConfig { folder: folder.path().to_owned(), database_url, clock: Arc::new(|| MORNING) }).await?;
    street(&store).await?;
    let visits: Arc<Vec<_>> = Arc::new(visits(count));
    let bytes: usize = visits.iter().map(|(_, sealed)| sealed.bytes.len()).sum();
    let before = store.commits();
    let (store, next, begun) = (Arc::new(store), Arc::new(AtomicUsize::new(0)), Instant::now());
    let tasks: Vec<_> = (0..senders)
        .map(|_| {
            let (store, visits, next) = (Arc::clone(&store), Arc::clone(&visits), Arc::clone(&next));
            tokio::spawn(async move { send(&store, &visits, &next).await })
        })
        .collect();
    let mut times: Vec<Duration> = vec![];
    for task in tasks {
        times.extend(task.await??);
    }
    let took = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{count} visits of {} bytes from {senders} senders: {:.0}/s", bytes / count, count as f64 / took);
    println!("p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms", at(0.5), at(0.99), at(1.0));
    let (commits, held) = store.commits();
    println!("{:.1} commands a commit", (held - before.1) as f64 / (commits - before.0) as f64);
    anyhow::ensure!(store.verify().await?.is_none(), "what was taken in is whole");
    Ok(())
}

async fn send(store: &Store, visits: &[(UserId, Sealed)], next: &AtomicUsize) -> anyhow::Result<Vec<Duration>> {
    let mut times = vec![];
    loop {
        let Some((by, sealed)) = visits.get(next.fetch_add(1, Ordering::Relaxed)) else { return Ok(times) };
        let begun = Instant::now();
        let answer = store.apply(sealed.clone(), Submitter::Session { user: *by }).await?;
        times.push(begun.elapsed());
        anyhow::ensure!(answer.status == 201, "{}", String::from_utf8_lossy(&answer.bytes));
        anyhow::ensure!(!String::from_utf8_lossy(&answer.bytes).contains("quarantine\":[\""), "{}", String::from_utf8_lossy(&answer.bytes));
    }
}
