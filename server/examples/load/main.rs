//! Presses on a server as it is shipped, from beside it. `cargo xtask bench` with `intake`, `photos` and `pages` builds both, starts the
//! server and runs this; each part prints what it measured as JSON.

mod intake;
mod line;
mod pages;
mod photos;
mod press;
mod process;
mod seed;
#[path = "../../../store/examples/intake/street.rs"]
mod street;

use anyhow::Result;
use clap::{Args, Parser};
use domain::time::Timestamp;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::runtime::Builder;

/// What is done.
#[derive(Parser)]
enum Load {
    /// Fill a data folder that no server has open: the street to measure on, and what the parts need.
    Seed {
        /// The folder.
        #[arg(long)]
        data: PathBuf,
        /// Visits that are there already.
        #[arg(long, default_value_t = 0)]
        visits: usize,
        /// With the visits that wait for the photos of `photos`.
        #[arg(long)]
        awaiting_photos: bool,
    },
    /// Hand in visits.
    Intake {
        #[command(flatten)]
        server: Server,
        /// How many.
        #[arg(long, default_value_t = 12_000)]
        visits: usize,
        /// How many phones at once.
        #[arg(long, default_value_t = 8)]
        clients: usize,
    },
    /// Hand in the photos of visits that are there.
    Photos {
        #[command(flatten)]
        server: Server,
        /// How many phones at once.
        #[arg(long, default_value_t = 8)]
        clients: usize,
    },
    /// Ask for lists, pages and the feed, one after the other.
    Pages {
        #[command(flatten)]
        server: Server,
        /// How often for each.
        #[arg(long, default_value_t = 50)]
        calls: usize,
    },
}

/// The server on this machine.
#[derive(Args, Clone, Copy)]
struct Server {
    /// Where it listens.
    #[arg(long)]
    addr: SocketAddr,
    /// Its process, to ask what it used.
    #[arg(long)]
    pid: u32,
}

fn main() -> Result<()> {
    let load = Load::parse();
    // Who presses has one thread: the server needs the two cores more.
    let mut runtime = if matches!(load, Load::Seed { .. }) { Builder::new_multi_thread() } else { Builder::new_current_thread() };
    let json = runtime.enable_all().build()?.block_on(run(load))?;
    println!("{json}");
    Ok(())
}

async fn run(load: Load) -> Result<serde_json::Value> {
    Ok(match load {
        Load::Seed { data, visits, awaiting_photos } => serde_json::to_value(seed::seed(data, visits, awaiting_photos).await?)?,
        Load::Intake { server, visits, clients } => serde_json::to_value(intake::intake(server, visits, clients).await?)?,
        Load::Photos { server, clients } => serde_json::to_value(photos::photos(server, clients).await?)?,
        Load::Pages { server, calls } => serde_json::to_value(pages::pages(server, calls).await?)?,
    })
}

/// The machine's time, which the server sees as well.
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock stands after 1970");
    Timestamp(i64::try_from(since.as_micros()).expect("the clock stands before the year 292277"))
}
