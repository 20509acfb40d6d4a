//! How many visits a second the store takes in: `cargo run --release -p xunan-store --example intake -- [visits] [senders]`.
//!
//! Each visit is a sealed command of 40 answers from its own inspector at its own shop, one in three with a finding. The senders
//! hand in as fast as they are answered, each answer after its commit is on the disk. Over HTTP: `cargo xtask bench intake`.

#[path = "intake/street.rs"]
mod street;

use domain::time::Timestamp;
use std::sync::Arc;
use std::time::Instant;
use store::{Store, StoreConfig};

/// 2026-11-24 10:00 in Asia/Shanghai.
const MORNING: Timestamp = Timestamp(1_795_485_600_000_000);
/// Nobody signs in here.
const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut asked = std::env::args().skip(1).filter_map(|number| number.parse().ok());
    let (count, senders) = (asked.next().unwrap_or(6_000), asked.next().unwrap_or(8));
    let folder = tempfile::tempdir()?;
    let database_url = std::env::var("TEST_DATABASE_URL").ok();
    let store = Store::open(StoreConfig { folder: folder.path().to_owned(), database_url, clock: Arc::new(|| MORNING) }).await?;
    street::found(&store, MORNING, PASSWORD_HASH).await?;
    let visits: Vec<_> = (0..count as u128).map(|n| street::seal(n, street::visit(n, MORNING), MORNING)).collect();
    let bytes: usize = visits.iter().map(|(_, sealed)| sealed.bytes.len()).sum();
    let before = store.commits();
    let (store, begun) = (Arc::new(store), Instant::now());
    let mut times = street::hand_in(&store, visits, senders).await?;
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
