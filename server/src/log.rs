//! The log: to standard error, so that standard output holds results only.

use crate::config::{Config, LogForm};
use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;

pub(crate) fn start(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log_filter).context("--log-filter is not a filter")?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match config.log {
        LogForm::Text => log.try_init(),
        LogForm::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log cannot start: {error}"))
}
