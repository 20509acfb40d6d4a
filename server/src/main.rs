//! 巡安 Xun'an: the server and the command line, one program.

mod admin;
mod config;
mod document;
mod http;
mod job;
mod layer;
mod log;
mod machine;
#[cfg(feature = "pages")]
mod pages;
mod password;
mod problem;
mod router;
mod serve;
mod site;
mod state;
mod verify;

#[cfg(test)]
mod tests;

use anyhow::{Context, Result};
use clap::Parser;
use config::{Command, Config};
use std::process::ExitCode;
use std::sync::Arc;
use store::{Store, StoreConfig};

fn main() -> ExitCode {
    let config = Config::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime.context("no threads to run on").and_then(|runtime| runtime.block_on(run(config)));
    ended.unwrap_or_else(|error| {
        eprintln!("xunan: {error:#}");
        ExitCode::FAILURE
    })
}

async fn run(config: Config) -> Result<ExitCode> {
    log::start(&config)?;
    let store = open(&config).await?;
    match config.command {
        Command::Serve(serve) => serve::serve(store, &serve).await.map(|()| ExitCode::SUCCESS),
        Command::Admin(order) => admin::run(&store, order, config.operator, config.json).await.map(|()| ExitCode::SUCCESS),
        Command::Verify => verify::run(&store, config.json).await,
    }
}

/// Opens the data; an empty folder becomes a street.
async fn open(config: &Config) -> Result<Arc<Store>> {
    let (folder, database_url) = (config.data.clone(), config.database_url.clone());
    let data = StoreConfig { folder, database_url, clock: Arc::new(machine::now) };
    let store = Store::open(data).await.with_context(|| format!("opening the data in {}", config.data.display()))?;
    Ok(Arc::new(store))
}
