//! 巡安 Xun'an: the server and the command line, one program.

// Leptos writes a page as one type; the deepest page of the desk needs more than the usual 128 steps.
#![recursion_limit = "512"]

mod admin;
mod backup;
mod config;
mod demo;
mod document;
mod folder;
mod http;
mod job;
mod layer;
mod log;
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
use server::{import, machine};
use std::process::ExitCode;
use std::sync::Arc;
use store::{Store, StoreConfig};

fn main() -> ExitCode {
    let config = match Config::try_parse() {
        Ok(config) => config,
        Err(error) => return misread(&error),
    };
    let (as_json, is_verify) = (config.json, matches!(config.command, Command::Verify));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime.context("no threads to run on").and_then(|runtime| runtime.block_on(run(config)));
    ended.unwrap_or_else(|error| {
        let why = sentence(&error);
        if as_json {
            // A script that reads standard output finds JSON there whatever happened. That nothing can be read is a fault as well.
            println!("{}", if is_verify { verify::json(Some(&why)) } else { serde_json::json!({ "error": why }) });
        }
        eprintln!("xunan: {why}");
        ExitCode::FAILURE
    })
}

/// A command line that is not right, or asks for help: as clap says it, and with `--json` for a script as well.
fn misread(error: &clap::Error) -> ExitCode {
    let as_json = std::env::args_os().any(|word| word == "--json");
    if as_json && error.use_stderr() {
        let said = error.to_string();
        // Behind the first blank line clap explains the usage.
        let why = said.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
        println!("{}", serde_json::json!({ "error": why.split_whitespace().collect::<Vec<_>>().join(" ") }));
    }
    let _ = error.print(); // fails if nobody reads any more
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// An error and its causes as one sentence; a cause whose words stand there already says nothing new.
fn sentence(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |said, cause| match cause.to_string() {
        cause if said.contains(&cause) => said,
        cause if said.is_empty() => cause,
        cause => format!("{said}: {cause}"),
    })
}

async fn run(config: Config) -> Result<ExitCode> {
    log::start(&config)?;
    if let Command::Demo(demo) = config.command {
        let _held = folder::with_others(&config.data)?;
        // It opens the data by itself, with a clock that it sets into the past.
        let order = demo::Order { folder: config.data, database_url: config.database_url, today: demo.today, json: config.json };
        return demo::command(&order).await.map(|()| ExitCode::SUCCESS);
    }
    if let Command::Restore(restore) = &config.command {
        anyhow::ensure!(
            config.database_url.is_none(),
            "the rows are in PostgreSQL: restore them with pg_restore (docs/operations.md says how)"
        );
        return backup::restore(&config.data, &restore.file, restore.replace, config.json).await.map(|()| ExitCode::SUCCESS);
    }
    let _held = folder::with_others(&config.data)?;
    let store = open(&config).await?;
    let ended = match config.command {
        Command::Demo(_) | Command::Restore(_) => unreachable!("done above"),
        Command::Import(config::Import::Premises(premises)) => {
            let config::ImportPremises { file, dry_run, datum, map } = premises;
            let order = import::Order { file, map, datum: datum.into(), dry_run, json: config.json, operator: config.operator };
            import::command(&store, &order).await.map(|()| ExitCode::SUCCESS)
        }
        Command::Serve(serve) => return serve::serve(store, &config.data, &serve).await.map(|()| ExitCode::SUCCESS),
        Command::Admin(order) => admin::run(&store, order, config.operator, config.json).await.map(|()| ExitCode::SUCCESS),
        Command::Backup { file } => backup::write(&store, &config.data, &file, config.json).await.map(|()| ExitCode::SUCCESS),
        Command::Verify => verify::run(&store, config.json).await,
    };
    // Ended in order, the log is taken over into the file: whoever copies `xunan.db` then copies everything.
    if let Err(error) = store.close().await {
        tracing::warn!("the database did not close well: {error}");
    }
    ended
}

/// Opens the data; an empty folder becomes a street.
async fn open(config: &Config) -> Result<Arc<Store>> {
    let (folder, database_url) = (config.data.clone(), config.database_url.clone());
    let beside = if database_url.is_some() { " and in PostgreSQL" } else { "" };
    let data = StoreConfig { folder, database_url, clock: Arc::new(machine::now) };
    let store = Store::open(data).await.with_context(|| format!("opening the data in {}{beside}", config.data.display()))?;
    Ok(Arc::new(store))
}
